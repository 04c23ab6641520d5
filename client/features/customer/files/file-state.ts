import type { UploadState } from '../../../data/contract.ts';

/**
 * How far a file is: `stored` = the relay attested it, `checking` = sent from here and not attested yet,
 * `elsewhere` = it waits on another device.
 */
export type FileState = UploadState | 'checking' | 'elsewhere';

/** State of a file by what the relay attested and by this device's own upload of it, if there is one. */
export const fileState = (isAttested: boolean, upload: UploadState | undefined): FileState => {
  if (isAttested) return 'stored';
  if (upload === 'stored') return 'checking';
  return upload ?? 'elsewhere';
};
