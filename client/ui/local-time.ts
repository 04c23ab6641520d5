const MINUTE = 60_000;
const pad = (part: number): string => String(part).padStart(2, '0');

/** `2026-11-25T14:00` of an instant at a fixed offset from UTC; '' for null. */
export const toLocalText = (atMs: number | null, offsetMinutes: number): string => {
  if (atMs === null || !Number.isFinite(atMs)) return '';
  const d = new Date(atMs + offsetMinutes * MINUTE);
  return `${d.getUTCFullYear()}-${pad(d.getUTCMonth() + 1)}-${pad(d.getUTCDate())}T${pad(d.getUTCHours())}:${pad(d.getUTCMinutes())}`;
};

/** Inverse of {@link toLocalText}; a bare date means midnight there; null for anything unreadable. */
export const fromLocalText = (text: string, offsetMinutes: number): number | null => {
  const full = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00` : text;
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(full)) return null;
  const at = Date.parse(`${full.slice(0, 16)}:00Z`);
  return Number.isNaN(at) ? null : at - offsetMinutes * MINUTE;
};
