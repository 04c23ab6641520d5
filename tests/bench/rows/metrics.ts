import { memoryUsage } from 'node:process';
import {
  type CustomerId,
  DAY_MS,
  DEFAULT_PROCESS,
  type Fold,
  METRIC_IDS,
  type MemberId,
  MetricIndex,
  type MetricItem,
  type MetricScope,
  metricItems,
  metricReading,
  metricTerms,
  shanghaiDay,
  type TerritoryId,
  weekOf,
} from '#rules';
import { type Cost, collectGarbage, costOf, median, percentile, timed } from '../support/measure.ts';
import { decodeRooms, foldAll } from '../support/replica-fold.ts';
import { atMost, type BenchRow, type Finding, shown } from '../support/row.ts';
import { isHistory, wireRooms, withLog } from '../support/stored.ts';
import { storeWorld } from '../support/world.ts';

/** Customers put in again, one after the other, as one event each does. */
const EVENTS = 300;
/** How often the world's customers stand in the index, and in how many sets of territories and people. */
const COPIES = 55;
const SETS = 4;
/** How often an answer is asked for. */
const ROUNDS = 6;
/** Each life is lived twice, half a year apart. */
const SHIFT_MS = 182 * DAY_MS;

const readAll = (index: MetricIndex, scope: MetricScope, nowMs: number): void => {
  const { metrics } = DEFAULT_PROCESS;
  for (const id of METRIC_IDS) metricReading(index, id, scope, weekOf(nowMs), nowMs, metricTerms(metrics, id));
};

/** The life of a customer as another's, in another territory by other people, lived twice. */
const copied = (items: readonly MetricItem[], copy: number): readonly MetricItem[] =>
  items.flatMap((item) => {
    const other = {
      ...item,
      territory: `${item.territory}-${copy % SETS}` as TerritoryId,
      member: item.member && (`${item.member}-${copy % SETS}` as MemberId),
    };
    return [other, { ...other, atMs: item.atMs - SHIFT_MS }];
  });

const itemsOf = (fold: Fold, id: CustomerId, copy: number): readonly MetricItem[] => {
  const customer = fold.customer(id);
  return customer === null ? [] : copied(metricItems(customer, fold.org()), copy);
};

/** Everything computed from every customer, copy by copy. */
const computeAll = (fold: Fold, index: MetricIndex, ids: readonly CustomerId[]): number => {
  let items = 0;
  for (let copy = 0; copy < COPIES; copy += 1) {
    for (const id of ids) {
      const some = itemsOf(fold, id, copy);
      items += some.length;
      index.set(`${id}-${copy}`, some);
    }
  }
  return items;
};

const oneEvent = (fold: Fold, index: MetricIndex, ids: readonly CustomerId[], fullMs: number): readonly Finding[] => {
  const step = Math.max(1, Math.floor(ids.length / EVENTS));
  const some = ids.filter((_, at) => at % step === 0);
  const times = some.map((id, at) => timed(() => index.set(`${id}-${at % COPIES}`, itemsOf(fold, id, at % COPIES))).ms);
  return [
    atMost(
      'one event into every number ÷ all of them computed from every customer',
      median(times) / fullMs,
      '×',
      0.001,
    ),
    shown('one event, median', median(times), 'ms'),
    shown('one event, p99', percentile(times, 0.99), 'ms'),
  ];
};

const heapMb = (): number => {
  collectGarbage();
  const { heapUsed, arrayBuffers } = memoryUsage();
  return (heapUsed + arrayBuffers) / 1_048_576;
};

/** Every number of the page for everybody, each territory, a team and a person, as after a change of filter. */
const filters = (fold: Fold, index: MetricIndex, nowMs: number): readonly Finding[] => {
  const reps = Object.values(fold.org().members).filter(({ role }) => role === 'rep');
  const named = Array.from({ length: SETS }, (_, set) => reps.map(({ id }) => `${id}-${set}` as MemberId)).flat();
  const sellersOf = (ids: readonly MemberId[]): MetricScope['sellers'] =>
    new Map(ids.map((id) => [id, { isActive: true }]));
  const scopeOf = (territory: string | null, ids: readonly MemberId[] | null): MetricScope => ({
    territory,
    people: ids && new Set<MemberId | null>(ids),
    facet: null,
    sellers: sellersOf(ids ?? named),
  });
  const territories = [...new Set([...index.keys('visits')].map(({ territory }) => territory))];
  // a scope of its own each time, as every answer makes one: nothing is remembered from the round before
  const read = (territory: string | null, ids: readonly MemberId[] | null) =>
    costOf(ROUNDS, () => readAll(index, scopeOf(territory, ids), nowMs));
  const whole = read(null, null);
  const slowest = (costs: readonly Cost[]): number => Math.max(...costs.map(({ ms }) => ms));
  return [
    shown('territories, and salespeople in them', territories.length, `, ${named.length}`),
    atMost(
      `every number with change, benchmark and eight weeks, whole company, median of ${ROUNDS - 1}`,
      whole.ms,
      'ms',
      100,
    ),
    shown('the same on the processor', whole.cpuMs, 'ms'),
    atMost('the same of one territory, slowest', slowest(territories.map((id) => read(id, null))), 'ms', 100),
    atMost(
      'the same of a team of ten, slowest of five',
      slowest([0, 1, 2, 3, 4].map((at) => read(null, named.slice(at * 10, at * 10 + 10)))),
      'ms',
      100,
    ),
    atMost(
      'the same of a person, slowest of ten',
      slowest(named.slice(0, 10).map((id) => read(null, [id]))),
      'ms',
      100,
    ),
  ];
};

export const metrics: BenchRow = {
  name: 'metrics',
  title: 'Metrics of 100,000 customers with 3,000,000 events',
  async run({ quick }) {
    const events = quick ? 200 : 2000;
    const { folder } = await storeWorld({
      seed: 3,
      territories: ['east', 'south', 'north', 'southwest', 'central'],
      repsEach: 10,
      poolEvents: events,
      customers: events / 5,
      logEvents: events,
      quarters: 2,
    });
    const rooms = await withLog(folder, (log) => wireRooms(log, (room) => isHistory(room) || room.startsWith('org')));
    const fold = foldAll(decodeRooms(rooms));
    const ids = [...fold.customerIds()];
    const nowMs = Date.now();
    const before = heapMb();
    const index = new MetricIndex(shanghaiDay(nowMs));
    const full = timed(() => computeAll(fold, index, ids));
    const memory = heapMb() - before;
    return [
      ...oneEvent(fold, index, ids, full.ms),
      shown('customers', ids.length * COPIES, ''),
      shown('items of theirs', full.result, ''),
      shown('all of them computed', full.ms, 'ms'),
      shown('memory of the index', memory, 'MB'),
      ...filters(fold, index, nowMs),
    ];
  },
};
