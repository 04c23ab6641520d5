import type { CustomerId } from '#rules';
import type { AttachOutcome, DataClient, RevealOutcome, UploadState } from '../contract.ts';
import type { RelayHttp } from '../device/relay-http.ts';
import type { Platform } from '../platform.ts';
import type { Workspace } from './workspace.ts';

/** Files and contact details: parts with an owner of their own, given in. */
export interface Extras {
  attach(file: Blob, name: string, documentType: Parameters<DataClient['attach']>[2]): Promise<AttachOutcome>;
  revealContacts(customer: CustomerId): Promise<RevealOutcome>;
  uploads(): Readonly<Record<string, UploadState>>;
  pendingUploads(): number;
  stop(): void;
}
/** What the extras may use of the running workspace. */
export interface ExtrasContext {
  readonly platform: Platform;
  readonly generation: number;
  readonly http: RelayHttp;
  readonly workspace: Workspace;
  readonly csrf: () => string | null;
  /** Upload states changed. */
  readonly onChange: () => void;
}
