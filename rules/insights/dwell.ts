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

/** Running before ended, then the one that moved last. */
const comesBefore = (a: OpportunityState, b: OpportunityState): boolean => {
  if ((a.ended === null) !== (b.ended === null)) return a.ended === null;
  return (presentVisit(a)?.enteredAt ?? 0) > (presentVisit(b)?.enteredAt ?? 0);
};

/** The opportunity a list row speaks of. */
export const leadingOpportunity = (customer: CustomerState): OpportunityState | null => {
  let best: OpportunityState | null = null;
  for (const opportunity of customer.opportunities) {
    if (best === null || comesBefore(opportunity, best)) best = opportunity;
  }
  return best;
};

export const stageOf = (process: Process, id: string): Stage | null =>
  process.stages.find((stage) => stage.id === id) ?? null;
