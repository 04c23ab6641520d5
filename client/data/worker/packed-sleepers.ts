import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import { drowsing } from './drowsing.ts';
import { openOpfsScratch } from './opfs-scratch.ts';
import type { Packing } from './shelf.ts';

/** Bytes that say how many a text has: who knows that inflates it several times as fast. */
const LENGTH_BYTES = 4;

/** Those who sleep are kept deflated: a third of their text. */
export const deflated: Packing = {
  pack: (text) => {
    const bytes = strToU8(text);
    const small = deflateSync(bytes);
    const packed = new Uint8Array(LENGTH_BYTES + small.length);
    new DataView(packed.buffer).setUint32(0, bytes.length);
    packed.set(small, LENGTH_BYTES);
    return packed;
  },
  unpack: (packed) => {
    const length = new DataView(packed.buffer, packed.byteOffset).getUint32(0);
    return strFromU8(inflateSync(packed.subarray(LENGTH_BYTES), { out: new Uint8Array(length) }));
  },
};

export const packedDrowsing = drowsing({
  packing: deflated,
  seed: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
  openScratch: openOpfsScratch,
});
