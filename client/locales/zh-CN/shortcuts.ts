/** Single keys of the desktop. */
export const shortcuts = {
  title: '键盘快捷键',
  rows: [
    ['G 然后 T', '今日'],
    ['G 然后 I', '待办'],
    ['G 然后 P', '客户池'],
    ['G 然后 F', '漏斗'],
    ['N', '写纪要'],
    ['T', '漏斗：热力图和表格互换'],
    ['/ 或 ⌘/Ctrl K', '搜索客户'],
    ['⌘/Ctrl Z', '撤销刚才那一下'],
    ['Esc', '关上、返回'],
    ['?', '这张表'],
  ] as const,
} as const;
