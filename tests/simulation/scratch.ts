import type { Drowsing, MakeDrowsing } from '../../client/data/platform.ts';
import { type FickleScratch, makeFickleScratch } from '../support/fickle-scratch.ts';
import type { Prng } from '../support/prng.ts';
import type { VirtualTime } from './virtual-time.ts';

/** A customer or two, so that a short history fills many files. */
const FILE_BYTES = 1_000;
/** Longest write, ms. */
const LONGEST_MS = 2_000;

/** A scratch that takes its time to write and refuses now and then. */
export const openSimScratch = (time: VirtualTime, random: Prng, onRefused: () => void): FickleScratch => {
  const scratch = makeFickleScratch(FILE_BYTES, () => {
    const isRefused = random.chance(0.1);
    time.setTimeout(() => {
      if (isRefused) onRefused();
      scratch.end(isRefused);
    }, random.int(LONGEST_MS));
  });
  return scratch;
};

/** What lets customers sleep, and says of each opening that is there whether a start could begin with it. */
export const toldOfOpenings =
  (make: MakeDrowsing, told: (isBegun: boolean) => void): MakeDrowsing =>
  (...given) => {
    const drowsing = make(...given);
    const load: Drowsing['load'] = async (files) => {
      const opening = await drowsing.load(files);
      if (opening === null) told(false);
      return (
        opening && {
          ...opening,
          begin: (fold) => {
            const steps = opening.begin(fold);
            told(steps !== null);
            return steps;
          },
        }
      );
    };
    return new Proxy(drowsing, {
      get: (target, name) => {
        if (name === 'load') return load;
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  };
