import type { MessageRequests } from '#protocol';
import type {
  BlobHash,
  Command,
  CustomerId,
  CustomerState,
  DryRunResult,
  EventId,
  Evidence,
  MarkLook,
  MemberId,
  OrgState,
  PersonContact,
  Process,
  ProcessChange,
  Refusal,
  Rule,
  StageId,
  Warning,
} from '#rules';
import type { BoardAnswers, BoardQuery } from './board-contract.ts';
import type { DeskAnswers, DeskQuery } from './desk-contract.ts';
import type { HttpOutcome } from './device/relay-http.ts';
import type { FilesAnswer, ReadFileOutcome, UploadState } from './file-contract.ts';
import type { InsightAnswers, InsightQuery } from './insight-contract.ts';
import type { LeadAnswers, LeadQuery } from './lead-contract.ts';
import type { MetricAnswers, MetricQuery } from './metric-contract.ts';
import type { MirrorAnswers, MirrorQuery } from './mirror-contract.ts';
import type { PoolRow } from './pool-row.ts';
import type { CustomerRules, WorkAnswers, WorkQuery } from './work-contract.ts';

/** What the relay said; nothing of it is kept on this device. */
export type RelayOutcome<Answer> = HttpOutcome<Answer>;

/**
 * What a page asks of the data worker and what it gets: the only interface between screens and data.
 * Everything is answered from local data; a page never sees an event row or a Yjs type.
 */
export interface DataClient {
  /**
   * Judges the command by the rules in force and, when accepted, resolves only after it is in the outbox on
   * disk (已保存). Never rejects for expected outcomes; `storage` = the disk or quota refused it, nothing is
   * half-written and the form must keep what was typed. Give the same `commandId` again to retry safely.
   */
  run(command: Command, commandId?: string): Promise<CommandOutcome>;
  /** Judges without writing, for forms that show what is missing while typing. */
  check(command: Command): Promise<CommandOutcome>;
  /** Calls `listener` with the present answer and again at each change, until unsubscribed. */
  watch<Q extends Query>(query: Q, listener: (answer: AnswerOf<Q>) => void): () => void;
  /** One answer. */
  ask<Q extends Query>(query: Q): Promise<AnswerOf<Q>>;
  /** Stores a file for upload: hashed, type-checked (a PDF is parsed), queued. */
  attach(file: Blob, name: string, documentType: Evidence['documentType']): Promise<AttachOutcome>;
  /** Bytes of a file: from this device where they are here, else from the relay, and then not kept. */
  readFile(hash: BlobHash): Promise<ReadFileOutcome>;
  /** Own customer's contacts from the local store, or fetched and logged at the relay; never cached for others. */
  revealContacts(customer: CustomerId): Promise<RevealOutcome>;
  /** Who I look at; sent to others through the relay, never stored. */
  setPresence(subject: string | null, editing: boolean): void;
  /** New id from the platform's randomness. */
  newId(): string;
  /**
   * Signs this device in. As somebody else than before it wipes what is here, so while anything is here that the
   * relay does not have it answers `unsent` and uses nothing up, unless `givingUpUnsent`.
   */
  join(secret: string, name: string | null, givingUpUnsent?: boolean): Promise<JoinOutcome>;
  lookAtInvite(secret: string): Promise<InviteLookOutcome>;
  /** Link for an already invited member; needs the network. */
  inviteLink(
    member: MemberId,
  ): Promise<
    | { kind: 'link'; link: string; expiresAt: number }
    | { kind: 'failed'; reason: 'offline' | 'notEntitled' | 'notSynced' }
  >;
  /** Settings, log and test of the messages the relay sends; needs the network. */
  messages<Kind extends keyof MessageRequests>(
    kind: Kind,
    asked: MessageRequests[Kind]['asked'],
  ): Promise<RelayOutcome<MessageRequests[Kind]['answer']>>;
  quarantine: {
    /** Sends a corrected event in place of the quarantined one, which leaves the list when saved. */
    fix(id: EventId, command: Command): Promise<CommandOutcome>;
    discard(id: EventId): Promise<void>;
    /** All of it as NDJSON text. */
    exportAll(): Promise<string>;
  };
  /** Free text of an unfinished form, kept across kills; `null` deletes. False = the disk refused it. */
  saveDraft(key: string, value: unknown | null): Promise<boolean>;
  loadDraft(key: string): Promise<unknown | null>;
  /** Everything only this device holds, as NDJSON text: unsent and refused records, files not uploaded. */
  exportUnsent(): Promise<string>;
  /** Ends the session on this device: local data is wiped, but what is unsent only when `givingUpUnsent`. */
  signOut(givingUpUnsent: boolean): Promise<SignOutOutcome>;
}

/** What a wipe of this device would lose for good. */
export interface Unsent {
  /** Not sent yet or refused by the relay. */
  readonly records: number;
  readonly files: number;
}
export type SignOutOutcome =
  /** `relaySession` stays open when the relay could not be told; it is told when this device next reaches it. */
  | { readonly kind: 'signedOut'; readonly relaySession: 'ended' | 'open' }
  | { readonly kind: 'unsent'; readonly unsent: Unsent };

export type CommandOutcome =
  | { readonly kind: 'saved'; readonly events: readonly EventId[]; readonly warnings: readonly Warning[] }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] }
  | { readonly kind: 'storage'; readonly reason: 'quota' | 'blocked' | 'unavailable' };

/** `notAudio`, `notImage`: another type than the document asks for, by the bytes. */
export type FileFault = 'empty' | 'tooLarge' | 'notPdf' | 'notAudio' | 'notImage' | 'unsupportedType';

export type AttachOutcome =
  | { readonly kind: 'queued'; readonly evidence: Evidence }
  | { readonly kind: 'refused'; readonly reason: FileFault }
  | { readonly kind: 'storage'; readonly reason: 'quota' | 'blocked' | 'unavailable' };

export type RevealOutcome =
  | { readonly kind: 'contacts'; readonly people: readonly PersonContact[] }
  | { readonly kind: 'hidden'; readonly reason: 'notEntitled' | 'offline' };

export type JoinOutcome =
  | { readonly kind: 'joined'; readonly member: MemberId }
  | { readonly kind: 'unsent'; readonly unsent: Unsent }
  | {
      readonly kind: 'failed';
      readonly reason: 'linkUsed' | 'linkExpired' | 'notFound' | 'offline' | 'insecureOrigin';
    };
export type InviteLookOutcome =
  | {
      readonly kind: 'invite';
      readonly for: 'owner' | 'member';
      readonly name: string | null;
      readonly company: string | null;
    }
  | { readonly kind: 'failed'; readonly reason: 'linkUsed' | 'linkExpired' | 'notFound' | 'offline' };

export type Query =
  | { readonly kind: 'session' }
  | { readonly kind: 'org' }
  | { readonly kind: 'process' }
  /** What the rule would have done in so many days back, over what this device holds (R10). */
  | { readonly kind: 'dryRun'; readonly rule: Rule; readonly days: number }
  | {
      readonly kind: 'pool';
      readonly filter: PoolFilter;
      readonly search: string;
      readonly offset: number;
      readonly limit: number;
    }
  | { readonly kind: 'customer'; readonly id: CustomerId }
  | { readonly kind: 'today' }
  | WorkQuery
  | DeskQuery
  | LeadQuery
  | MetricQuery
  | MirrorQuery
  | BoardQuery
  | InsightQuery
  | { readonly kind: 'files' }
  | { readonly kind: 'sync' }
  | { readonly kind: 'quarantine' }
  | { readonly kind: 'presence'; readonly subject: string };

export interface Answers
  extends WorkAnswers,
    DeskAnswers,
    MetricAnswers,
    MirrorAnswers,
    LeadAnswers,
    BoardAnswers,
    InsightAnswers {
  readonly session: SessionState;
  readonly org: OrgState;
  readonly process: ProcessAnswer;
  readonly dryRun: DryRunAnswer;
  readonly pool: PoolAnswer;
  readonly customer: CustomerAnswer | null;
  readonly today: TodayAnswer;
  readonly files: FilesAnswer;
  readonly sync: SyncState;
  readonly quarantine: readonly QuarantineItem[];
  readonly presence: readonly { readonly member: MemberId; readonly name: string; readonly editing: boolean }[];
}
export type AnswerOf<Q extends Query> = Answers[Q['kind']];

export type SessionState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'signedOut' }
  | { readonly kind: 'revoked' }
  | {
      readonly kind: 'signedIn';
      readonly member: MemberId;
      readonly device: string;
      readonly role: string | null;
      /** He owns a company without a name: certain, not what a snapshot or half a first fetch would say. */
      readonly awaitsFounding: boolean;
      readonly firstSync: { readonly done: number; readonly total: number } | null;
    };

/** The working process with its past, as its designer needs it. */
export interface ProcessAnswer {
  readonly process: Process;
  readonly version: string;
  /** Every published part in the order they came into force; those that wait for their seal come last. */
  readonly changes: readonly NamedChange[];
  /** By stage: customers with a running opportunity that stands in it, as far as their records come here. */
  readonly standing: Readonly<Record<StageId, number>>;
  /** By rule, in the last 90 days on the customers known here: a rule that is stopped often may be too tight (R80). */
  readonly effects: Readonly<Record<string, RuleRecord>>;
  readonly mayEdit: boolean;
}
export interface RuleRecord {
  readonly acted: number;
  /** Of these, stopped by a person through the exit. */
  readonly stopped: number;
  /** Of these, in the last 7 days. */
  readonly lastWeek: number;
}
/** A dry run on its way, or what it found. */
export interface DryRunAnswer {
  /** Customers looked at, of how many. */
  readonly done: number;
  readonly total: number;
  /** Null until the end. */
  readonly result:
    | (Omit<DryRunResult, 'hits'> & {
        /** Times it would have acted. */
        readonly hits: number;
        /** Customers it would have acted on, the latest first; the first hundred. */
        readonly rows: readonly {
          readonly customer: CustomerId;
          readonly name: string;
          readonly ownerName: string | null;
          readonly atMs: number;
          readonly branch: number;
        }[];
      })
    | null;
}
export type NamedChange = ProcessChange & { readonly authorName: string };

export type PoolChip = 'mine' | 'all' | 'nearlyOverdue' | 'green' | 'yellow' | 'red' | 'unowned';
export interface PoolFilter {
  readonly chip: PoolChip;
  /** Only customers whose fields, or their leading opportunity's, hold these: an option's id, or a part of a text. Not within a search. */
  readonly fields?: Readonly<Record<string, string>>;
}
export type { MarkLook, PoolRow };
export interface PoolAnswer {
  readonly rows: readonly PoolRow[];
  readonly total: number;
  readonly counts: Readonly<Record<PoolChip, number>>;
}

export interface CustomerAnswer {
  readonly state: CustomerState;
  readonly row: PoolRow;
  /** Names of every member mentioned. */
  readonly names: Readonly<Record<string, string>>;
  readonly mayEdit: boolean;
  readonly mayMark: boolean;
  readonly contacts: 'entitled' | 'requestable' | 'requested';
  /** Ids of events of this customer not acknowledged yet. */
  readonly unsynced: readonly EventId[];
  readonly uploads: Readonly<Record<string, UploadState>>;
  readonly rules: CustomerRules;
}
export type { UploadState };

export interface TodayAnswer {
  readonly appointments: readonly {
    readonly customer: PoolRow;
    readonly note: EventId;
    readonly atMs: number;
    readonly agenda: string;
    readonly attendees: readonly string[];
    readonly lastConcern: string | null;
    readonly promised: string | null;
    readonly promiseDelivered: boolean;
  }[];
  readonly promises: readonly {
    readonly customer: PoolRow;
    readonly note: EventId;
    readonly text: string;
    readonly dueMs: number;
  }[];
  /** When nothing is planned: those nearest to a limit. */
  readonly suggestions: readonly PoolRow[];
}

export interface SyncState {
  readonly connection: 'online' | 'connecting' | 'offline';
  /** Saved on this device, not yet durable at the relay. */
  readonly pending: number;
  readonly pendingUploads: number;
  readonly oldestPendingMs: number | null;
  readonly quarantined: number;
  /** Device clock minus relay clock, ms, when known. */
  readonly clockOffsetMs: number | null;
  readonly lastSyncMs: number | null;
  readonly problem: 'storageFull' | 'storageBlocked' | 'onlineOnly' | 'upgradeNeeded' | 'revoked' | 'incomplete' | null;
}

export interface QuarantineItem {
  readonly id: EventId;
  readonly type: string;
  readonly customer: CustomerId | null;
  readonly customerName: string | null;
  readonly atMs: number;
  readonly reason: string;
  readonly detail: string;
  readonly payload: unknown;
}
export type { BlobHash };
