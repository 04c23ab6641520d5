import { describe, expect, it } from 'vitest';
import { keepEqual } from '../../../client/app/keep-equal.ts';

describe('an answer that changed in part', () => {
  it('[SH-16] keeps every part that is equal, and is the same one where all of it is', () => {
    const before = { members: { a: { name: '甲', in: ['t1'] }, b: { name: '乙', in: [] } }, none: null };
    expect(keepEqual(before, structuredClone(before))).toBe(before);
    const after = {
      ...structuredClone(before),
      members: { ...structuredClone(before.members), b: { name: '丙', in: [] } },
    };
    const kept = keepEqual(before, after) as typeof before;
    expect(kept).toEqual(after);
    expect(kept.members.a).toBe(before.members.a);
    expect(kept.members.b.in).toBe(before.members.b.in);
    expect(kept.members).not.toBe(before.members);
  });

  it('[SH-16] takes what was added, left out, put in another order or turned into something else', () => {
    const cases: readonly (readonly [unknown, unknown])[] = [
      [{ a: 1, b: undefined }, { a: 1 }],
      [{ a: 1 }, { a: 1, b: undefined }],
      [[1, 2], [1]],
      [[1], [1, 2]],
      [
        [{ x: 1 }, { x: 2 }],
        [{ x: 2 }, { x: 1 }],
      ],
      [{ 0: 'a' }, ['a']],
      [null, {}],
      [{ a: new Float64Array([1]) }, { a: new Float64Array([1]) }],
      [undefined, { a: 1 }],
    ];
    for (const [before, after] of cases) {
      expect(keepEqual(before, after)).toStrictEqual(after);
      expect(keepEqual(before, after)).not.toBe(before);
    }
    const [first, second] = [{ x: 1 }, { x: 2 }];
    expect(keepEqual([first, second], [{ x: 1 }, { x: 2 }, { x: 3 }])).toEqual([first, second, { x: 3 }]);
  });
});
