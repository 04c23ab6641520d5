import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_PROCESS,
  gapOf,
  type LeadId,
  MATCH_FACTORS,
  type MatchFacts,
  type MemberId,
  matchScore,
  type Profile,
  profileFor,
  rankLeads,
  recentWeeks,
  type SuggestionSettings,
  stageEntries,
  suggestionId,
  titleRank,
  type WonCustomer,
  weekOf,
  wonContribution,
} from '#rules';
import { creation, makeStage, START_MS } from '../../support/rules-stage.ts';

const SETTINGS = DEFAULT_PROCESS.suggestion;
const { calendar } = DEFAULT_PROCESS;
const DAY = 86_400_000;
const NONE: MatchFacts = { industry: null, size: null, region: null, source: null, product: null, decisionMaker: null };
const FULL: MatchFacts = {
  industry: '医疗',
  size: '三甲',
  region: '上海',
  source: '展会',
  product: '影像',
  decisionMaker: 'director',
};
const won = (member: string, count: number, facts: MatchFacts = FULL): WonCustomer[] =>
  Array.from({ length: count }, () => ({ member: member as MemberId, facts }));
const profiled = (all: readonly WonCustomer[], settings: SuggestionSettings = SETTINGS): Profile => {
  const answer = profileFor('rae' as MemberId, new Set(['rob' as MemberId]), all, settings);
  if (answer.kind !== 'profile') throw new Error(answer.kind);
  return answer.profile;
};
const best = (leads: Readonly<Record<string, MatchFacts>>, all = won('rae', 5), settings = SETTINGS) =>
  rankLeads(Object.entries(leads) as [LeadId, MatchFacts][], profiled(all, settings), settings, 3);

describe('likeness of leads to whom a person wins', () => {
  it('[SG-1] [R50] [A10] each factor gives what the value is frequent among the won customers, and says so', () => {
    const mixed = [...won('rae', 4), ...won('rae', 2, { ...FULL, industry: '教育' })];
    const match = matchScore({ ...FULL, industry: '教育' }, profiled(mixed), SETTINGS);
    expect(match.score).toBe(87.5);
    expect(match.lines[0]).toEqual({
      ...{ factor: 'industry', value: '教育', usual: '医疗', same: 2, known: 6, points: 12.5, most: 25 },
    });
    expect(match.lines.map(({ factor }) => factor)).toEqual(MATCH_FACTORS);
    expect(matchScore({ ...FULL, industry: ' 医 疗 ' }, profiled(mixed), SETTINGS).score).toBe(100);
  });

  it('[SG-2] [R50] [A10] only what is strictly above 85.0 is named, and three at most, best first, equal ones by id', () => {
    // 15 of 100 points missing: exactly 85, which is not above it.
    const leads = { even: { ...FULL, size: '诊所' }, d: FULL, b: FULL, c: FULL, a: { ...FULL, decisionMaker: null } };
    const { best: named, compared } = best(leads);
    expect(named.map(({ lead, score }) => [lead, score])).toEqual([
      ['b', 100],
      ['c', 100],
      ['d', 100],
    ]);
    expect(compared).toBe(5);
    expect(best({ even: { ...FULL, size: '诊所' } }).best).toEqual([]);
    expect(best({ a: { ...FULL, decisionMaker: null } }).best.map(({ score }) => score)).toEqual([90]);
  });

  it('[SG-3] [R50] [A10] with fewer than five won the team is compared, and it says so; with too few nobody is', () => {
    const team = new Set(['rob' as MemberId]);
    const of = (all: readonly WonCustomer[]) => profileFor('rae' as MemberId, team, all, SETTINGS);
    expect(of([...won('rae', 5), ...won('rob', 9)])).toMatchObject({ profile: { of: 'own', won: 5 } });
    expect(of([...won('rae', 4), ...won('rob', 1)])).toMatchObject({ profile: { of: 'team', won: 5 } });
    const few = [...won('rae', 4), ...won('ron', 9)];
    expect(of(few)).toEqual({ kind: 'tooFew', own: 4, team: 4, needed: 5 });
    expect(of([])).toEqual({ kind: 'tooFew', own: 0, team: 0, needed: 5 });
  });

  it('[SG-4] [R50] what won customers lack is left out, what a lead lacks gives nothing, and too little is said', () => {
    const bare = { ...FULL, size: null, decisionMaker: null };
    const match = matchScore({ ...bare, source: null }, profiled(won('rae', 5, bare)), SETTINGS);
    expect(match.lines.map(({ factor }) => factor)).toEqual(['industry', 'region', 'source', 'product']);
    expect(match.score).toBe(80);
    const one = won('rae', 5, { ...NONE, industry: '医疗' });
    expect(profileFor('rae' as MemberId, new Set(), one, SETTINGS)).toEqual({ kind: 'noFacts', won: 5 });
    const weightless = { ...SETTINGS, weights: { ...SETTINGS.weights } };
    for (const factor of MATCH_FACTORS) weightless.weights[factor] = 0;
    expect(profileFor('rae' as MemberId, new Set(), won('rae', 5), weightless)).toEqual({ kind: 'noFacts', won: 5 });
  });

  it('[SG-5] [R50] a score is from 0 to 100 whatever is compared, and the order of the won does not matter', () => {
    const text = fc.option(fc.constantFrom('甲', '乙', '丙', 'a', ' '), { nil: null });
    const some = fc.record(
      Object.fromEntries(MATCH_FACTORS.map((factor) => [factor, text])),
    ) as fc.Arbitrary<MatchFacts>;
    fc.assert(
      fc.property(fc.array(some, { minLength: 5, maxLength: 12 }), some, (all, lead) => {
        const made = all.map((facts): WonCustomer => ({ member: 'rae' as MemberId, facts }));
        const of = (list: readonly WonCustomer[]) => profileFor('rae' as MemberId, new Set(), list, SETTINGS);
        const answer = of(made);
        expect(of(made.toReversed())).toEqual(answer);
        if (answer.kind !== 'profile') return;
        const { score, lines } = matchScore(lead, answer.profile, SETTINGS);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
        expect(lines.every(({ points, most }) => points >= 0 && points <= most + 1e-9)).toBe(true);
      }),
    );
  });

  it('[SG-6] [R50] a customer counts for who had it when it was won, not for who has it now', () => {
    const stage = makeStage();
    stage.act('rae', 'opportunityEnded', { opportunity: 'o1', outcome: 'won', dateMs: stage.nowMs, amountFen: 1 });
    stage.pass(DAY);
    stage.act('mia', 'customerHandedOver', { to: 'rob' });
    expect(wonContribution(stage.customer())).toMatchObject({ member: 'rae', facts: { region: '上海' } });
    expect(wonContribution({ ...stage.customer(), opportunities: [] })).toBeNull();
  });

  it('[SG-14] [R50] what is compared stands on the deal that was won, not on the one that runs', () => {
    const stage = makeStage();
    const says = (field: 'product' | 'decisionMakerTitle', value: string, opportunity?: string) =>
      stage.act('rae', 'fieldPatched', { field, value, ...(opportunity === undefined ? {} : { opportunity }) });
    says('product', '泵', 'o1');
    says('decisionMakerTitle', '总经理', 'o1');
    stage.act('rae', 'opportunityEnded', { opportunity: 'o1', outcome: 'won', dateMs: stage.nowMs, amountFen: 1 });
    stage.pass(DAY);
    stage.act('rae', 'opportunityAdded', { opportunity: 'o2', name: '二期', stage: 'initialContact' });
    says('product', '阀', 'o2');
    says('decisionMakerTitle', '采购员', 'o2');
    expect(wonContribution(stage.customer())?.facts).toMatchObject({
      product: '泵',
      decisionMaker: titleRank('总经理'),
    });
  });
});

/** 2026-11-02 is a Monday; 2026-10-01 to 07 are holidays. */
const weeksBack = (nowMs: number, back: number): number => recentWeeks(nowMs, back + 1)[back]?.fromMs ?? 0;
const gap = (entries: readonly number[], sinceMs: number | null = 0, nowMs = START_MS + 50 * DAY) =>
  gapOf(entries, sinceMs, nowMs, SETTINGS, calendar);

describe('weeks without anybody new', () => {
  const now = START_MS + 50 * DAY;

  it('[SG-7] [R49] [A11] two completed weeks without an entry call for one suggestion, one week does not', () => {
    expect(gap([weeksBack(now, 2) + DAY])).toEqual({ kind: 'fine', weeks: 1 });
    expect(gap([weeksBack(now, 3) + DAY])).toMatchObject({ kind: 'gap', weeks: 2, n: 1 });
    // The present week is not over; what is dated in the future is in no completed week.
    expect(gap([weeksBack(now, 3) + DAY, now, now + 90 * DAY])).toMatchObject({ kind: 'gap', weeks: 2, n: 1 });
  });

  it('[SG-8] [R49] [A11] the gap keeps its first week, and after two further weeks there is one suggestion more', () => {
    const entry = weeksBack(now, 3) + DAY;
    const known = [0, 7, 14, 21].map((days) => gap([entry], 0, now + days * DAY));
    expect(known.map((one) => (one.kind === 'gap' ? [one.weeks, one.n] : []))).toEqual([
      [2, 1],
      [3, 1],
      [4, 2],
      [5, 2],
    ]);
    expect(new Set(known.map((one) => (one.kind === 'gap' ? one.firstWeek : ''))).size).toBe(1);
    const ids = [1, 1, 2, 2].map((n) => suggestionId('rae' as MemberId, '2026-W48', n));
    expect(new Set(ids).size).toBe(2);
    expect(suggestionId('rob' as MemberId, '2026-W48', 1)).not.toBe(ids[0]);
  });

  it('[SG-9] [R49] [A11] a week with two working days or fewer neither counts nor ends the row', () => {
    // National Day of 2026 and the week before it: 28 September to 4 October has three working days, the next one two or three.
    const short = { ...SETTINGS, shortWeekDays: 4 };
    const at = Date.UTC(2026, 9, 21, 4);
    const entry = Date.UTC(2026, 8, 23, 4);
    const all = gapOf([entry], 0, at, { ...SETTINGS, shortWeekDays: 0 }, calendar);
    const without = gapOf([entry], 0, at, short, calendar);
    expect(all).toMatchObject({ weeks: 3, firstWeek: weekOf(Date.UTC(2026, 8, 30)).week });
    expect(without.kind === 'gap' || without.kind === 'fine' ? without.weeks : -1).toBeLessThan(3);
    // An entry in such a week is an entry all the same.
    expect(gapOf([Date.UTC(2026, 9, 3)], 0, at, short, calendar).kind).toBe('fine');
  });

  it('[SG-10] [R49] a person who was not here for so long is no gap, and it says since when', () => {
    const joined = weeksBack(now, 1) + DAY;
    expect(gap([], joined)).toEqual({ kind: 'newJoiner', sinceMs: joined });
    expect(gap([], null)).toEqual({ kind: 'newJoiner', sinceMs: null });
    expect(gap([], weeksBack(now, 3))).toMatchObject({ kind: 'gap', weeks: 3 });
  });

  it('[SG-11] [R49] an entry is of who was responsible then; 1970 and any other date harm nobody', () => {
    const stage = makeStage();
    stage.act('rae', 'customerCreated', creation('rae'), { subject: 'c9' });
    const enter = (stageId: string, basis: string | null = null): string =>
      stage.act('rae', 'stageEntered', {
        ...{ opportunity: 'o1', stage: stageId, from: 'initialContact', basis, skippedReason: '急' },
      });
    enter('contractSigning');
    stage.pass(DAY);
    stage.act('mia', 'customerHandedOver', { to: 'rob' });
    expect(stageEntries(stage.customer(), 'contractSigning')).toMatchObject([{ member: 'rae' }]);
    expect(stageEntries(stage.customer(), 'gone')).toEqual([]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e12, max: 2.5e14 })), (entries) => {
        const found = gap(entries);
        if (found.kind === 'gap') expect(found.n).toBe(Math.floor(found.weeks / SETTINGS.emptyWeeks));
        expect(gap(entries.toReversed())).toEqual(found);
      }),
    );
  });
});
