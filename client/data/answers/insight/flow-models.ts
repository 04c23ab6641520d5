import { type CustomerId, type Fold, type FoldChange, flowContribution, MovesIndex, type TerritoryId } from '#rules';

export interface FlowModelsDeps {
  readonly fold: () => Fold;
  /** Whether the records of a territory come to this device: stages of other customers are not known. */
  readonly readsRecordsOf: (territory: TerritoryId) => boolean;
}

/** What moves between weeks, up to date for every customer that changed, once it is asked for. */
export class FlowModels {
  readonly #deps: FlowModelsDeps;
  readonly #index = new MovesIndex();
  #stale: Set<CustomerId> | 'all' = 'all';

  constructor(deps: FlowModelsDeps) {
    this.#deps = deps;
  }

  changed({ customers, org }: FoldChange): void {
    if (org) this.#stale = 'all';
    else if (this.#stale !== 'all') for (const customer of customers) this.#stale.add(customer);
  }

  index(): MovesIndex {
    const fold = this.#deps.fold();
    const org = fold.org();
    for (const id of this.#stale === 'all' ? fold.customerIds() : this.#stale) {
      const customer = fold.customer(id);
      const isKnown = customer !== null && (customer.isPrivate || this.#deps.readsRecordsOf(customer.territory));
      this.#index.set(id, isKnown ? flowContribution(customer, org) : null);
    }
    this.#stale = new Set();
    return this.#index;
  }
}
