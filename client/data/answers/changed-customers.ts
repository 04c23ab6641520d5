import type { CustomerId, CustomerState, Fold, FoldChange, TerritoryId } from '#rules';
import { workOff } from '../worker/pace.ts';

/** What an index of customers reads. */
export interface KnownCustomersDeps {
  readonly fold: () => Fold;
  /** Whether the records of a territory come to this device: of other customers nothing is said. */
  readonly readsRecordsOf: (territory: TerritoryId) => boolean;
  /** See `Pace`: where a long look at everybody may be cut. */
  readonly pause: () => void;
}

/** Whom an index has to look at again: customers that changed since it was last told, all of them if the company did. */
export class ChangedCustomers {
  readonly #deps: KnownCustomersDeps;
  readonly #again = new Set<CustomerId>();
  #isEverybody = true;
  /** Until the index is first asked for nothing is in it, and everybody will be told. */
  #isTold = false;

  constructor(deps: KnownCustomersDeps) {
    this.#deps = deps;
  }

  changed({ customers, org }: Pick<FoldChange, 'customers' | 'org'>): void {
    if (!this.#isTold) return;
    if (org) this.#isEverybody = true;
    // by name too when everybody is looked at: one who is gone is among nobody's ids
    for (const id of customers) this.#again.add(id);
  }

  /** Tells each of them once; null = gone, or nothing may be said of it here. Cut by a pause, it is called again. */
  tell(told: (id: CustomerId, customer: CustomerState | null) => void): void {
    const { fold, readsRecordsOf, pause } = this.#deps;
    const known = fold();
    if (this.#isEverybody) for (const id of known.customerIds()) this.#again.add(id);
    this.#isEverybody = false;
    this.#isTold = true;
    const look = (id: CustomerId): void => {
      const customer = known.customer(id);
      const isKnown = customer !== null && (customer.isPrivate || readsRecordsOf(customer.territory));
      told(id, isKnown ? customer : null);
    };
    workOff(this.#again, look, pause);
  }
}
