import type { NaturalWeek } from '../calendar/week.ts';
import type { CustomerId, MemberId, StageId, TerritoryId } from '../ids.ts';
import { compareText } from '../order.ts';
import type { OrgState } from '../org-state.ts';
import type { Process } from '../process.ts';
import { median } from '../support/median.ts';
import { DAY_MS } from '../time.ts';
import type { CohortMember } from './board.ts';
import { EntryTable, NOT_YET } from './entry-table.ts';
import type { FlowContribution, FlowTable } from './flow.ts';
import { FlowTallies, type Tally, type TallyOptions } from './flow-tally.ts';
import { comparedWeeks } from './flow-weeks.ts';
import { type MoveOf, moveCohort, WHITE_WEEKS } from './move-cohort.ts';
import type { Scope } from './scope.ts';
import { countsDiffer, sharesDiffer, standingOut, usualRange } from './statistics.ts';

/** `some` of `all`: never computed where `all` is 0. */
export interface Share {
  readonly some: number;
  readonly all: number;
}

/**
 * What was usual in the weeks before: median ± median absolute deviation. A share is 1 for all; either end may lie
 * beyond what is possible, and is then shown as that.
 */
export interface Usual {
  readonly from: number;
  readonly to: number;
  /** Weeks it is taken over. */
  readonly weeks: number;
}

interface MoveBase {
  readonly usual: Usual;
  /** How often a change as large would come by chance in this one comparison. */
  readonly chance: number;
  /** Outside of what is usual, and hardly by chance with all comparisons counted in. */
  readonly isAnomalous: boolean;
}
/** New customers of a territory in the week and the one before (R47). */
export interface InflowMove extends MoveBase {
  readonly kind: 'inflow';
  readonly territory: TerritoryId;
  readonly count: number;
  readonly before: number;
}
/** Of a person's customers who stood in the stage at the end of the week, those over its limit (R46, A4). */
export interface StayMove extends MoveBase {
  readonly kind: 'stay';
  readonly person: MemberId;
  readonly stage: StageId;
  readonly share: Share;
  /** A week earlier; null = nobody stood there. */
  readonly before: Share | null;
}
/**
 * Of the entries into the stage whose limit ended in the week, those that had gone on to any later stage, or were won,
 * within it (R54): every entry is judged at the same age, and once.
 */
export interface ConversionMove extends MoveBase {
  readonly kind: 'conversion';
  readonly stage: StageId;
  readonly share: Share;
  readonly before: Share | null;
}
/** Nobody entered the last stage of the process, where before on average two a week or more did (R55, A17). */
export interface WhiteMove extends MoveBase {
  readonly kind: 'white';
  readonly territory: TerritoryId;
  readonly stage: StageId;
  /** Of the four weeks before. */
  readonly mean: number;
}
export type Move = InflowMove | StayMove | ConversionMove | WhiteMove;

export interface Moves {
  readonly week: NaturalWeek;
  /** Working days of that week. */
  readonly workingDays: number;
  /** `shortWeek`: hardly a working day, not compared. `tooEarly`: fewer weeks before it than a comparison needs. */
  readonly kind: 'compared' | 'shortWeek' | 'tooEarly';
  /** The greatest first, those that stand out before all others. */
  readonly moves: readonly Move[];
  /** Left out: too few customers to say anything. */
  readonly tooFew: number;
}

/** Weeks before without which nothing is compared. */
const LEAST_WEEKS = 4;
/** Customers below which a share is none, in the week and in those before together. */
const LEAST_CUSTOMERS = 5;
/** New customers a week below which a territory's inflow is not compared. */
const LEAST_INFLOW = 3;
/** Of the changes marked at most this share may be by chance. */
const FALSE_MARKS = 0.1;
/** So many deviations from the middle a marked change lies at least. */
const DEVIATIONS = 2;
const WHITE_MEAN = 2;

type Draft = Omit<InflowMove, 'isAnomalous'> | Omit<StayMove, 'isAnomalous'> | Omit<ConversionMove, 'isAnomalous'>;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const inflowMoves = ({ inflow }: FlowTallies, weeks: readonly NaturalWeek[]): readonly (Draft | null)[] =>
  [...inflow].map(([territory, { counts, sinceMs }]) => {
    // weeks before its first customer are not weeks without one
    const known = weeks.filter(({ toMs }) => toMs > sinceMs).length;
    const [count = 0, ...earlier] = counts.slice(0, known);
    const usual = usualRange(earlier);
    const middle = median(earlier);
    if (usual === null || middle === null || earlier.length < LEAST_WEEKS) return null;
    if (Math.max(count, middle) < LEAST_INFLOW) return null;
    // the more cautious of two: one wild week before neither makes nor hides a change
    const chance = Math.max(
      countsDiffer(count, sum(earlier), earlier.length),
      countsDiffer(count, Math.round(middle * earlier.length), earlier.length),
    );
    const before = earlier[0] ?? 0;
    return { kind: 'inflow', territory, count, before, chance, usual: { ...usual, weeks: earlier.length } };
  });

const shareAt = ({ some, all }: Tally, week: number): Share | null => {
  const of = all[week] ?? 0;
  return of === 0 ? null : { some: some[week] ?? 0, all: of };
};

/** What the share usually was, of the weeks in which there was anybody. */
const usualShare = (tally: Tally): Usual | null => {
  const shares = tally.all.flatMap((_, week) => {
    const share = week === 0 ? null : shareAt(tally, week);
    return share === null ? [] : [share.some / share.all];
  });
  const usual = usualRange(shares);
  if (usual === null || shares.length < LEAST_WEEKS) return null;
  return { ...usual, weeks: shares.length };
};

/** A share against that of the weeks before, of whom each customer is counted once; null = too few. */
const shareDraft = (tally: Tally, earlier: Share): Pick<StayMove, 'share' | 'before' | 'usual' | 'chance'> | null => {
  const share = shareAt(tally, 0);
  const usual = usualShare(tally);
  if (share === null || usual === null || Math.min(share.all, earlier.all) < LEAST_CUSTOMERS) return null;
  const chance = sharesDiffer(share.some, share.all, earlier.some, earlier.all);
  return { share, before: shareAt(tally, 1), usual, chance };
};

const stayMoves = (tallies: FlowTallies): readonly (Draft | null)[] =>
  [...tallies.stays()].map((tally) => {
    const draft = shareDraft(tally, { some: Math.round(tally.beforeOver), all: tally.before });
    return draft && { kind: 'stay', person: tally.person, stage: tally.stage, ...draft };
  });

const conversionMoves = ({ conversions }: FlowTallies): readonly (Draft | null)[] =>
  [...conversions].map(([stage, tally]) => {
    const draft = shareDraft(tally, { some: sum(tally.some.slice(1)), all: sum(tally.all.slice(1)) });
    return draft && { kind: 'conversion', stage, ...draft };
  });

const whiteMoves = ({ signings }: FlowTallies, stage: StageId | null): readonly WhiteMove[] =>
  [...signings].flatMap(([territory, [count = 0, ...earlier]]) => {
    const mean = sum(earlier.slice(0, WHITE_WEEKS)) / WHITE_WEEKS;
    const usual = usualRange(earlier);
    if (stage === null || count > 0 || mean < WHITE_MEAN || usual === null) return [];
    const chance = countsDiffer(0, sum(earlier), earlier.length);
    const white = { kind: 'white', territory, stage, mean, chance, isAnomalous: true } as const;
    return [{ ...white, usual: { ...usual, weeks: earlier.length } }];
  });

const sizeOf = (draft: Draft): number => (draft.kind === 'inflow' ? draft.count : draft.share.some / draft.share.all);
const isUnusual = (draft: Draft): boolean => {
  const { from, to } = draft.usual;
  return Math.abs(sizeOf(draft) - (from + to) / 2) > (DEVIATIONS * (to - from)) / 2;
};

const keyOf = (move: Move): string =>
  move.kind === 'stay'
    ? `${move.kind} ${move.person} ${move.stage}`
    : `${move.kind} ${move.kind === 'conversion' ? move.stage : move.territory}`;
const rankOf = ({ kind, isAnomalous }: Move): number => (kind === 'white' ? 0 : isAnomalous ? 1 : 2);
const compareMoves = (a: Move, b: Move): number =>
  rankOf(a) - rankOf(b) || a.chance - b.chance || compareText(keyOf(a), keyOf(b));

/** Judges what was counted: what changed in the last completed week, and whether that is more than chance. */
const judge = (
  tally: FlowTallies,
  weeks: readonly NaturalWeek[],
  process: Process,
): Pick<Moves, 'moves' | 'tooFew'> => {
  const looked = [...inflowMoves(tally, weeks), ...stayMoves(tally), ...conversionMoves(tally)];
  const drafts = looked.filter((draft) => draft !== null);
  const isOut = standingOut(
    drafts.map(({ chance }) => chance),
    FALSE_MARKS,
  );
  const marked = drafts.map((draft, at): Move => ({ ...draft, isAnomalous: isOut[at] === true && isUnusual(draft) }));
  const white = whiteMoves(tally, (process.stages.at(-1)?.id ?? null) as StageId | null);
  return { moves: [...white, ...marked].sort(compareMoves), tooFew: looked.length - drafts.length };
};

const MOST_RESTARTS = 5;
/** Questions nobody asks any more are not kept for ever. */
const MOST_BEGUN = 4;

/** The company as it is: another object once anything of it has changed. */
type Company = Pick<OrgState, 'process'>;

/** What changed against the weeks before (R47, R48), kept up to date customer by customer. */
export class MovesIndex {
  readonly #table: FlowTable = new EntryTable(['enteredAt', 'leftAt', 'movedOnAt']);
  /** Counts that paused, by what was asked: good until a customer or the company changes. Each goes on by itself. */
  readonly #begun = new Map<string, FlowTallies>();
  #company: Company | null = null;
  /** How often a count was begun for nothing since one came to its end: where changes do not cease it is not cut any more. */
  #restarts = 0;

  /** Replaces what a customer contributed before; null takes it out. */
  set(customer: CustomerId, contribution: FlowContribution | null): void {
    for (const asked of this.#begun.keys()) this.#forget(asked);
    this.#table.set(customer, contribution);
  }

  #forget(asked: string): void {
    this.#begun.delete(asked);
    this.#restarts += 1;
  }

  /**
   * Of the entries into a stage whose limit ended in `[fromMs, toMs)`, those that had gone on within it (R54); null =
   * there were none, or the stage is not in the process any more.
   */
  conversion(scope: Scope, stage: StageId, span: { fromMs: number; toMs: number }, process: Process): Share | null {
    const limitDays = process.stages.find(({ id }) => id === stage)?.limitDays;
    if (limitDays === undefined) return null;
    const table = this.#table;
    const [matches, factsOf, stages] = [table.facts.matches(scope), table.factsOf(), table.stages()];
    const [enteredAt, movedOnAt] = [table.times('enteredAt'), table.times('movedOnAt')];
    const wanted = table.stageIds().indexOf(stage);
    let [some, all] = [0, 0];
    table.walk((at, owner) => {
      if (stages[at] !== wanted || matches[factsOf[owner] ?? 0] !== 1) return;
      const judgedAt = (enteredAt[at] ?? 0) + limitDays * DAY_MS;
      if (judgedAt < span.fromMs || judgedAt >= span.toMs) return;
      all += 1;
      if ((movedOnAt[at] ?? NOT_YET) <= judgedAt) some += 1;
    });
    return all === 0 ? null : { some, all };
  }

  /** The customers one change of the last completed week counts, most overdue first. */
  cohort(of: MoveOf, scope: Scope, process: Process, nowMs: number): readonly CohortMember[] {
    return moveCohort(this.#table, of, scope, process, nowMs);
  }

  /**
   * Of the last completed week before `nowMs`, for the customers in scope. Names nobody the viewer may not be told of.
   * `pause` may throw between pieces of the count: asked the same again, of the same `company`, it goes on from there.
   */
  moves(
    scope: Scope,
    company: Company,
    nowMs: number,
    mayName: TallyOptions['mayName'],
    pause: () => void = () => undefined,
  ): Moves {
    const { process } = company;
    const { last, trailing, workingDays, isCompared } = comparedWeeks(nowMs, process.calendar);
    const base = { week: last, workingDays, moves: [], tooFew: 0 };
    if (!isCompared) return { ...base, kind: 'shortWeek' };
    const weeks = [last, ...trailing];
    if (this.#company !== company) this.#begun.clear();
    this.#company = company;
    const asked = JSON.stringify([scope, last.week]);
    const tally = this.#begun.get(asked) ?? new FlowTallies({ weeks, process, mayName });
    this.#begun.set(asked, tally);
    const [oldest] = this.#begun.keys();
    if (this.#begun.size > MOST_BEGUN && oldest !== undefined) this.#forget(oldest);
    tally.addAll(this.#table, scope, this.#restarts < MOST_RESTARTS ? pause : () => undefined);
    this.#begun.delete(asked);
    this.#restarts = 0;
    if (trailing.filter(({ toMs }) => toMs > tally.sinceMs).length < LEAST_WEEKS) return { ...base, kind: 'tooEarly' };
    return { ...base, ...judge(tally, weeks, process), kind: 'compared' };
  }
}
