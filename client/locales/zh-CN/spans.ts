/** Times that are left, over, or have passed. */
export const spans = {
  hours: (hours: number, minutes: number) => (hours > 0 ? `${hours} 小时 ${minutes} 分` : `${minutes} 分钟`),
  wholeHours: (hours: number) => `${hours} 小时`,
  days: (days: number) => `${days} 天`,
  left: (span: string) => `还剩 ${span}`,
  overdueBy: (span: string) => `超 ${span}`,
} as const;
