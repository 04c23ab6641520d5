import type {
  CustomerId,
  CustomerState,
  EventId,
  Fold,
  FoldChange,
  MemberId,
  MemberState,
  OrgState,
  RowFacts,
  RuleBook,
  TerritoryId,
} from '#rules';
import type { BoardQuery } from '../board-contract.ts';
import type { AnswerOf, PoolAnswer, PoolRow, Query, UploadState } from '../contract.ts';
import type { DeskQuery } from '../desk-contract.ts';
import type { InsightQuery } from '../insight-contract.ts';
import type { LeadQuery } from '../lead-contract.ts';
import type { MetricQuery } from '../metric-contract.ts';
import type { MirrorQuery } from '../mirror-contract.ts';
import type { Checkpoints } from '../platform.ts';
import type { WorkQuery } from '../work-contract.ts';

/** Queries answered from the fold; the others (`session`, `sync`, `quarantine`, `presence`) are about the device. */
export type ModelQuery = Extract<
  Query,
  | { kind: 'org' | 'process' | 'pool' | 'customer' | 'today' }
  | BoardQuery
  | InsightQuery
  | DeskQuery
  | MetricQuery
  | MirrorQuery
  | LeadQuery
  | WorkQuery
>;

/** Answered by what a first screen has with it; all others wait for what is fetched behind it. */
export type FirstQuery = Extract<ModelQuery, { kind: 'org' | 'pool' | 'today' }>;
export type LaterQuery = Exclude<ModelQuery, FirstQuery>;

/** Answered from a few records: nothing long has to be done for them first. All others speak of everybody. */
export const NARROW_QUERIES: ReadonlySet<Query['kind']> = new Set<Query['kind']>([
  'org',
  'customer',
  'why',
  'packs',
  'ownDesk',
]);

/** Of the queries answered from the fold, those whose answers are the same at any time of day. */
export const LASTING_QUERIES: ReadonlySet<Query['kind']> = new Set<Query['kind']>([
  'org',
  'process',
  'packs',
  'ownDesk',
  'leads',
  'takers',
  'facets',
]);

/** What read models may look at. Every method answers for this moment; `fold()` may become another object. */
export interface ReadModelContext {
  fold(): Fold;
  member(): MemberId;
  /** Best known relay time, ms. */
  now(): number;
  /** Own events not acknowledged yet, per subject. */
  unsynced(subject: string): readonly EventId[];
  /** Whether the records of a territory (marks, stages, notes) come to this device; basic data of all do. */
  readsRecordsOf(territory: TerritoryId): boolean;
  /** State of files this device has queued, by hash. */
  uploads(): Readonly<Record<string, UploadState>>;
  /** Absent or null where nothing is kept of customers but in memory. */
  checkpoints?(): Omit<Checkpoints, 'count'> | null;
  /** See `Pace`: called where a long answer may be cut. Absent: none ever is. */
  pause?(): void;
}

/** Read models that answer what they are asked. */
export interface ReadModels<Asked extends ModelQuery = ModelQuery> {
  answer<Q extends Asked>(query: Q): AnswerOf<Q>;
  /** Takes in what changed; called once per change, before any answer is asked for. */
  changed(change: FoldChange): void;
  affectedBy(change: FoldChange, query: Asked): boolean;
  /** These are asked next: whatever they need of everybody is looked for in one round. */
  expect(queries: readonly ModelQuery[]): void;
}

/** Models of the first screens, to which those of all others are joined when they come. */
export interface GrowingModels extends Omit<ReadModels, 'answer'> {
  /** `undefined` for what nobody who is here can answer yet. */
  answer<Q extends ModelQuery>(query: Q): AnswerOf<Q> | undefined;
  extend(make: MakeLaterModels): void;
}
export type MakeReadModels = (context: ReadModelContext) => GrowingModels;

/** All that what is kept of a customer may depend on, besides its state and the viewer. */
export interface Setting extends Pick<OrgState, 'process' | 'wentLiveAt'> {
  /** Its records come here, or it is private: everything may be said of it. */
  readonly isKnown: boolean;
  readonly ruleBook: RuleBook;
  /** Whoever is responsible. */
  readonly members: Readonly<Record<string, Pick<MemberState, 'manager' | 'store'>>>;
}

/**
 * What somebody keeps of each customer: `of` says it, as plain data that comes out of JSON as it went in; null =
 * nothing. It looks at nothing but its arguments and the viewer, and at the time only where it finds out by itself what
 * has become old.
 */
interface KeeperOf<Kept> {
  /** Short, without a space; of no other keeper. */
  readonly name: string;
  /** Replaces what was kept of the customer. Texts in it may be new ones each. */
  put(id: CustomerId, kept: Kept | null): void;
}
export interface OfCustomer<Kept = unknown> extends KeeperOf<Kept> {
  readonly isOfCompany: false;
  of(customer: CustomerState): Kept | null;
}
export interface OfCompany<Kept = unknown> extends KeeperOf<Kept> {
  readonly isOfCompany?: true;
  of(customer: CustomerState, setting: Setting): Kept | null;
}
export type Keeper<Kept = unknown> = OfCustomer<Kept> | OfCompany<Kept>;

/** Of one who keeps something of each customer. */
export interface Seat {
  /** From now on every look is for this seat too: whoever is about to be asked joins before others are answered. */
  join(): void;
  /** Joins, and has been told of everybody once it returns. Cut by a pause, it is called again. */
  catchUp(): void;
}
export type TakeSeat = <Kept>(keeper: Keeper<Kept>) => Seat;

/** What was told of a customer as it is: by seat what is kept of it, `undefined` = it was not asked. */
export interface Told {
  readonly customer: CustomerState;
  readonly kept: readonly unknown[];
}
/** Folds a customer and puts what is kept of it; `bits`: of the seats it is for. `null` = it is gone. */
export type Tell = (id: CustomerId, bits: number) => Told | null;

/** Looks at customers for all seats, those of the company included. */
export interface Looking {
  /** The company changed: whether what is kept of customers it did not name may be another for that. */
  isOtherCompany(): boolean;
  settingOf(customer: CustomerState): Setting;
  /** As `Tell`, without folding where that is not needed; `joined`: of the seats that keep anything of customers now. */
  lookAt(id: CustomerId, bits: number, joined: number): void;
}

export type PoolQuery = Extract<ModelQuery, { kind: 'pool' }>;
/** Whether a customer is one of those asked for. */
export type FieldMatch = (customer: CustomerId) => boolean;

/** The rows of the list, up to date when the list is asked for. */
export interface ListRows {
  row(facts: RowFacts): PoolRow;
  /** `matches` narrows the list. */
  pool(query: Pick<PoolQuery, 'filter' | 'offset' | 'limit'>, matches?: FieldMatch): PoolAnswer;
  /** `null` = it is not kept (any more); `matches`: of its name, what was searched for. */
  byId(id: CustomerId, matches: PoolRow['matches']): PoolRow | null;
  counts(): PoolAnswer['counts'];
  /** Tells every name there is, and from then on whichever changes; null = gone. */
  tellNames(told: (id: CustomerId, name: string | null) => void): void;
}

/** What the models that come later may look at. */
export interface LaterContext extends ReadModelContext {
  readonly seat: TakeSeat;
  readonly rows: ListRows;
  /** From now on customers are looked at by this, which is needed before the first keeper of the company. */
  readonly lookBy: (make: (keepers: readonly Keeper[], tell: Tell) => Looking) => void;
}

/** The models that come later, and the list of customers where it is searched or narrowed. */
export interface LaterReadModels extends Omit<ReadModels<LaterQuery>, 'expect'> {
  pool(query: PoolQuery): PoolAnswer;
  expect(query: ModelQuery): void;
}
export type MakeLaterModels = (context: LaterContext) => LaterReadModels;
