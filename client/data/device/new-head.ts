import type { DeviceId, MemberId } from '#rules';
import type { Head } from './head.ts';

/** Of an installation that was just signed in on. */
export const newHead = (device: DeviceId, member: MemberId, csrf: string): Head => ({
  device,
  member,
  csrf,
  nextN: 0,
  prev: null,
  seen: 0,
  offset: null,
  epoch: null,
  movedFor: null,
  firstSyncDone: false,
  lastSync: null,
});
