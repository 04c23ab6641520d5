import { recentWeeks } from '../calendar/week.ts';
import type { CustomerState, StageVisit } from '../state.ts';
import { EntryTable } from './entry-table.ts';
import { type Responsible, type ScopeFacts, scopeFacts } from './scope.ts';
import type { StageEntry } from './stage-entry.ts';

/** What a customer contributes to a heatmap: everything its cells are computed from. */
export interface HeatmapContribution {
  readonly facts: ScopeFacts;
  readonly entries: readonly StageEntry[];
}

const entryOf = ({ stage, enteredAt, leftAt }: StageVisit, atMs: number): StageEntry => ({
  stage,
  atMs,
  enteredAt,
  leftAt,
});

/** 新增客户数: every entry into a stage (R42). */
export const heatmapContribution = (customer: CustomerState, org: Responsible): HeatmapContribution => ({
  facts: scopeFacts(customer, org),
  entries: customer.opportunities.flatMap(({ visits }) => visits.map((visit) => entryOf(visit, visit.enteredAt))),
});

/** The stay a contact falls into: the one begun last before it, else the first there is. */
const visitAt = (visits: readonly StageVisit[], atMs: number): StageVisit | undefined =>
  visits.findLast(({ enteredAt }) => enteredAt <= atMs) ?? visits[0];

/** 有效触点数: every two-way contact (A2), in the stage the customer stood in then (R104). */
export const touchContribution = (customer: CustomerState, org: Responsible): HeatmapContribution => {
  const visits = customer.opportunities.flatMap((one) => one.visits).sort((a, b) => a.enteredAt - b.enteredAt);
  return {
    facts: scopeFacts(customer, org),
    entries: customer.interactions.flatMap(({ atMs }) => {
      const visit = visitAt(visits, atMs);
      return visit === undefined ? [] : [entryOf(visit, atMs)];
    }),
  };
};

/** What every customer contributed, kept up to date customer by customer. */
export class HeatmapIndex extends EntryTable<'atMs' | 'enteredAt' | 'leftAt'> {
  constructor() {
    super(['atMs', 'enteredAt', 'leftAt']);
  }
}

/** Weeks shown, newest first, at least one. */
export const heatmapWeeks = (nowMs: number, weeks: number) => recentWeeks(nowMs, Math.max(1, Math.floor(weeks)));
