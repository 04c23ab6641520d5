import type { DeviceId, MemberId, PreviousEvent } from '#rules';
import type { LocalStore } from '../storage/contract.ts';

/** Who this installation is and where its one sequence of events stands; written with every commit of events. */
export interface Head {
  readonly device: DeviceId;
  readonly member: MemberId;
  readonly csrf: string;
  /** Next number of this device over all documents. */
  readonly nextN: number;
  /** The event made before; survives a change of device id (S9). */
  readonly prev: PreviousEvent | null;
  /** Highest relay tick seen anywhere, ms. */
  readonly seen: number;
  /** Wall minus relay time at the last measurement, ms. */
  readonly offset: number | null;
  /** Epoch of the relay last synced with; a change means that it was restored (S10). */
  readonly epoch: number | null;
  /** Epoch for which this device already goes on under a new id, before it is done giving back. */
  readonly movedFor: number | null;
  /** A backup up to this tick may lack what this device gave back to a restored relay: only a later one covers it. */
  readonly coveredFrom?: number;
  /** Every readable room was complete once. */
  readonly firstSyncDone: boolean;
  /** Wall clock of the last time everything was in sync, ms. */
  readonly lastSync: number | null;
}

export const HEAD_KEY = 'head';

export const loadHead = async (store: LocalStore): Promise<Head | null> =>
  ((await store.read('meta', HEAD_KEY)) as Head | undefined) ?? null;
