import type { BoardAxis, BoardComponent } from '#rules';

/** What a board can show, in words: for the designer, for differences of versions and for the funnel page. */
export const board = {
  axes: {
    stage: '阶段',
    week: '自然周',
    territory: '片区',
    team: '团队',
    person: '人员',
    store: '门店',
    product: '产品',
    source: '来源',
  } satisfies Readonly<Record<BoardAxis, string>>,
  values: {
    entered: '新增客户数',
    touchpoints: '有效触点数（行为强度）',
  } satisfies Readonly<Record<BoardComponent['value'], string>>,
  overlays: {
    stayAndOverdue: '平均停留和超期客户数',
    stay: '平均停留',
    overdue: '超期客户数',
    none: '不叠加',
  } satisfies Readonly<Record<BoardComponent['overlay'], string>>,
  corners: {
    topRight: '右上角',
    topLeft: '左上角',
    bottomRight: '右下角',
  } satisfies Readonly<Record<BoardComponent['corner'], string>>,

  // —— the designer's page
  line: '漏斗页上放哪些图，按从上到下的顺序。发布后每个人的漏斗页都跟着变，各人仍然只看到自己能看的客户。',
  list: '看板上的图',
  open: (name: string) => `改「${name}」`,
  up: (name: string) => `「${name}」往上`,
  down: (name: string) => `「${name}」往下`,
  row: (x: string, y: string, value: string) => `横 ${x}，纵 ${y}，${value}`,
  add: '加一张图',
  newName: '新的图',
  unnamed: '没有名称的图',
  remove: '去掉这张图',
  removed: (name: string) => `「${name}」已从草稿里去掉`,
  undo: '撤销',
  last: '看板上至少要有一张图',
  name: '名称',
  x: '横轴',
  y: '纵轴',
  value: '格子里的数',
  overlay: '叠加的小字',
  corner: '小字放在哪里',
  valueHint: {
    entered: '这段时间进入这一步的客户，一家只数一次',
    touchpoints: '有来有往的联系次数：接通的电话、有回复的消息、见面',
  } satisfies Readonly<Record<BoardComponent['value'], string>>,
  state: (count: number, names: string) => `${count} 张图：${names}`,
  order: '顺序',
  join: '、',
} as const;
