import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import { drowsing } from './drowsing.ts';
import { openOpfsScratch } from './opfs-scratch.ts';
import type { Packing } from './shelf.ts';

/** Those who sleep are kept deflated: a third of their text. */
export const deflated: Packing = {
  pack: (text) => deflateSync(strToU8(text)),
  unpack: (bytes) => strFromU8(inflateSync(bytes)),
};

export const packedDrowsing = drowsing({
  packing: deflated,
  seed: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
  openScratch: openOpfsScratch,
});
