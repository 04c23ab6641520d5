import { describe, expect, it } from 'vitest';
import { DAY_MS, encodeRow, type MetricItem, makeFold } from '#rules';
import { itemsOf } from '../../support/metric-items-of.ts';
import { creation, makeStage, note, type RulesStage, START_MS } from '../../support/rules-stage.ts';

/** What stands so many days after the beginning. */
const stockOn = (items: readonly MetricItem[], day: number): readonly [number, number] =>
  items.reduce<[number, number]>(
    ([a, b], item) => (item.atMs <= START_MS + day * DAY_MS ? [a + item.numerator, b + item.denominator] : [a, b]),
    [0, 0],
  );
/** A second customer, to be merged into. */
const withTwo = (): RulesStage => {
  const stage = makeStage();
  stage.act('rae', 'customerCreated', creation(), { subject: 'c2' });
  return stage;
};
const onDay = (stage: RulesStage, day: number): void => {
  stage.nowMs = START_MS + day * DAY_MS;
};

describe('who is gone', () => {
  it('[MX-37][R85] leaves no appointment open that was to come after that', () => {
    for (const leave of [
      (stage: RulesStage) => stage.act('mia', 'customerVoided', { reason: '重复' }),
      (stage: RulesStage) => stage.act('mia', 'customerMerged', { into: 'c2' }),
    ]) {
      const stage = withTwo();
      stage.act('rae', 'visitNoteRecorded', note());
      const missing = () => itemsOf(stage, 'reportCompleteness').filter(({ numerator }) => numerator === 0);
      const [appointment] = stage.customer().touchpoints;
      expect(missing()).toHaveLength(1);
      stage.nowMs = (appointment?.plan.atMs ?? 0) - DAY_MS;
      leave(stage);
      expect(stage.customer().touchpoints[0]?.status).toBe('open');
      expect(missing()).toEqual([]);
    }
    const late = makeStage();
    late.act('rae', 'visitNoteRecorded', note());
    onDay(late, 5);
    late.act('mia', 'customerVoided', { reason: '倒闭' });
    expect(itemsOf(late, 'reportCompleteness')).toHaveLength(2);
  });

  it('[MX-37][R27][R46] is gone from the earlier of two ends on, in every stock', () => {
    const stage = withTwo();
    onDay(stage, 3);
    stage.act('mia', 'customerMerged', { into: 'c2' });
    onDay(stage, 9);
    stage.act('mia', 'customerVoided', { reason: '重复' });
    for (const metric of ['profileCompleteness', 'longStayShare', 'sharedRate'] as const) {
      const items = itemsOf(stage, metric);
      expect(stockOn(items, 2)[1]).toBeGreaterThan(0);
      expect([4, 10].map((day) => stockOn(items, day))).toEqual([
        [0, 0],
        [0, 0],
      ]);
    }
  });
});

describe('customers that are shared', () => {
  const PRIVATE = { subject: 'p1', doc: 'private:rae' };
  const share = (stage: RulesStage) =>
    stage.act('rae', 'customerCreated', { ...creation(), contributor: 'rae' }, { subject: 'p1' });
  const days = (stage: RulesStage, ...asked: readonly number[]) =>
    asked.map((day) => stockOn(itemsOf(stage, 'sharedRate', 'p1'), day));

  it('[MX-38][R72] a private one is shared from the day it is, and no day before', () => {
    const stage = makeStage();
    stage.act('rae', 'customerCreated', creation(), PRIVATE);
    onDay(stage, 10);
    share(stage);
    expect(days(stage, -1, 1, 9, 11)).toEqual([
      [0, 0],
      [0, 1],
      [0, 1],
      [1, 1],
    ]);
    expect(itemsOf(stage, 'sharedRate', 'p1').map(({ member }) => member)).toEqual(['rae', 'rae']);
  });

  it('[MX-38][R72] whoever gets its history with the copy counts the same', () => {
    const stage = makeStage();
    const first = stage.write('rae', 'customerCreated', creation(), PRIVATE);
    const received = stage.fold().placement(first.id)?.received ?? 0;
    onDay(stage, 10);
    share(stage);
    stage.act('rae', 'historyShared', { row: encodeRow(first), received, mac: 'm' }, { subject: 'p1' });
    const outside = makeFold();
    outside.apply(
      stage.rows.filter(({ doc }) => doc !== PRIVATE.doc),
      stage.facts.filter(({ doc }) => doc !== PRIVATE.doc),
    );
    expect(itemsOf(stage, 'sharedRate', 'p1', outside)).toEqual(itemsOf(stage, 'sharedRate', 'p1'));
    expect(days(stage, 9, 11)).toEqual([
      [0, 1],
      [1, 1],
    ]);
  });

  it('[MX-37][MX-38][R72] given up it is neither shared nor kept back', () => {
    const stage = makeStage();
    stage.act('rae', 'customerCreated', creation(), PRIVATE);
    onDay(stage, 10);
    share(stage);
    onDay(stage, 20);
    stage.act('mia', 'customerVoided', { reason: '重复' }, { subject: 'p1' });
    expect(days(stage, 9, 11, 21)).toEqual([
      [0, 1],
      [1, 1],
      [0, 0],
    ]);
    const open = makeStage();
    onDay(open, 3);
    open.act('mia', 'customerVoided', { reason: '重复' });
    expect([1, 4].map((day) => stockOn(itemsOf(open, 'sharedRate'), day))).toEqual([
      [1, 1],
      [0, 0],
    ]);
  });
});
