import type { RuleBook } from './automation/waiting.ts';
import type { DeskState } from './desk-state.ts';
import type { FoldOpening, IsCovered } from './fold/opening.ts';
import type { MakeSleepers, PackedText, Place, Settle } from './fold/sleep-contract.ts';
import type { FoldFact, FoldRow } from './fold-input.ts';
import type { BlobHash, CustomerId, EventId, LeadId, MemberId } from './ids.ts';
import type { OrgState, ProcessChange } from './org-state.ts';
import type { CustomerState, LeadState, PersonContact } from './state.ts';

export interface FoldChange {
  readonly customers: ReadonlySet<CustomerId>;
  readonly leads: ReadonlySet<LeadId>;
  /** Members whose desk has changed. */
  readonly desks: ReadonlySet<MemberId>;
  readonly org: boolean;
}

/** What a batch of rows and facts changed. */
export interface AppliedChange extends FoldChange {
  /**
   * Those with a record, acknowledged before, whose `received` fell: it may stand elsewhere in the order now; and
   * those with a gift of a lead that was sealed: another may hold now.
   */
  readonly moved: ReadonlySet<CustomerId>;
}

/**
 * The incremental fold: same result as folding everything at once, in any order, with duplicates and any
 * batching (I1); total on any row (I22). Only touched customers are folded again.
 */
export interface Fold {
  /** Rows and facts are idempotent; a row given again with a `received` lowers, never raises, what is known. */
  apply(rows: readonly FoldRow[], facts: readonly FoldFact[]): AppliedChange;
  /** Takes pending rows back (a quarantined event); acknowledged rows cannot be removed. */
  remove(ids: readonly EventId[]): FoldChange;
  /** From now on customers sleep whenever the result is told to let them: nothing but time and memory tells. */
  letSleep(make: MakeSleepers, keptStates: number): Settle;
  /**
   * All it holds of the documents that are covered, and who sleeps: what another fold begins with. `null` when nobody
   * may sleep, or something cannot be kept. `placeOf`: where a packed part lies, once this fold is gone.
   */
  opening(isCovered: IsCovered, placeOf: (part: PackedText) => Place): FoldOpening | null;
  /**
   * Begins with an opening: of documents it covers nothing was taken in, and nobody slept yet; `null`, and nothing is
   * changed, when that is not so. The fold is whole once the result ends, step by step; what each changed beside those
   * who sleep as they slept is told. Nothing of the documents that are covered is to be taken in before.
   */
  begin(opening: FoldOpening, partAt: (place: Place) => PackedText): Iterable<FoldChange> | null;
  org(): OrgState;
  /** Every published part of the process, in the order they came into force. */
  processChanges(): readonly ProcessChange[];
  /** Files of playbooks that are at the relay, for every member to read (R64). */
  companyFiles(): ReadonlySet<BlobHash>;
  /** Rules through time, and since when the company is here: what `waitingEffects` reads. */
  ruleBook(): RuleBook;
  customer(id: CustomerId): CustomerState | null;
  customerIds(): Iterable<CustomerId>;
  lead(id: LeadId): LeadState | null;
  leadIds(): Iterable<LeadId>;
  contacts(customer: CustomerId): readonly PersonContact[];
  /** A member's desk, empty where nothing is known of it; `deskMembers`: those of whom something is. */
  desk(member: MemberId): DeskState;
  deskMembers(): Iterable<MemberId>;
  /** `t`, `lam`, `received` of a known event: what a new event that cites it needs (S4). */
  placement(id: EventId): {
    readonly t: number;
    readonly lam: number;
    readonly at: number;
    readonly received: number | null;
    /** Lowest tick that sealed it (S8); `null` = provisional. */
    readonly tick: number | null;
    /** Document it stands in. */
    readonly doc: string;
  } | null;
  /** Hex SHA-256 over the canonical JSON of every state: equal on replicas that hold the same rows. */
  digest(): string;
}
