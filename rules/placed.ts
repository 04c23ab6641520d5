import type { DeviceId, EventId, MemberId } from './ids.ts';

/** Where an event stands in time (S6-S8). `t` is final once `received` is known; money and versions wait for `tick`. */
export interface Placed {
  readonly id: EventId;
  readonly author: MemberId;
  readonly device: DeviceId;
  /** Attested time, ms. */
  readonly t: number;
  /** `local` = only in this device's outbox; `received` = acknowledged; `sealed`. */
  readonly standing: 'local' | 'received' | 'sealed';
  /** Received more than one minute after `t`: shown 补记 with both times (S31). */
  readonly receivedAt: number | null;
}
