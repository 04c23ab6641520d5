/** Words of the funnel heatmap. */
export const funnel = {
  title: '漏斗热力图',
  shortTitle: '漏斗',
  week: '周',
  territory: '片区',
  owner: '人员',
  allTerritories: '全部片区',
  allOwners: '全部人员',
  asTable: '换成表格',
  asMap: '换成热力图',
  limit: (days: number) => `限 ${days} 天`,
  days: (tenths: number) => `${(tenths / 10).toFixed(1)} 天`,
  wholeDays: (tenths: number) => `${Math.round(tenths / 10)}天`,
  overdueChip: (count: number) => `超 ${count}`,
  untilNow: (from: string) => `${from} 至今`,
  legend: '格子深浅：当周进入这一步的客户数',
  legendLess: '进入 少',
  legendMore: '家以上',
  legendMuch: '多',
  corner: '右上角：平均停留，超期客户数',
  shortCorner: '右上：平均停留，红字超期',
  fixedScale: '色阶固定，换筛选也不变。本周没过完，颜色还会变。',
  keys: '方向键走格子，回车看名单',
  cellName: (cell: { stage: string; week: string; entered: number; tenths: number; overdue: number }) =>
    cell.entered === 0
      ? `${cell.stage}，${cell.week}，没有客户进入`
      : `${cell.stage}，${cell.week}，${cell.entered} 家进入，平均停留 ${(cell.tenths / 10).toFixed(1)} 天，超期 ${cell.overdue} 家`,
  panelTitle: (stage: string, week: string) => `${stage}，${week}`,
  panelLine: (entered: number, stillThere: number, days: number) =>
    `进来 ${entered} 家，${stillThere} 家还在这一步，平均停留 ${days.toFixed(1)} 天`,
  panelEmpty: '这一周没有客户进入这一步。',
  order: '超期天数从多到少',
  redEdge: (days: number) => `红边：超 ${days} 天以上`,
  overdueBy: (days: number) => `超 ${days} 天`,
  stay: (days: number) => `停留 ${days} 天`,
  left: '已离开这一步',
  noFollowUp: '还没有跟进记录',
  followUp: { visitNote: '纪要', interaction: '联系', inquiry: '询价', quote: '报价' } as Readonly<
    Record<string, string>
  >,
  nobody: '无人负责',
  close: '关上',
  empty: { title: '还没有客户进入过阶段', line: '导入客户，或者在客户池里新建一个，这里就会有数。', act: '去客户池' },
  table: { entered: '进入', stay: '平均停留', overdue: '超期' },
} as const;
