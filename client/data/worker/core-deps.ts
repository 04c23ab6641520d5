import type { BlobHash, CustomerId, Decide, Evidence } from '#rules';
import type { AttachOutcome, DataClient, RevealOutcome, UploadState } from '../contract.ts';
import type { RelayHttp } from '../device/relay-http.ts';
import type { FilesAnswer, ReadFileOutcome } from '../file-contract.ts';
import type { Platform } from '../platform.ts';
import type { MakeReadModels } from './read-models.ts';
import type { Workspace } from './workspace.ts';

/** A file that is on this device only. */
export interface KeptFile {
  readonly sha256: string;
  readonly name: string;
  readonly documentType: Evidence['documentType'];
  readonly bytes: Uint8Array;
}

/** Files and contact details: parts with an owner of their own, given in. */
export interface Extras {
  attach(file: Blob, name: string, documentType: Parameters<DataClient['attach']>[2]): Promise<AttachOutcome>;
  readFile(hash: BlobHash): Promise<ReadFileOutcome>;
  files(): FilesAnswer;
  revealContacts(customer: CustomerId): Promise<RevealOutcome>;
  uploads(): Readonly<Record<string, UploadState>>;
  pendingUploads(): number;
  /** Files not uploaded, with their bytes. */
  keptFiles(): Promise<readonly KeptFile[]>;
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
  /** Files changed: queued, sent, kept. */
  readonly onChange: () => void;
}

export interface CoreDeps {
  readonly platform: Platform;
  readonly decide: Decide;
  readonly makeReadModels: MakeReadModels;
  readonly makeExtras: (context: ExtrasContext) => Extras;
  /** Names the code that runs: snapshots of another build are not shown. */
  readonly build: string;
  /** Local storage is only in memory: nothing outlives this process (`onlineOnly` is shown). */
  readonly onlineOnly: boolean;
  /** Another owner has the data now. */
  readonly onStale: () => void;
}
