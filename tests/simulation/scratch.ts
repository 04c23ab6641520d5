import type { Scratch } from '../../client/data/platform.ts';
import { makeFickleScratch } from '../support/fickle-scratch.ts';
import type { Prng } from '../support/prng.ts';
import type { VirtualTime } from './virtual-time.ts';

/** A customer or two, so that a short history fills many files. */
const FILE_BYTES = 1_000;
/** Longest write, ms. */
const LONGEST_MS = 2_000;

/** A scratch that takes its time to write and refuses now and then. */
export const openSimScratch = (time: VirtualTime, random: Prng, onRefused: () => void): Scratch => {
  const scratch = makeFickleScratch(FILE_BYTES, () => {
    const isRefused = random.chance(0.1);
    time.setTimeout(() => {
      if (isRefused) onRefused();
      scratch.end(isRefused);
    }, random.int(LONGEST_MS));
  });
  return scratch;
};
