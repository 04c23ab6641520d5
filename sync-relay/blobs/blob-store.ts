import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { type BlobHash, isBlobHash } from '#rules';
import { mediaTypeOf, pdfFault } from './file-type.ts';

export interface StoredFile {
  readonly mediaType: string;
  readonly size: number;
}
export type BlobRefusal = 'hashMismatch' | 'wrongType' | 'notPdf' | 'empty';
export type BlobOutcome =
  | { readonly kind: 'stored'; readonly file: StoredFile }
  | { readonly kind: 'refused'; readonly reason: BlobRefusal };

/** Files by their SHA-256, on disk; the name a person gave is never a path. */
export interface BlobStore {
  find(hash: BlobHash): StoredFile | null;
  read(hash: BlobHash): Readable | null;
  /** Checks the uploaded file against what was declared and takes it over; durable when resolved. */
  take(path: string, declared: { hash: BlobHash; needsPdf: boolean }): Promise<BlobOutcome>;
}

const TYPE_SUFFIX = '.json';

/** Syncs a file and its folder entry, so that an attestation never outlives its file. */
const syncPath = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

export const makeBlobStore = (folder: string): BlobStore => {
  mkdirSync(folder, { recursive: true });
  const files = new Map<BlobHash, StoredFile>();
  for (const name of readdirSync(folder)) {
    const hash = name.slice(0, -TYPE_SUFFIX.length);
    if (!name.endsWith(TYPE_SUFFIX) || !isBlobHash(hash) || !existsSync(join(folder, hash))) continue;
    files.set(hash, JSON.parse(readFileSync(join(folder, name), 'utf8')) as StoredFile);
  }

  const refusal = (bytes: Uint8Array, declared: { hash: BlobHash; needsPdf: boolean }): BlobRefusal | null => {
    if (bytes.length === 0) return 'empty';
    if (createHash('sha256').update(bytes).digest('hex') !== declared.hash) return 'hashMismatch';
    const mediaType = mediaTypeOf(bytes);
    if (mediaType === null) return declared.needsPdf ? 'notPdf' : 'wrongType';
    const isPdf = mediaType === 'application/pdf';
    if ((isPdf || declared.needsPdf) && (!isPdf || pdfFault(bytes) !== null)) return 'notPdf';
    return null;
  };

  return {
    find: (hash) => files.get(hash) ?? null,
    read: (hash) => (files.has(hash) ? createReadStream(join(folder, hash)) : null),
    async take(path, declared) {
      const bytes = await readFile(path);
      const reason = refusal(bytes, declared);
      if (reason !== null) {
        await rm(path, { force: true });
        return { kind: 'refused', reason };
      }
      const file = { mediaType: mediaTypeOf(bytes) ?? '', size: bytes.length };
      const target = join(folder, declared.hash);
      await syncPath(path);
      await rename(path, target);
      await writeFile(`${target}${TYPE_SUFFIX}`, JSON.stringify(file));
      await syncPath(`${target}${TYPE_SUFFIX}`);
      await syncPath(folder);
      files.set(declared.hash, file);
      return { kind: 'stored', file };
    },
  };
};
