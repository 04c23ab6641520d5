import { describe, expect, it } from 'vitest';
import {
  type CustomerId,
  coachingCard,
  DAY_MS,
  type GreenContribution,
  greenContribution,
  HOUR_MS,
  type MemberId,
  type PayloadOf,
} from '#rules';
import { creation, green, makeStage, type RulesStage, START_MS } from '../../support/rules-stage.ts';

const ME = 'rae' as MemberId;
const TEAM = ['rae', 'rob'] as MemberId[];
const NOW = 400 * DAY_MS;

interface Sketch {
  readonly greenDay: number;
  readonly wonDay?: number;
  readonly cycleDays?: number;
  readonly lostDay?: number;
  readonly by?: string;
}
const sketch = (at: number, { greenDay, wonDay, cycleDays = 30, lostDay, by = 'rae' }: Sketch): GreenContribution => ({
  customer: `c${String(at).padStart(3, '0')}` as CustomerId,
  greens: [{ member: by as MemberId, mark: `m${at}` as never, at: greenDay * DAY_MS, markedAt: greenDay * DAY_MS }],
  won:
    wonDay === undefined
      ? []
      : [{ at: wonDay * DAY_MS, recordedAt: wonDay * DAY_MS, cycleDays, owner: by as MemberId }],
  lostAt: lostDay === undefined ? null : lostDay * DAY_MS,
});
const sketches = (...all: readonly Sketch[]): GreenContribution[] => all.map((one, at) => sketch(at, one));
const old = (greenDay: number): Sketch => ({ greenDay });
const won = (greenDay: number, cycleDays = 30): Sketch => ({ greenDay, wonDay: greenDay + 5, cycleDays });
const card = (all: readonly GreenContribution[], nowMs = NOW) => coachingCard(ME, TEAM, all, nowMs);

describe('coaching card', () => {
  it('[KC-1] [R87] [A16] five different customers in a row without a win make a card, four do not', () => {
    const five = [10, 20, 30, 40, 50].map(old);
    expect(card(sketches(...five.slice(1)))).toBeNull();
    expect(card(sketches(...five))).toMatchObject({
      member: ME,
      basis: 'assumed',
      cycleDays: 60,
      since: 110 * DAY_MS,
      customers: [{ customer: 'c000' }, {}, {}, {}, { customer: 'c004' }],
    });
    expect(coachingCard('rob' as MemberId, TEAM, sketches(...five), NOW)).toBeNull();
  });

  it('[KC-1] [R87] a win in between begins again; a green that has not had its time is passed over', () => {
    expect(card(sketches(old(1), old(2), won(3), old(4), old(5), old(6)))).toBeNull();
    const young = { greenDay: 399 };
    expect(card(sketches(old(10), old(20), old(30), old(40), young))).toBeNull();
    expect(card(sketches(old(10), old(20), old(30), old(40), { greenDay: 399, lostDay: 400 }))).toMatchObject({
      customers: [{}, {}, {}, {}, { isLost: true }],
    });
  });

  it('[KC-2] [A16] its time is the median of the own cycles, with too few the team’s, labelled', () => {
    const wins = [won(1, 10), won(2, 20), won(3, 90)];
    const five = [300, 305, 310, 315, 320].map(old);
    expect(card(sketches(...wins, ...five))).toMatchObject({ basis: 'own', cycleDays: 20 });
    const teams = [10, 20, 90, 100].map((days) => ({ ...won(1, days), by: 'rob' }));
    expect(card(sketches(...teams, ...five))).toMatchObject({ basis: 'team', cycleDays: 55 });
    const slow = [won(1, 200), won(2, 200), won(3, 200)];
    expect(card(sketches(...slow, ...five))).toBeNull();
  });

  it('[KC-3] [R91] the id stays while the row grows, until five more are in it', () => {
    const nine = Array.from({ length: 9 }, (_, at) => old(10 + at));
    const first = card(sketches(...nine.slice(0, 5)))?.id;
    expect(first).toMatch(/^[0-9a-f]{40}$/);
    expect(card(sketches(...nine))?.id).toBe(first);
    expect(card(sketches(...nine, old(60)))?.id).not.toBe(first);
    expect(card(sketches(...nine, old(60)).reverse())).toEqual(card(sketches(...nine, old(60))));
  });

  it('[KC-4] only greens of a person’s own that count say something, one customer once', () => {
    const stage = makeStage();
    const first = stage.act('rae', 'statusMarked', green());
    expect(greenContribution(stage.customer()).greens).toEqual([]);
    stage.attest();
    stage.pass(DAY_MS);
    stage.act('rae', 'statusMarked', green(first), { cites: [first] });
    expect(greenContribution(stage.customer()).greens).toMatchObject([{ member: 'rae', mark: first }]);
    const end = { opportunity: 'o1', outcome: 'won', amountFen: 100 } as const;
    stage.act('rae', 'opportunityEnded', end);
    expect(greenContribution(stage.customer()).won).toMatchObject([{ owner: 'rae' }]);
  });

  it('[KC-5] [R87] a win recorded after the mark counts, signed before it or before its file came', () => {
    const won = (stage: RulesStage, subject: string, more: Partial<PayloadOf<'opportunityEnded'>>) =>
      stage.act('rae', 'opportunityEnded', { opportunity: 'o1', outcome: 'won', amountFen: 100, ...more }, { subject });
    const stage = makeStage();
    const subjects = ['c1', 'c2', 'c3', 'c4', 'c5'] as CustomerId[];
    for (const subject of subjects.slice(1)) stage.act('rae', 'customerCreated', creation(), { subject });
    for (const subject of subjects) stage.act('rae', 'statusMarked', green(), { subject });
    const cardNow = () =>
      coachingCard(
        ME,
        TEAM,
        subjects.map((id) => greenContribution(stage.customer(id))),
        stage.nowMs + 90 * DAY_MS,
      );
    stage.pass(5 * HOUR_MS);
    won(stage, 'c3', {});
    stage.pass(5 * HOUR_MS);
    stage.attest();
    expect(greenContribution(stage.customer('c3' as CustomerId)).greens[0]?.at).toBeGreaterThan(stage.nowMs - HOUR_MS);
    expect(cardNow()).toBeNull();
    // without it there would be a card
    stage.act('mia', 'opportunityReopened', { opportunity: 'o1', reason: '录错' }, { subject: 'c3' });
    expect(cardNow()?.customers).toHaveLength(5);
    // signed the day before the green, entered today
    won(stage, 'c4', { dateMs: START_MS - DAY_MS });
    expect(cardNow()).toBeNull();
    stage.act('mia', 'opportunityReopened', { opportunity: 'o1', reason: '录错' }, { subject: 'c4' });
    won(stage, 'c5', { dateMs: START_MS - DAY_MS, imported: { batch: 'b1', file: '成单.xlsx', row: 2 } });
    expect(cardNow()?.customers).toHaveLength(5);
  });

  it('[AN-43] [R87] of a win whose beginning is not known no cycle is taken: old history would make it none at all', () => {
    const stage = makeStage();
    stage.act('rae', 'opportunityEnded', {
      ...{ opportunity: 'o1', outcome: 'won', amountFen: 100 },
      dateMs: START_MS - 200 * DAY_MS,
    });
    const imported = greenContribution(stage.customer());
    expect(imported.won).toMatchObject([{ cycleDays: null }]);
    const old = Array.from({ length: 3 }, (_, at) => ({ ...imported, customer: `i${at}` as CustomerId }));
    expect(card([...old, ...sketches(...[10, 20, 30, 40, 50].map((greenDay) => ({ greenDay })))])).toMatchObject({
      ...{ basis: 'assumed', cycleDays: 60 },
    });
  });

  it('[KC-5] [R87] a deal won and done with before the mark is no win after it', () => {
    const stage = makeStage();
    stage.attest();
    stage.act('rae', 'opportunityEnded', { opportunity: 'o1', outcome: 'won', amountFen: 100 });
    stage.pass(HOUR_MS);
    stage.act('rae', 'statusMarked', green());
    const before = greenContribution(stage.customer());
    expect(card([before, ...sketches(...[10, 20, 30, 40].map(old))], stage.nowMs + 90 * DAY_MS)).toMatchObject({
      customers: [{}, {}, {}, {}, { customer: 'c1' }],
    });
  });
});
