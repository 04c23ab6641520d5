import {
  attributionItems,
  type CustomerId,
  type Fold,
  type FoldChange,
  type MemberId,
  MetricIndex,
  metricItems,
  shanghaiDay,
  type TerritoryId,
} from '#rules';

export interface MetricBookDeps {
  readonly fold: () => Fold;
  readonly now: () => number;
  /** Of customers whose records do not come here nothing is counted. */
  readonly readsRecordsOf: (territory: TerritoryId) => boolean;
}

/** No territory: of a leader of the whole company. */
const EVERYWHERE = '' as TerritoryId;

/** The index of every number, kept up with the fold; nothing is counted before it is first asked for. */
export class MetricBook {
  readonly #deps: MetricBookDeps;
  readonly #index: MetricIndex;
  #customers: Set<CustomerId> | 'all' = 'all';
  #desks: Set<MemberId> | 'all' = 'all';

  constructor(deps: MetricBookDeps) {
    this.#deps = deps;
    // a day back, should the clock be set right
    this.#index = new MetricIndex(shanghaiDay(deps.now()) - 1);
  }

  changed({ customers, desks, org }: FoldChange): void {
    if (org) this.#customers = this.#desks = 'all';
    if (this.#customers !== 'all') for (const id of customers) this.#customers.add(id);
    if (this.#desks !== 'all') for (const id of desks) this.#desks.add(id);
  }

  index(): MetricIndex {
    const { readsRecordsOf } = this.#deps;
    const fold = this.#deps.fold();
    const org = fold.org();
    for (const id of this.#customers === 'all' ? [...fold.customerIds()] : this.#customers) {
      const customer = fold.customer(id);
      const isKnown = customer !== null && (customer.isPrivate || readsRecordsOf(customer.territory));
      this.#index.set(id, isKnown ? metricItems(customer, org) : null);
    }
    for (const id of this.#desks === 'all' ? [...fold.deskMembers()] : this.#desks) {
      const [territory = EVERYWHERE] = org.members[id]?.territories ?? [];
      this.#index.set(`desk:${id}`, attributionItems(fold.desk(id), territory));
    }
    this.#customers = new Set();
    this.#desks = new Set();
    return this.#index;
  }
}
