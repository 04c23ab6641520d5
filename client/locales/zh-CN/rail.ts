/** Words of the rail on wide screens. */
export const rail = {
  funnel: '漏斗热力图',
  leads: 'MQL 池',
  metrics: '指标与干预',
  gaps: { leader: '过程断点', rep: '我的卡点' } as const,
  review: '每周复盘',
  mirror: '我的复盘',
  cleansing: '待清洗池',
  process: '流程',
  import: '导入客户',
  team: '团队与权限',
  messages: '消息通知',
  quarantine: '未能同步的记录',
  watch: '看过程',
  manage: '管规则',
  search: '搜索客户',
  searchKey: '⌘K',
} as const;
