import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import { makeSleepers } from '#rules';
import { drowsing } from './drowsing.ts';

/** Those who sleep are kept deflated: a third of their text. */
export const packedSleepers = makeSleepers({
  pack: (text) => deflateSync(strToU8(text)),
  unpack: (packed) => strFromU8(inflateSync(packed)),
  seed: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
});

export const packedDrowsing = drowsing(packedSleepers);
