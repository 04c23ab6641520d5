import {
  type CustomerId,
  type CustomerState,
  FacetCounts,
  type Fold,
  type FoldChange,
  type HeatmapContribution,
  HeatmapIndex,
  heatmapContribution,
  type OrgState,
  type TerritoryId,
  touchContribution,
} from '#rules';

export interface BoardIndexDeps {
  readonly fold: () => Fold;
  /** Whether the records of a territory come to this device: stages of other customers are not known. */
  readonly readsRecordsOf: (territory: TerritoryId) => boolean;
}

/** One kind of thing that is counted, up to date for every customer that changed. */
class Counted {
  readonly index = new HeatmapIndex();
  readonly #of: (customer: CustomerState, org: OrgState) => HeatmapContribution;
  #stale: Set<CustomerId> | 'all' = 'all';

  constructor(of: (customer: CustomerState, org: OrgState) => HeatmapContribution) {
    this.#of = of;
  }

  changed({ customers, org }: FoldChange): void {
    if (org) this.#stale = 'all';
    else if (this.#stale !== 'all') for (const customer of customers) this.#stale.add(customer);
  }

  /** Tells what each customer that changed contributes now. */
  refresh(deps: BoardIndexDeps, told?: (customer: CustomerId, contribution: HeatmapContribution | null) => void): void {
    const fold = deps.fold();
    const org = fold.org();
    for (const id of this.#stale === 'all' ? fold.customerIds() : this.#stale) {
      const customer = fold.customer(id);
      const isKnown = customer !== null && (customer.isPrivate || deps.readsRecordsOf(customer.territory));
      const contribution = isKnown ? this.#of(customer, org) : null;
      this.index.set(id, contribution);
      told?.(id, contribution);
    }
    this.#stale = new Set();
  }
}

/** What the boards count. */
export interface BoardCounts {
  entered(): HeatmapIndex;
  touches(): HeatmapIndex;
  facets(): FacetCounts;
}

/** What the boards count, kept up customer by customer; contacts only once a board asks for them. */
export class BoardIndex implements BoardCounts {
  readonly #deps: BoardIndexDeps;
  readonly #entered = new Counted(heatmapContribution);
  readonly #touches = new Counted(touchContribution);
  readonly #facets = new FacetCounts();

  constructor(deps: BoardIndexDeps) {
    this.#deps = deps;
  }

  changed(change: FoldChange): void {
    this.#entered.changed(change);
    this.#touches.changed(change);
  }

  entered(): HeatmapIndex {
    this.#entered.refresh(this.#deps, (id, contribution) => this.#facets.set(id, contribution?.facts ?? null));
    return this.#entered.index;
  }

  touches(): HeatmapIndex {
    this.#touches.refresh(this.#deps);
    return this.#touches.index;
  }

  facets(): FacetCounts {
    this.entered();
    return this.#facets;
  }
}
