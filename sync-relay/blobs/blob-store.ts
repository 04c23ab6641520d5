import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type HttpErrorCode, LIMITS } from '#protocol';
import { type BlobHash, isBlobHash } from '#rules';
import { mediaTypeOf } from './media-type.ts';

/** What is known of a stored file. Its name is what its first uploader called it: shown, never a path. */
export interface StoredBlob {
  readonly mediaType: string;
  readonly size: number;
  readonly name: string;
  /** Everybody who sent these bytes: whoever only names the hash has not shown that he has them. */
  readonly uploaders: readonly string[];
}

/** Files by content under a folder: `<first two digits>/<sha256>` with a `.json` beside it. */
export interface BlobStore {
  find(hash: BlobHash): StoredBlob | null;
  path(hash: BlobHash): string;
  /**
   * Checks a whole uploaded file and keeps it: on disk, with its directory entry, when resolved. Answers why it
   * was refused otherwise.
   */
  keep(file: string, claim: BlobClaim): Promise<BlobHash | BlobRefusal>;
}
/** What the uploader said about a file before its bytes came. */
export interface BlobClaim {
  readonly sha256: string;
  readonly name: string;
  readonly uploader: string;
  /** A requirement confirmation must be a PDF (R16). */
  readonly mustBePdf: boolean;
}
export interface BlobRefusal {
  readonly refused: Extract<HttpErrorCode, 'hashMismatch' | 'wrongType' | 'tooLarge' | 'badRequest'>;
}

const syncPath = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const writeSynced = async (path: string, text: string): Promise<void> => {
  const handle = await open(path, 'w');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Takes the place of what was there at once: a file half written would keep the relay from starting. */
const replaceSynced = async (path: string, text: string): Promise<void> => {
  await writeSynced(`${path}.new`, text);
  await rename(`${path}.new`, path);
  await syncPath(dirname(path));
};

const load = (folder: string): Map<BlobHash, StoredBlob> => {
  const found = new Map<BlobHash, StoredBlob>();
  for (const part of readdirSync(folder)) {
    if (!/^[0-9a-f]{2}$/.test(part)) continue;
    for (const name of readdirSync(join(folder, part))) {
      const hash = name.replace(/\.json$/, '');
      if (hash === name || !isBlobHash(hash) || !existsSync(join(folder, part, hash))) continue;
      found.set(hash, JSON.parse(readFileSync(join(folder, part, name), 'utf8')) as StoredBlob);
    }
  }
  return found;
};

/** Opens the store, making the folder if need be. */
export const makeBlobStore = (folder: string): BlobStore => {
  mkdirSync(folder, { recursive: true });
  const blobs = load(folder);
  const path = (hash: BlobHash): string => join(folder, hash.slice(0, 2), hash);
  /** Somebody else has the same file too. */
  const noteUploader = async (hash: BlobHash, known: StoredBlob, uploader: string): Promise<void> => {
    if (known.uploaders.includes(uploader)) return;
    const blob: StoredBlob = { ...known, uploaders: [...known.uploaders, uploader] };
    blobs.set(hash, blob);
    await replaceSynced(`${path(hash)}.json`, JSON.stringify(blob));
  };
  return {
    find: (hash) => blobs.get(hash) ?? null,
    path,
    async keep(file, { sha256, name, uploader, mustBePdf }) {
      if (!isBlobHash(sha256)) return { refused: 'badRequest' };
      const { size } = await stat(file);
      if (size > LIMITS.blobBytes) return { refused: 'tooLarge' };
      const bytes = await readFile(file);
      if (createHash('sha256').update(bytes).digest('hex') !== sha256) return { refused: 'hashMismatch' };
      const mediaType = mediaTypeOf(bytes);
      if (mediaType === null || (mustBePdf && mediaType !== 'application/pdf')) return { refused: 'wrongType' };
      const known = blobs.get(sha256);
      if (known !== undefined) {
        await noteUploader(sha256, known, uploader);
        return sha256;
      }
      const target = path(sha256);
      mkdirSync(dirname(target), { recursive: true });
      const blob: StoredBlob = { mediaType, size, name, uploaders: [uploader] };
      await syncPath(file);
      await rename(file, target);
      await replaceSynced(`${target}.json`, JSON.stringify(blob));
      await syncPath(folder);
      blobs.set(sha256, blob);
      return sha256;
    },
  };
};
