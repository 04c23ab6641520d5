import type { Scratch, ScratchFile } from '../../client/data/platform.ts';

/** A scratch in memory that writes and refuses when told. */
export interface FickleScratch extends Scratch {
  /** What lies there, by file. */
  readonly files: ReadonlyMap<number, Uint8Array>;
  readonly counts: { written: number; refused: number; reads: number; readBytes: number };
  /** All that lies there. */
  bytes(): number;
  /** Writes that wait. */
  waiting(): number;
  /** The oldest write that waits ends now: well, or refused. */
  end(isRefused: boolean): void;
  /** Somebody deletes everything, or all but these. */
  lose(kept?: ReadonlySet<string>): void;
}

/** No two files have one name, on whatever scratch. */
let named = 0;

/** `onWait` is called when a write begins to wait. */
export const makeFickleScratch = (fileBytes: number, onWait: () => void = () => undefined): FickleScratch => {
  const files = new Map<number, Uint8Array>();
  const counts = { written: 0, refused: 0, reads: 0, readBytes: 0 };
  const waiting: ((isRefused: boolean) => void)[] = [];
  const fileOf = (name: number): ScratchFile => ({
    name: `${name}`,
    bytes: files.get(name)?.length ?? 0,
    read: (at, length) => {
      const bytes = files.get(name);
      if (bytes === undefined) throw new DOMException('it was deleted', 'NotFoundError');
      counts.reads += 1;
      counts.readBytes += length;
      return bytes.slice(at, at + length);
    },
    delete: async () => {
      files.delete(name);
    },
  });
  return {
    fileBytes,
    files,
    counts,
    bytes: () => [...files.values()].reduce((sum, { length }) => sum + length, 0),
    waiting: () => waiting.length,
    end: (isRefused) => waiting.shift()?.(isRefused),
    lose: (kept) => {
      for (const name of [...files.keys()]) if (!kept?.has(`${name}`)) files.delete(name);
    },
    open: async (name) => {
      if (!files.has(Number(name))) throw new DOMException('it was deleted', 'NotFoundError');
      return fileOf(Number(name));
    },
    write: (pieces) => {
      const copy = Uint8Array.from(pieces.flatMap((piece) => [...piece]));
      return new Promise((resolve, reject) => {
        waiting.push((isRefused) => {
          counts[isRefused ? 'refused' : 'written'] += 1;
          if (isRefused) reject(new DOMException('the disk is full', 'QuotaExceededError'));
          else {
            named += 1;
            files.set(named, copy);
            resolve(fileOf(named));
          }
        });
        onWait();
      });
    },
  };
};
