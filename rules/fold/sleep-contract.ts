import type { FoldChange, FoldFact, FoldRow } from '../fold-batch.ts';
import type { CustomerId, EventId } from '../ids.ts';
import type { CustomerState } from '../state.ts';
import type { FactBook } from './facts.ts';
import type { MergeClasses } from './merge-classes.ts';
import type { FoldOpening, IsCovered } from './opening-contract.ts';
import type { OrgHistory, OrgMark, OrgUse } from './org.ts';
import type { Rec } from './records.ts';
import type { Seal } from './seal-table.ts';
import type { DeviceLog } from './seals.ts';
import type { Touched } from './touched.ts';

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

/** What was taken in, for those who let some of it sleep. */
export interface StoreParts {
  readonly recs: Map<EventId, Rec>;
  readonly customers: Map<CustomerId, CustomerRecs>;
  readonly logs: ReadonlyMap<string, ReadonlyMap<string, DeviceLog>>;
  /** The log of a device in a document. */
  logOf(doc: string, device: string): DeviceLog;
  readonly facts: FactBook;
  readonly mergers: Set<CustomerId>;
  readonly citers: Map<string, Set<CustomerId>>;
}
/** The fold around it. */
export interface FoldParts {
  readonly store: StoreParts;
  readonly uses: Map<CustomerId, OrgUse>;
  /** Those that are kept, and up to date. */
  readonly states: Map<CustomerId, CustomerState | null>;
  readonly history: OrgHistory;
  readonly classes: MergeClasses;
  apply(rows: readonly FoldRow[], facts: readonly FoldFact[]): FoldChange;
  /** Folds a customer as if it had never been merged. */
  foldAlone(id: CustomerId): CustomerState | null;
  /** Adds all that depends on what the company is not any more since then. */
  touchConcerned(before: OrgMark, touched: Touched): void;
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
  /** The same use, in as few objects as there are different ones; it is not changed from now on. */
  shared(use: OrgUse): OrgUse;
  /** See `Settle`. */
  settle: Settle;
  /**
   * All the fold holds of the documents that are covered, and who sleeps: what another begins with. Tables of seals rest
   * from then on. `null` when something cannot be kept. `placeOf`: where a part lies, once this fold is gone.
   */
  opening(isCovered: IsCovered, placeOf: (part: PackedText) => Place): FoldOpening | null;
  /**
   * Begins with an opening: nobody slept yet, and of the documents it covers nothing was taken in; `null`, and nothing is
   * changed, when that is not so. The fold is whole once the result ends, step by step, and until then nothing of
   * those documents is to be taken in; then own rows that are not acknowledged are taken in again, for what is here now may
   * bound them. What changed is told, but of those who sleep as they slept.
   */
  begin(opening: FoldOpening, partAt: (place: Place) => PackedText): Iterable<FoldChange> | null;
}

/**
 * Looks at `most` customers whether they may sleep, those first whose records changed longest ago, while more than
 * `awake` are; false when no more have to: then seals that came since rest too.
 */
export type Settle = (most: number, awake: number) => boolean;
/** What a holder of the fold may do with those who sleep. */
export type Sleeping = Pick<Sleepers, 'settle' | 'opening' | 'begin'>;
export type MakeSleepers = (fold: FoldParts) => Sleepers;
