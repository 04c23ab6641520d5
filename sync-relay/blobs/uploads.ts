import { rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';
import { BLOB_PATH, HTTP_ERRORS, type HttpErrorCode, LIMITS } from '#protocol';
import { type BlobHash, isBlobHash } from '#rules';
import type { Metrics } from '../metrics/metrics.ts';
import type { BlobRefusal, BlobStore } from './blob-store.ts';

export interface UploadDeps {
  readonly store: BlobStore;
  /** Where unfinished uploads wait. */
  readonly folder: string;
  readonly metrics: Metrics;
  readonly onStored: (hash: BlobHash) => Promise<void>;
}
/** Resumable uploads by the tus protocol; who may upload was checked before. */
export interface Uploads {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

const ERROR_OF: Readonly<Record<BlobRefusal, HttpErrorCode>> = {
  hashMismatch: 'hashMismatch',
  wrongType: 'wrongType',
  notPdf: 'wrongType',
  empty: 'badRequest',
};

interface TusRefusal {
  readonly status_code: number;
  readonly body: string;
}
const tusRefusal = (error: HttpErrorCode, detail: string): TusRefusal => ({
  status_code: HTTP_ERRORS[error],
  body: JSON.stringify({ error, detail }),
});

export const makeUploads = ({ store, folder, metrics, onStored }: UploadDeps): Uploads => {
  const finish = async (id: string, metadata: Readonly<Record<string, string | null>>): Promise<void> => {
    const hash = metadata['sha256'];
    if (!isBlobHash(hash)) throw tusRefusal('badRequest', 'sha256');
    const needsPdf = metadata['documentType'] === 'requirementConfirmation';
    const outcome = await store.take(join(folder, id), { hash, needsPdf });
    await rm(join(folder, `${id}.json`), { force: true });
    if (outcome.kind === 'refused') {
      metrics.count('jieli_blobs_refused_total', outcome.reason);
      throw tusRefusal(ERROR_OF[outcome.reason], outcome.reason);
    }
    metrics.count('jieli_blobs_stored_total');
    await onStored(hash);
  };
  const server = new Server({
    path: BLOB_PATH,
    datastore: new FileStore({ directory: folder }),
    maxSize: LIMITS.blobBytes,
    relativeLocation: true,
    async onUploadCreate(_request, upload) {
      if (!isBlobHash(upload.metadata?.['sha256'])) throw tusRefusal('badRequest', 'sha256');
      return {};
    },
    async onUploadFinish(_request, upload) {
      await finish(upload.id, upload.metadata ?? {});
      return {};
    },
  });
  return { handle: (request, response) => server.handle(request, response) as Promise<void> };
};
