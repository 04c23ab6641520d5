import { duration, wrongBy } from './durations.ts';

/** Words of the sheet behind the sync badge. */
export const syncSheet = {
  title: '同步',
  synced: '这台设备上写的，服务器都收好了。',
  pending: (count: number) => `${count} 条已保存到本机，联网后自动同步。`,
  uploads: (count: number) => `${count} 个文件等上传`,
  oldest: (sinceMs: number) => `最早一条是 ${duration(sinceMs)}前写的`,
  stale: (sinceMs: number) => `${duration(sinceMs)}没同步了。连一下网，别人才看得到你写的。`,
  rejected: (count: number) => `有 ${count} 条服务器没收下，内容都在。`,
  toQuarantine: '去看没收下的',
  connection: '网络',
  connectionNow: { online: '已连上服务器', connecting: '正在连接服务器', offline: '没有网络' },
  last: '上次同步',
  lastAgo: (sinceMs: number) => (sinceMs < 60_000 ? '刚刚' : `${duration(sinceMs)}前`),
  never: '还没有',
  waiting: '待同步',
  waitingCount: (count: number) => `${count} 条`,
  none: '没有',
  clockTerm: '手机时间',
  clockGood: '准',
  clockBad: (offsetMs: number) => `${wrongBy(offsetMs)}，期限按服务器的时间算`,
  whatSaved: '「已保存」是写进了这台设备，关机断网都在；「已同步」是服务器也写进了硬盘，别人看得到。',
} as const;
