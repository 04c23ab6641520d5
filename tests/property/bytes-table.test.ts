import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BytesTable } from '../../rules/support/bytes-table.ts';

const KEYS = ['c1', 'c2', 'desk:rae', 'newcomer:rob', ''];
/** Some longer than a piece, and enough of them to have everything moved together. */
const bytes = fc
  .tuple(fc.oneof({ weight: 9, arbitrary: fc.nat(9_000) }, fc.constantFrom(65_532, 65_533, 70_000)), fc.nat(255))
  .map(([length, fill]) => new Uint8Array(length).fill(fill));
const change = fc.tuple(fc.constantFrom(...KEYS), fc.option(bytes, { freq: 5 }));

test('[MX-33] bytes of many keys in a few pieces are those that were set last, whatever was replaced how often', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 80 }), (changes) => {
      const [table, known] = [new BytesTable(), new Map<string, Uint8Array>()];
      for (const [key, value] of changes) {
        table.set(key, value);
        if (value === null) known.delete(key);
        else known.set(key, value);
        for (const one of KEYS)
          expect(Buffer.from(table.get(one) ?? []).equals(known.get(one) ?? Buffer.from([]))).toBe(true);
        expect(KEYS.filter((one) => table.get(one) === null)).toEqual(KEYS.filter((one) => !known.has(one)));
      }
    }),
    { numRuns: 100 },
  );
});
