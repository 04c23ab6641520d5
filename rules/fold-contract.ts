import type { RuleBook } from './automation/waiting.ts';
import type { DeskState } from './desk-state.ts';
import type { MakeSleepers, Sleeping } from './fold/sleep-contract.ts';
import type { FoldChange, FoldFact, FoldRow } from './fold-batch.ts';
import type { BlobHash, CustomerId, EventId, LeadId, MemberId } from './ids.ts';
import type { OrgState, ProcessChange } from './org-state.ts';
import type { CustomerState, LeadState, PersonContact } from './state.ts';

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
  letSleep(make: MakeSleepers, keptStates: number): Sleeping;
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
