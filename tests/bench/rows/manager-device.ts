import { type ManagerFigures, managerFigures } from '../support/manager-device.ts';
import { atMost, type BenchRow, type Finding, shown } from '../support/row.ts';

const SIZES = [10_000, 30_000, 100_000];
/** Well above what a device keeps awake, also during a start, so that the growth is that of those who sleep. */
const QUICK_SIZES = [8_000, 14_000];
/** What a manager’s worker may hold. */
const MOST_MB = 600;

const totalOf = ({ recordsMb, statesMb, indicesMb }: ManagerFigures): number => recordsMb + statesMb + indicesMb;

const partsOf = (figures: ManagerFigures): readonly Finding[] => {
  const { customers, recordsMb, statesMb, indicesMb, peakMb, rssMb, docsMb, wireMb } = figures;
  const { rooms, atRest, seconds, longestMs, againCpuMs, next } = figures;
  const total = totalOf(figures);
  const of = (what: string, value: number, unit: string): Finding =>
    shown(`${customers} customers: ${what}`, value, unit);
  const part = (what: string, mb: number): Finding => of(`${what}, ${Math.round((100 * mb) / total)} %`, mb, 'MB');
  return [
    of('everything held', total, 'MB'),
    part(`${atRest} of ${rooms} rooms at rest, records of who is awake, and what finds the others`, recordsMb),
    part('states of who is awake', statesMb),
    part('indices of the home’s answers', indicesMb),
    of('at most during the start, one room after the other', peakMb, 'MB'),
    of('most memory of the process, with the runtime’s own', rssMb, 'MB'),
    of('documents of all rooms, if they were open', docsMb, 'MB'),
    of('updates on the device', wireMb, 'MB'),
    of('loading one room after the other', seconds.load, 's'),
    of('decoding, taking in and packing', seconds.take, 's'),
    of('waking one room at rest', seconds.wake, 's'),
    of('folding every customer', seconds.fold, 's'),
    of('the home’s first answers', seconds.answers, 's'),
    of('what the next start begins with, beside packed records', next.openingMb, 'MB'),
    of('the worker stands over leaving it', next.markS, 's'),
    of('the next start until a save can be judged', next.beginS, 's'),
    of('the home’s first answers then', next.answersS, 's'),
    of('longest time the worker stood', longestMs / 1000, 's'),
    of('slowest of the answers afterwards, on the processor', againCpuMs, 'ms'),
  ];
};

/** By the growth from the last size but one to the last: MB of each further customer. */
const growthOf = (
  all: readonly ManagerFigures[],
): { readonly last: ManagerFigures; readonly eachMb: number; readonly peakEachMb: number } | null => {
  const [before, last] = all.slice(-2);
  if (before === undefined || last === undefined) return null;
  const more = last.customers - before.customers;
  const eachMb = (totalOf(last) - totalOf(before)) / more;
  return { last, eachMb, peakEachMb: (last.peakMb - before.peakMb) / more };
};
const grown = (all: readonly ManagerFigures[]): readonly Finding[] => {
  const growth = growthOf(all);
  if (growth === null) return [];
  const { last, eachMb, peakEachMb } = growth;
  const total = totalOf(last);
  const at = (mb: number, each: number): number => mb + (100_000 - last.customers) * each;
  return [
    shown('of each further 1,000', 1000 * eachMb, 'MB'),
    shown(`customers for which ${MOST_MB} MB suffice`, last.customers + (MOST_MB - total) / eachMb, ''),
    atMost('of 100,000 customers, at this growth', at(total, eachMb), 'MB', MOST_MB),
    shown('the same at most during the start', at(last.peakMb, peakEachMb), 'MB'),
  ];
};

/** Memory and time of a manager's worker for growing companies, 30 events a customer. */
export const managerDevice: BenchRow = {
  name: 'manager-device',
  title: 'What a manager’s worker holds: replicas, fold and read models, 30 events a customer',
  run: async ({ quick, say }) => {
    const all: ManagerFigures[] = [];
    for (const size of quick ? QUICK_SIZES : SIZES) {
      say(`${size} customers …`);
      all.push(await managerFigures(size));
    }
    return [...all.flatMap(partsOf), ...grown(all)];
  },
};
