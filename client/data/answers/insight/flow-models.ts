import { flowContribution, MovesIndex } from '#rules';
import type { LaterContext, Seat } from '../../worker/read-models.ts';

/** What moves between weeks, up to date for every customer that changed, once it is asked for. */
export class FlowModels {
  readonly #index = new MovesIndex();
  readonly seat: Seat;

  constructor(context: Pick<LaterContext, 'fold' | 'seat'>) {
    this.seat = context.seat((id, customer) =>
      this.#index.set(id, customer && flowContribution(customer, context.fold().org())),
    );
  }

  index(): MovesIndex {
    this.seat.catchUp();
    return this.#index;
  }
}
