const SHANGHAI_MS = 8 * 3_600_000;
const pad = (part: number): string => String(part).padStart(2, '0');

/** `11月25日 14:05` in the company's calendar (UTC+8), with the year when it is another one than `nowMs`. */
export const dayAndTime = (atMs: number, nowMs: number): string => {
  const at = new Date(atMs + SHANGHAI_MS);
  const now = new Date(nowMs + SHANGHAI_MS);
  const year = at.getUTCFullYear() === now.getUTCFullYear() ? '' : `${at.getUTCFullYear()}年`;
  return `${year}${at.getUTCMonth() + 1}月${at.getUTCDate()}日 ${pad(at.getUTCHours())}:${pad(at.getUTCMinutes())}`;
};
