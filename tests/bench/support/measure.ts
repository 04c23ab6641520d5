import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** `share` in [0, 1]; 0 for no values. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};
export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Collects garbage now, so that what an earlier part left behind is not paid for in the next. */
export const collectGarbage = (): void => {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
};

export const MEGA = 1_048_576;
/**
 * What the process holds on to, MB. What native code gave is let go of in a turn of the loop behind the collection that
 * found it dead, and what that kept by another one: by a fifth too much was counted after one.
 */
export const heldMb = async (): Promise<number> => {
  for (let round = 0; round < 3; round += 1) {
    collectGarbage();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / MEGA;
};

/** Runs `act` and answers what it gave with the time it took, ms. */
export const timed = <Result>(act: () => Result): { readonly result: Result; readonly ms: number } => {
  const startedAt = performance.now();
  const result = act();
  return { result, ms: performance.now() - startedAt };
};

/**
 * Runs `act` and answers what it gave with the processor time it took, ms: for ratios, which a machine that does other
 * work meanwhile would bend. Helpers that collect garbage count too.
 */
export const worked = <Result>(act: () => Result): { readonly result: Result; readonly ms: number } => {
  const before = process.cpuUsage();
  const result = act();
  const { user, system } = process.cpuUsage(before);
  return { result, ms: (user + system) / 1000 };
};

/** Middle times of an act on a machine that does other things too: by the clock, and on the processor, ms. */
export interface Cost {
  readonly ms: number;
  readonly cpuMs: number;
}
/** Runs `act` so many times; the first run, which compiles, is left out. */
export const costOf = (rounds: number, act: () => unknown): Cost => {
  const costs = Array.from({ length: rounds }, (): Cost => {
    const { result, ms: cpuMs } = worked(() => timed(act));
    return { ms: result.ms, cpuMs };
  }).slice(1);
  return { ms: median(costs.map(({ ms }) => ms)), cpuMs: median(costs.map(({ cpuMs }) => cpuMs)) };
};
