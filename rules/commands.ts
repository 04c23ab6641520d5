import type { DeskState } from './desk-state.ts';
import type { EventType, PayloadOf } from './events/payloads.ts';
import type { CustomerId, EventId, MemberId } from './ids.ts';
import type { OrgState } from './org-state.ts';
import type { CustomerState, LeadState } from './state.ts';

/**
 * What a person asks for: the event's payload, without what only the fold knows. `decide` fills `basis`,
 * `from`, `cites` from the present state and judges it by the process in force (S21), offline exactly as online.
 */
export type CommandPayload<Type extends EventType> = Omit<PayloadOf<Type>, 'basis' | 'from'>;
export type Command =
  | {
      [Type in EventType]: { readonly type: Type; readonly subject: string; readonly payload: CommandPayload<Type> };
    }[EventType]
  /** 仅我和主管: the customer stands in the actor's private document until it is shared (R72). */
  | {
      readonly type: 'createPrivateCustomer';
      readonly subject: string;
      readonly payload: CommandPayload<'customerCreated'>;
    }
  /** Shares a private customer; the data layer gives its rows with their receipts in the context. */
  | { readonly type: 'shareCustomer'; readonly subject: string; readonly payload: Readonly<Record<string, never>> };

/** What stands of a person, without the details: enough to replace it. */
export interface KnownPerson {
  readonly person: string;
  readonly leaves: readonly { readonly id: EventId }[];
}

export interface DecideContext {
  readonly org: OrgState;
  readonly actor: MemberId;
  /** The subject's state, null for a new customer or an org command. */
  readonly customer: CustomerState | null;
  /** The subject's state when it is a lead; `customer` is then the customer that came of it. */
  readonly lead?: LeadState | null;
  /** Best known relay time, ms; deadlines and "in the future" are judged by it. */
  readonly now: number;
  /** People of the subject as far as this device was shown them: what a correction replaces. */
  readonly contacts?: readonly KnownPerson[];
  /** Latest version in force of each part of the process, by `partKey`: what a new one rests on. */
  readonly partVersions?: Readonly<Record<string, EventId>>;
  /** The desk the command is about, for the types that stand in one. */
  readonly desk?: DeskState | null;
  /** Rows of the subject's private document with their receipts, for `shareCustomer`; null = some are not synced yet. */
  readonly privateRows?: readonly PayloadOf<'historyShared'>[] | null;
}

/** An event not yet in a log: the envelope's clock, sequence and ids are added by the data layer. */
export interface Draft {
  readonly type: EventType;
  readonly subject: string;
  readonly payload: unknown;
  readonly cites: readonly EventId[];
  /** Document class the row goes to; the data layer picks the announced shard. */
  readonly document: 'org' | 'pool' | 'log' | 'private' | 'contact' | 'desk' | 'mql';
}

/** Why a command was refused: each item names what is missing so that the screen can offer the repair. */
export interface Refusal {
  readonly code: RefusalCode;
  /** Dotted path of the form field it belongs to, when it belongs to one. */
  readonly field: string | null;
  readonly params: Readonly<Record<string, string | number | readonly string[]>>;
  /** Rule and version that refuses (R13): e.g. `statusCard.green`, version = process version. */
  readonly rule: string;
  readonly version: string;
}

export type RefusalCode =
  | 'required'
  | 'notEntitled'
  | 'unknownSubject'
  | 'invalid'
  | 'greenChecksMissing'
  | 'confirmationMissing'
  | 'confirmationNotPdf'
  | 'yellowNeedsNeed'
  | 'yellowNeedsOpenItem'
  | 'redNeedsGround'
  | 'stageUnknown'
  | 'stageSame'
  | 'stageFieldsMissing'
  | 'skipNeedsReason'
  | 'opportunityEnded'
  | 'concernNeedsText'
  | 'deliverableTooLong'
  | 'deliverableEmpty'
  | 'keywordMissing'
  | 'touchpointInPast'
  | 'checkDateInPast'
  | 'dueInPast'
  | 'nextMissing'
  /** Possible from an instant on; it stands in the params. */
  | 'notYet'
  | 'verifiedNeedUnanswered'
  | 'verifiedNeedNeedsText'
  | 'remarkAlone'
  | 'lossNeedsReason'
  | 'alreadyDone'
  /** A task given because of a number says what came of it. */
  | 'resultMissing'
  | 'ownerOnly'
  | 'notSyncedYet'
  /** A part of the process that may not be published; `why` in the params (R80). */
  | 'ruleFault'
  /** In the cleansing pool: follow-up is suspended (R23). */
  | 'suspended'
  /** The brake's time is over (R78). */
  | 'overrideClosed'
  | 'overrideNeedsReason'
  | 'appealNeedsAudio'
  | 'appealNeedsImage'
  | 'managersOnly'
  /** Somebody has the lead (R50). */
  | 'leadTaken'
  /** Contact details have no place in a text that many read (R67). */
  | 'phoneNotHere'
  /** A chosen option asks for more (R15, R19). */
  | 'fieldsMissing';

/** Warnings never stop a command: vague wording in a promise, a possible duplicate. */
export interface Warning {
  readonly code: 'vagueWording' | 'phoneInText' | 'possibleDuplicate';
  readonly field: string | null;
  readonly params: Readonly<Record<string, string | number | readonly string[]>>;
}

export type Decision =
  | { readonly kind: 'accepted'; readonly drafts: readonly Draft[]; readonly warnings: readonly Warning[] }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };

export type Decide = (command: Command, context: DecideContext) => Decision;
export type { CustomerId };
