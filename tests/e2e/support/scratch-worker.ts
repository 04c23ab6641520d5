import type { PackedText } from '#rules';
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
const shelf = new Shelf(
  packing,
  {
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
  },
  { after: () => () => undefined },
  () => {
    counts.told += 1;
  },
);
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
      port.postMessage({ result: await ACTS[data as ScratchAct]() });
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
