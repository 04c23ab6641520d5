/** Words of notifications that a device shows on its own. */
export const notice = {
  news: '接力有新提醒',
  newsLine: '打开看看',
} as const;
