import {
  type CustomerState,
  type FoldChange,
  type HeatmapContribution,
  HeatmapIndex,
  heatmapContribution,
  type OrgState,
  touchContribution,
} from '#rules';
import { ChangedCustomers, type KnownCustomersDeps } from '../changed-customers.ts';

/** One kind of thing that is counted, up to date for every customer that changed. */
class Counted {
  readonly #index = new HeatmapIndex();
  readonly #deps: KnownCustomersDeps;
  readonly #of: (customer: CustomerState, org: OrgState) => HeatmapContribution;
  readonly #stale: ChangedCustomers;

  constructor(deps: KnownCustomersDeps, of: (customer: CustomerState, org: OrgState) => HeatmapContribution) {
    this.#deps = deps;
    this.#of = of;
    this.#stale = new ChangedCustomers(deps);
  }

  changed(change: FoldChange): void {
    this.#stale.changed(change);
  }

  index(): HeatmapIndex {
    const org = this.#deps.fold().org();
    this.#stale.tell((id, customer) => this.#index.set(id, customer && this.#of(customer, org)));
    return this.#index;
  }
}

/** What the boards count. */
export interface BoardCounts {
  entered(): HeatmapIndex;
  touches(): HeatmapIndex;
}

/** What the boards count, kept up customer by customer; contacts only once a board asks for them. */
export class BoardIndex implements BoardCounts {
  readonly #entered: Counted;
  readonly #touches: Counted;

  constructor(deps: KnownCustomersDeps) {
    this.#entered = new Counted(deps, heatmapContribution);
    this.#touches = new Counted(deps, touchContribution);
  }

  changed(change: FoldChange): void {
    this.#entered.changed(change);
    this.#touches.changed(change);
  }

  entered(): HeatmapIndex {
    return this.#entered.index();
  }

  touches(): HeatmapIndex {
    return this.#touches.index();
  }
}
