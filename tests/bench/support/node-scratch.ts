import { closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Scratch, ScratchFile } from '../../../client/data/platform.ts';

/** As in a browser. */
const FILE_BYTES = 1_048_576;

/** A scratch in a folder of the machine, which goes with the process. */
export interface NodeScratch extends Scratch {
  /** Writes under way. */
  underWay(): number;
}

const fileOf = (path: string): ScratchFile => {
  const file = openSync(path, 'r');
  return {
    name: basename(path),
    bytes: fstatSync(file).size,
    read: (at, length) => {
      const bytes = new Uint8Array(length);
      if (readSync(file, bytes, 0, length, at) !== length) throw new Error(`${path} is too short`);
      return bytes;
    },
    delete: async () => {
      closeSync(file);
      await unlink(path).catch(() => undefined);
    },
  };
};

export const makeNodeScratch = (): NodeScratch => {
  const folder = mkdtempSync(join(tmpdir(), 'jieli-scratch-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  let files = 0;
  let underWay = 0;
  return {
    fileBytes: FILE_BYTES,
    underWay: () => underWay,
    open: async (name) => fileOf(join(folder, name)),
    write: async (pieces) => {
      const path = join(folder, String(files));
      files += 1;
      underWay += 1;
      try {
        await writeFile(path, pieces);
        return fileOf(path);
      } finally {
        underWay -= 1;
      }
    },
  };
};
