import {
  type BoardAxis,
  type BoardComponent,
  type CustomerId,
  type HeatmapContribution,
  HeatmapIndex,
  heatmapWeeks,
  type MemberId,
} from '#rules';
import { boardAnswer } from '../../../client/data/answers/board/board-answer.ts';
import type { BoardQuery, HeatmapFilter } from '../../../client/data/board-contract.ts';
import { makePrng } from '../../support/prng.ts';
import { companyWith, entriesOf, factsOf, LARGE, LARGE_QUICK, touchesOf } from '../support/large-company.ts';
import { type Cost, collectGarbage, costOf, median, timed } from '../support/measure.ts';
import { atMost, type BenchRow, type Finding, shown } from '../support/row.ts';

const TWO_YEARS = 104;
const ROUNDS = 7;

const component = (x: BoardAxis, y: BoardAxis, value: BoardComponent['value'] = 'entered'): BoardComponent => ({
  id: `${x}-${y}-${value}`,
  name: `${x} ${y} ${value}`,
  x,
  y,
  value,
  overlay: 'stayAndOverdue',
  corner: 'topRight',
});
const COMPONENTS: BoardComponent[] = [
  component('stage', 'week'),
  component('stage', 'week', 'touchpoints'),
  component('stage', 'person'),
  component('territory', 'week'),
  component('person', 'week'),
  component('product', 'person', 'touchpoints'),
];

const FILTERS: readonly HeatmapFilter[] = [
  { weeks: TWO_YEARS },
  { weeks: TWO_YEARS, territory: 't3' },
  { weeks: TWO_YEARS, team: 'm7' },
  { weeks: TWO_YEARS, person: 'm47' },
  { weeks: TWO_YEARS, product: '产品4' },
  { weeks: TWO_YEARS, source: '来源2', tag: 'vip' },
  { weeks: 8, team: 'm7' },
];

const told = (what: string, costs: readonly Cost[]): readonly Finding[] => [
  atMost(`${what}: slowest, median of ${ROUNDS - 1}`, Math.max(...costs.map(({ ms }) => ms)), 'ms', 100),
  shown('the same on the processor', Math.max(...costs.map(({ cpuMs }) => cpuMs)), 'ms'),
];

/** Filter change of the funnel page at the size of the largest company (issue 4): two years, every facet. */
export const board: BenchRow = {
  name: 'board',
  title: 'Heatmap of a large company: filter change, cell, facets, one event',
  run: async ({ quick }) => {
    const random = makePrng(4104);
    const nowMs = Date.now();
    const [entered, touches] = [new HeatmapIndex(), new HeatmapIndex()];
    const count = quick ? LARGE_QUICK : LARGE;
    let entries = 0;
    const put = (at: number): void => {
      const contribution: HeatmapContribution = { facts: factsOf(random), entries: entriesOf(random, nowMs) };
      entries += contribution.entries.length;
      entered.set(`c${at}` as CustomerId, contribution);
      touches.set(`c${at}` as CustomerId, touchesOf(contribution, nowMs));
    };
    const built = timed(() => {
      for (let at = 0; at < count; at += 1) put(at);
    });
    const [inAll, fold] = [entries, companyWith(COMPONENTS)];
    const counts = { entered: () => entered, touches: () => touches };
    const row = () => {
      throw new Error('a heatmap needs no row');
    };
    const context = { fold, member: 'boss' as MemberId, nowMs, row, readsRecordsOf: () => true };
    const ask = (query: BoardQuery): Cost => costOf(ROUNDS, () => boardAnswer(counts, query, context));
    collectGarbage();
    const oneCustomer = median(Array.from({ length: 200 }, (_, at) => timed(() => put(at)).ms));
    const week = heatmapWeeks(nowMs, 5)[4]?.week ?? '';
    const grids = COMPONENTS.map(({ id }) => FILTERS.map((filter) => ask({ kind: 'heatmap', component: id, filter })));
    const cells = FILTERS.map((filter) =>
      ask({ kind: 'cell', component: 'stage-week-entered', filter, column: 'needConfirmed', row: week }),
    );
    return [
      ...told('stages by weeks under each of 7 filters', grids[0] ?? []),
      ...told('every other component under each filter', grids.slice(1).flat()),
      ...told('who stands in a cell, without the rows', cells),
      ...told('what a filter offers', [ask({ kind: 'facets' })]),
      shown('one customer into both indices, median', oneCustomer, 'ms'),
      shown('both indices from scratch', built.ms, 'ms'),
      shown('customers', count, ''),
      shown('entries, and three times as many contacts', inAll, ''),
    ];
  },
};
