import { mkdirSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { FileStore } from '@tus/file-store';
import { Server, type Upload } from '@tus/server';
import { BLOB_PATH, HTTP_ERRORS, type HttpErrorCode, LIMITS } from '#protocol';
import { type BlobHash, isBlobHash } from '#rules';
import type { Metrics } from '../metrics/metrics.ts';
import type { BlobStore } from './blob-store.ts';

/** Resumable uploads (tus). Who may upload has been checked before `handle`. */
export interface Uploads {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Checks and keeps uploads that were whole when the relay was killed. */
  finishLeftOver(): Promise<void>;
}

export interface UploadsDeps {
  readonly folder: string;
  readonly store: BlobStore;
  readonly metrics: Metrics;
  readonly stored: (hash: BlobHash) => Promise<void>;
  /** Member of the session a request came with. */
  readonly memberOf: (cookies: string) => string | null;
}

/** Unfinished uploads a member may have; beyond that his oldest is forgotten, so that nobody fills the disk. */
const UNFINISHED_PER_MEMBER = 8;

/**
 * tus's file store over a folder that is there already. The store's own attempt to make it, begun in its constructor,
 * ends behind everybody's back, and when it fails (the relay was closed meanwhile) it throws where nothing catches it.
 * The method is private in the package's types, so it is left out by name; a test asserts that it is there (BL-12).
 */
class ReadyFolderStore extends FileStore {}
Object.defineProperty(ReadyFolderStore.prototype, 'checkOrCreateDirectory', { value: () => undefined });

/** What `@tus/server` answers a request with when it is thrown. */
const refusal = (code: HttpErrorCode) => ({ status_code: HTTP_ERRORS[code], body: JSON.stringify({ error: code }) });

export const makeUploads = ({ folder, store, metrics, stored, memberOf }: UploadsDeps): Uploads => {
  mkdirSync(folder, { recursive: true });
  const files = new ReadyFolderStore({ directory: folder });
  /** Uploads not finished yet with who began them, oldest first. */
  const unfinished = new Map<string, string>();
  const refuse = (code: HttpErrorCode) => {
    metrics.count('jieli_blobs_refused_total', code);
    return refusal(code);
  };

  const forget = async (id: string): Promise<void> => {
    unfinished.delete(id);
    await rm(join(folder, id), { force: true });
    await rm(join(folder, `${id}.json`), { force: true });
  };
  const note = async (id: string, uploader: string): Promise<void> => {
    const own = [...unfinished].filter(([, member]) => member === uploader).map(([known]) => known);
    unfinished.set(id, uploader);
    for (const oldest of own.slice(0, Math.max(0, own.length + 1 - UNFINISHED_PER_MEMBER))) await forget(oldest);
  };
  const finish = async ({ id, metadata }: Pick<Upload, 'id' | 'metadata'>): Promise<HttpErrorCode | null> => {
    const claim = {
      sha256: metadata?.['sha256'] ?? '',
      name: (metadata?.['filename'] ?? '').slice(0, 200),
      uploader: metadata?.['uploader'] ?? '',
      mustBePdf: metadata?.['documentType'] === 'requirementConfirmation',
    };
    const kept = await store.keep(join(folder, id), claim);
    await forget(id);
    if (typeof kept !== 'string') return kept.refused;
    metrics.count('jieli_blobs_stored_total');
    await stored(kept);
    return null;
  };

  const server = new Server({
    path: BLOB_PATH,
    datastore: files,
    maxSize: LIMITS.blobBytes,
    relativeLocation: true,
    async onUploadCreate(request, upload) {
      const { sha256 } = upload.metadata ?? {};
      if (!isBlobHash(sha256)) throw refuse('badRequest');
      if ((upload.size ?? 0) > LIMITS.blobBytes) throw refuse('tooLarge');
      const uploader = memberOf(request.headers.get('cookie') ?? '');
      await note(upload.id, uploader ?? '');
      return { metadata: { ...upload.metadata, uploader } };
    },
    async onUploadFinish(_request, upload) {
      const code = await finish(upload);
      if (code !== null) throw refuse(code);
      return {};
    },
  });

  return {
    handle: (request, response) => server.handle(request, response),
    async finishLeftOver() {
      for (const name of await readdir(folder)) {
        if (!/^[0-9a-f]{32}$/.test(name)) continue;
        const upload = await files.getUpload(name).catch(() => null);
        if (upload?.size === undefined) continue;
        if (upload.offset !== upload.size) {
          await note(name, upload.metadata?.['uploader'] ?? '');
          continue;
        }
        const code = await finish(upload);
        if (code !== null) metrics.count('jieli_blobs_refused_total', code);
      }
    },
  };
};
