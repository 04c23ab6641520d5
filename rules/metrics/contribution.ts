import type { MemberId, TerritoryId } from '../ids.ts';
import type { CustomerState, OrgState } from '../state.ts';
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

/** A manager's word on a cause found for a swing (R52, A21). */
export interface JudgedCause {
  readonly judgedAtMs: number;
  readonly member: MemberId;
  readonly territory: TerritoryId;
  readonly verdict: 'right' | 'wrong' | 'undecided';
}

/** Judged causes count; the undecided are left out, and shown where they are counted. */
export const attributionItems = (causes: readonly JudgedCause[]): readonly MetricItem[] =>
  causes.flatMap(({ judgedAtMs, member, territory, verdict }) => {
    const items: MetricItem[] = [];
    const made = { atMs: judgedAtMs, member, numerator: verdict === 'right' ? 1 : 0 };
    if (verdict !== 'undecided') collecting(territory, items)('attributionAccuracy', made);
    return items;
  });
