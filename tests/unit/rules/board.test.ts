import { describe, expect, it } from 'vitest';
import {
  type BoardView,
  boardCohort,
  boardGrid,
  type CustomerId,
  DAY_MS,
  DEFAULT_PROCESS,
  facetChoices,
  flowContribution,
  HeatmapIndex,
  heatmapContribution,
  metricItems,
  type ProcessPart,
  partFaults,
  partOf,
  type ScopeFacts,
  stagesEver,
  touchContribution,
  UNSET,
  unlikelyEntries,
  weekOf,
} from '#rules';
import { creation, makeStage, START_MS } from '../../support/rules-stage.ts';

const NOW = START_MS + 10 * DAY_MS;
const week = weekOf(START_MS).week;
const FACTS: ScopeFacts = {
  territory: 'east' as ScopeFacts['territory'],
  person: 'rae' as ScopeFacts['person'],
  team: 'mia' as ScopeFacts['team'],
  store: null,
  product: '岩板',
  source: null,
  tags: ['vip'],
};
const STAGES = stagesEver(DEFAULT_PROCESS, []);
const view = (more: Partial<BoardView> = {}): BoardView => ({
  axes: { x: 'stage', y: 'week' },
  scope: {},
  weeks: [weekOf(NOW).week, week],
  stages: STAGES,
  nowMs: NOW,
  ...more,
});
const entry = (stage: string, atMs: number, leftAt: number | null = null) => ({
  stage,
  atMs,
  enteredAt: atMs,
  leftAt,
});
const indexOf = (
  ...customers: readonly (readonly [string, Partial<ScopeFacts>, ReturnType<typeof entry>[]])[]
): HeatmapIndex => {
  const index = new HeatmapIndex();
  for (const [id, facts, entries] of customers) {
    index.set(id as CustomerId, { facts: { ...FACTS, ...facts }, entries });
  }
  return index;
};

describe('boards', () => {
  it('[BD-4] [R104] [I1] under any two axes a cell counts a customer once, with its longest stay', () => {
    const index = indexOf(
      ['a', {}, [entry('initialContact', START_MS, START_MS + DAY_MS), entry('needConfirmed', START_MS + DAY_MS)]],
      ['b', { person: null, team: null }, [entry('initialContact', START_MS)]],
    );
    const grid = boardGrid(index, view({ axes: { x: 'territory', y: 'person' } }));
    expect([...grid.filled()].map(([column, row, { entered, times }]) => [column, row, entered, times])).toEqual([
      ['east', 'rae', 1, 2],
      ['east', UNSET, 1, 1],
    ]);
    expect(grid.cell('east', 'rae').averageDwellDays).toBe(9);
    expect(boardCohort(index, view({ axes: { x: 'team', y: 'week' } }), { column: 'mia', row: week })).toMatchObject([
      { customer: 'a', times: 2, dwellDays: 9, isStillThere: true },
    ]);
  });

  it('[BD-5] [R104] 行为强度 counts two-way contacts in the stage the customer stood in then', () => {
    const stage = makeStage();
    stage.pass(DAY_MS);
    const call = (answered: boolean): void => {
      stage.act('rae', 'interactionRecorded', { channel: 'call', answered, summary: '谈价', atMs: stage.nowMs });
    };
    call(true);
    call(false);
    stage.pass(DAY_MS);
    const from = { from: 'initialContact', basis: null };
    stage.act('rae', 'stageEntered', { opportunity: 'o1', stage: 'needConfirmed', ...from });
    stage.pass(DAY_MS);
    call(true);
    call(true);
    const index = new HeatmapIndex();
    index.set('c1' as CustomerId, touchContribution(stage.customer(), stage.fold().org()));
    const grid = boardGrid(index, view());
    expect(grid.cell('initialContact', week)).toMatchObject({ entered: 1, times: 1, stillThere: 0 });
    expect(grid.cell('needConfirmed', week)).toMatchObject({ entered: 1, times: 2, stillThere: 1 });
  });

  it('[BD-6] [R41] dates ahead of now or before there was a business stand in no cell and are counted apart', () => {
    const index = indexOf(
      ['a', {}, [entry('initialContact', 0), entry('needConfirmed', START_MS)]],
      ['b', { person: null }, [entry('initialContact', NOW + 8 * DAY_MS)]],
      ['c', {}, [entry('initialContact', NOW + 400 * DAY_MS)]],
      ['d', {}, [entry('initialContact', NOW + 60_000)]],
    );
    // Its week is among those shown, and still it stands in no cell.
    const weeks = [weekOf(NOW + 8 * DAY_MS).week, weekOf(NOW).week, week];
    const seen = [...boardGrid(index, view({ weeks })).filled()].map(([column, row]) => [column, row]);
    expect(seen).toHaveLength(2);
    expect(seen).toEqual(
      expect.arrayContaining([
        ['initialContact', weekOf(NOW).week],
        ['needConfirmed', week],
      ]),
    );
    expect(unlikelyEntries(index, {}, NOW).map(({ customer }) => customer)).toEqual(['a', 'b', 'c']);
    expect(unlikelyEntries(index, { person: UNSET }, NOW).map(({ customer }) => customer)).toEqual(['b']);
    expect([{}, { person: UNSET }].map((scope) => boardGrid(index, view({ scope })).unlikely)).toEqual([3, 1]);
    expect(boardGrid(index, view()).earliestWeek).toBe(week);
    expect(boardGrid(new HeatmapIndex(), view()).earliestWeek).toBeNull();
  });

  it('[BD-6] [MV-8] [MX-19] dates begin with the same instant everywhere: midnight of 2000-01-01 in Shanghai', () => {
    const first = Date.UTC(1999, 11, 31, 16);
    const seen = [first - 1, first].map((atMs) => {
      const stage = makeStage();
      const opportunity = { ...creation().opportunity, enteredAtMs: atMs };
      stage.act('rae', 'customerCreated', { ...creation(), opportunity }, { subject: 'old' });
      const [customer, org] = [stage.customer('old' as CustomerId), stage.fold().org()];
      const stays = metricItems(customer, org).filter((item) => item.metric === 'stageConversion');
      const grid = boardGrid(indexOf(['old', {}, [entry('initialContact', atMs)]]), view());
      return [grid.unlikely, flowContribution(customer, org).entries.length, stays.length];
    });
    expect(seen).toEqual([
      [1, 0, 0],
      [0, 1, 1],
    ]);
  });

  it('[BD-7] [R41] entries of a deleted stage keep a column with its last name; a renamed one has the new name', () => {
    const stages = (list: readonly { readonly id: string; readonly name: string }[]): ProcessPart => ({
      kind: 'stages',
      stages: list.map((one) => ({ limitDays: 3, requiredFields: [], transitions: [], ...one })),
    });
    const stage = makeStage();
    const publish = (part: ProcessPart): void => {
      stage.act('boss', 'processPublished', { part });
    };
    publish(
      stages([
        { id: 'initialContact', name: '接触' },
        { id: 'trial', name: '试用' },
        { id: 'won', name: '签' },
      ]),
    );
    publish(
      stages([
        { id: 'initialContact', name: '初谈' },
        { id: 'trial', name: '试点' },
        { id: 'won', name: '签' },
      ]),
    );
    publish(
      stages([
        { id: 'initialContact', name: '初谈' },
        { id: 'won', name: '签' },
      ]),
    );
    const fold = stage.fold();
    const known = stagesEver(fold.org().process, fold.processChanges());
    expect([...known.values()].slice(0, 3)).toEqual([
      { id: 'initialContact', name: '初谈', limitDays: 3, isGone: false },
      { id: 'won', name: '签', limitDays: 3, isGone: false },
      { id: 'trial', name: '试点', limitDays: 3, isGone: true },
    ]);
    expect(known.get('negotiation')).toMatchObject({ name: '商务谈判', isGone: true });
    const index = indexOf(['a', {}, [entry('trial', START_MS)]], ['b', {}, [entry('nobodyKnows', START_MS)]]);
    const grid = boardGrid(index, view({ stages: known }));
    expect(grid.cell('trial', week)).toMatchObject({ entered: 1, overdue: 1 });
    expect(grid.cell('nobodyKnows', week)).toMatchObject({ entered: 1, overdue: 0 });
  });

  it('[BD-8] [R41] a filter offers the products, sources and tags that customers have, kept up with them', () => {
    const index = indexOf(
      ['a', {}, []],
      ['b', { product: '瓷砖', tags: ['vip', 'new'] }, []],
      ['c', { product: '瓷砖', tags: [] }, []],
    );
    expect(facetChoices(index)).toEqual({
      product: [
        { id: '瓷砖', count: 2 },
        { id: '岩板', count: 1 },
      ],
      source: [],
      tag: [
        { id: 'vip', count: 2 },
        { id: 'new', count: 1 },
      ],
    });
    index.set('c' as CustomerId, null);
    index.set('b' as CustomerId, {
      facts: { ...FACTS, source: '展会' },
      entries: [],
    });
    expect(facetChoices(index)).toEqual({
      product: [{ id: '岩板', count: 2 }],
      source: [{ id: '展会', count: 1 }],
      tag: [{ id: 'vip', count: 2 }],
    });
  });

  it('[BD-9] [R104] a board is a part of the process: the template has the article’s, two equal axes are refused', () => {
    const { board } = DEFAULT_PROCESS;
    expect(board.components).toMatchObject([
      { x: 'stage', y: 'week', value: 'entered', overlay: 'stayAndOverdue', corner: 'topRight' },
    ]);
    const [first] = board.components;
    if (first === undefined) throw new Error('no component');
    const faults = (components: (typeof board)['components']) =>
      partFaults({ kind: 'board', board: { components } }, DEFAULT_PROCESS).map(({ field, why }) => [field, why]);
    expect(faults([first, { ...first, id: 'two', name: '行为强度', x: 'person', value: 'touchpoints' }])).toEqual([]);
    expect(faults([first, { ...first, y: 'stage' }])).toEqual([
      ['board.components.1.id', 'doubleId'],
      ['board.components.1.name', 'doubleName'],
      ['board.components.1.y', 'sameAxis'],
    ]);
    const stage = makeStage();
    const part: ProcessPart = { kind: 'board', board: { components: [{ ...first, name: '看板' }] } };
    stage.act('boss', 'processPublished', { part });
    expect(partOf(stage.fold().org().process, 'board')).toEqual(part);
  });

  it('[BD-4] [R42] a customer counts in the board the moment it is created', () => {
    const stage = makeStage();
    stage.act('boss', 'customerCreated', creation('rae'), { subject: 'c2' });
    const index = new HeatmapIndex();
    const org = stage.fold().org();
    for (const id of ['c1', 'c2'] as CustomerId[]) index.set(id, heatmapContribution(stage.customer(id), org));
    expect(boardGrid(index, view()).cell('initialContact', week).entered).toBe(2);
  });
});
