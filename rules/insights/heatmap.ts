import { recentWeeks, weekOf } from '../calendar/week.ts';
import type { CustomerId, StageId } from '../ids.ts';
import { compareText } from '../order.ts';
import type { Process } from '../process.ts';
import type { CustomerState, OrgState } from '../state.ts';
import { DAY_MS } from '../time.ts';
import { overdueDays, stageOf, wholeDays } from './dwell.ts';
import { isInScope, type Scope, type ScopeFacts, scopeFacts } from './scope.ts';

/** One entry of a customer into a stage; re-entry after leaving is another (A8). */
export interface StageEntry {
  readonly stage: StageId;
  /** ISO week of the entry, e.g. `2026-W48`. */
  readonly week: string;
  readonly enteredAt: number;
  /** null = still there. */
  readonly leftAt: number | null;
}

/** What a customer contributes to the heatmap: everything its cells are computed from. */
export interface HeatmapContribution {
  readonly customer: CustomerId;
  readonly facts: ScopeFacts;
  readonly entries: readonly StageEntry[];
}

export const heatmapContribution = (customer: CustomerState, org: Pick<OrgState, 'members'>): HeatmapContribution => ({
  customer: customer.id,
  facts: scopeFacts(customer, org),
  entries: customer.opportunities.flatMap(({ visits }) =>
    visits.map(({ stage, enteredAt, leftAt }) => ({ stage, week: weekOf(enteredAt).week, enteredAt, leftAt })),
  ),
});

/** A customer in a cell. Several entries of one customer count once, with the longest stay (R102). */
export interface CohortMember {
  readonly customer: CustomerId;
  readonly dwellDays: number;
  /** The same stay, exact: what the mean is taken over, ms. */
  readonly stayMs: number;
  /** 0 once it has left the stage (A8). */
  readonly overdueDays: number;
  readonly isStillThere: boolean;
}

export interface CellSummary {
  readonly entered: number;
  readonly stillThere: number;
  readonly overdue: number;
  /** Mean stay over the cohort, days; 0 for an empty cell. */
  readonly averageDwellDays: number;
}

type Cell = Map<CustomerId, { contribution: HeatmapContribution; entries: StageEntry[] }>;

const cellKey = (week: string, stage: StageId): string => `${week} ${stage}`;

/** The heatmap, kept up to date customer by customer: a cell and its list are computed from the same cohort. */
export class HeatmapIndex {
  readonly #cells = new Map<string, Cell>();
  readonly #contributions = new Map<CustomerId, HeatmapContribution>();

  /** Replaces what a customer contributed before; null takes it out. */
  set(customer: CustomerId, contribution: HeatmapContribution | null): void {
    for (const { week, stage } of this.#contributions.get(customer)?.entries ?? []) {
      this.#cells.get(cellKey(week, stage))?.delete(customer);
    }
    if (contribution === null) {
      this.#contributions.delete(customer);
      return;
    }
    this.#contributions.set(customer, contribution);
    for (const entry of contribution.entries) this.#add(contribution, entry);
  }

  #add(contribution: HeatmapContribution, entry: StageEntry): void {
    const key = cellKey(entry.week, entry.stage);
    const cell: Cell = this.#cells.get(key) ?? new Map();
    this.#cells.set(key, cell);
    const present = cell.get(contribution.customer);
    if (present) present.entries.push(entry);
    else cell.set(contribution.customer, { contribution, entries: [entry] });
  }

  /** The cohort of a cell: customers who entered the stage in that week, most overdue first (R44). */
  cohort(stage: StageId, week: string, scope: Scope, process: Process, nowMs: number): readonly CohortMember[] {
    return this.#members(stage, week, scope, process, nowMs).sort(
      (a, b) => b.overdueDays - a.overdueDays || b.dwellDays - a.dwellDays || compareText(a.customer, b.customer),
    );
  }

  /** The cohort in no order. */
  #members(stage: StageId, week: string, scope: Scope, process: Process, nowMs: number): CohortMember[] {
    const limitDays = stageOf(process, stage)?.limitDays ?? 0;
    const members: CohortMember[] = [];
    for (const { contribution, entries } of this.#cells.get(cellKey(week, stage))?.values() ?? []) {
      if (!isInScope(contribution.facts, scope)) continue;
      members.push(cohortMember(contribution.customer, entries, limitDays, nowMs));
    }
    return members;
  }

  summary(stage: StageId, week: string, scope: Scope, process: Process, nowMs: number): CellSummary {
    const cohort = this.#members(stage, week, scope, process, nowMs);
    const total = cohort.reduce((sum, { stayMs }) => sum + stayMs, 0);
    return {
      entered: cohort.length,
      stillThere: cohort.filter(({ isStillThere }) => isStillThere).length,
      overdue: cohort.filter((member) => member.overdueDays > 0).length,
      averageDwellDays: cohort.length === 0 ? 0 : total / cohort.length / DAY_MS,
    };
  }
}

const cohortMember = (
  customer: CustomerId,
  entries: readonly StageEntry[],
  limitDays: number,
  nowMs: number,
): CohortMember => {
  let stayMs = 0;
  let openDays: number | null = null;
  for (const { enteredAt, leftAt } of entries) {
    stayMs = Math.max(stayMs, (leftAt ?? nowMs) - enteredAt);
    if (leftAt === null) openDays = Math.max(openDays ?? 0, wholeDays(enteredAt, nowMs));
  }
  return {
    customer,
    dwellDays: wholeDays(0, stayMs),
    stayMs,
    overdueDays: openDays === null ? 0 : overdueDays(openDays, limitDays),
    isStillThere: openDays !== null,
  };
};

/** Weeks shown, newest first, at least one. */
export const heatmapWeeks = (nowMs: number, weeks: number) => recentWeeks(nowMs, Math.max(1, Math.floor(weeks)));
