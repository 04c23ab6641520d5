import type { CustomerId, FoldChange } from '#rules';
import type { Look, ReadModelContext, Seat } from '../worker/read-models.ts';

/** Each seat has a bit of one number. */
const MOST_SEATS = 31;

/**
 * Looks at each customer that changed, at all of them at first and when the company changed, once for every seat: to
 * unpack and fold a customer costs more than all that is kept of it. Whoever joins later makes a round of his own.
 */
export class Census {
  readonly #context: Pick<ReadModelContext, 'fold' | 'readsRecordsOf' | 'pause'>;
  readonly #looks: Look[] = [];
  /** Whom to look at again, with the bits of the seats it is for. */
  readonly #due = new Map<CustomerId, number>();
  /** For whom everybody is to be looked at. */
  #everybody = 0;
  #joined = 0;
  #ofCompany = 0;

  /** `pause`: where a long look at everybody may be cut. */
  constructor(context: Pick<ReadModelContext, 'fold' | 'readsRecordsOf' | 'pause'>) {
    this.#context = context;
  }

  /** See `TakeSeat`. */
  readonly seat = (look: Look, isOfCompany = true): Seat => {
    if (this.#looks.length === MOST_SEATS) throw new Error('no seat is left');
    const bit = 1 << (this.#looks.push(look) - 1);
    if (isOfCompany) this.#ofCompany |= bit;
    const join = (): void => {
      if ((this.#joined & bit) === 0) this.#everybody |= bit;
      this.#joined |= bit;
    };
    const catchUp = (): void => {
      join();
      this.#lookFor(bit);
    };
    return { join, catchUp };
  };

  changed({ customers, org }: Pick<FoldChange, 'customers' | 'org'>): void {
    if (org) this.#everybody |= this.#joined & this.#ofCompany;
    // by name too when everybody is looked at: one who is gone is among nobody's ids
    if (this.#joined !== 0) for (const id of customers) this.#due.set(id, this.#joined);
  }

  #lookFor(bit: number): void {
    const context = this.#context;
    const all = context.fold();
    if (this.#everybody !== 0) {
      for (const id of all.customerIds()) this.#due.set(id, (this.#due.get(id) ?? 0) | this.#everybody);
      this.#everybody = 0;
    }
    for (const [id, bits] of this.#due) {
      if ((bits & bit) === 0) continue;
      const customer = all.customer(id);
      const isKnown = customer !== null && (customer.isPrivate || context.readsRecordsOf(customer.territory));
      for (const [at, look] of this.#looks.entries()) {
        if ((bits & (1 << at)) !== 0) look(id, isKnown ? customer : null, customer);
      }
      this.#due.delete(id);
      context.pause?.();
    }
  }
}
