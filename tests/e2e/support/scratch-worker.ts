import type { PackedText, Place } from '#rules';
import type { Scratch } from '../../../client/data/platform.ts';
import { openOpfsScratch, sweepScratch, wipeScratch } from '../../../client/data/worker/opfs-scratch.ts';
import { type Packing, Shelf } from '../../../client/data/worker/shelf.ts';

/**
 * A worker of either kind in which a shelf lies on the browser's scratch; it does what it is told by the name of an
 * act and answers with what came of it.
 */
/** Bytes of a text. */
const EACH = 20_000;
const packing: Packing = {
  pack: (text) => new TextEncoder().encode(text),
  unpack: (bytes) => new TextDecoder().decode(bytes),
};
const textOf = (at: number): string => `${at}`.padEnd(EACH, `customer ${at}, `);

const scratch = openOpfsScratch();
const counts = { written: 0, refused: 0, told: 0 };
let ended: () => void = () => undefined;
const counted: Scratch = {
  ...scratch,
  write: async (pieces) => {
    try {
      const file = await scratch.write(pieces);
      counts.written += 1;
      return file;
    } catch (error) {
      counts.refused += 1;
      throw error;
    } finally {
      // The shelf has taken notice of it by then.
      setTimeout(() => ended());
    }
  },
};
const openShelf = (): Shelf =>
  new Shelf(packing, counted, { after: () => () => undefined }, () => {
    counts.told += 1;
  });
let shelf = openShelf();
const parts: PackedText[] = [];

/** Resolves once one more file was written, or refused. */
const fill = async (): Promise<void> => {
  const before = counts.written + counts.refused;
  const done = new Promise<void>((resolve) => {
    ended = () => {
      if (counts.written + counts.refused > before) resolve();
    };
  });
  for (let bytes = 0; bytes < scratch.fileBytes; bytes += EACH) parts.push(shelf.put(textOf(parts.length)));
  await done;
};

const list = async (): Promise<readonly number[]> => {
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('scratch', { create: true });
  const sizes: number[] = [];
  for await (const handle of folder.values()) {
    if (handle.kind === 'file') sizes.push((await (handle as FileSystemFileHandle).getFile()).size);
  }
  return sizes;
};

/** How many texts are another one than was put; or the name of the error. */
const readAll = (): number | string => {
  try {
    return parts.filter((part, at) => part.text() !== textOf(at)).length;
  } catch (error) {
    return (error as Error).name;
  }
};

/** The origin may take up hardly more than it does. */
const fillUp = (): void => {
  const estimate = () => Promise.resolve({ quota: 10 * scratch.fileBytes, usage: 5 * scratch.fileBytes });
  Object.defineProperty(navigator.storage, 'estimate', { value: estimate });
};

interface Marked {
  readonly mark: string;
  readonly files: readonly string[];
  readonly places: readonly Place[];
}
/** What is left for another worker; all that was put lies in files. */
const mark = async (): Promise<Marked> => {
  const marked = shelf.mark();
  const places = parts.map((part) => marked.placeOf(part));
  const file = await scratch.write([new Uint8Array(EACH), ...marked.rest()]);
  marked.settle(file);
  return { mark: file.name, files: marked.files, places };
};
/** Another worker's texts are this one's from now on. */
const begin = async (given: unknown): Promise<void> => {
  const { mark: name, files, places } = given as Marked;
  await sweepScratch(new Set([name, ...files]));
  const file = await scratch.open(name);
  shelf = openShelf();
  const rest = file.read(EACH, file.bytes - EACH);
  const partAt = shelf.begin(file, await Promise.all(files.map((one) => scratch.open(one))), rest);
  parts.push(...places.map((place) => partAt(place)));
};

const ACTS = {
  fill,
  list,
  readAll,
  fillUp,
  counts: () => counts,
  forget: (): void => {
    for (const part of parts.splice(0)) part.forget();
  },
  close: () => shelf.close(),
  mark,
  begin,
  sweep: () => sweepScratch(new Set()),
  wipe: wipeScratch,
};
export type ScratchAct = keyof typeof ACTS;

interface PagePort {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: unknown): void;
}
const serve = (port: PagePort): void => {
  port.onmessage = async ({ data }) => {
    try {
      const [act, given] = data as readonly [ScratchAct, unknown];
      port.postMessage({ result: await ACTS[act](given) });
    } catch (error) {
      port.postMessage({ error: String(error) });
    }
  };
};
const scope = globalThis as unknown as { onconnect?: unknown };
if ('onconnect' in scope) {
  scope.onconnect = ({ ports }: { readonly ports: readonly MessagePort[] }) => {
    for (const port of ports) serve(port);
  };
} else serve(globalThis as unknown as PagePort);
