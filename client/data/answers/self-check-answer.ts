import {
  bypassSigns,
  type CustomerId,
  compareText,
  customerName,
  DAY_MS,
  type Fold,
  type MemberId,
  unfilledProfile,
} from '#rules';
import type { SelfCheckAnswer } from '../mirror-contract.ts';
import type { LaterContext, Seat } from '../worker/read-models.ts';
import type { SignIndex } from './sign-index.ts';

const SIGNS_MS = 28 * DAY_MS;
const MOST_ROWS = 100;

interface Unfilled {
  readonly id: CustomerId;
  readonly name: string;
  readonly fields: readonly string[];
}

/** What the viewer's own customers lack. Given up or joined to another: nothing is to be filled in there. */
export class UnfilledIndex {
  readonly #known = new Map<CustomerId, Unfilled>();
  readonly seat: Seat;

  constructor(context: Pick<LaterContext, 'member' | 'seat'>) {
    this.seat = context.seat<Unfilled>({
      name: 'unfilled',
      of: (customer, { process }) => {
        const { id, owner, voided, mergedInto } = customer;
        if (owner !== context.member() || voided !== null || mergedInto.length > 0) return null;
        const fields = unfilledProfile(customer, process);
        return fields.length > 0 ? { id, name: customerName(customer), fields } : null;
      },
      put: (id, kept) => {
        if (kept === null) this.#known.delete(id);
        else this.#known.set(id, kept);
      },
    });
  }

  all(): readonly Unfilled[] {
    this.seat.catchUp();
    return [...this.#known.values()];
  }
}

/** What one person can put right: of his own customers and of what he did himself, of nobody else's. */
export const selfCheckAnswer = (
  index: UnfilledIndex,
  signs: SignIndex,
  { fold, member, now }: { readonly fold: Fold; readonly member: MemberId; readonly now: number },
): SelfCheckAnswer => {
  const unfilled = index
    .all()
    .toSorted((a, b) => b.fields.length - a.fields.length || compareText(a.name, b.name) || compareText(a.id, b.id));
  const nameOf = (id: CustomerId): string | null => {
    const customer = fold.customer(id);
    return customer === null ? null : customerName(customer);
  };
  const traces = [...signs.all()].map((one) => one.traces);
  return {
    unfilled: unfilled.slice(0, MOST_ROWS),
    customers: unfilled.length,
    fields: unfilled.reduce((sum, { fields }) => sum + fields.length, 0),
    signs: bypassSigns(traces, now - SIGNS_MS)
      .filter((sign) => sign.member === member)
      .map((sign) => ({ ...sign, customerName: sign.kind === 'wonWithoutVisit' ? nameOf(sign.customer) : null })),
  };
};
