import { fitsVarint, VarintReader, VarintWriter } from '../support/varints.ts';
import type { RestingSeals, Seal, SealTable } from './seal-table.ts';

/** What the first seal is told from. */
const START: Seal = { from: 0, to: 0, received: 0, tick: 0 };

const bytesOf = (seals: readonly Seal[], before: Seal): Uint8Array => {
  const numbers = new VarintWriter();
  let last = before;
  for (const seal of seals) {
    numbers.add(seal.from - last.to);
    numbers.add(seal.to - seal.from);
    numbers.add(seal.tick - last.tick);
    numbers.add(seal.tick - seal.received);
    last = seal;
  }
  return numbers.written();
};

function* sealsIn(bytes: Uint8Array): Iterable<Seal> {
  let last = START;
  for (const numbers = new VarintReader(bytes); !numbers.isAtEnd(); ) {
    const from = last.to + numbers.next();
    const to = from + numbers.next();
    const tick = last.tick + numbers.next();
    last = { from, to, tick, received: tick - numbers.next() };
    yield last;
  }
}

type Summary = ReturnType<RestingSeals['summary']>;
const addedTo = (before: Summary, seals: Iterable<Seal>): Summary => {
  let { count, reach, last } = before;
  for (const seal of seals) {
    count += 1;
    reach = Math.max(reach, seal.to);
    last = seal;
  }
  return { count, reach, last };
};
const NONE: Summary = { count: 0, reach: Number.NEGATIVE_INFINITY, last: START };

/** Seals told each from the one before, in a few bytes; at least one. `known`: their summary, where it is known. */
export const restingSeals = (bytes: Uint8Array, known: Summary | null = null): RestingSeals => {
  let summary = known;
  return {
    bytes,
    seals: () => sealsIn(bytes),
    summary: () => {
      summary ??= addedTo(NONE, sealsIn(bytes));
      return summary;
    },
  };
};

const NOTHING = new Uint8Array();
const joined = (first: Uint8Array, second: Uint8Array): Uint8Array => {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
};

/**
 * Lets what came since rest behind what rests already; result: all seals as they are kept then. `null` = one has a number
 * that is not whole: those that rested do so, and no more.
 */
export const letRest = (table: SealTable): Uint8Array | null => {
  const { resting } = table;
  const since = table.since();
  if (since.length === 0) return resting?.bytes ?? NOTHING;
  if (!since.every(({ from, to, received, tick }) => [from, to, received, tick].every(fitsVarint))) return null;
  const before = resting?.summary() ?? NONE;
  const bytes = joined(resting?.bytes ?? NOTHING, bytesOf(since, before.last));
  table.rest(restingSeals(bytes, addedTo(before, since)));
  return bytes;
};
