import {
  attributionItems,
  type FoldChange,
  type MemberId,
  MetricIndex,
  metricItems,
  shanghaiDay,
  type TerritoryId,
} from '#rules';
import { ChangedCustomers, type KnownCustomersDeps } from '../changed-customers.ts';

export interface MetricBookDeps extends KnownCustomersDeps {
  readonly now: () => number;
}

/** No territory: of a leader of the whole company. */
const EVERYWHERE = '' as TerritoryId;

/** The index of every number, kept up with the fold; nothing is counted before it is first asked for. */
export class MetricBook {
  readonly #deps: MetricBookDeps;
  readonly #index: MetricIndex;
  readonly #customers: ChangedCustomers;
  #desks: Set<MemberId> | 'all' = 'all';

  constructor(deps: MetricBookDeps) {
    this.#deps = deps;
    this.#customers = new ChangedCustomers(deps);
    // a day back, should the clock be set right
    this.#index = new MetricIndex(shanghaiDay(deps.now()) - 1);
  }

  changed(change: FoldChange): void {
    this.#customers.changed(change);
    if (change.org) this.#desks = 'all';
    if (this.#desks !== 'all') for (const id of change.desks) this.#desks.add(id);
  }

  index(): MetricIndex {
    const fold = this.#deps.fold();
    const org = fold.org();
    this.#customers.tell((id, customer) => this.#index.set(id, customer && metricItems(customer, org)));
    for (const id of this.#desks === 'all' ? [...fold.deskMembers()] : this.#desks) {
      const [territory = EVERYWHERE] = org.members[id]?.territories ?? [];
      this.#index.set(`desk:${id}`, attributionItems(fold.desk(id), territory));
    }
    this.#desks = new Set();
    return this.#index;
  }
}
