/** How long, in minutes, hours or days. */
export const duration = (ms: number): string => {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  if (minutes < 60) return `${minutes} 分钟`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} 小时`;
  return `${Math.floor(hours / 24)} 天`;
};
/** By how much a clock is wrong. */
export const wrongBy = (offsetMs: number): string => {
  const minutes = Math.round(Math.abs(offsetMs) / 60_000);
  const text = minutes < 120 ? `${minutes} 分` : duration(Math.abs(offsetMs));
  return `${offsetMs < 0 ? '慢' : '快'}了 ${text}`;
};
