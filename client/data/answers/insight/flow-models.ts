import { type FoldChange, flowContribution, MovesIndex } from '#rules';
import { ChangedCustomers, type KnownCustomersDeps } from '../changed-customers.ts';

/** What moves between weeks, up to date for every customer that changed, once it is asked for. */
export class FlowModels {
  readonly #deps: KnownCustomersDeps;
  readonly #index = new MovesIndex();
  readonly #stale: ChangedCustomers;

  constructor(deps: KnownCustomersDeps) {
    this.#deps = deps;
    this.#stale = new ChangedCustomers(deps);
  }

  changed(change: FoldChange): void {
    this.#stale.changed(change);
  }

  index(): MovesIndex {
    const org = this.#deps.fold().org();
    this.#stale.tell((id, customer) => this.#index.set(id, customer && flowContribution(customer, org)));
    return this.#index;
  }
}
