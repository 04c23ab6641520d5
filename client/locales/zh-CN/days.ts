/** Days near now, as a person would say them. */
export const days = {
  near: { '-2': '前天', '-1': '昨天', '0': '今天', '1': '明天', '2': '后天' } as Readonly<Record<string, string>>,
  weekdays: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as readonly string[],
  nextWeek: (weekday: string) => `下${weekday}`,
  date: (month: number, day: number) => `${month}月${day}日`,
  fullDate: (year: number, month: number, day: number) => `${year}年${month}月${day}日`,
} as const;
