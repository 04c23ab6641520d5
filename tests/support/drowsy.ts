import { type Fold, makeFold, makeSleepers, type PackedText } from '#rules';
import type { Scratch } from '../../client/data/platform.ts';
import { drowsing } from '../../client/data/worker/drowsing.ts';
import { Shelf } from '../../client/data/worker/shelf.ts';
import { makeManualTimers } from './manual-timers.ts';

const SEED = 7;

/** Packing that packs nothing, and how often it was asked. */
export const plainPacking = () => {
  const times = { packed: 0, unpacked: 0 };
  const packing = {
    pack: (text: string) => {
      times.packed += 1;
      return new TextEncoder().encode(text);
    },
    unpack: (packed: Uint8Array) => {
      times.unpacked += 1;
      return new TextDecoder().decode(packed);
    },
  };
  return { times, packing };
};

/** What lets customers of a device sleep, without the library that packs. */
export const plainDrowsing = (openScratch?: () => Scratch) => {
  const { times, packing } = plainPacking();
  return { times, make: drowsing({ packing, seed: SEED, ...(openScratch === undefined ? {} : { openScratch }) }) };
};

/** A fold in which so many customers stay awake, and what lets more of them sleep. */
export const drowsyFold = (awake: number, scratch: Scratch | null = null) => {
  const fold: Fold = makeFold();
  const timers = makeManualTimers();
  const { times, packing } = plainPacking();
  const shelf = new Shelf(packing, scratch, timers, () => undefined);
  /** Bytes packed and not forgotten. */
  let needed = 0;
  const pack = (text: string): PackedText => {
    const part = shelf.put(text);
    const { length } = new TextEncoder().encode(text);
    needed += length;
    const forget = (): void => {
      needed -= length;
      part.forget();
    };
    return { text: () => part.text(), forget };
  };
  const { settle: letSome } = fold.letSleep(makeSleepers({ pack, seed: SEED }), awake);
  return { fold, settle: (most: number) => letSome(most, awake), times, timers, needed: () => needed };
};
