import type { Process, Stage } from '../process.ts';
import type { CustomerState, OpportunityState, StageVisit } from '../state.ts';
import { DAY_MS } from '../time.ts';

/** Whole days between two instants, never negative. */
export const wholeDays = (fromMs: number, toMs: number): number => Math.max(0, Math.floor((toMs - fromMs) / DAY_MS));

/** Overdue days = stay − stage limit (A4), never negative. */
export const overdueDays = (dwellDays: number, limitDays: number): number => Math.max(0, dwellDays - limitDays);

/** Where an opportunity stands now; null without any stage entry. */
export const presentVisit = (opportunity: OpportunityState): StageVisit | null =>
  opportunity.visits[opportunity.visits.length - 1] ?? null;

/** The opportunity a list row speaks of: running before ended, then the one that moved last. */
export const leadingOpportunity = (customer: CustomerState): OpportunityState | null => {
  const rank = (opportunity: OpportunityState): readonly [number, number] => [
    opportunity.ended ? 0 : 1,
    presentVisit(opportunity)?.enteredAt ?? 0,
  ];
  let best: OpportunityState | null = null;
  for (const opportunity of customer.opportunities) {
    if (best === null) {
      best = opportunity;
      continue;
    }
    const [a, b] = [rank(best), rank(opportunity)];
    if (b[0] > a[0] || (b[0] === a[0] && b[1] > a[1])) best = opportunity;
  }
  return best;
};

export const stageOf = (process: Process, id: string): Stage | null =>
  process.stages.find((stage) => stage.id === id) ?? null;
