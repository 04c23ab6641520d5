import type { FoldRow } from '../fold-input.ts';
import type { CustomerId, EventId } from '../ids.ts';
import type { IsCovered, OpeningSleepers } from './opening.ts';
import type { Rec } from './records.ts';
import type { Seal } from './seal-table.ts';
import type { DeviceLog } from './seals.ts';

/** Text that lies packed, wherever that may be. */
export interface PackedText {
  /** @throws when it cannot be had any more: nothing that needs it can be answered then. */
  text(): string;
  /** It is not needed any more. */
  forget(): void;
}

/** Where packed text lies, in whole numbers whose meaning is its keeper's. */
export type Place = readonly [file: number, at: number, length: number];

/** Records that lie packed, each part on its own. */
export interface Packed {
  readonly parts: readonly PackedText[];
  /** One of them is the customer's creation. */
  readonly isCreated: boolean;
}

/** Every record a customer's state is folded from: those awake, and those packed. */
export interface CustomerRecs {
  readonly id: CustomerId;
  readonly recs: Rec[];
  readonly contactRecs: Rec[];
  packed: Packed | null;
}

/** What is kept of the records that are awake, for those who let some sleep. */
export interface AwakeRecs {
  readonly recs: Map<EventId, Rec>;
  readonly customers: Map<CustomerId, CustomerRecs>;
  readonly logs: ReadonlyMap<string, ReadonlyMap<string, DeviceLog>>;
  /** The log of a device in a document. */
  readonly logOf: (doc: string, device: string) => DeviceLog;
}

/**
 * Customers whose records lie packed, but for those that came since. Nothing but memory and time may tell them from
 * those awake: whatever is about to look at a single record, or to change one, wakes first whom it may be about.
 */
export interface Sleepers {
  /** Something is about to be said of the event with this id, or it comes again. */
  beforeId(id: EventId): void;
  beforeSeal(log: DeviceLog, seal: Seal): void;
  /** Rows of the log with a number above `n` are about to be looked at. */
  beforeBounds(log: DeviceLog, n: number): void;
  /** Records of these customers may have come or changed. */
  touched(customers: Iterable<CustomerId>): void;
  /** A packed record, to be looked at only. */
  find(id: EventId): Rec | null;
  /** All of one's records, packed or not, to be looked at only. */
  look(entry: CustomerRecs): Pick<CustomerRecs, 'recs' | 'contactRecs'>;
  /** See `Settle`. */
  settle: Settle;
  /** Who sleeps and where; tables of seals rest from then on. `null` when a seal cannot be kept. */
  opening(isCovered: IsCovered, placeOf: (part: PackedText) => Place): OpeningSleepers | null;
  /**
   * Begins with those of an opening, as long as nobody slept yet and none of its logs holds anything: false otherwise,
   * and nothing is changed. Goes on at each step; rows of those who have records already are given back, to be taken in.
   */
  begin(opening: OpeningSleepers, partAt: (place: Place) => PackedText): Iterable<readonly FoldRow[]> | null;
}

/**
 * Looks at `most` customers whether they may sleep, those first whose records changed longest ago, while more than
 * `awake` are; false when no more have to.
 */
export type Settle = (most: number, awake: number) => boolean;
export type MakeSleepers = (awake: AwakeRecs) => Sleepers;
