/** Joining a company, and setting one up. */
export const join = {
  looking: '正在看这个链接…',
  owner: {
    title: '开一家公司',
    line: '写上你和公司的名字就能用，流程已经配好一套，马上能用。',
    name: '你的名字',
    nameHint: '同事看到的就是这个名字',
    company: '公司名称',
    act: '开始用',
  },
  member: {
    title: (name: string) => `${name}，一起用接力`,
    line: (company: string) => `点一下，这台设备就加入「${company}」。`,
    someCompany: '这家公司',
    steps: [
      '这台设备会生成自己的密钥，别人冒充不了',
      '取下你能看的客户，没网也能用',
      '写的先存在本机，联网后自动同步',
    ] as const,
    act: '加入',
  },
  working: '正在登记这台设备…',
  failed: {
    linkUsed: {
      title: '这个链接用不了了',
      line: '每个链接只能用一次。可能已经用过，或者用了另一个，也可能没复制完整。请同事在「团队与权限」里重新生成一个。',
    },
    linkExpired: { title: '这个链接过期了', line: '邀请链接 48 小时有效。请同事重新生成一个。' },
    notFound: { title: '没有这个邀请', line: '链接可能没复制完整。重新点一次，或者扫同事屏幕上的二维码。' },
    offline: { title: '加入要联网一次', line: '现在连不上服务器。连上网再点一次，以后没网也能用。' },
    insecureOrigin: { title: '要换成 https 地址', line: '现在这个地址不安全，浏览器不让生成密钥。' },
  },
  unsent: {
    title: '这台设备上还有没同步的记录',
    line: (records: number, files: number) =>
      `${[records > 0 ? `${records} 条记录` : '', files > 0 ? `${files} 个文件` : ''].filter((part) => part !== '').join('和')}只在这台设备上。换人加入会清掉它们，链接这次没有用掉。`,
    stay: '先不换，回去',
    export: '导出没同步的',
    act: '不要了，清掉并加入',
  },
  again: '再试一次',
  needName: '写上你的名字',
  needCompany: '写上公司名称',
  already: { title: '这台设备已经在用了', line: '要换人用，先在设置里退出。', act: '进入接力' },
} as const;

export const welcome = {
  titleCompany: '公司叫什么',
  titleTerritories: '有哪些片区',
  lineTerritories: '客户按片区分开放，谁负责哪个片区就看哪个片区的客户。以后还能加、能改名。',
  titleReady: '可以用了',
  lineReady: '这是默认的流程，名字、天数、必填项以后都能改。',
  company: '公司名称',
  territory: (index: number) => `片区 ${index}`,
  addTerritory: '再加一个片区',
  removeTerritory: (name: string) => `去掉${name}`,
  defaults: ['华东', '华北', '华南'] as const,
  next: '下一步',
  invite: '邀请同事',
  import: '导入客户',
  enter: '先进去看看',
  limit: (days: number) => `限 ${days} 天`,
  needTerritory: '至少要有一个片区',
  sameTerritory: '有两个片区同名',
  stages: '阶段',
} as const;
