import { type FlowContribution, flowContribution, MovesIndex } from '#rules';
import type { LaterContext, Seat } from '../../worker/read-models.ts';

/** What moves between weeks, up to date for every customer that changed, once it is asked for. */
export class FlowModels {
  readonly #index = new MovesIndex();
  readonly seat: Seat;

  constructor({ seat }: Pick<LaterContext, 'seat'>) {
    this.seat = seat<FlowContribution>({
      name: 'flow',
      of: (customer, setting) => (setting.isKnown ? flowContribution(customer, setting) : null),
      put: (id, kept) => this.#index.set(id, kept),
    });
  }

  index(): MovesIndex {
    this.seat.catchUp();
    return this.#index;
  }
}
