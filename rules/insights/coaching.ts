import type { CustomerId, EventId, MemberId } from '../ids.ts';
import { compareText } from '../order.ts';
import type { CustomerState } from '../state.ts';
import { sha256Hex } from '../support/sha256.ts';
import { DAY_MS } from '../time.ts';

/**
 * 培训盲区 (R87, A16): five different customers in a row that one person marked green and none of which was won. Shown to
 * that person and to who leads him, to nobody else. Pure: the same on every device that holds the same customers.
 */

/** What a customer says of those who marked it green and how it went on. */
export interface GreenContribution {
  readonly customer: CustomerId;
  /** First green of each person that counted, ms. */
  readonly greens: readonly { readonly member: MemberId; readonly mark: EventId; readonly at: number }[];
  /** When a deal was won, ms, and how many days after it had begun; oldest first. */
  readonly won: readonly { readonly at: number; readonly cycleDays: number; readonly owner: MemberId }[];
  /** When the last running opportunity was lost and none is left; null = one runs, was won, or was only shelved. */
  readonly lostAt: number | null;
}

export const greenContribution = ({ id, marks, opportunities }: CustomerState): GreenContribution => {
  const greens = new Map<MemberId, GreenContribution['greens'][number]>();
  for (const { colour, effective, automatic, countsFrom, author, id: mark } of marks) {
    if (colour !== 'green' || !effective || automatic !== null || countsFrom === null) continue;
    const known = greens.get(author);
    if (known === undefined || countsFrom < known.at) greens.set(author, { member: author, mark, at: countsFrom });
  }
  const won = opportunities.flatMap(({ ended, visits }) => {
    if (ended?.outcome !== 'won') return [];
    const at = ended.payload.dateMs ?? ended.t;
    const begun = visits[0]?.enteredAt ?? at;
    return [{ at, cycleDays: Math.max(0, (at - begun) / DAY_MS), owner: ended.author }];
  });
  const isOver = opportunities.length > 0 && opportunities.every(({ ended }) => ended?.outcome === 'lost');
  const lostAt = isOver ? Math.max(...opportunities.map(({ ended }) => ended?.t ?? 0)) : null;
  return { customer: id, greens: [...greens.values()], won: won.sort((a, b) => a.at - b.at), lostAt };
};

/** Whose sales cycle decides from when on a green should have become a deal. */
export type CycleBasis = 'own' | 'team' | 'assumed';
export interface CoachingCard {
  /** Of the person and his fifth green: the same card on every device, another one after five more. */
  readonly id: string;
  readonly member: MemberId;
  /** When the fifth had had its time, ms. */
  readonly since: number;
  readonly customers: readonly { readonly customer: CustomerId; readonly greenAt: number; readonly isLost: boolean }[];
  readonly cycleDays: number;
  readonly basis: CycleBasis;
}

export interface CoachingSettings {
  /** How many in a row. */
  readonly inARow: number;
  /** Under so many won deals the median of the team stands in. */
  readonly fewestWon: number;
  /** Where nobody has won enough, days. */
  readonly assumedCycleDays: number;
}
const DEFAULT_COACHING: CoachingSettings = { inARow: 5, fewestWon: 3, assumedCycleDays: 60 };

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? 0;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? upper) + upper) / 2 : upper;
};

const cyclesOf = (all: Iterable<GreenContribution>): Map<MemberId, number[]> => {
  const cycles = new Map<MemberId, number[]>();
  for (const { won } of all) {
    for (const { owner, cycleDays } of won) cycles.set(owner, [...(cycles.get(owner) ?? []), cycleDays]);
  }
  return cycles;
};

interface Cycle {
  readonly days: number;
  readonly basis: CycleBasis;
}
const cycleOf = (
  member: MemberId,
  team: readonly MemberId[],
  cycles: ReadonlyMap<MemberId, readonly number[]>,
  settings: CoachingSettings,
): Cycle => {
  const own = cycles.get(member) ?? [];
  if (own.length >= settings.fewestWon) return { days: median(own), basis: 'own' };
  const all = team.flatMap((one) => cycles.get(one) ?? []);
  if (all.length >= settings.fewestWon) return { days: median(all), basis: 'team' };
  return { days: settings.assumedCycleDays, basis: 'assumed' };
};

interface Judged {
  readonly customer: CustomerId;
  readonly mark: EventId;
  readonly greenAt: number;
  /** When it had had its time: lost, won, or green for a cycle, ms. */
  readonly at: number;
  readonly end: 'won' | 'lost' | 'waited';
}

/** A green that has had neither its time nor an end says nothing yet. */
const judge = (
  { customer, won, lostAt }: GreenContribution,
  { at: greenAt, mark }: GreenContribution['greens'][number],
  cycle: Cycle,
  nowMs: number,
): Judged | null => {
  const base = { customer, mark, greenAt };
  const win = won.find(({ at }) => at >= greenAt);
  if (win !== undefined && win.at <= nowMs) return { ...base, at: win.at, end: 'won' };
  if (lostAt !== null && lostAt >= greenAt && lostAt <= nowMs) return { ...base, at: lostAt, end: 'lost' };
  const dueAt = greenAt + cycle.days * DAY_MS;
  return dueAt <= nowMs ? { ...base, at: dueAt, end: 'waited' } : null;
};

const cardOf = (member: MemberId, run: readonly Judged[], cycle: Cycle): CoachingCard => {
  const fifth = run[run.length - 1]?.mark ?? '';
  return {
    id: sha256Hex(JSON.stringify(['coaching', member, fifth])).slice(0, 40),
    member,
    since: Math.max(...run.map(({ at }) => at)),
    customers: run.map(({ customer, greenAt, end }) => ({ customer, greenAt, isLost: end === 'lost' })),
    cycleDays: cycle.days,
    basis: cycle.basis,
  };
};

/**
 * The latest card of a person, by what is known at `nowMs`; null = none. Customers stand in the order in which he first
 * marked them green; a won one ends the row, one that has not had its time is passed over.
 */
export const coachingCard = (
  member: MemberId,
  /** Those whose cycles stand in where his own are too few: usually those with the same manager. */
  team: readonly MemberId[],
  all: readonly GreenContribution[],
  nowMs: number,
  settings: CoachingSettings = DEFAULT_COACHING,
): CoachingCard | null => {
  const cycle = cycleOf(member, team, cyclesOf(all), settings);
  const judged = all.flatMap((contribution) => {
    const green = contribution.greens.find((one) => one.member === member);
    const found = green === undefined ? null : judge(contribution, green, cycle, nowMs);
    return found === null ? [] : [found];
  });
  judged.sort((a, b) => a.greenAt - b.greenAt || compareText(a.customer, b.customer));
  const row = judged.slice(judged.findLastIndex(({ end }) => end === 'won') + 1);
  const whole = Math.floor(row.length / settings.inARow) * settings.inARow;
  return whole === 0 ? null : cardOf(member, row.slice(whole - settings.inARow, whole), cycle);
};
