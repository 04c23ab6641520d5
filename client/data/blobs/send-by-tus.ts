import { Upload } from 'tus-js-client';
import { BLOB_PATH } from '#protocol';
import type { SendFile } from './upload-queue.ts';

/** What the relay answers to a file it will never take. */
const FOR_GOOD: ReadonlySet<number> = new Set([400, 413, 415, 460]);

/** Resumable upload by tus. `base` is the relay's origin where the platform has no page of its own. */
export const sendByTus =
  (base: string, headers: () => Readonly<Record<string, string>>): SendFile =>
  ({ bytes, metadata }) =>
    new Promise((resolve, reject) => {
      const upload = new Upload(new Blob([bytes as Uint8Array<ArrayBuffer>]), {
        endpoint: `${base}${BLOB_PATH}`,
        metadata: { ...metadata },
        headers: { ...headers() },
        retryDelays: [500, 2000],
        storeFingerprintForResuming: false,
        onSuccess: () => resolve('stored'),
        onError: (error) => {
          const status = 'originalResponse' in error ? error.originalResponse?.getStatus() : undefined;
          if (status !== undefined && FOR_GOOD.has(status)) resolve('refused');
          else reject(error);
        },
      });
      upload.start();
    });
