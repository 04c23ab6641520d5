import { type Fold, makeFold, makeSleepers } from '#rules';

/** Packing that packs nothing, and how often it was asked. */
export const plainPacking = () => {
  const times = { packed: 0, unpacked: 0 };
  return {
    times,
    seed: 7,
    pack: (text: string) => {
      times.packed += 1;
      return new TextEncoder().encode(text);
    },
    unpack: (packed: Uint8Array) => {
      times.unpacked += 1;
      return new TextDecoder().decode(packed);
    },
  };
};

/** A fold in which so many customers stay awake, and what lets more of them sleep. */
export const drowsyFold = (awake: number) => {
  const fold: Fold = makeFold();
  const { times, ...packing } = plainPacking();
  const letSome = fold.letSleep(makeSleepers(packing), awake);
  return { fold, settle: (most: number) => letSome(most, awake), times };
};
