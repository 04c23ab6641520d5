import { isDated } from '../calendar/dated.ts';
import type { StageId } from '../ids.ts';
import type { Process } from '../process.ts';
import type { CustomerState, OpportunityState, StageVisit } from '../state.ts';
import type { EntryTable } from './entry-table.ts';
import { type Responsible, type ScopeFacts, scopeFacts } from './scope.ts';

/** One stay in a stage, as the changes between weeks are computed from. */
export interface FlowEntry {
  readonly stage: StageId;
  readonly enteredAt: number;
  /** null = still there. */
  readonly leftAt: number | null;
  /** When it first went on to a later stage of the process, or was won; null = not. */
  readonly movedOnAt: number | null;
}

/** What a customer contributes to the changes between weeks: the first of its entries is the week it flowed in. */
export interface FlowContribution {
  readonly facts: ScopeFacts;
  readonly entries: readonly FlowEntry[];
}

/** Every entry there is, kept up to date customer by customer. */
export type FlowTable = EntryTable<'enteredAt' | 'leftAt' | 'movedOnAt'>;

const movedOn = (
  { visits, ended }: OpportunityState,
  { stage }: StageVisit,
  from: number,
  placeOf: (stage: StageId) => number,
): number | null => {
  const next = visits.slice(from + 1).find((visit) => placeOf(visit.stage) > placeOf(stage));
  if (next !== undefined) return next.enteredAt;
  return ended?.outcome === 'won' ? (visits.at(-1)?.leftAt ?? null) : null;
};

/** A stage that is not in the process any more counts as before all others: whoever left it for one of today's moved on. */
export const flowContribution = (
  customer: CustomerState,
  org: Responsible & { readonly process: Process },
): FlowContribution => {
  const places = new Map(org.process.stages.map(({ id }, at) => [id as StageId, at]));
  const placeOf = (stage: StageId): number => places.get(stage) ?? -1;
  const entries = customer.opportunities.flatMap((opportunity) =>
    opportunity.visits.flatMap((visit, at): readonly FlowEntry[] => {
      const { stage, enteredAt, leftAt } = visit;
      if (!isDated(enteredAt)) return [];
      return [{ stage, enteredAt, leftAt, movedOnAt: movedOn(opportunity, visit, at, placeOf) }];
    }),
  );
  return { facts: scopeFacts(customer, org), entries };
};
