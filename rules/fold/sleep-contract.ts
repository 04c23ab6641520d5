import type { Envelope } from '../events/envelope.ts';
import type { CustomerId, EventId } from '../ids.ts';
import type { Rec } from './records.ts';
import type { DeviceLog, Seal } from './seals.ts';

/** Every record a customer's state is folded from; in `packed`, where it is not null, and then nowhere else. */
export interface CustomerRecs {
  readonly id: CustomerId;
  readonly recs: Rec[];
  readonly contactRecs: Rec[];
  packed: Uint8Array | null;
}

/** What is kept of the records that are awake, for those who let some sleep. */
export interface AwakeRecs {
  readonly recs: Map<EventId, Rec>;
  readonly customers: ReadonlyMap<CustomerId, CustomerRecs>;
  /** The log of a device in a document. */
  readonly logOf: (doc: string, device: string) => DeviceLog;
}

/**
 * Customers whose records lie packed. Nothing but memory and time may tell them from those awake: whatever is about to
 * look at single records, or to change one, wakes first whom it may be about.
 */
export interface Sleepers {
  beforeEvent(event: Envelope): void;
  /** Something is about to be said of the event with this id. */
  beforeFact(id: EventId): void;
  beforeSeal(log: DeviceLog, seal: Seal): void;
  /** Rows of the log with a number above `n` are about to be looked at. */
  beforeBounds(log: DeviceLog, n: number): void;
  /** A batch was taken in, of which these customers' records may have changed. */
  after(touched: Iterable<CustomerId>): void;
  /** The record of a sleeping customer, to be looked at only. */
  find(id: EventId): Rec | null;
  /** The same for all of one's records. */
  look(entry: CustomerRecs): Pick<CustomerRecs, 'recs' | 'contactRecs'>;
  /** Looks at so many customers whether they may sleep; false when no more have to. */
  settle(most: number): boolean;
}
export type MakeSleepers = (awake: AwakeRecs) => Sleepers;
