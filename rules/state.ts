import type { Action, Brake, GapKind, Trigger } from './automation/rule.ts';
import type { PATCHABLE_FIELDS } from './events/patchable.ts';
import type { Evidence, PayloadOf, TaskOrigin, TouchpointPlan } from './events/payloads.ts';
import type { CustomerId, EffectId, EventId, LeadId, MemberId, OpportunityId, StageId, TerritoryId } from './ids.ts';
import type { Placed } from './placed.ts';

/**
 * What the fold derives. Plain JSON data, deterministic: equal rows and relay facts give equal states on
 * every device (I1). Nothing here depends on the present time; what does (overdue, dwell, countdowns) is
 * computed from it by the functions in `views/` with `now` as an argument.
 */

export interface Mark extends Placed {
  readonly colour: 'green' | 'yellow' | 'red';
  readonly basis: EventId | null;
  readonly payload: PayloadOf<'statusMarked'>;
  /** Set by a rule: its effect, and what that acted on. `author` and `device` are then the relay's; `id` is the effect's. */
  readonly automatic: {
    readonly effect: EffectId;
    readonly rule: string;
    readonly version: string;
    readonly cause: string;
  } | null;
  /** Set through the brake (R78): whether in time, by S24. */
  readonly override: OverrideState | null;
  /** Not retracted, and made by the owner at its place in the order, or a manager (S12); an override not late. */
  readonly effective: boolean;
  /** Why not, when not. */
  readonly noEffectBecause: 'retracted' | 'notOwner' | 'revoked' | 'overrideLate' | 'overrideRefused' | null;
  /** Green whose confirmation has not been attested yet: 绿（待上传）. */
  readonly pendingUpload: boolean;
  /** Green by the brake whose confirmation is still to come: 绿（待补件）(A5). */
  readonly awaitsDocument: boolean;
  /** When it began to count, ms: a green at the later of mark and attestation (S17); `null` = not yet. */
  readonly countsFrom: number | null;
  /** Nearest effective mark it rests on; `null` = none. */
  readonly base: EventId | null;
}

/** An override of an automatic mark, judged (S23, S24, I5). */
export interface OverrideState {
  readonly effect: EffectId;
  readonly reason: string;
  readonly deadline: number;
  readonly verdict: 'valid' | 'late' | 'disputed';
  readonly because: OverrideGround;
  /** A leader's word on a disputed one. */
  readonly settled: (Placed & { readonly isValid: boolean; readonly reason: string }) | null;
}
/**
 * Why a verdict is what it is: received before the deadline; known to be after it; the device's own clock vouches;
 * the clock was seen to step; what the device says contradicts itself; or nothing decides it. `unknownEffect`: it overrides nothing that stands.
 */
export type OverrideGround =
  | 'receivedInTime'
  | 'madeAfterDeadline'
  | 'byDeviceClock'
  | 'clockStepped'
  | 'contradictory'
  | 'undecided'
  | 'notReceivedYet'
  | 'unknownEffect';

/** One value of a patched field. More than one leaf = 两人都改过，请选定. */
export interface FieldValue extends Placed {
  /** Of a field that holds several options: their ids, in the order of their text. */
  readonly value: string | number | readonly string[] | null;
}
/** The product's fields and the company's own (`x_…`). */
export type FieldStates = Readonly<
  Partial<Record<(typeof PATCHABLE_FIELDS)[number], FieldState>> & Record<`x_${string}`, FieldState>
>;
export interface FieldState {
  /** Leaves: patches no other patch replaces, greatest first; the first is shown. */
  readonly leaves: readonly FieldValue[];
}

export interface StageVisit extends Placed {
  readonly stage: StageId;
  readonly from: StageId | null;
  /** Entered at, ms: `t`, or the imported date. */
  readonly enteredAt: number;
  /** Left at: entry of the next stage or the end of the opportunity; null = still there. */
  readonly leftAt: number | null;
  readonly skipped: readonly StageId[];
  readonly skippedReason: string | null;
}

export interface OpportunityState {
  readonly id: OpportunityId;
  readonly name: string;
  /** Present stage: the greatest leaf of the stage entries. */
  readonly stage: StageId;
  /** Path of effective entries, oldest first; the last is the present one. */
  readonly visits: readonly StageVisit[];
  /** Concurrent stage entries that lost (shown as 另有人改为…), settled by a later entry. */
  readonly alsoEntered: readonly StageVisit[];
  readonly fields: FieldStates;
  readonly ended:
    | (Placed & { readonly outcome: 'won' | 'lost' | 'shelved'; readonly payload: PayloadOf<'opportunityEnded'> })
    | null;
  readonly inquiries: readonly (Placed & { readonly payload: PayloadOf<'inquiryReceived'> })[];
  readonly quotes: readonly (Placed & { readonly payload: PayloadOf<'quoteSent'> })[];
}

export interface NoteState extends Placed {
  readonly payload: PayloadOf<'visitNoteRecorded'>;
  /** The promise of this note: open, or ticked 已交付. */
  readonly delivered: (Placed & { readonly payload: PayloadOf<'commitmentDelivered'> }) | null;
}

/** The appointment a note made, followed through reschedules. */
export interface TouchpointState {
  readonly note: EventId;
  readonly plan: TouchpointPlan;
  readonly status: 'open' | 'held' | 'cancelled';
  /** When it was held or cancelled, ms. */
  readonly closedAt: number | null;
  readonly moved: number;
  /** Each plan as it was agreed; `endedAt`: when it was first moved or cancelled, ms, `null` = not. */
  readonly history: readonly (Placed & { readonly plan: TouchpointPlan; readonly endedAt: number | null })[];
}

/** What a broken word or bad work led to: said by the customer, written down by us (R38). */
export interface ComplaintState extends Placed {
  readonly summary: string;
  /** When it was said, ms; never after it was written down. */
  readonly atMs: number;
  /** The note whose promise was broken; `null` = about something else. */
  readonly commitment: EventId | null;
  readonly resolved: (Placed & { readonly reason: string }) | null;
}

/** Of a task that a person gave: who, why, and the words to say. */
export interface Assigned {
  readonly by: MemberId;
  /** Whom it was given to first; the giver himself, when he took it on. */
  readonly to: MemberId;
  readonly script: string | null;
  readonly origin: TaskOrigin | null;
}

export interface TaskState {
  /** The effect's; of a task that a person gave, its event's. */
  readonly id: EffectId;
  /** `draftProposal` = the presales task (R22); `ruleTask` = any other a rule opened; `manualTask` = a person gave it. */
  readonly kind: 'draftProposal' | 'ruleTask' | 'manualTask';
  readonly title: string;
  readonly customer: CustomerId;
  /** '' of one that a person gave. */
  readonly rule: string;
  readonly assigned: Assigned | null;
  /** The mark that caused it, or the event that gave it. */
  readonly cause: EventId;
  /** Every event it was derived from, the cause first: what the relay fires it from (S22). */
  readonly inputs: readonly EventId[];
  readonly inputsSealed: boolean;
  readonly causedAt: number;
  readonly assignee: MemberId | null;
  /** As it was when its deadline had passed, kept once it is handed over or sent back after that; null = it was not. */
  readonly late: { readonly assignee: MemberId | null; readonly dueAt: number } | null;
  readonly dueAt: number;
  /** Total of the ended pauses by 退回补充, already in `dueAt`, ms. */
  readonly pausedMs: number;
  /**
   * `provisional`: derived here, its inputs not sealed yet. There is no task at all before the file of the green
   * is attested (I19). `superseded`: another one with a lower tick, or given before for the same matter, is live; `revoked`: fired, but its cause no
   * longer holds, or given and taken back. `closed`: by the brake, by whoever gave it, or because what it was about
   * has ended.
   */
  readonly status: 'provisional' | 'open' | 'returned' | 'done' | 'superseded' | 'revoked' | 'closed';
  /** The merged record whose presales task stands instead (S17); `null` = not superseded, or by one of this customer. */
  readonly supersededBy: CustomerId | null;
  /** Out of sight until then, ms; the deadline stays. */
  readonly snoozedUntil: number | null;
  readonly closed: EffectClosing | null;
  readonly returned: (Placed & { readonly missing: string }) | null;
  readonly completed: (Placed & { readonly payload: PayloadOf<'taskCompleted'> }) | null;
  /** First relay fact `fired` for it, tick ms. */
  readonly firedAt: number | null;
}

/** A person ended an effect by its brake (R79). */
export interface EffectClosing extends Placed {
  readonly reason: string;
  /** Silent until then, then open again; `null` = for good. */
  readonly resumeAtMs: number | null;
}

/** One rule that acted on the customer (S22, I26): a relay fact and what has become of it. */
export interface EffectState {
  readonly id: EffectId;
  readonly rule: string;
  readonly ruleName: string;
  readonly version: string;
  readonly trigger: Trigger['kind'];
  /** Rung of the ladder this is; `null` = the rule itself. `parent`: what it climbs from. */
  readonly rung: string | null;
  readonly parent: EffectId | null;
  readonly cause: string;
  readonly inputs: readonly EventId[];
  readonly branch: number;
  readonly actions: readonly Action[];
  readonly brake: Brake | null;
  /** Until when it may be pulled, ms; `null` = as long as the effect stands. */
  readonly brakeEndsAt: number | null;
  readonly dueAt: number;
  readonly firedAt: number;
  /**
   * `standing`: what it is about goes on. `ended`: the person acted later than the deadline, at `endedAt`.
   * `revoked`: its reason does not hold any more, because of `revokedBecause`. `closed`: by the brake.
   */
  readonly status: 'standing' | 'ended' | 'revoked' | 'closed';
  readonly endedAt: number | null;
  /** `actedInTime`: an act in time was synchronised late (R60, S25); `causeGone`: what caused it was taken back. */
  readonly revokedBecause: 'actedInTime' | 'causeGone' | null;
  readonly closed: EffectClosing | null;
  /** By member, until when he has put it out of his own sight, ms. */
  readonly snoozed: Readonly<Record<string, number>>;
  /** Members told, or responsible, by its alert, gap and rung; at the place of the firing. */
  readonly recipients: readonly MemberId[];
  /** Of a gap: who has to repair it. */
  readonly holder: MemberId | null;
  readonly gap: GapKind | null;
  /** What the sentence of its trigger needs: appointment, stage, quote …: ids and instants, no texts of people. */
  readonly params: Readonly<Record<string, string | number>>;
}

/** The customer's stay in the cleansing pool (R23, R24). */
export interface PoolState {
  readonly entry: EffectId;
  readonly since: number;
  /** Red marks of the run. */
  readonly run: readonly EventId[];
  readonly appeals: readonly AppealState[];
  /**
   * `in`: follow-up suspended. `restored`: by an appeal with both files; the manager may reject until `rejectBy`.
   * `released`, `handedOver`, `voided`, `merged`: the other exits. `revoked`: the run does not hold any more.
   */
  readonly status: 'in' | 'restored' | 'released' | 'handedOver' | 'voided' | 'merged' | 'revoked';
  readonly leftAt: number | null;
}
export interface AppealState extends Placed {
  readonly reason: string;
  readonly evidence: readonly (Evidence & { readonly attested: boolean })[];
  /** Both kinds of file have arrived and are what they say. */
  readonly isComplete: boolean;
  /** A manager may reject it until then, ms. */
  readonly rejectBy: number;
  readonly decided: (Placed & { readonly isAccepted: boolean; readonly reason: string }) | null;
}

/** Something a person must be told: a skipped stage (R11), a hand-over, a late edit by a former owner. */
export interface NoticeState {
  readonly id: EffectId;
  readonly kind: 'stageSkipped' | 'handedOver' | 'confirmHandoverEdit' | 'contactRequested' | 'contactGranted';
  readonly customer: CustomerId;
  readonly cause: EventId;
  readonly at: number;
  readonly recipients: readonly MemberId[];
  readonly seenBy: readonly MemberId[];
  readonly params: Readonly<Record<string, string | number>>;
}

/** One line of a customer's history, oldest first in the order S7. */
export interface TimelineEntry extends Placed {
  readonly type: string;
  readonly payload: unknown;
  /** `automatic` lines name their rule. */
  readonly automaticBy: string | null;
  readonly noEffectBecause: string | null;
}

export interface CustomerState {
  readonly id: CustomerId;
  readonly territory: TerritoryId;
  readonly created: Placed & { readonly payload: PayloadOf<'customerCreated'> };
  /** 仅我和主管: known only from a private document. */
  readonly isPrivate: boolean;
  readonly contributor: MemberId | null;
  readonly owner: MemberId | null;
  /** Who was responsible from when on, oldest first; a takeover by a rule has its effect's id. */
  readonly owners: readonly (Placed & { readonly owner: MemberId | null })[];
  /** Concurrent hand-overs that lost (S16). */
  readonly alsoHandedTo: readonly (Placed & { readonly to: MemberId | null })[];
  readonly knownSince: number;
  /** Shown value per field = `fields[f].leaves[0]`; profile fields start from the creation. */
  readonly fields: FieldStates;
  /** Greatest effective leaf (S13); null = not marked yet. */
  readonly mark: Mark | null;
  readonly alsoMarked: readonly Mark[];
  /** All marks in order, for the history strip. */
  readonly marks: readonly Mark[];
  readonly opportunities: readonly OpportunityState[];
  readonly notes: readonly NoteState[];
  readonly touchpoints: readonly TouchpointState[];
  /** Oldest first. */
  readonly complaints: readonly ComplaintState[];
  readonly tasks: readonly TaskState[];
  readonly notices: readonly NoticeState[];
  readonly evidence: readonly (Evidence & { readonly event: EventId; readonly attested: boolean })[];
  readonly timeline: readonly TimelineEntry[];
  /** Rules that acted, oldest first. */
  readonly effects: readonly EffectState[];
  /** The present or last stay in the cleansing pool; null = never. */
  readonly pool: PoolState | null;
  /** 作废; null = not. */
  readonly voided: (Placed & { readonly reason: string }) | null;
  /** Live merge edges to other records, oldest first (S18). */
  readonly mergedInto: readonly (Placed & { readonly into: CustomerId })[];
  /** How it came out of the MQL pool and went on from there (R51); null = it did not. */
  readonly lead: LeadOrigin | null;
  /** Two-way contacts, oldest first (A2). */
  readonly interactions: readonly (Placed & { readonly atMs: number })[];
  /** Time of the last valid interaction (A2), null = never. */
  readonly lastInteraction: number | null;
  /** Members granted the contacts besides owner and managers. */
  readonly contactGrants: readonly MemberId[];
}

/** A lead given to somebody: 派发, then 接收 or 退回. */
export interface LeadOffer extends Placed {
  readonly to: MemberId;
  readonly accepted: Placed | null;
  readonly declined: (Placed & { readonly reason: string }) | null;
}
export interface LeadOrigin {
  readonly lead: LeadId;
  /** Oldest first, up to the one that was accepted. */
  readonly offers: readonly LeadOffer[];
}

/** A marketing lead as its own document says; who has it is said by the customer that came of it (R51). */
export interface LeadState {
  readonly id: LeadId;
  /** The first record of it; the same one imported again changes nothing. */
  readonly recorded: Placed & { readonly payload: PayloadOf<'leadRecorded'> };
  /** Oldest first. Of two made apart the customer says which holds. */
  readonly assignments: readonly (Placed & { readonly to: MemberId; readonly territory: TerritoryId })[];
  readonly discarded: (Placed & { readonly reason: string }) | null;
}

export interface PersonContact {
  readonly person: string;
  readonly leaves: readonly (Placed & { readonly payload: PayloadOf<'contactSaved'> })[];
}
