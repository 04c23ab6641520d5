import { type ManagerFigures, managerFigures, type StartFigures } from '../support/manager-device.ts';
import { atMost, type BenchRow, type Finding, shown } from '../support/row.ts';

const SIZES = [2_000, 5_000, 10_000, 20_000];
/** Above what a device keeps awake, so that the growth is that of those who sleep. */
const QUICK_SIZES = [5_000, 9_000];
/** What a manager's worker may hold (issue 4). */
const MOST_MB = 600;

const totalOf = ({ restingMb, recordsMb, statesMb, indicesMb }: ManagerFigures): number =>
  restingMb + recordsMb + statesMb + indicesMb;

const partsOf = (figures: ManagerFigures): readonly Finding[] => {
  const { customers, docsMb, restingMb, recordsMb, statesMb, indicesMb, indices, wireMb } = figures;
  const { rooms, atRest, seconds, longestMs, againCpuMs } = figures;
  const total = totalOf(figures);
  const part = (what: string, mb: number) =>
    shown(`${customers} customers: ${what}, ${Math.round((100 * mb) / total)} %`, mb, 'MB');
  return [
    shown(`${customers} customers: everything held`, total, 'MB'),
    shown(`${customers} customers: of 1,000 of them`, (1000 * total) / customers, 'MB'),
    part(`replicas (Y.Docs with the rows’ text), ${atRest} of ${rooms} rooms at rest`, restingMb),
    shown(`${customers} customers: the same with all of them awake`, docsMb, 'MB'),
    shown(`${customers} customers: everything held with all of them awake`, total - restingMb + docsMb, 'MB'),
    part('records of the fold', recordsMb),
    part('states', statesMb),
    part('indices of the home’s answers', indicesMb),
    ...indices.map(({ answer, mb }) => shown(`${customers} customers: of these, for ${answer}`, mb, 'MB')),
    shown(`${customers} customers: updates on the device`, wireMb, 'MB'),
    shown(`${customers} customers: loading the replicas`, seconds.load, 's'),
    shown(`${customers} customers: decoding and taking in`, seconds.take, 's'),
    shown(`${customers} customers: waking one room at rest`, seconds.wake, 's'),
    shown(`${customers} customers: folding every customer`, seconds.fold, 's'),
    shown(`${customers} customers: the home’s first answers`, seconds.answers, 's'),
    shown(`${customers} customers: longest time the worker stood`, longestMs / 1000, 's'),
    shown(`${customers} customers: slowest of the answers afterwards, on the processor`, againCpuMs, 'ms'),
  ];
};

const startOf = ({ customers, docsMb, recordsMb }: ManagerFigures, start: StartFigures): readonly Finding[] => [
  shown(`${customers} customers: a start at its peak, ${start.atRest} rooms one after the other`, start.peakMb, 'MB'),
  shown(`${customers} customers: the same once all is taken in`, start.afterMb, 'MB'),
  shown(`${customers} customers: a start that loads all rooms before it takes them in`, docsMb + recordsMb, 'MB'),
  shown(`${customers} customers: most memory of the process, with the runtime’s own`, start.rssMb, 'MB'),
];

/** By the growth from the last size but one to the last: MB of each further customer. */
const growthOf = (
  all: readonly ManagerFigures[],
): { readonly last: ManagerFigures; readonly eachMb: number } | null => {
  const [before, last] = all.slice(-2);
  if (before === undefined || last === undefined) return null;
  return { last, eachMb: (totalOf(last) - totalOf(before)) / (last.customers - before.customers) };
};
const grown = (all: readonly ManagerFigures[]): readonly Finding[] => {
  const growth = growthOf(all);
  if (growth === null) return [];
  const { last, eachMb } = growth;
  const total = totalOf(last);
  return [
    shown('of each further 1,000', 1000 * eachMb, 'MB'),
    shown(`customers for which ${MOST_MB} MB suffice`, last.customers + (MOST_MB - total) / eachMb, ''),
    atMost('of 100,000 customers, at this growth', total + (100_000 - last.customers) * eachMb, 'MB', MOST_MB),
  ];
};

/** Memory and time of a manager's worker for growing companies, 30 events a customer. */
export const managerDevice: BenchRow = {
  name: 'manager-device',
  title: 'What a manager’s worker holds: replicas, fold and read models, 30 events a customer',
  run: async ({ quick, say }) => {
    const all: ManagerFigures[] = [];
    const starts: Finding[] = [];
    for (const size of quick ? QUICK_SIZES : SIZES) {
      say(`${size} customers …`);
      const { figures, start } = await managerFigures(size);
      all.push(figures);
      starts.push(...startOf(figures, start));
    }
    return [...all.flatMap(partsOf), ...starts, ...grown(all)];
  },
};
