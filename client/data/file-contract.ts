/** How far a file queued on this device is. */
export type UploadState = 'waiting' | 'uploading' | 'stored' | 'refused';

/** Files as far as this device knows of them, by hash. */
export interface FilesAnswer {
  /** Files of playbooks that are at the relay for everybody to read. */
  readonly stored: readonly string[];
  /** Whose bytes are here: these open without a network. */
  readonly here: readonly string[];
  /** For which there was no room here. */
  readonly noRoom: readonly string[];
  /** Of files queued on this device. */
  readonly uploads: Readonly<Record<string, UploadState>>;
}

/** `notFound`: the relay does not have it yet, or not for this person. */
export type ReadFileOutcome =
  | { readonly kind: 'file'; readonly file: Blob }
  | { readonly kind: 'missing'; readonly reason: 'offline' | 'notFound' };
