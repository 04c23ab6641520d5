import type { CustomerId, EventId, MemberId } from '../ids.ts';
import { compareText } from '../order.ts';
import type { CustomerState } from '../state.ts';
import { median } from '../support/median.ts';
import { sha256Hex } from '../support/sha256.ts';
import { DAY_MS } from '../time.ts';

/**
 * 培训盲区 (R87, A16): five different customers in a row that one person marked green and none of which was won. Shown to
 * that person and to who leads him, to nobody else. Pure: the same on every device that holds the same customers.
 */

/** What a customer says of those who marked it green and how it went on. */
export interface GreenContribution {
  readonly customer: CustomerId;
  /** First green of each person that counted: from when on, and when the mark was made, its file to come, ms. */
  readonly greens: readonly {
    readonly member: MemberId;
    readonly mark: EventId;
    readonly at: number;
    readonly markedAt: number;
  }[];
  /**
   * When a deal was won, by its contract, when that was recorded, ms, and how many days after it had begun, null where
   * that is not known; oldest first.
   */
  readonly won: readonly {
    readonly at: number;
    readonly recordedAt: number;
    readonly cycleDays: number | null;
    readonly owner: MemberId;
  }[];
  /** When the last running opportunity was lost and none is left; null = one runs, was won, or was only shelved. */
  readonly lostAt: number | null;
}

export const greenContribution = ({ id, marks, opportunities }: CustomerState): GreenContribution => {
  const greens = new Map<MemberId, GreenContribution['greens'][number]>();
  for (const { colour, effective, automatic, countsFrom: at, author: member, id: mark, t: markedAt } of marks) {
    if (colour !== 'green' || !effective || automatic !== null || at === null) continue;
    if (at < (greens.get(member)?.at ?? Number.POSITIVE_INFINITY)) greens.set(member, { member, mark, at, markedAt });
  }
  const won = opportunities.flatMap(({ ended, visits }) => {
    if (ended?.outcome !== 'won') return [];
    const at = ended.payload.dateMs ?? ended.t;
    // What was won before it was written down came from an import that does not say when it began.
    const begun = visits[0]?.enteredAt ?? null;
    const cycleDays = begun === null || begun > at ? null : (at - begun) / DAY_MS;
    // An import records what was won long before.
    const recordedAt = ended.payload.imported === undefined ? ended.t : at;
    return [{ at, recordedAt, cycleDays, owner: ended.author }];
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

const cyclesOf = (all: Iterable<GreenContribution>): Map<MemberId, number[]> => {
  const cycles = new Map<MemberId, number[]>();
  for (const { won } of all) {
    for (const { owner, cycleDays } of won) {
      if (cycleDays === null) continue;
      const known = cycles.get(owner);
      if (known === undefined) cycles.set(owner, [cycleDays]);
      else known.push(cycleDays);
    }
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
  const middle = (days: readonly number[]): number | null => (days.length < settings.fewestWon ? null : median(days));
  const own = middle(cycles.get(member) ?? []);
  if (own !== null) return { days: own, basis: 'own' };
  const all = middle(team.flatMap((one) => cycles.get(one) ?? []));
  return all === null ? { days: settings.assumedCycleDays, basis: 'assumed' } : { days: all, basis: 'team' };
};

interface Judged {
  readonly customer: CustomerId;
  readonly mark: EventId;
  readonly greenAt: number;
  /** When it had had its time: lost, won, or green for a cycle, ms. */
  readonly at: number;
  readonly end: 'won' | 'lost' | 'waited';
}

/**
 * A green that has had neither its time nor an end says nothing yet. What was recorded after the mark came after it: its
 * file may have been on its way all day, and a contract is entered after it is signed.
 */
const judge = (
  { customer, won, lostAt }: GreenContribution,
  { at: greenAt, mark, markedAt }: GreenContribution['greens'][number],
  cycle: Cycle,
  nowMs: number,
): Judged | null => {
  const base = { customer, mark, greenAt };
  const isSince = (atMs: number): boolean => atMs >= markedAt && atMs <= nowMs;
  const win = won.find(({ recordedAt }) => isSince(recordedAt));
  if (win !== undefined) return { ...base, at: win.at, end: 'won' };
  if (lostAt !== null && isSince(lostAt)) return { ...base, at: lostAt, end: 'lost' };
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
