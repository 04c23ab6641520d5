import { describe, expect, it } from 'vitest';
import {
  type CustomerId,
  type CustomerState,
  DAY_MS,
  type EventId,
  type Fold,
  HOUR_MS,
  makeFold,
  PRESALES_RULE,
  type TaskState,
} from '#rules';
import { templateRule } from '../../support/process-parts.ts';
import { creation, green, makeStage, PDF_HASH, type RulesStage, red, yellow } from '../../support/rules-stage.ts';

const OTHER = 'c2' as CustomerId;
const THIRD = 'c3' as CustomerId;
const MERGE = { reason: '同一家' };

/** Three records of one company, made by three imports: c1, c2 and c3, all of rae's. */
const threeRecords = (): RulesStage => {
  const stage = makeStage();
  stage.attest();
  for (const id of [OTHER, THIRD]) stage.act('rae', 'customerCreated', creation(), { subject: id });
  stage.pass(60_000);
  return stage;
};

const turnGreen = (stage: RulesStage, id: CustomerId): EventId => {
  const left = stage.act('rae', 'statusMarked', yellow(), { subject: id });
  stage.pass(60_000);
  const mark = stage.act('rae', 'statusMarked', green(left, PDF_HASH), { subject: id });
  stage.pass(60_000);
  return mark;
};

const merge = (stage: RulesStage, from: CustomerId, into: CustomerId, by = 'mia'): EventId =>
  stage.act(by, 'customerMerged', { into, ...MERGE }, { subject: from });

const undo = (stage: RulesStage, from: CustomerId, ...merges: EventId[]): void =>
  void stage.act('mia', 'mergeUndone', { merges, reason: '两家' }, { subject: from });

const proposalsOf = (state: CustomerState | null): readonly TaskState[] =>
  state?.tasks.filter(({ rule }) => rule === PRESALES_RULE) ?? [];
/** Status and, where another record's task stands, whose. */
const said = (stage: RulesStage, id: CustomerId): string[] =>
  proposalsOf(stage.customer(id)).map(({ status, supersededBy }) =>
    supersededBy === null ? status : `${status} by ${supersededBy}`,
  );
const isFired = (stage: RulesStage, id: CustomerId): boolean =>
  proposalsOf(stage.customer(id)).some(({ firedAt }) => firedAt !== null);

/** Both called presales before anybody saw that they are one company; c2 first. */
const bothCalled = (): RulesStage => {
  const stage = threeRecords();
  turnGreen(stage, OTHER);
  stage.settle();
  turnGreen(stage, 'c1' as CustomerId);
  stage.settle();
  return stage;
};
const C1 = 'c1' as CustomerId;

describe('presales tasks of merged records', () => {
  it('[MG-1] [I24] [S17] a merge that joins two leaves the one fired first, and says whose it is', () => {
    const stage = bothCalled();
    expect([said(stage, C1), said(stage, OTHER)]).toEqual([['open'], ['open']]);
    merge(stage, OTHER, C1, 'rae');
    expect(said(stage, C1)).toEqual(['open']);
    merge(stage, OTHER, C1);
    expect([said(stage, C1), said(stage, OTHER)]).toEqual([['superseded by c2'], ['open']]);
    const line = stage.customer(C1).timeline.find(({ type }) => type === 'taskCreated');
    expect(line?.noEffectBecause).toBe('superseded');
  });

  it('[MG-2] [I24] [R22] while one stands no other record of the class calls presales, and one is always called', () => {
    const stage = threeRecords();
    merge(stage, OTHER, C1);
    merge(stage, THIRD, C1);
    turnGreen(stage, C1);
    stage.settle();
    expect(said(stage, C1)).toEqual(['open']);
    const apart = threeRecords();
    turnGreen(apart, OTHER);
    apart.settle();
    const edge = merge(apart, OTHER, C1);
    turnGreen(apart, C1);
    apart.settle();
    expect([said(apart, C1), isFired(apart, C1)]).toEqual([['superseded by c2'], false]);
    undo(apart, OTHER, edge);
    apart.settle();
    expect([said(apart, C1), isFired(apart, C1)]).toEqual([['open'], true]);
  });

  it('[MG-2] [I24] a green of a record that rests keeps no other from calling presales', () => {
    const stage = threeRecords();
    merge(stage, OTHER, C1);
    turnGreen(stage, OTHER);
    stage.settle();
    expect(isFired(stage, OTHER)).toBe(false);
    turnGreen(stage, C1);
    stage.settle();
    expect([said(stage, C1), said(stage, OTHER)]).toEqual([['open'], ['superseded by c1']]);
  });

  it('[MG-3] [I10] taking a merge back restores exactly, and only what hung on that edge', () => {
    const stage = bothCalled();
    turnGreen(stage, THIRD);
    stage.settle();
    const before = proposalsOf(stage.customer(C1));
    const [first, second] = [merge(stage, OTHER, C1), merge(stage, THIRD, C1)];
    expect([said(stage, C1), said(stage, THIRD)]).toEqual([['superseded by c2'], ['superseded by c2']]);
    undo(stage, OTHER, first);
    expect(proposalsOf(stage.customer(C1))).toEqual(before);
    expect([said(stage, OTHER), said(stage, THIRD)]).toEqual([['open'], ['superseded by c1']]);
    undo(stage, THIRD, second);
    expect(said(stage, THIRD)).toEqual(['open']);
  });

  it('[MG-3] [S18] merged in a circle by two who did not know of each other they are one class all the same', () => {
    const stage = bothCalled();
    const edges = [merge(stage, OTHER, C1), merge(stage, C1, OTHER)];
    expect([said(stage, C1), said(stage, OTHER)]).toEqual([['superseded by c2'], ['open']]);
    undo(stage, OTHER, edges[0] as EventId);
    expect(said(stage, C1)).toEqual(['superseded by c2']);
    undo(stage, C1, edges[1] as EventId);
    expect(said(stage, C1)).toEqual(['open']);
  });

  it('[MG-4] what was done or closed stays so, and the class is not asked again', () => {
    const done = bothCalled();
    const draft = proposalsOf(done.customer(C1))[0]?.id ?? '';
    done.act('pia', 'taskCompleted', { task: draft }, { subject: C1 });
    merge(done, OTHER, C1);
    expect([said(done, C1), said(done, OTHER)]).toEqual([['done'], ['open']]);
    const first = bothCalled();
    const earlier = proposalsOf(first.customer(OTHER))[0]?.id ?? '';
    merge(first, OTHER, C1);
    first.act('pia', 'taskCompleted', { task: earlier }, { subject: OTHER });
    expect([said(first, C1), said(first, OTHER)]).toEqual([['superseded by c2'], ['done']]);
    const closed = bothCalled();
    const effect = proposalsOf(closed.customer(C1))[0]?.id ?? '';
    closed.act('mia', 'effectClosed', { effect, reason: '已线下协调' }, { subject: C1 });
    merge(closed, OTHER, C1);
    expect(said(closed, C1)).toEqual(['closed']);
  });

  it('[MG-5] [I1] the class is the same however rows come, and a change names whoever it is about', () => {
    const stage = bothCalled();
    const edge = merge(stage, OTHER, C1);
    const [frugal, backwards] = [makeFold({ keptStates: 1 }), makeFold()];
    const named: (readonly CustomerId[])[] = [];
    const step = (fold: Fold, rows: typeof stage.rows, facts: typeof stage.facts) =>
      [...fold.apply(rows, facts).customers].filter((id) => fold.customer(id) !== null).sort();
    for (const fact of stage.facts) step(frugal, [], [fact]);
    for (const row of stage.rows) {
      const customers = step(frugal, [row], []);
      if (row.event.id === edge) named.push(customers);
    }
    for (const fact of [...stage.facts].reverse()) step(backwards, [], [fact]);
    for (const row of [...stage.rows].reverse()) step(backwards, [row], []);
    expect(named).toEqual([[C1, OTHER]]);
    expect(frugal.digest()).toBe(stage.fold().digest());
    expect(backwards.digest()).toBe(stage.fold().digest());
    const gone = stage.act(
      'rae',
      'retracted',
      { event: proposalsOf(stage.customer(OTHER))[0]?.cause ?? '' },
      { subject: OTHER },
    );
    const rows = stage.rows.filter(({ event }) => event.id === gone);
    expect(step(backwards, rows, [])).toEqual([C1, OTHER]);
    expect(said(stage, C1)).toEqual(['open']);
  });

  it('[MG-5] [RF-24] a merge taken back out of the outbox leaves the class as if it had never come', () => {
    const stage = bothCalled();
    const fold = stage.fold();
    const before = fold.digest();
    const edge = stage.act('mia', 'customerMerged', { into: C1, ...MERGE }, { subject: OTHER, receivedMs: null });
    fold.apply(
      stage.rows.filter(({ event }) => event.id === edge).map((row) => ({ ...row, isLocal: true })),
      [],
    );
    expect(proposalsOf(fold.customer(C1))[0]?.status).toBe('superseded');
    expect(new Set(fold.remove([edge]).customers)).toEqual(new Set([C1, OTHER]));
    expect(fold.digest()).toBe(before);
  });

  it('[MG-6] [EN-8] [EN-18] the task that stands keeps its ladder though its record rests; the other climbs no more', () => {
    const stage = bothCalled();
    merge(stage, OTHER, C1);
    stage.pass(25 * HOUR_MS);
    stage.settle();
    expect(proposalsOf(stage.customer(OTHER))[0]?.assignee).toBe('mia');
    expect(proposalsOf(stage.customer(C1))[0]?.assignee).toBe('pia');
    const rungs = (id: CustomerId) => stage.customer(id).effects.filter(({ rung }) => rung !== null);
    expect([rungs(OTHER).length, rungs(C1).length]).toEqual([1, 0]);
  });

  it('[MG-7] [I23] who holds one of the records alone sees its own task, at the same time and place', () => {
    const stage = bothCalled();
    merge(stage, OTHER, C1);
    const part = makeFold();
    part.apply(
      stage.rows.filter(({ event }) => event.subject !== OTHER),
      stage.facts,
    );
    const [own, joined] = [part.customer(C1), stage.customer(C1)];
    expect(proposalsOf(own)).toMatchObject([{ status: 'open', supersededBy: null }]);
    const places = (state: CustomerState | null) => state?.timeline.map(({ id, t }) => [id, t]);
    expect(places(own)).toEqual(places(joined));
  });
});

describe('pool entries of merged records', () => {
  it('[MG-8] [I13] [I10] a run of reds has one entry: merged, taken back, and merged again', () => {
    const stage = threeRecords();
    stage.act('boss', 'processPublished', {
      part: { kind: 'rule', rule: templateRule('stage.overdue', () => ({ isOn: false })) },
    });
    const call = { channel: 'call', answered: true, summary: '电话', atMs: stage.nowMs } as const;
    for (const subject of [C1, OTHER]) stage.act('rae', 'interactionRecorded', call, { subject });
    stage.pass(31 * DAY_MS);
    const first = stage.act('rae', 'statusMarked', red(), { subject: OTHER });
    stage.pass(DAY_MS);
    const second = stage.act('rae', 'statusMarked', red(first), { subject: OTHER });
    stage.settle();
    const entry = stage.customer(OTHER).pool?.entry;
    expect(stage.customer(OTHER).pool?.status).toBe('in');
    const edge = merge(stage, OTHER, C1);
    expect(stage.customer(OTHER).pool).toMatchObject({ status: 'merged', entry });
    // Whoever marks the other record, knowing the run, does not carry it over: a run is of one record.
    stage.pass(DAY_MS);
    stage.act('rae', 'statusMarked', red(second), { subject: C1 });
    stage.settle();
    expect(stage.customer(C1).pool).toBeNull();
    undo(stage, OTHER, edge);
    stage.settle();
    expect(stage.customer(OTHER).pool).toMatchObject({ status: 'in', entry });
    const entries = stage.facts.filter(({ fact }) => fact.kind === 'fired' && fact.rule === 'statusCard.redTwice');
    expect(entries).toHaveLength(1);
  });
});
