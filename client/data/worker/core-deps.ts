import type { BlobHash, Command, CustomerId } from '#rules';
import type {
  AnswerOf,
  Answers,
  AttachOutcome,
  CommandOutcome,
  DataClient,
  Query,
  RevealOutcome,
  UploadState,
} from '../contract.ts';
import type { RelayHttp } from '../device/relay-http.ts';
import type { FilesAnswer, ReadFileOutcome } from '../file-contract.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { QuarantinedRow } from '../outbox/records.ts';
import type { Platform } from '../platform.ts';
import type { WhatToGiveBack } from '../replica/give-back.ts';
import type { LocalStore, Write } from '../storage/contract.ts';
import type { DryRuns } from './dry-runs.ts';
import type { Later } from './later.ts';
import type { Openings } from './openings.ts';
import type { Pace } from './pace.ts';
import type { GrowingModels, MakeReadModels, ModelQuery } from './read-models.ts';
import type { Snapshot } from './snapshot.ts';
import type { Workspace } from './workspace.ts';

/** Files and contact details: parts with an owner of their own, given in. */
export interface Extras {
  attach(file: Blob, name: string, documentType: Parameters<DataClient['attach']>[2]): Promise<AttachOutcome>;
  readFile(hash: BlobHash): Promise<ReadFileOutcome>;
  files(): FilesAnswer;
  revealContacts(customer: CustomerId): Promise<RevealOutcome>;
  uploads(): Readonly<Record<string, UploadState>>;
  pendingUploads(): number;
  /** The relay can be reached again: what waits for it goes on at once. */
  kick(): void;
  stop(): void;
}
/** What the extras may use of the running workspace. */
export interface ExtrasContext {
  readonly platform: Platform;
  readonly generation: number;
  readonly http: RelayHttp;
  readonly workspace: Workspace;
  readonly csrf: () => string | null;
  /** Whom the member has, as of what was told last; null = not known yet. */
  readonly ownCustomers: () => Promise<readonly CustomerId[] | null>;
  /** Files changed: queued, sent, kept. */
  readonly onChange: () => void;
}

/** What runs while somebody is signed in. */
export interface Running {
  readonly workspace: Workspace;
  readonly models: GrowingModels;
  readonly snapshot: Snapshot;
  /** `null` until everything is loaded and what comes behind the first screen is here. */
  extras: Extras | null;
  dryRuns: DryRuns | null;
  /** Local replicas are loaded: commands can be judged. */
  ready: Promise<void>;
  /** They are: what lets go of what nobody wants may look for it. */
  isLoaded: boolean;
  /** What comes behind the first screen checks what comes, and lets rooms rest. */
  isChecked: boolean;
  /** `null` until then: what the next start begins with. */
  openings: Pick<Openings, 'forget' | 'stop'> | null;
}

/** What surrounds all that runs. */
export interface Around {
  readonly platform: Platform;
  readonly generation: number;
  readonly http: RelayHttp;
  readonly pace: Pace;
  /** See `CoreDeps`. */
  readonly build: string;
  /** Answers may be others now. */
  readonly refresh: (isMeant: (query: Query) => boolean) => void;
}

/** Signing in, which needs the network anyway: see each of them. */
type SignIn = Pick<typeof import('../device/join.ts'), 'redeem' | 'refusedOver' | 'lookAt' | 'inviteLinkFor'>;

/** What no first screen needs: judging what people do, files and contacts, and the answers of all other screens. */
export interface LaterParts {
  /** See `joinLater`; may be called again. */
  readonly join: (running: Running, around: Around) => void;
  /** What there is to see on a device nobody is signed in on. */
  readonly signedOutAnswer: (query: ModelQuery) => AnswerOf<ModelQuery>;
  /** See `runCommand`; `alsoWrite` goes into the same transaction. */
  readonly runCommand: (
    workspace: Workspace,
    store: LocalStore,
    command: Command,
    id: string,
    alsoWrite: readonly Write[],
  ) => Promise<CommandOutcome>;
  readonly checkCommand: (workspace: Workspace, store: LocalStore, command: Command) => Promise<CommandOutcome>;
  readonly quarantineAnswer: (workspace: Workspace) => Answers['quarantine'];
  /** What only this device holds, to be taken out: see `unsentText`, `refusedText`. */
  readonly unsentText: (outbox: Outbox, store: LocalStore) => Promise<string>;
  readonly refusedText: (rows: readonly QuarantinedRow[]) => string;
  readonly whatToGiveBack: WhatToGiveBack;
  readonly signIn: SignIn;
  readonly askMessages: typeof import('../device/ask-messages.ts').askMessages;
  /** Deletes what any worker of this device laid on its scratch. Never rejects. */
  readonly wipeScratch: () => Promise<void>;
}

export interface CoreDeps {
  readonly platform: Platform;
  readonly later: Later<LaterParts>;
  readonly makeReadModels: MakeReadModels;
  /** Names the code that runs: snapshots of another build are not shown. */
  readonly build: string;
  /** Local storage is only in memory: nothing outlives this process (`onlineOnly` is shown). */
  readonly onlineOnly: boolean;
  /** Another owner has the data now. */
  readonly onStale: () => void;
}
