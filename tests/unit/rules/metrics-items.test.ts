import { describe, expect, it } from 'vitest';
import {
  attributionItems,
  DAY_MS,
  DEFAULT_PROCESS,
  HOUR_MS,
  type MetricId,
  type MetricItem,
  metricItems,
  type Process,
  unfilledProfile,
} from '#rules';
import { creation, green, makeStage, note, PDF_HASH, type RulesStage, START_MS } from '../../support/rules-stage.ts';

const itemsOf = (stage: RulesStage, metric: MetricId, process: Process = DEFAULT_PROCESS): readonly MetricItem[] =>
  metricItems(stage.customer(), { process, wentLiveAt: START_MS }).filter((item) => item.metric === metric);
const fractions = (items: readonly MetricItem[]) => items.map(({ numerator, denominator }) => [numerator, denominator]);
/** What stands at a time. */
const stockAt = (items: readonly MetricItem[], atMs: number): readonly [number, number] =>
  items.reduce<[number, number]>(
    ([a, b], item) => (item.atMs <= atMs ? [a + item.numerator, b + item.denominator] : [a, b]),
    [0, 0],
  );
const call = (stage: RulesStage, member: string, atMs: number, answered = true) =>
  stage.act(member, 'interactionRecorded', { channel: 'call', answered, summary: '问了进度', atMs });
const enter = (stage: RulesStage, from: string, to: string, basis: string | null) =>
  stage.act(
    'rae',
    'stageEntered',
    { opportunity: 'o1', stage: to, from, basis },
    { cites: basis === null ? [] : [basis] },
  );
const noneNext = { kind: 'checkDate' as const, atMs: START_MS + 90 * DAY_MS, reason: '等招标' };

/** A customer on green, and the task this opened for pia. */
const withPresalesTask = () => {
  const stage = makeStage();
  stage.attest();
  stage.act('rae', 'statusMarked', green());
  stage.settle();
  return { stage, task: stage.customer().tasks[0] };
};

describe('what a customer counts for', () => {
  it('[MX-3][R82] only two-way contacts are touchpoints, of whoever had them', () => {
    const stage = makeStage();
    call(stage, 'rae', stage.nowMs);
    call(stage, 'rob', stage.nowMs, false);
    stage.act('pia', 'interactionRecorded', { channel: 'call', answered: true, summary: '技术', atMs: stage.nowMs });
    expect(itemsOf(stage, 'effectiveTouchpoints').map(({ member }) => member)).toEqual(['rae', 'pia']);
  });

  it('[MX-4][R83] the first visit counts from when the lead was known, and no time when it was before', () => {
    const stage = makeStage();
    stage.pass(5 * DAY_MS);
    stage.act('rae', 'visitNoteRecorded', note({ visitedAtMs: stage.nowMs - DAY_MS }));
    stage.act('rob', 'visitNoteRecorded', note({ visitedAtMs: stage.nowMs }));
    const known = stage.customer().knownSince;
    expect(itemsOf(stage, 'leadToFirstVisitDays')).toMatchObject([
      { member: 'rae', numerator: stage.nowMs - DAY_MS - known, denominator: 1 },
    ]);
    stage.act('rae', 'visitNoteRecorded', note({ visitedAtMs: START_MS - 30 * DAY_MS }));
    expect(itemsOf(stage, 'leadToFirstVisitDays').map(({ numerator }) => numerator)).toEqual([0]);
  });

  it('[MX-4][R83] an imported customer known before go-live was visited before anybody noted it here', () => {
    const stage = makeStage();
    const imported = { batch: 'b1', file: '客户.xlsx', row: 2 };
    const old = { ...creation(), imported, knownSinceMs: START_MS - 400 * DAY_MS };
    stage.act('rae', 'customerCreated', old, { subject: 'c2' });
    stage.pass(DAY_MS);
    stage.act('rae', 'visitNoteRecorded', note({ visitedAtMs: stage.nowMs }), { subject: 'c2' });
    const items = metricItems(stage.customer('c2' as never), { process: DEFAULT_PROCESS, wentLiveAt: START_MS });
    expect(items.filter(({ metric }) => metric === 'leadToFirstVisitDays')).toEqual([]);
    expect(items.filter(({ metric }) => metric === 'sharedRate')).toEqual([]);
  });

  it('[MX-5][R52][R84][A21] causes judged right over judged, the undecided nowhere', () => {
    const stage = makeStage();
    const judge = (verdict: 'right' | 'wrong' | 'undecided', week: string): void => {
      const swing = { stage: 'internalApproval', week, scope: 'east' };
      const guess = stage.act(
        'mia',
        'causeGuessed',
        { swing, guess: '决策人级别不够', found: null },
        { subject: 'mia', doc: 'desk:mia' },
      );
      stage.pass(29 * DAY_MS);
      stage.act('mia', 'causeJudged', { guess, verdict }, { subject: 'mia', doc: 'desk:mia' });
    };
    judge('right', '2026-W45');
    judge('undecided', '2026-W46');
    judge('wrong', '2026-W47');
    const desk = stage.fold().desk('mia' as never);
    expect(desk.guesses).toHaveLength(3);
    expect(fractions(attributionItems(desk, 'east' as never))).toEqual([
      [1, 1],
      [0, 1],
    ]);
  });

  it('[MX-6][R85] an appointment without news is a visit without a note, until the late note comes', () => {
    const stage = makeStage();
    stage.act('rae', 'visitNoteRecorded', note({ met: ['王总'] }));
    expect(fractions(itemsOf(stage, 'reportCompleteness'))).toEqual([
      [5, 5],
      [0, 5],
    ]);
    const [, missing] = itemsOf(stage, 'reportCompleteness');
    expect(missing).toMatchObject({ atMs: START_MS + 2 * DAY_MS + 2 * HOUR_MS, member: 'rae' });
    stage.pass(4 * DAY_MS);
    const [first] = stage.customer().notes;
    const late = note({ touchpoint: first?.id ?? '', visitedAtMs: START_MS + 2 * DAY_MS, next: noneNext });
    stage.act('rae', 'visitNoteRecorded', { ...late, concern: { kind: 'other' } });
    expect(fractions(itemsOf(stage, 'reportCompleteness'))).toEqual([
      [5, 5],
      [3, 5],
    ]);
  });

  it('[MX-6][R85] a meeting without a note of that person that day is one too', () => {
    const stage = makeStage();
    const meeting = { channel: 'meeting' as const, answered: true, summary: '沟通顺利', atMs: stage.nowMs };
    stage.act('rae', 'interactionRecorded', meeting);
    stage.act('rob', 'interactionRecorded', meeting);
    stage.act('rae', 'visitNoteRecorded', note({ visitedAtMs: stage.nowMs, next: noneNext }));
    const missing = itemsOf(stage, 'reportCompleteness').filter(({ numerator }) => numerator === 0);
    expect(missing.map(({ member, denominator }) => [member, denominator])).toEqual([['rob', 5]]);
  });

  it('[MX-7][R25] a turn to green counts once, at the next contact; spacing is counted apart', () => {
    const stage = makeStage();
    call(stage, 'rae', stage.nowMs);
    stage.attest();
    stage.pass(HOUR_MS);
    const first = stage.act('rae', 'statusMarked', green());
    const since = stage.customer().mark?.countsFrom ?? 0;
    stage.pass(HOUR_MS);
    stage.act('rae', 'statusMarked', green(first, PDF_HASH), { cites: [first] });
    expect(itemsOf(stage, 'greenFollowUpDays')).toEqual([]);
    stage.pass(3 * DAY_MS);
    call(stage, 'rae', stage.nowMs);
    call(stage, 'rae', stage.nowMs + HOUR_MS);
    expect(itemsOf(stage, 'greenFollowUpDays').map(({ numerator }) => numerator)).toEqual([stage.nowMs - since]);
    expect(itemsOf(stage, 'interactionSpacingDays')).toHaveLength(2);
  });

  it('[MX-8][R26] a presales task is late from its deadline on, in time once it is done by then', () => {
    const { stage, task } = withPresalesTask();
    expect(itemsOf(stage, 'presalesOnTime')).toMatchObject([{ atMs: task?.dueAt, member: 'pia', numerator: 0 }]);
    stage.act('pia', 'taskReturned', { task: task?.id ?? '', missing: '缺参数' });
    expect(itemsOf(stage, 'presalesOnTime')).toEqual([]);
    stage.pass(DAY_MS);
    stage.act('rae', 'taskResumed', { task: task?.id ?? '' });
    stage.pass(HOUR_MS);
    stage.act('pia', 'taskCompleted', { task: task?.id ?? '' });
    expect(itemsOf(stage, 'presalesOnTime')).toMatchObject([{ numerator: 1 }]);
  });

  it('[MX-8][R26] late is who had it at its deadline, not whoever it is handed to after that', () => {
    const { stage, task } = withPresalesTask();
    const id = task?.id ?? '';
    const whose = () => itemsOf(stage, 'presalesOnTime').map(({ member, numerator }) => [member, numerator]);
    const hand = (to: string) => stage.act('mia', 'taskReassigned', { task: id, to, reason: '换人' });
    hand('rob');
    expect(whose()).toEqual([['rob', 0]]);
    hand('pia');
    stage.act('pia', 'taskReturned', { task: id, missing: '缺参数' });
    stage.pass(3 * DAY_MS);
    // Its clock stands: whoever has it when it runs again has it in time.
    hand('rob');
    stage.act('rae', 'taskResumed', { task: id });
    expect(whose()).toEqual([['rob', 0]]);
    stage.pass(2 * DAY_MS);
    hand('mia');
    hand('pia');
    expect(stage.customer().tasks[0]?.assignee).toBe('pia');
    expect(whose()).toEqual([['rob', 0]]);
    stage.act('pia', 'taskCompleted', { task: id });
    expect(whose()).toEqual([['rob', 0]]);
  });

  it('[MX-8][R26] sent back after its deadline it was late all the same, on that day and of who had it', () => {
    const { stage, task } = withPresalesTask();
    const id = task?.id ?? '';
    const late = [{ atMs: task?.dueAt, member: 'pia', numerator: 0 }];
    stage.pass(3 * DAY_MS);
    stage.act('pia', 'taskReturned', { task: id, missing: '缺参数' });
    expect(itemsOf(stage, 'presalesOnTime')).toMatchObject(late);
    stage.act('mia', 'taskReassigned', { task: id, to: 'rob', reason: '换人' });
    stage.pass(DAY_MS);
    stage.act('rae', 'taskResumed', { task: id });
    stage.act('rob', 'taskCompleted', { task: id });
    expect(itemsOf(stage, 'presalesOnTime')).toMatchObject(late);
    expect(itemsOf(stage, 'presalesOnTime')).toHaveLength(1);
  });

  it('[MX-9][R27] filling and clearing count from then on; required fields where there are any', () => {
    const stage = makeStage();
    const from = stage.nowMs;
    stage.pass(DAY_MS);
    const patch = stage.act('rae', 'fieldPatched', { field: 'industry', value: '石材' });
    stage.pass(DAY_MS);
    stage.act('rae', 'fieldPatched', { field: 'industry', value: null }, { cites: [patch] });
    const items = itemsOf(stage, 'profileCompleteness');
    expect([0, 1, 2].map((days) => stockAt(items, from + days * DAY_MS + HOUR_MS))).toEqual([
      [2, 7],
      [3, 7],
      [2, 7],
    ]);
    const forms = {
      customer: [
        { field: 'city', isRequired: true },
        { field: 'level', isRequired: false },
      ],
    };
    expect(stockAt(itemsOf(stage, 'profileCompleteness', { ...DEFAULT_PROCESS, forms }), stage.nowMs)).toEqual([1, 1]);
    stage.act('mia', 'customerVoided', { reason: '重复' });
    expect(stockAt(itemsOf(stage, 'profileCompleteness'), stage.nowMs + DAY_MS)).toEqual([0, 0]);
  });

  it('[MX-9][R27] what stands on one of its opportunities is filled in, as what is asked to be filled in has it', () => {
    const stage = makeStage();
    const last = new Map<string, string>();
    const onOne = (value: string | null, opportunity: string) => {
      stage.pass(HOUR_MS);
      const cites = [last.get(opportunity) ?? []].flat();
      last.set(opportunity, stage.act('rae', 'fieldPatched', { field: 'product', opportunity, value }, { cites }));
    };
    stage.act('rae', 'opportunityAdded', { opportunity: 'o2', name: '二期', stage: 'firstContact' });
    const seen = (): readonly number[] => {
      const [filled, all] = stockAt(itemsOf(stage, 'profileCompleteness'), stage.nowMs + HOUR_MS);
      return [filled, all - unfilledProfile(stage.customer(), DEFAULT_PROCESS).length, all];
    };
    expect(seen()).toEqual([2, 2, 7]);
    onOne('泵', 'o1');
    onOne('阀', 'o2');
    expect(seen()).toEqual([3, 3, 7]);
    onOne(null, 'o1');
    expect(seen()).toEqual([3, 3, 7]);
    onOne(null, 'o2');
    expect(seen()).toEqual([2, 2, 7]);
  });

  it('[MX-10][R37] a promise counts at its date for who gave it; ticked after it is not kept', () => {
    const stage = makeStage();
    const kept = stage.act('rae', 'visitNoteRecorded', note({ next: noneNext }));
    const late = stage.act('rob', 'visitNoteRecorded', note({ next: noneNext }));
    stage.act('rae', 'commitmentDelivered', { note: kept });
    stage.pass(3 * DAY_MS);
    stage.act('rob', 'commitmentDelivered', { note: late });
    expect(itemsOf(stage, 'fulfilmentRate')).toMatchObject([
      { atMs: START_MS + DAY_MS, member: 'rae', numerator: 1 },
      { atMs: START_MS + DAY_MS, member: 'rae', numerator: 0 },
    ]);
  });

  it('[MX-11][R62] every note is a visit, those that verified a need are counted among them', () => {
    const stage = makeStage();
    stage.act('rae', 'visitNoteRecorded', note({ next: noneNext }));
    expect(fractions(itemsOf(stage, 'visits'))).toHaveLength(1);
    stage.act('rae', 'visitNoteRecorded', note({ next: noneNext, verifiedNeed: { kind: 'verified', need: '两台' } }));
    expect(fractions(itemsOf(stage, 'validatedNeedRate'))).toEqual([
      [0, 1],
      [1, 1],
    ]);
  });

  it('[MX-12][R64] a lead has 28 days to leave the first stage', () => {
    const stage = makeStage();
    const known = stage.customer().knownSince;
    expect(itemsOf(stage, 'leadConversion')).toMatchObject([{ atMs: known + 28 * DAY_MS, numerator: 0 }]);
    stage.nowMs = known + 29 * DAY_MS;
    enter(stage, 'initialContact', 'needConfirmed', null);
    expect(fractions(itemsOf(stage, 'leadConversion'))).toEqual([[0, 1]]);
    const early = makeStage();
    enter(early, 'initialContact', 'needConfirmed', null);
    expect(fractions(itemsOf(early, 'leadConversion'))).toEqual([[1, 1]]);
  });

  it('[MX-13][R101] won over won and lost; 搁置 is neither', () => {
    const outcomes = (['won', 'lost', 'shelved'] as const).map((outcome) => {
      const stage = makeStage();
      stage.pass(3 * DAY_MS);
      stage.act('rae', 'opportunityEnded', { opportunity: 'o1', outcome, reason: '预算没批' });
      return [fractions(itemsOf(stage, 'winRate')), itemsOf(stage, 'salesCycleDays').length];
    });
    expect(outcomes).toEqual([
      [[[1, 1]], 1],
      [[[0, 1]], 0],
      [[], 0],
    ]);
  });

  it('[MX-14][R54] moving on converts, going back and losing do not, a deleted stage is looked through', () => {
    const stage = makeStage();
    const a = enter(stage, 'initialContact', 'needConfirmed', null);
    const b = enter(stage, 'needConfirmed', 'internalApproval', a);
    const c = enter(stage, 'internalApproval', 'needConfirmed', b);
    enter(stage, 'needConfirmed', 'internalApproval', c);
    stage.act('rae', 'opportunityEnded', { opportunity: 'o1', outcome: 'lost', reason: '没预算' });
    const of = (facet: string, process?: Process) =>
      fractions(itemsOf(stage, 'stageConversion', process).filter((item) => item.facet === facet)).reduce(
        ([x = 0, y = 0], [numerator = 0, denominator = 0]) => [x + numerator, y + denominator],
        [0, 0],
      );
    expect([of('initialContact'), of('needConfirmed'), of('internalApproval')]).toEqual([
      [1, 1],
      [2, 2],
      [0, 2],
    ]);
    const stages = DEFAULT_PROCESS.stages.filter(({ id }) => id !== 'internalApproval');
    expect(of('needConfirmed', { ...DEFAULT_PROCESS, stages })).toEqual([0, 2]);
    const renamed = DEFAULT_PROCESS.stages.map((one) => ({ ...one, name: `新${one.name}` }));
    expect(of('needConfirmed', { ...DEFAULT_PROCESS, stages: renamed })).toEqual([2, 2]);
  });

  it('[MX-15][R46] long stays are right for any past day, and none once given up', () => {
    const stage = makeStage();
    const entered = stage.customer().opportunities[0]?.visits[0]?.enteredAt ?? 0;
    stage.nowMs = entered + 20 * DAY_MS;
    enter(stage, 'initialContact', 'needConfirmed', null);
    const inFirst = () => itemsOf(stage, 'longStayShare').filter(({ facet }) => facet === 'initialContact');
    expect([0, 13.9, 14, 19, 21].map((days) => stockAt(inFirst(), entered + days * DAY_MS))).toEqual([
      [0, 1],
      [0, 1],
      [1, 1],
      [1, 1],
      [0, 0],
    ]);
    stage.pass(DAY_MS);
    stage.act('mia', 'customerVoided', { reason: '倒闭' });
    expect(stockAt(itemsOf(stage, 'longStayShare'), entered + 60 * DAY_MS)).toEqual([0, 0]);
  });

  it('[MX-16][R72] a customer made in the pool is shared, a private one is not', () => {
    const stage = makeStage();
    expect(fractions(itemsOf(stage, 'sharedRate'))).toEqual([[1, 1]]);
    stage.act('rae', 'customerCreated', creation(), { subject: 'c2', doc: 'private:rae' });
    const hidden = metricItems(stage.customer('c2' as never), { process: DEFAULT_PROCESS, wentLiveAt: START_MS });
    expect(fractions(hidden.filter(({ metric }) => metric === 'sharedRate'))).toEqual([[0, 1]]);
  });

  it('[MX-17][R73] another’s visit within seven days on another day is one too many', () => {
    const stage = makeStage();
    const visit = (member: string, day: number) =>
      stage.act(member, 'visitNoteRecorded', note({ visitedAtMs: START_MS + day * DAY_MS, next: noneNext }));
    stage.nowMs = START_MS + 30 * DAY_MS;
    visit('rae', 0);
    visit('rob', 0);
    visit('rae', 5);
    visit('rae', 6);
    visit('rob', 13);
    visit('rae', 21);
    expect(itemsOf(stage, 'repeatVisits').map(({ atMs }) => (atMs - START_MS) / DAY_MS)).toEqual([5, 6, 13]);
  });

  it('[MX-18][R74] half a year after the last order a customer is lost, and back with the next', () => {
    const stage = makeStage();
    stage.act('rae', 'opportunityEnded', { opportunity: 'o1', outcome: 'won', amountFen: 1 });
    const first = stage.nowMs;
    const items = () => itemsOf(stage, 'churnRate');
    stage.pass(300 * DAY_MS);
    expect([1, 181, 183].map((days) => stockAt(items(), first + days * DAY_MS))).toEqual([
      [0, 1],
      [0, 1],
      [1, 1],
    ]);
    stage.act('rae', 'opportunityAdded', { opportunity: 'o2', name: '二期', stage: 'initialContact' });
    stage.act('rae', 'opportunityEnded', { opportunity: 'o2', outcome: 'won', amountFen: 1 });
    expect([299, 301, 490].map((days) => stockAt(items(), first + days * DAY_MS))).toEqual([
      [1, 1],
      [0, 1],
      [1, 1],
    ]);
  });

  it('[MX-19][R92] a date before 2000 is none, with both ends of a span; a future one stands at its time', () => {
    const stage = makeStage();
    call(stage, 'rae', 0);
    call(stage, 'rae', stage.nowMs);
    expect(itemsOf(stage, 'effectiveTouchpoints')).toHaveLength(1);
    expect(itemsOf(stage, 'interactionSpacingDays')).toEqual([]);
    stage.act('rae', 'customerCreated', { ...creation(), knownSinceMs: 0 }, { subject: 'c2' });
    const second = metricItems(stage.customer('c2' as never), { process: DEFAULT_PROCESS, wentLiveAt: START_MS });
    expect(second.filter(({ metric }) => metric === 'leadConversion')).toEqual([]);
  });
});
