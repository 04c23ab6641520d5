import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import { type MakeSleepers, makeSleepers } from '#rules';

/** Those who sleep are kept deflated: a third of their text. */
export const packedSleepers: MakeSleepers = makeSleepers({
  pack: (text) => deflateSync(strToU8(text)),
  unpack: (packed) => strFromU8(inflateSync(packed)),
});
