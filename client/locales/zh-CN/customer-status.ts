/** Words of the status card on the customer page, and of sharing a private customer. */
export const customerStatus = {
  title: '状态卡',
  onlyUs: '仅我和主管能看到',
} as const;
