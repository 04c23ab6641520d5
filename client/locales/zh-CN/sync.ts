import { duration, wrongBy } from './durations.ts';

/** Words about 已保存 and 已同步, in short. */
export const sync = {
  synced: '已同步',
  connecting: '连接中',
  fetching: '正在取',
  pending: (count: number) => `${count} 条待同步`,
  offline: '离线',
  offlinePending: (count: number) => `离线，${count} 条待同步`,
  stale: (sinceMs: number) => `${duration(sinceMs)}没同步`,
  rejected: (count: number) => `${count} 条被退回`,
  clock: (offsetMs: number) => `手机时间${wrongBy(offsetMs)}`,
} as const;
