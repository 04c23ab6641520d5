import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import { checkOf } from './check-bytes.ts';
import { drowsing } from './drowsing.ts';
import { openOpfsScratch } from './opfs-scratch.ts';
import type { Packing } from './shelf.ts';

/** Before what is deflated: how many bytes a text has, for who knows that inflates it several times as fast; a check. */
const HEAD_BYTES = 8;
const CHECK_AT = 4;

/** Those who sleep are kept deflated: a third of their text. What a failing disk made of it is not unpacked. */
export const deflated: Packing = {
  pack: (text) => {
    const bytes = strToU8(text);
    const small = deflateSync(bytes);
    const packed = new Uint8Array(HEAD_BYTES + small.length);
    const head = new DataView(packed.buffer);
    head.setUint32(0, bytes.length);
    head.setUint32(CHECK_AT, checkOf(small));
    packed.set(small, HEAD_BYTES);
    return packed;
  },
  unpack: (packed) => {
    const head = new DataView(packed.buffer, packed.byteOffset);
    const small = packed.subarray(HEAD_BYTES);
    if (head.getUint32(CHECK_AT) !== checkOf(small)) throw new Error('packed records are damaged');
    return strFromU8(inflateSync(small, { out: new Uint8Array(head.getUint32(0)) }));
  },
};

export const packedDrowsing = drowsing({
  packing: deflated,
  seed: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
  openScratch: openOpfsScratch,
});
