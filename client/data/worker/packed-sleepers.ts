import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import { type MakeSleepers, makeSleepers } from '#rules';

/** Customers beyond those awake are kept deflated: a third of their text. */
export const packedSleepers = (awake: number): MakeSleepers =>
  makeSleepers({
    awake,
    pack: (text) => deflateSync(strToU8(text)),
    unpack: (packed) => strFromU8(inflateSync(packed)),
  });
