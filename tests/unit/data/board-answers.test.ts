import { describe, expect, it } from 'vitest';
import { type BoardComponent, type CustomerId, type MemberId, type ProcessPart, type TerritoryId, UNSET } from '#rules';
import { makeReadModels } from '../../../client/data/answers/index.ts';
import type { CellAnswer, HeatmapAnswer } from '../../../client/data/board-contract.ts';
import { creation, makeStage, type RulesStage } from '../../support/rules-stage.ts';

const FUNNEL: BoardComponent = {
  id: 'funnel',
  name: '漏斗',
  x: 'stage',
  y: 'week',
  value: 'entered',
  overlay: 'stayAndOverdue',
  corner: 'topRight',
};
const TOUCHES: BoardComponent = { ...FUNNEL, id: 'touches', name: '行为强度', x: 'person', value: 'touchpoints' };
const STORES: BoardComponent = { ...FUNNEL, id: 'stores', name: '门店', x: 'stage', y: 'store' };
const board: ProcessPart = { kind: 'board', board: { components: [FUNNEL, TOUCHES, STORES] } };
const call = (stage: RulesStage, subject: string): void => {
  const payload = { channel: 'call' as const, answered: true, summary: '谈价', atMs: stage.nowMs };
  stage.act('rae', 'interactionRecorded', payload, { subject });
};

/** c1 and c2 of rae and rob in the east, s1 of nobody in the south; one call with c1. */
const makeCompany = (): RulesStage => {
  const stage = makeStage();
  stage.act('boss', 'processPublished', { part: board });
  stage.act('boss', 'territoryDefined', { territory: 'south', name: '华南' });
  stage.act('rob', 'customerCreated', creation('rob'), { subject: 'c2' });
  const south = { ...creation('sue'), territory: 'south', profile: { name: '广州木业' } };
  stage.act('boss', 'customerCreated', south, { subject: 's1', doc: 'pool:south' });
  call(stage, 'c1');
  return stage;
};

const view = (stage: RulesStage, reads: ReadonlySet<string>, member = 'boss') => {
  let fold = stage.fold();
  const models = makeReadModels({
    fold: () => fold,
    member: () => member as MemberId,
    now: () => stage.nowMs,
    unsynced: () => [],
    readsRecordsOf: (territory: TerritoryId) => reads.has(territory),
    uploads: () => ({}),
  });
  const heatmap = (component: string | null, filter: object = {}): HeatmapAnswer =>
    models.answer({ kind: 'heatmap', component, filter: { weeks: 2, ...filter } });
  return {
    models,
    heatmap,
    cell: (component: string, column: string, row: string, filter: object = {}): CellAnswer =>
      models.answer({ kind: 'cell', component, column, row, filter: { weeks: 2, ...filter } }),
    again: (customer: string): void => {
      fold = stage.fold();
      models.changed({ org: false, customers: new Set([customer as CustomerId]), desks: new Set(), leads: new Set() });
    },
  };
};
/** Every list behind the grid's cells, beside what the cell says: value and distinct customers. */
const compared = ({ heatmap, cell }: ReturnType<typeof view>, component: string, filter: object) => {
  const { rows, columns, cells } = heatmap(component, filter);
  return rows.flatMap((row, r) =>
    columns.map((column, c) => {
      const at = (r * columns.length + c) * 4;
      const list = cell(component, column.id, row.id, filter);
      const value = component === 'funnel' ? list.entered : list.times;
      return { said: [cells[at], cells[at + 3]], listed: [value, list.rows.length] };
    }),
  );
};

describe('answers of boards', () => {
  it('[BD-29][R88] a cell of a person is of nobody to whoever does not lead him', () => {
    const stage = makeCompany();
    const { heatmap } = view(stage, new Set(['east']));
    const row = heatmap('touches').rows[0]?.id ?? '';
    const listed = (member: string): number =>
      view(stage, new Set(['east']), member).cell('touches', 'rae', row).rows.length;
    expect(['boss', 'mia', 'rae', 'rob'].map(listed)).toEqual([1, 1, 1, 0]);
  });

  it('[BD-10][R44][R90] every cell of every component lists exactly what it counts, of what is read here', () => {
    const seen = view(makeCompany(), new Set(['east']));
    for (const component of ['funnel', 'touches']) {
      for (const filter of [{}, { person: 'rae' }, { territory: 'south' }]) {
        const cells = compared(seen, component, filter);
        for (const { said, listed } of cells) expect(listed).toEqual(said);
      }
    }
    const total = (answer: HeatmapAnswer): number => answer.cells.reduce((sum, one, at) => sum + (at % 4 ? 0 : one), 0);
    expect([total(seen.heatmap('funnel')), total(seen.heatmap('touches'))]).toEqual([2, 1]);
    expect(seen.heatmap('funnel').unread).toEqual(['south']);
    expect(total(view(makeCompany(), new Set(['east', 'south'])).heatmap('funnel'))).toBe(3);
  });

  it('[BD-11][R42] shades do not change with a filter, and a component that is gone is the first', () => {
    const { heatmap } = view(makeCompany(), new Set(['east']));
    expect([heatmap('funnel').fullest, heatmap('funnel', { person: 'rae' }).fullest]).toEqual([2, 2]);
    expect([heatmap('touches').fullest, heatmap('touches', { person: 'rob' }).fullest]).toEqual([1, 1]);
    expect([heatmap('gone').component.id, heatmap(null).component.id]).toEqual(['funnel', 'funnel']);
  });

  it('[BD-12][R104] contacts are there when first asked for, and follow from then on', () => {
    const stage = makeCompany();
    const { heatmap, again } = view(stage, new Set(['east']));
    const times = (): number => Math.max(...heatmap('touches').cells.filter((_, at) => at % 4 === 0));
    expect(times()).toBe(1);
    stage.pass(1_000);
    call(stage, 'c1');
    again('c1');
    expect(times()).toBe(2);
  });

  it('[BD-13][R104] a store goes by its name, and customers of nobody in a store by none', () => {
    const stage = makeCompany();
    stage.act('boss', 'storeDefined', { store: 's1', territory: 'east', name: '徐汇店' });
    stage.act('boss', 'memberChanged', { member: 'rae', store: 's1' });
    const { rows } = view(stage, new Set(['east'])).heatmap('stores');
    expect(rows.map((head) => [head.id, head.kind === 'named' && head.name])).toEqual([
      [UNSET, null],
      ['s1', '徐汇店'],
    ]);
  });
});
