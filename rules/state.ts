import type { Evidence, PatchableField, PayloadOf, TouchpointPlan } from './events/payloads.ts';
import type { CustomerId, DeviceId, EffectId, EventId, MemberId, OpportunityId, StageId, TerritoryId } from './ids.ts';
import type { Process } from './process.ts';
import type { Role } from './roles.ts';

/**
 * What the fold derives. Plain JSON data, deterministic: equal rows and relay facts give equal states on
 * every device (I1). Nothing here depends on the present time; what does (overdue, dwell, countdowns) is
 * computed from it by the functions in `views/` with `now` as an argument.
 */

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

export interface Mark extends Placed {
  readonly colour: 'green' | 'yellow' | 'red';
  readonly basis: EventId | null;
  readonly payload: PayloadOf<'statusMarked'>;
  /** Not retracted, and made by the owner at its place in the order, or a manager (S12). */
  readonly effective: boolean;
  /** Why not, when not. */
  readonly noEffectBecause: 'retracted' | 'notOwner' | null;
  /** Green whose confirmation has not been attested yet: 绿（待上传）. */
  readonly pendingUpload: boolean;
}

/** One value of a patched field. More than one leaf = 两人都改过，请选定. */
export interface FieldValue extends Placed {
  readonly value: string | number | null;
}
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
  readonly fields: Readonly<Partial<Record<PatchableField, FieldState>>>;
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
  readonly moved: number;
  readonly history: readonly (Placed & { readonly plan: TouchpointPlan })[];
}

export interface TaskState {
  readonly id: EffectId;
  readonly kind: 'draftProposal';
  readonly customer: CustomerId;
  readonly rule: string;
  /** The mark that caused it. */
  readonly cause: EventId;
  /** Every event it was derived from, the cause first: what the relay fires it from (S22). */
  readonly inputs: readonly EventId[];
  readonly inputsSealed: boolean;
  readonly causedAt: number;
  readonly assignee: MemberId | null;
  readonly dueAt: number;
  /**
   * `provisional`: derived here, its inputs not sealed yet. There is no task at all before the file of the green
   * is attested (I19). `superseded`: another one with a lower tick is live; `revoked`: fired, but its cause no
   * longer holds.
   */
  readonly status: 'provisional' | 'open' | 'returned' | 'done' | 'superseded' | 'revoked';
  readonly returned: (Placed & { readonly missing: string }) | null;
  readonly completed: (Placed & { readonly payload: PayloadOf<'taskCompleted'> }) | null;
  /** First relay fact `fired` for it, tick ms. */
  readonly firedAt: number | null;
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
  /** Concurrent hand-overs that lost (S16). */
  readonly alsoHandedTo: readonly (Placed & { readonly to: MemberId | null })[];
  readonly knownSince: number;
  /** Shown value per field = `fields[f].leaves[0]`; profile fields start from the creation. */
  readonly fields: Readonly<Partial<Record<PatchableField, FieldState>>>;
  /** Greatest effective leaf (S13); null = not marked yet. */
  readonly mark: Mark | null;
  readonly alsoMarked: readonly Mark[];
  /** All marks in order, for the history strip. */
  readonly marks: readonly Mark[];
  readonly opportunities: readonly OpportunityState[];
  readonly notes: readonly NoteState[];
  readonly touchpoints: readonly TouchpointState[];
  readonly tasks: readonly TaskState[];
  readonly notices: readonly NoticeState[];
  readonly evidence: readonly (Evidence & { readonly event: EventId; readonly attested: boolean })[];
  readonly timeline: readonly TimelineEntry[];
  /** Time of the last valid interaction (A2), null = never. */
  readonly lastInteraction: number | null;
  /** Members granted the contacts besides owner and managers. */
  readonly contactGrants: readonly MemberId[];
}

export interface MemberState {
  readonly id: MemberId;
  readonly name: string;
  readonly role: Role;
  readonly territories: readonly TerritoryId[];
  readonly manager: MemberId | null;
  readonly active: boolean;
  readonly devices: readonly DeviceId[];
}

export interface OrgState {
  readonly companyName: string | null;
  readonly territories: readonly { readonly id: TerritoryId; readonly name: string }[];
  readonly members: Readonly<Record<string, MemberState>>;
  /** In force: the published version with the latest tick (S19), or the default template. */
  readonly process: Process;
  /** Event id of the version in force, or `template`. */
  readonly processVersion: string;
}

export interface PersonContact {
  readonly person: string;
  readonly leaves: readonly (Placed & { readonly payload: PayloadOf<'contactSaved'> })[];
}
