import { describe, expect, it } from 'vitest';
import { type CohortCase, findCauses, type MemberId, type Trait } from '#rules';
import { makePrng } from '../../support/prng.ts';
import { note, START_MS } from '../../support/rules-stage.ts';
import { casesOf, makeStuckCompany, type StuckCustomer, writeCustomer } from '../../support/stuck-history.ts';

const DAY = 86_400_000;
const BASE: StuckCustomer = { territory: 'east', owner: 'rae', fields: {}, visitors: [], isStuck: true };
const historyOf = (customers: readonly Partial<StuckCustomer>[]) => {
  const stage = makeStuckCompany();
  for (const [at, customer] of customers.entries()) writeCustomer(stage, at, { ...BASE, ...customer });
  return stage;
};
const traitsOf = (cases: readonly CohortCase[], customer: string): readonly Trait[] =>
  cases.find((one) => one.customer === customer)?.traits ?? [];
const has = (traits: readonly Trait[], trait: Trait): boolean =>
  traits.some((one) => JSON.stringify(one) === JSON.stringify(trait));

/** Cases by hand: so many with the traits, stuck or gone. */
const crowd = (count: number, standing: CohortCase['standing'], ...traits: Trait[]): readonly CohortCase[] =>
  Array.from({ length: count }, (_, at) => ({
    customer: `${standing}${at}${JSON.stringify(traits).length}` as CohortCase['customer'],
    standing,
    traits,
  }));
const product = (value: string): Trait => ({ kind: 'field', field: 'product', value });

describe('what a cohort is compared by', () => {
  it('[CF-1] [A4] stuck is beyond the limit and still there; within the limit is neither, gone is gone', () => {
    const stage = historyOf([{ isStuck: true }, { isStuck: false }]);
    const standings = (nowMs: number) =>
      Object.fromEntries(casesOf(stage, undefined, nowMs).map(({ customer, standing }) => [customer, standing]));
    expect(standings(START_MS + 30 * DAY)).toEqual({ k0: 'stuck', k1: 'left' });
    expect(standings(START_MS + 10 * DAY)).toEqual({ k0: 'undecided', k1: 'left' });
    expect(standings(START_MS + 11 * DAY)).toMatchObject({ k0: 'stuck' });
  });

  it('[CF-2] [R53] fields, ranks and people of the stay', () => {
    const fields = { decisionMakerTitle: '部门总监', product: '岩板', source: '展会', industry: '医院' };
    const traits = traitsOf(casesOf(historyOf([{ fields, visitors: ['rae', 'mia'] }])), 'k0');
    expect(traits).toEqual([
      { kind: 'field', field: 'decisionMakerTitle', value: '部门总监' },
      { kind: 'field', field: 'product', value: '岩板' },
      { kind: 'field', field: 'source', value: '展会' },
      { kind: 'field', field: 'segment', value: 'project' },
      { kind: 'field', field: 'industry', value: '医院' },
      { kind: 'visitorRank', value: 'manager' },
      { kind: 'titleRank', value: 'director' },
      { kind: 'noMatchingVisit' },
      { kind: 'territory', value: 'east' },
      { kind: 'person', value: 'rae' },
      { kind: 'team', value: 'mia' },
    ]);
  });

  it('[CF-2] [R15] a choice of the company’s own is compared, a text of its own and a retired one are not', () => {
    const stage = makeStuckCompany();
    const own = { of: 'customer', options: [{ id: 'a', name: '甲', requires: [] }], isRetired: false } as const;
    const fields = [
      { id: 'x_grade', name: '等级', type: 'choice', ...own },
      { id: 'x_old', name: '旧', type: 'choice', ...own, isRetired: true },
      { id: 'x_text', name: '文', type: 'text', ...own, options: [] },
    ] as const;
    stage.act('boss', 'processPublished', {
      part: { kind: 'fields', fields: fields.map((one) => structuredClone(one)) as never },
    });
    writeCustomer(stage, 0, BASE);
    for (const { id } of fields) stage.act('rae', 'fieldPatched', { field: id, value: 'a' }, { subject: 'k0' });
    const traits = traitsOf(casesOf(stage), 'k0');
    expect(traits.filter((trait) => trait.kind === 'field' && trait.field.startsWith('x_'))).toEqual([
      { kind: 'field', field: 'x_grade', value: 'a' },
    ]);
  });

  it('[CF-3] [R53] a visit of the rank or higher is the counter-action; without a known rank none is missing', () => {
    const director = { decisionMakerTitle: '部门总监' };
    const cases = casesOf(
      historyOf([
        { fields: director },
        { fields: director, visitors: ['mia'] },
        { fields: director, visitors: ['dora'] },
        { fields: director, visitors: ['rae', 'boss'] },
        { fields: { decisionMakerTitle: '张伟' } },
        {},
        { fields: { decisionMakerTitle: '采购员' }, visitors: ['rae'] },
      ]),
    );
    const missing = cases
      .filter(({ traits }) => has(traits, { kind: 'noMatchingVisit' }))
      .map(({ customer }) => customer);
    expect(missing.toSorted()).toEqual(['k0', 'k1']);
    expect(has(traitsOf(cases, 'k0'), { kind: 'visitorRank', value: 'none' })).toBe(true);
  });

  it('[CF-3] a visit before the entry, after the leaving or in the future is none of the stay', () => {
    const visit = (atMs: number) => {
      const copy = historyOf([{ fields: { decisionMakerTitle: '部门总监' } }]);
      copy.act('dora', 'visitNoteRecorded', note({ visitedAtMs: atMs }), { subject: 'k0', atMs: START_MS + 40 * DAY });
      return has(traitsOf(casesOf(copy), 'k0'), { kind: 'noMatchingVisit' });
    };
    expect([visit(START_MS - DAY), visit(START_MS + 40 * DAY), visit(START_MS + DAY)]).toEqual([true, true, false]);
  });

  it('[CF-8] [R53] who may not be told of a person gets no person and no team as a trait', () => {
    const stage = historyOf([{ owner: 'rae' }, { owner: 'ron' }]);
    const cases = casesOf(stage, (person) => person === ('rae' as MemberId));
    const kinds = (customer: string) => traitsOf(cases, customer).map(({ kind }) => kind);
    expect(kinds('k0')).toContain('person');
    expect(kinds('k1')).not.toContain('person');
    expect(kinds('k1')).not.toContain('team');
  });
});

describe('causes', () => {
  it('[CF-4] nothing is said of few customers, nor where there is nobody to compare with', () => {
    const kind = (...cases: readonly (readonly CohortCase[])[]) => findCauses(cases.flat()).kind;
    expect(kind()).toBe('tooFew');
    expect(kind(crowd(8, 'stuck'), crowd(3, 'left'), crowd(20, 'undecided'))).toBe('tooFew');
    expect(kind(crowd(12, 'stuck'))).toBe('allStuck');
    expect(kind(crowd(12, 'left'))).toBe('noneStuck');
    expect(kind(crowd(8, 'stuck'), crowd(4, 'left'))).toBe('compared');
    expect(findCauses([...crowd(4, 'stuck'), ...crowd(1, 'undecided')])).toMatchObject({
      entered: 5,
      decided: 4,
      stuck: 4,
    });
  });

  it('[CF-5] what is shared by stuck and gone alike is no cause; what the stuck share alone is', () => {
    const even = findCauses([
      ...crowd(9, 'stuck', product('岩板')),
      ...crowd(9, 'stuck', product('胶')),
      ...crowd(9, 'left', product('岩板')),
      ...crowd(9, 'left', product('胶')),
    ]);
    expect(even.causes).toEqual([]);
    expect(even.weaker.length).toBeGreaterThan(0);
    const uneven = findCauses([...crowd(16, 'stuck', product('岩板')), ...crowd(9, 'left', product('胶'))]);
    expect(uneven.causes).toMatchObject([{ traits: [product('岩板')], stuck: 16, left: 0 }]);
    expect(uneven.causes[0]?.customers).toHaveLength(16);
  });

  it('[CF-5] the same difference claimed alone is not claimed among hundreds of comparisons', () => {
    const telling = product('岩板');
    const own = (at: number, value: string): Trait => ({ kind: 'field', field: `x_${at}`, value });
    const prng = makePrng(3);
    const noise = () => Array.from({ length: 400 }, (_, at) => own(at, prng.pick(['a', 'b'])));
    const cases = [
      ...crowd(12, 'stuck', telling),
      ...crowd(4, 'stuck', product('胶')),
      ...crowd(2, 'left', telling),
      ...crowd(10, 'left', product('胶')),
    ];
    const alone = findCauses(cases);
    const among = findCauses(cases.map((one) => ({ ...one, traits: [...one.traits, ...noise()] })));
    expect(alone.causes.map(({ traits }) => traits)).toContainEqual([telling]);
    expect(among.comparisons).toBeGreaterThan(100);
    expect(among.causes.map(({ traits }) => traits)).not.toContainEqual([telling]);
  });

  it('[CF-7] a trait and its twin are one comparison, and the pair with the missing visit is the one told', () => {
    const title: Trait = { kind: 'field', field: 'decisionMakerTitle', value: '部门总监' };
    const rank: Trait = { kind: 'titleRank', value: 'director' };
    const unmet: Trait = { kind: 'noMatchingVisit' };
    const { causes, comparisons } = findCauses([
      ...crowd(14, 'stuck', title, rank, unmet),
      ...crowd(8, 'left', product('胶')),
    ]);
    expect(comparisons).toBe(2);
    expect(causes.map(({ traits }) => traits)).toEqual([[title, unmet]]);
  });

  it('[CF-5] [R53] of two of nearly the same customers the better one is told, and the other as its second name', () => {
    const slab = product('岩板');
    const fair: Trait = { kind: 'field', field: 'source', value: '展会' };
    const left = [...crowd(14, 'left', product('胶')), ...crowd(1, 'left', fair)];
    const told = (both: number, slabs: number, fairs: number) => {
      const stuck = [
        ...crowd(both, 'stuck', slab, fair),
        ...crowd(slabs, 'stuck', slab),
        ...crowd(fairs, 'stuck', fair),
      ];
      const { causes, alike } = findCauses([...stuck, ...left]);
      return [causes, alike].map((list) => list.flatMap(({ traits }) => traits));
    };
    expect(told(12, 4, 0)).toEqual([[slab], [fair]]);
    // Three of four are shared: one name. A customer fewer shared, and each says something of its own.
    expect(told(12, 2, 2)).toEqual([[slab], [fair]]);
    expect(told(12, 3, 2)).toEqual([[slab, fair], []]);
  });

  it('[CF-5] [I1] the order of the cohort changes nothing but that of the lists', () => {
    const cases = casesOf(
      historyOf(
        Array.from({ length: 26 }, (_, at) => ({
          fields: { product: at % 2 === 0 ? '岩板' : '胶', source: at % 3 === 0 ? '展会' : '官网' },
          isStuck: at % 2 === 0,
        })),
      ),
    );
    const told = (of: readonly CohortCase[]) => {
      const { causes, alike, weaker, ...counts } = findCauses(of);
      return {
        ...counts,
        told: [...causes, ...alike, ...weaker].map((cause) => ({ ...cause, customers: cause.customers.toSorted() })),
      };
    };
    expect(told(cases.toReversed())).toEqual(told(cases));
    expect(told(cases).told[0]?.traits).toEqual([product('岩板')]);
  });
});
