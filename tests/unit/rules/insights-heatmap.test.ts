import { describe, expect, it } from 'vitest';
import {
  type BoardView,
  boardCohort,
  boardGrid,
  compareText,
  DAY_MS,
  DEFAULT_PROCESS,
  EMPTY_CELL,
  HeatmapIndex,
  HOUR_MS,
  heatmapContribution,
  isInView,
  isOnDay,
  lastFollowUp,
  metricItems,
  openAppointments,
  openPromises,
  rowAt,
  rowFacts,
  type Scope,
  stagesEver,
  urgency,
  weekOf,
} from '#rules';
import { makeStage, note, START_MS } from '../../support/rules-stage.ts';

const ALL = {};
const NOW = START_MS + 30 * DAY_MS;
const week = weekOf(START_MS).week;
interface Stay {
  readonly enteredAt: number;
  readonly leftAt?: number;
  readonly stage?: string;
}
const FACTS = { territory: 'east', person: 'rae', team: 'mia', store: null, product: null, source: null, tags: [] };
const contribution = (stays: readonly Stay[], more: object = {}) =>
  ({
    facts: { ...FACTS, ...more },
    entries: stays.map(({ enteredAt, leftAt, stage = 'initialContact' }) => ({
      stage,
      atMs: enteredAt,
      enteredAt,
      leftAt: leftAt ?? null,
    })),
  }) as never;
const indexOf = (customers: Readonly<Record<string, readonly Stay[]>>): HeatmapIndex => {
  const index = new HeatmapIndex();
  for (const [id, stays] of Object.entries(customers)) index.set(id as never, contribution(stays));
  return index;
};
const STAGES = stagesEver(DEFAULT_PROCESS, []);
const view = (nowMs: number, weeks: readonly string[], scope: Scope = ALL): BoardView => ({
  axes: { x: 'stage', y: 'week' },
  scope,
  weeks,
  stages: STAGES,
  nowMs,
});
const summary = (index: HeatmapIndex, now = NOW, of = week, scope: Scope = ALL) =>
  boardGrid(index, view(now, [of], scope)).cell('initialContact', of);
const cohort = (index: HeatmapIndex, now = NOW) =>
  boardCohort(index, view(now, [week]), { column: 'initialContact', row: week });

describe('heatmap', () => {
  it('[HM-1] [R41] [R42] Sunday and Monday in Shanghai part two weeks', () => {
    const { fromMs, toMs } = weekOf(START_MS);
    const index = indexOf({ a: [{ enteredAt: fromMs }], b: [{ enteredAt: toMs - 1 }], c: [{ enteredAt: toMs }] });
    expect(summary(index).entered).toBe(2);
    expect(summary(index, NOW, weekOf(toMs).week).entered).toBe(1);
  });

  it('[HM-1] [R102] two opportunities of one customer in one cell count once', () => {
    const stage = makeStage();
    stage.act('rae', 'opportunityAdded', { opportunity: 'o2', name: '二期', stage: 'initialContact' });
    const index = new HeatmapIndex();
    index.set('c1' as never, heatmapContribution(stage.customer(), stage.fold().org()));
    expect(summary(index).entered).toBe(1);
  });

  it('[HM-2] [R43] [A8] the mean is over exit or now, not rounded to days', () => {
    const index = indexOf({
      a: [{ enteredAt: START_MS, leftAt: START_MS + 1.5 * DAY_MS }],
      b: [{ enteredAt: START_MS }],
    });
    expect(summary(index, START_MS + 2 * DAY_MS).averageDwellDays).toBe(1.75);
  });

  it('[HM-3] [R43] [A4] overdue begins beyond the limit, and who left is not overdue', () => {
    const index = indexOf({
      a: [{ enteredAt: START_MS }],
      b: [{ enteredAt: START_MS, leftAt: START_MS + 29 * DAY_MS }],
    });
    expect(summary(index, START_MS + 14 * DAY_MS)).toMatchObject({ overdue: 0 });
    expect(summary(index, START_MS + 15 * DAY_MS)).toMatchObject({ overdue: 1, stillThere: 1, entered: 2 });
    expect(cohort(index).find(({ customer }) => customer === ('b' as never))?.overdueDays).toBe(0);
  });

  it('[HM-4] [R44] [R45] the list is the cohort counted, most overdue first', () => {
    const index = indexOf({
      c: [{ enteredAt: START_MS + DAY_MS }],
      a: [{ enteredAt: START_MS, leftAt: START_MS + 29 * DAY_MS }],
      d: [{ enteredAt: START_MS }],
      b: [{ enteredAt: START_MS }],
    });
    expect(cohort(index).map(({ customer, overdueDays }) => [customer, overdueDays])).toEqual([
      ['b', 16],
      ['d', 16],
      ['c', 15],
      ['a', 0],
    ]);
    expect(cohort(index)).toHaveLength(summary(index).entered);
  });

  it('[HM-5] [A8] entering again counts in its own week, and once in the same', () => {
    const later = START_MS + 8 * DAY_MS;
    const index = indexOf({
      a: [
        { enteredAt: START_MS, leftAt: START_MS + DAY_MS },
        { enteredAt: START_MS + 2 * DAY_MS, leftAt: START_MS + 5 * DAY_MS },
        { enteredAt: later },
      ],
    });
    expect(summary(index)).toMatchObject({ entered: 1, averageDwellDays: 3, stillThere: 0 });
    expect(summary(index, NOW, weekOf(later).week)).toMatchObject({ entered: 1, stillThere: 1 });
  });

  it('[HM-7] [R41] no data and dates ahead give zeros, never a negative stay', () => {
    const nothing = EMPTY_CELL;
    expect(summary(new HeatmapIndex())).toEqual(nothing);
    const index = indexOf({ a: [{ enteredAt: START_MS }] });
    expect(summary(index, START_MS - DAY_MS)).toEqual({ ...nothing, entered: 1, times: 1, stillThere: 1 });
    index.set('a' as never, null);
    expect(summary(index)).toEqual(nothing);
  });

  it('[HM-8] [R41] territory and owner narrow what a cell counts', () => {
    const index = indexOf({ a: [{ enteredAt: START_MS }] });
    index.set('b' as never, contribution([{ enteredAt: START_MS }], { territory: 'west', person: null }));
    const count = (scope: Scope) => summary(index, NOW, week, scope).entered;
    expect([count({}), count({ territory: 'west' }), count({ person: 'rae' }), count({ person: 'rob' })]).toEqual([
      2, 1, 1, 0,
    ]);
  });
});

describe('rows and the day', () => {
  it('[HM-9] [R102] [R101] the running opportunity speaks for the customer, an ended one where none runs', () => {
    const stage = makeStage();
    stage.pass(1_000);
    stage.act('rae', 'opportunityAdded', { opportunity: 'o2', name: '二期', stage: 'needConfirmed' });
    const row = () => rowAt(rowFacts(stage.customer()), stage.fold().org(), NOW);
    expect(row()).toMatchObject({ stage: 'needConfirmed', ended: null, overdueDays: 15 });
    stage.act('rae', 'opportunityEnded', { opportunity: 'o2', outcome: 'lost', reason: '价格' });
    expect(row()).toMatchObject({ stage: 'initialContact', ended: null });
    stage.act('rae', 'opportunityEnded', { opportunity: 'o1', outcome: 'shelved' });
    expect(row()).toMatchObject({ overdueDays: 0, next: null });
    expect(row().ended).not.toBeNull();
  });

  it('[HM-10] [R45] the latest follow-up counts unless it was taken back', () => {
    const stage = makeStage();
    expect(lastFollowUp(stage.customer())).toBeNull();
    stage.act('rae', 'visitNoteRecorded', note());
    stage.pass(1_000);
    const call = stage.act('rae', 'interactionRecorded', { channel: 'call', answered: true, summary: '问价', atMs: 1 });
    expect(lastFollowUp(stage.customer())).toMatchObject({ kind: 'interaction', text: '问价' });
    stage.act('rae', 'retracted', { event: call });
    expect(lastFollowUp(stage.customer())).toMatchObject({ kind: 'visitNote', text: '成本分析表' });
  });

  it('[HM-11] [R31] [R40] the day shows its appointments and those missed for seven days', () => {
    const stage = makeStage();
    stage.act('rae', 'visitNoteRecorded', note());
    const at = START_MS + 2 * DAY_MS;
    const count = (now: number) => openAppointments(stage.customer()).filter((one) => isOnDay(one, now)).length;
    expect([count(at - DAY_MS), count(at - 1), count(at + 7 * DAY_MS), count(at + 7 * DAY_MS + 1)]).toEqual([
      0, 1, 1, 0,
    ]);
    expect(openAppointments(stage.customer())).toMatchObject([{ lastConcern: 'budget', promised: '成本分析表' }]);
  });

  it('[HM-11] [R35] [R40] an appointment is moot once the last deal has ended', () => {
    const stage = makeStage();
    stage.act('rae', 'visitNoteRecorded', note());
    const passed = START_MS + 2 * DAY_MS + 2 * HOUR_MS;
    const missing = () =>
      metricItems(stage.customer(), { process: DEFAULT_PROCESS, wentLiveAt: START_MS }).filter(
        ({ metric, atMs }) => metric === 'reportCompleteness' && atMs === passed,
      );
    expect([openAppointments(stage.customer()).length, missing().length]).toEqual([1, 1]);
    stage.act('rae', 'opportunityAdded', { opportunity: 'o2', name: '二期', stage: 'initialContact' });
    const lose = (opportunity: string): void => {
      stage.act('rae', 'opportunityEnded', { opportunity, outcome: 'lost', reason: '价格' });
    };
    stage.pass(DAY_MS);
    lose('o2');
    expect([openAppointments(stage.customer()).length, missing().length]).toEqual([1, 1]);
    lose('o1');
    expect([openAppointments(stage.customer()).length, missing().length]).toEqual([0, 0]);
    stage.pass(DAY_MS);
    stage.act('rae', 'visitNoteRecorded', note({ visitedAtMs: stage.nowMs }));
    expect(openAppointments(stage.customer())).toHaveLength(1);
  });

  it('[HM-12] [R30] a promise is in view for who gave it, three days ahead, until it is delivered', () => {
    const stage = makeStage();
    const id = stage.act('rae', 'visitNoteRecorded', note());
    const due = START_MS + DAY_MS;
    const count = (member: string, now: number) =>
      openPromises(stage.customer(), member as never).filter((one) => isInView(one, now)).length;
    expect([count('rae', due - 3 * DAY_MS - 1), count('rae', due - 3 * DAY_MS), count('rob', due)]).toEqual([0, 1, 0]);
    expect(count('rae', due + 90 * DAY_MS)).toBe(1);
    stage.act('rae', 'commitmentDelivered', { note: id });
    expect(count('rae', due)).toBe(0);
  });

  it('[HM-13] [R14] what must move stands first', () => {
    const row = (id: string, more: object) => ({ id, ended: null, next: null, overdueDays: 0, dwellDays: 1, ...more });
    const next = (atMs: number) => ({ next: { kind: 'task', atMs, text: '' } });
    const rows = [
      row('ended', { ended: 'won' }),
      row('rest', {}),
      row('planned', next(NOW + 2 * DAY_MS + 1)),
      row('late', { overdueDays: 3 }),
      row('later', { overdueDays: 9 }),
      row('soon', next(NOW + 2 * DAY_MS)),
    ].map((one) => ({ ...one, place: urgency(one as never, one as never, NOW) }));
    const byPlace = rows.toSorted(
      (a, b) => a.place[0] - b.place[0] || a.place[1] - b.place[1] || compareText(a.id, b.id),
    );
    const sorted = byPlace.map(({ id }) => id);
    expect(sorted).toEqual(['soon', 'later', 'late', 'planned', 'rest', 'ended']);
  });
});
