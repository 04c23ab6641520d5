import type { Scratch, ScratchFile } from '../platform.ts';

/** Folder of the origin's private file system in which all workers lay their files. */
const FOLDER = 'scratch';
/** Of one file; reading it whole takes some 5 ms, and a part of it 1 ms. */
const FILE_BYTES = 1_048_576;
/** Share of the origin's quota beyond which nothing is written: the rest is for records that are nowhere else yet. */
const MOST_SHARE = 0.5;

/** Known in workers of both kinds; the page's types leave it out. */
declare const FileReaderSync: new () => { readonly readAsArrayBuffer: (blob: Blob) => ArrayBuffer };

/** What names of this worker's files begin with. */
const MINE = crypto.randomUUID();

const folderOf = async (): Promise<FileSystemDirectoryHandle> =>
  (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });

/** One that a frozen worker still writes cannot be removed: it is empty until then, and that worker deletes it. */
const remove = (folder: FileSystemDirectoryHandle, name: string): Promise<void> =>
  folder.removeEntry(name).catch(() => undefined);

const removeAll = async (isMeant: (name: string) => boolean): Promise<void> => {
  try {
    const folder = await folderOf();
    const names: string[] = [];
    for await (const name of folder.keys()) names.push(name);
    await Promise.all(names.filter(isMeant).map((name) => remove(folder, name)));
  } catch {
    // No such file system here: nothing lies on it.
  }
};

/** Files the next start begins with. */
let kept: ReadonlySet<string> = new Set();
const sweep = (): Promise<void> => removeAll((name) => !name.startsWith(MINE) && !kept.has(name));

/**
 * Deletes what other workers left but for files with these names; a worker that still runs finds its records unreadable
 * and folds anew. Never rejects.
 */
export const sweepScratch = (names: ReadonlySet<string>): Promise<void> => {
  kept = names;
  return sweep();
};
/** Deletes everything, what this worker laid down too. Never rejects. */
export const wipeScratch = (): Promise<void> => removeAll(() => true);

class OpfsFile implements ScratchFile {
  readonly #folder: FileSystemDirectoryHandle;
  /** As it is now: it is never written again. */
  readonly #file: File;

  constructor(folder: FileSystemDirectoryHandle, file: File) {
    this.#folder = folder;
    this.#file = file;
  }

  get name(): string {
    return this.#file.name;
  }
  get bytes(): number {
    return this.#file.size;
  }

  read(at: number, length: number): Uint8Array {
    const bytes = new Uint8Array(new FileReaderSync().readAsArrayBuffer(this.#file.slice(at, at + length)));
    if (bytes.length !== length) throw new Error(`${bytes.length} bytes of ${length} are there`);
    return bytes;
  }

  delete(): Promise<void> {
    return remove(this.#folder, this.#file.name);
  }
}

const leaveRoom = async (bytes: number): Promise<void> => {
  const { quota = 0, usage = 0 } = await navigator.storage.estimate();
  if (usage + bytes > quota * MOST_SHARE) throw new Error('too little room is left');
};

const write = async (pieces: readonly Uint8Array[]): Promise<ScratchFile> => {
  await leaveRoom(pieces.reduce((sum, { length }) => sum + length, 0));
  const folder = await folderOf();
  const name = `${MINE}-${crypto.randomUUID()}`;
  try {
    const handle = await folder.getFileHandle(name, { create: true });
    const writable = await handle.createWritable();
    await writable.write(new Blob(pieces as Uint8Array<ArrayBuffer>[]));
    await writable.close();
    return new OpfsFile(folder, await handle.getFile());
  } catch (error) {
    await remove(folder, name);
    throw error;
  }
};

const open = async (name: string): Promise<ScratchFile> => {
  const folder = await folderOf();
  return new OpfsFile(folder, await (await folder.getFileHandle(name)).getFile());
};

/** Files of the origin's private file system, which workers of both kinds can read while they wait. */
export const openOpfsScratch = (): Scratch => {
  let swept: Promise<void> | null = null;
  return {
    fileBytes: FILE_BYTES,
    write: async (pieces) => {
      swept ??= sweep();
      await swept;
      return write(pieces);
    },
    open,
  };
};
