import {
  bypassSigns,
  type CustomerId,
  type CustomerState,
  compareText,
  customerName,
  DAY_MS,
  type Fold,
  type MemberId,
  unfilledProfile,
} from '#rules';
import type { SelfCheckAnswer } from '../mirror-contract.ts';

const SIGNS_MS = 28 * DAY_MS;
const MOST_ROWS = 100;

/** Given up or joined to another: nothing is to be filled in there. */
const isGone = ({ voided, mergedInto }: CustomerState): boolean => voided !== null || mergedInto.length > 0;

/** What one person can put right: of his own customers and of what he did himself, of nobody else's. */
export const selfCheckAnswer = (
  customers: Iterable<CustomerState>,
  { fold, member, now }: { readonly fold: Fold; readonly member: MemberId; readonly now: number },
): SelfCheckAnswer => {
  const { process } = fold.org();
  const all = [...customers];
  const unfilled = all
    .filter((one) => one.owner === member && !isGone(one))
    .map((one) => ({ id: one.id, name: customerName(one), fields: unfilledProfile(one, process) }))
    .filter(({ fields }) => fields.length > 0)
    .sort((a, b) => b.fields.length - a.fields.length || compareText(a.name, b.name) || compareText(a.id, b.id));
  const nameOf = (id: CustomerId): string | null => {
    const customer = fold.customer(id);
    return customer === null ? null : customerName(customer);
  };
  return {
    unfilled: unfilled.slice(0, MOST_ROWS),
    customers: unfilled.length,
    fields: unfilled.reduce((sum, { fields }) => sum + fields.length, 0),
    signs: bypassSigns(all, now - SIGNS_MS)
      .filter((sign) => sign.member === member)
      .map((sign) => ({ ...sign, customerName: sign.kind === 'wonWithoutVisit' ? nameOf(sign.customer) : null })),
  };
};
