import { fitsVarint, VarintReader, VarintWriter } from '../support/varints.ts';
import type { RestingSeals, Seal, SealTable } from './seal-table.ts';

/** What the first seal is told from. */
const START: Seal = { from: 0, to: 0, received: 0, tick: 0 };

const bytesOf = (seals: readonly Seal[]): Uint8Array => {
  const numbers = new VarintWriter();
  let last = START;
  for (const seal of seals) {
    numbers.add(seal.from - last.to);
    numbers.add(seal.to - seal.from);
    numbers.add(seal.tick - last.tick);
    numbers.add(seal.tick - seal.received);
    last = seal;
  }
  return numbers.written();
};

/** Seals told each from the one before, in a few bytes. */
export const restingSeals = (bytes: Uint8Array): RestingSeals => ({
  bytes,
  *seals() {
    let last = START;
    for (const numbers = new VarintReader(bytes); !numbers.isAtEnd(); ) {
      const from = last.to + numbers.next();
      const to = from + numbers.next();
      const tick = last.tick + numbers.next();
      last = { from, to, tick, received: tick - numbers.next() };
      yield last;
    }
  },
});

/** Lets the table rest; its seals as they are kept then. `null` = one has a number that is not whole, and none rests. */
export const letRest = (table: SealTable): Uint8Array | null => {
  if (table.resting !== null) return table.resting.bytes;
  const all = table.all();
  if (!all.every(({ from, to, received, tick }) => [from, to, received, tick].every(fitsVarint))) return null;
  const resting = restingSeals(bytesOf(all));
  table.rest(resting);
  return resting.bytes;
};
