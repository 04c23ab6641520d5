import {
  type BypassTraces,
  bypassTraces,
  type CustomerId,
  customerName,
  type MemberId,
  type TerritoryId,
} from '#rules';
import type { LaterContext, Seat } from '../worker/read-models.ts';

/** A customer where something was done past the system. */
export interface SignedCustomer {
  readonly id: CustomerId;
  readonly name: string;
  readonly owner: MemberId | null;
  readonly territory: TerritoryId;
  readonly traces: BypassTraces;
}

/** Signs of work past the system: kept of the few customers with any. */
export class SignIndex {
  readonly #known = new Map<CustomerId, SignedCustomer>();
  readonly seat: Seat;

  constructor({ seat }: Pick<LaterContext, 'seat'>) {
    this.seat = seat((id, _known, customer) => {
      const traces = customer && bypassTraces(customer);
      if (customer === null || traces === null) this.#known.delete(id);
      else {
        const { owner, territory } = customer;
        this.#known.set(id, { id, name: customerName(customer), owner, territory, traces });
      }
    }, false);
  }

  all(): readonly SignedCustomer[] {
    this.seat.catchUp();
    return [...this.#known.values()];
  }
}
