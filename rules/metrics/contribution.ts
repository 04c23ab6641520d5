import type { DeskState } from '../desk-state.ts';
import type { TerritoryId } from '../ids.ts';
import type { OrgState } from '../org-state.ts';
import type { CustomerState } from '../state.ts';
import { contactItems } from './contact-items.ts';
import { dealItems } from './deal-items.ts';
import { dutyItems } from './duty-items.ts';
import { collecting } from './emit.ts';
import type { MetricItem } from './item.ts';

/** What of the company the items depend on: when it changes, every contribution is computed again. */
export type MetricCompany = Pick<OrgState, 'process' | 'wentLiveAt'>;

/** Everything one customer counts for, in no order; depends on no clock. What is still to come bears its future time. */
export const metricItems = (customer: CustomerState, { process, wentLiveAt }: MetricCompany): readonly MetricItem[] => {
  const items: MetricItem[] = [];
  const emit = collecting(customer.territory, items);
  contactItems(customer, wentLiveAt, emit);
  dealItems(customer, process, emit);
  dutyItems(customer, process, emit);
  return items;
};

/** Causes a leader has judged count where he works (R52, A21); the undecided are left out, and shown where they are listed. */
export const attributionItems = (
  { guesses }: Pick<DeskState, 'guesses'>,
  territory: TerritoryId,
): readonly MetricItem[] => {
  const items: MetricItem[] = [];
  const emit = collecting(territory, items);
  for (const { author: member, judged } of guesses) {
    if (judged === null || judged.verdict === 'undecided') continue;
    emit('attributionAccuracy', { atMs: judged.t, member, numerator: judged.verdict === 'right' ? 1 : 0 });
  }
  return items;
};
