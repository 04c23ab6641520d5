import {
  type CustomerState,
  type HeatmapContribution,
  HeatmapIndex,
  heatmapContribution,
  touchContribution,
} from '#rules';
import type { LaterContext, Seat, Setting } from '../../worker/read-models.ts';

type IndexContext = Pick<LaterContext, 'seat'>;

/** One kind of thing that is counted, up to date for every customer that changed. */
class Counted {
  readonly #index = new HeatmapIndex();
  readonly seat: Seat;

  constructor(
    { seat }: IndexContext,
    name: string,
    of: (customer: CustomerState, setting: Setting) => HeatmapContribution,
  ) {
    this.seat = seat<HeatmapContribution>({
      name,
      of: (customer, setting) => (setting.isKnown ? of(customer, setting) : null),
      put: (id, kept) => this.#index.set(id, kept),
    });
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
    this.#entered = new Counted(context, 'entered', heatmapContribution);
    this.#touches = new Counted(context, 'touches', touchContribution);
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
