import { memoryUsage } from 'node:process';
import {
  type CustomerId,
  DAY_MS,
  DEFAULT_PROCESS,
  type Fold,
  LEADING_ROLES,
  METRIC_IDS,
  type MemberId,
  MetricIndex,
  type MetricItem,
  type MetricScope,
  metricItems,
  metricReading,
  metricTerms,
  quarterOf,
  shanghaiDay,
  type TerritoryId,
  weekOf,
} from '#rules';
import { collectGarbage, median, percentile, timed } from '../support/measure.ts';
import { decodeRooms, foldAll } from '../support/replica-fold.ts';
import { atMost, type BenchRow, type Finding, shown } from '../support/row.ts';
import { isHistory, wireRooms, withLog } from '../support/stored.ts';
import { bigWorld } from '../support/worlds.ts';

/** Customers put in again, one after the other, as one event each does. */
const EVENTS = 300;
/** How often the world's 20,000 customers stand in the big index, each with its life twice, half a year apart. */
const COPIES = 5;
const SHIFT_MS = 182 * DAY_MS;

const scopeOf = (sellers: MetricScope['sellers'], territory: string | null): MetricScope => ({
  territory,
  people: null,
  facet: null,
  sellers,
});
const readAll = (index: MetricIndex, scope: MetricScope, nowMs: number): void => {
  const { metrics } = DEFAULT_PROCESS;
  for (const id of METRIC_IDS) metricReading(index, id, scope, weekOf(nowMs), nowMs, metricTerms(metrics, id));
};

/** The same life of another customer in another territory by other people, begun twice. */
const copied = (items: readonly MetricItem[], copy: number): readonly MetricItem[] =>
  items.flatMap((item) => {
    const other = {
      ...item,
      territory: `${item.territory}-${copy}` as TerritoryId,
      member: item.member && (`${item.member}-${copy}` as MemberId),
    };
    return [other, { ...other, atMs: item.atMs - SHIFT_MS }];
  });

const oneEvent = (fold: Fold, index: MetricIndex, ids: readonly CustomerId[], fullMs: number): readonly Finding[] => {
  const step = Math.max(1, Math.floor(ids.length / EVENTS));
  const times = ids
    .filter((_, at) => at % step === 0)
    .map((id) => {
      const customer = fold.customer(id);
      return timed(() => index.set(id, customer && metricItems(customer, fold.org()))).ms;
    });
  return [
    atMost(
      'one event into every number ÷ all of them computed from every customer',
      median(times) / fullMs,
      '×',
      0.001,
    ),
    shown('all of them computed', fullMs, 'ms'),
    shown('one event, median', median(times), 'ms'),
    shown('one event, p99', percentile(times, 0.99), 'ms'),
  ];
};

const heapMb = (): number => {
  collectGarbage();
  const { heapUsed, arrayBuffers } = memoryUsage();
  return (heapUsed + arrayBuffers) / 1_048_576;
};

const bigIndex = (fold: Fold, ids: readonly CustomerId[], nowMs: number): readonly Finding[] => {
  const before = heapMb();
  const index = new MetricIndex(shanghaiDay(nowMs));
  let [items, buildMs] = [0, 0];
  for (const id of ids) {
    const customer = fold.customer(id);
    const own = customer === null ? [] : metricItems(customer, fold.org());
    for (let copy = 0; copy < COPIES; copy += 1) {
      const some = copied(own, copy);
      items += some.length;
      buildMs += timed(() => index.set(`${id}-${copy}`, some)).ms;
    }
  }
  const after = heapMb();
  const members = Object.values(fold.org().members).filter(({ role }) => !LEADING_ROLES.has(role));
  const sellers = new Map(
    members.flatMap(({ id }) =>
      Array.from({ length: COPIES }, (_, copy) => [`${id}-${copy}` as MemberId, { isActive: true }] as const),
    ),
  );
  const territories = [...new Set([...index.keys('visits')].map(({ territory }) => territory))];
  const filters = [null, ...territories].map((one) => timed(() => readAll(index, scopeOf(sellers, one), nowMs)).ms);
  const quarter = quarterOf(nowMs - 120 * DAY_MS);
  const key = { rules: 'bench', heads: {} };
  const text = JSON.stringify(index.checkpoint(quarter, key));
  const restored = timed(() => new MetricIndex(shanghaiDay(nowMs)).adopt(JSON.parse(text)));
  return [
    shown('customers in the big index', ids.length * COPIES, ''),
    shown('items of theirs', items, ''),
    shown('putting them all in', buildMs, 'ms'),
    shown('memory of it', after - before, 'MB'),
    atMost(
      'every number with change, benchmark and eight weeks, after a change of filter: slowest',
      Math.max(...filters),
      'ms',
      100,
    ),
    shown('the same, median', median(filters), 'ms'),
    shown('checkpoint of one quarter', text.length / 1_048_576, 'MB'),
    shown('an index opened from it', restored.ms, 'ms'),
  ];
};

export const metrics: BenchRow = {
  name: 'metrics',
  title: 'Metrics: one event, and 100,000 customers',
  async run(options) {
    const { folder } = await bigWorld(options);
    const rooms = await withLog(folder, (log) => wireRooms(log, (room) => isHistory(room) || room.startsWith('org')));
    const fold = foldAll(decodeRooms(rooms));
    const ids = [...fold.customerIds()];
    const nowMs = Date.now();
    collectGarbage();
    const index = new MetricIndex(shanghaiDay(nowMs));
    const full = timed(() => {
      for (const id of ids) {
        const customer = fold.customer(id);
        index.set(id, customer && metricItems(customer, fold.org()));
      }
    });
    return [...oneEvent(fold, index, ids, full.ms), ...bigIndex(fold, ids, nowMs)];
  },
};
