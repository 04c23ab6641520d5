import {
  type CustomerState,
  type HeatmapContribution,
  HeatmapIndex,
  heatmapContribution,
  type OrgState,
  touchContribution,
} from '#rules';
import type { LaterContext, Seat } from '../../worker/read-models.ts';

type IndexContext = Pick<LaterContext, 'fold' | 'seat'>;

/** One kind of thing that is counted, up to date for every customer that changed. */
class Counted {
  readonly #index = new HeatmapIndex();
  readonly seat: Seat;

  constructor(context: IndexContext, of: (customer: CustomerState, org: OrgState) => HeatmapContribution) {
    this.seat = context.seat((id, customer) => this.#index.set(id, customer && of(customer, context.fold().org())));
  }

  index(): HeatmapIndex {
    this.seat.catchUp();
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

  constructor(context: IndexContext) {
    this.#entered = new Counted(context, heatmapContribution);
    this.#touches = new Counted(context, touchContribution);
  }

  /** Of what every board counts. */
  get seat(): Seat {
    return this.#entered.seat;
  }

  entered(): HeatmapIndex {
    return this.#entered.index();
  }

  touches(): HeatmapIndex {
    return this.#touches.index();
  }
}
