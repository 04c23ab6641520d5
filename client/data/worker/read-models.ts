import type { CustomerState, EventId, Fold, FoldChange, MemberId, TerritoryId } from '#rules';
import type { BoardQuery } from '../board-contract.ts';
import type { AnswerOf, PoolRow, Query, UploadState } from '../contract.ts';
import type { DeskQuery } from '../desk-contract.ts';
import type { InsightQuery } from '../insight-contract.ts';
import type { LeadQuery } from '../lead-contract.ts';
import type { MetricQuery } from '../metric-contract.ts';
import type { MirrorQuery } from '../mirror-contract.ts';
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

/** Queries whose answers depend on the time of day. */
export const TIMED_QUERIES: ReadonlySet<Query['kind']> = new Set<Query['kind']>([
  'pool',
  'customer',
  'today',
  'inbox',
  'gaps',
  'review',
  'cleansing',
  'why',
  'coaching',
  'metrics',
  'metric',
  'validation',
  'mirror',
  'interventions',
  'selfCheck',
  'verdicts',
  'heatmap',
  'cell',
  'unlikely',
  'moves',
  'moved',
  'causes',
  'suggestions',
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
  /** See `Pace`: called where a long answer may be cut. Absent: none ever is. */
  pause?(): void;
}

/** Read models that answer what they are asked. */
export interface ReadModels<Asked extends ModelQuery = ModelQuery> {
  answer<Q extends Asked>(query: Q): AnswerOf<Q>;
  /** Takes in what changed; called once per change, before any answer is asked for. */
  changed(change: FoldChange): void;
  affectedBy(change: FoldChange, query: Asked): boolean;
}

/** Models of the first screens, to which those of all others are joined when they come. */
export interface GrowingModels extends Omit<ReadModels, 'answer'> {
  /** `undefined` for what nobody who is here can answer yet. */
  answer<Q extends ModelQuery>(query: Q): AnswerOf<Q> | undefined;
  extend(make: MakeLaterModels): void;
}
export type MakeReadModels = (context: ReadModelContext) => GrowingModels;

/** What the models that come later may look at. */
export interface LaterContext extends ReadModelContext {
  /** The list's row of a customer. */
  row(customer: CustomerState): PoolRow;
}
/** Whether a customer is one of those asked for. */
export type FieldMatch = (customer: CustomerState) => boolean;

/** The models that come later, and what the list of customers is narrowed with. */
export interface LaterReadModels extends ReadModels<LaterQuery> {
  /** By field, what its value must be. */
  fieldMatch(wanted: Readonly<Record<string, string>>): FieldMatch;
}
export type MakeLaterModels = (context: LaterContext) => LaterReadModels;
