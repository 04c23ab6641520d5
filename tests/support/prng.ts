/**
 * Replayable randomness: xoshiro128** (Blackman and Vigna), period 2^128 - 1, state filled from the seed by
 * SplitMix32 so that neighbouring seeds share nothing.
 */
export interface Prng {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform integer in [0, below). */
  int(below: number): number;
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** A generator of its own, so that one more draw here does not shift every draw there. */
  fork(): Prng;
}

const splitMix = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  };
};

const rotate = (value: number, bits: number): number => ((value << bits) | (value >>> (32 - bits))) >>> 0;

export const makePrng = (seed: number): Prng => {
  const fill = splitMix(seed);
  let [a, b, c, d] = [fill(), fill(), fill(), fill()];
  const draw = (): number => {
    const result = Math.imul(rotate(Math.imul(b, 5) >>> 0, 7), 9) >>> 0;
    const t = (b << 9) >>> 0;
    c = (c ^ a) >>> 0;
    d = (d ^ b) >>> 0;
    b = (b ^ c) >>> 0;
    a = (a ^ d) >>> 0;
    c = (c ^ t) >>> 0;
    d = rotate(d, 11);
    return result;
  };
  const prng: Prng = {
    next: () => (draw() * 2 ** 21 + (draw() >>> 11)) / 2 ** 53,
    int: (below) => Math.floor(prng.next() * below),
    chance: (probability) => prng.next() < probability,
    pick: (items) => {
      const item = items[prng.int(items.length)];
      if (item === undefined) throw new RangeError('nothing to pick from');
      return item;
    },
    fork: () => makePrng(draw()),
  };
  return prng;
};
