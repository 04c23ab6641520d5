import { type CustomerId, compareText } from '#rules';
import type { LaterContext, Seat } from '../worker/read-models.ts';

/** Whom the viewer has: known of everybody once the others of the first round are, and from then on by what changes. */
export class OwnCustomers {
  readonly #own = new Set<CustomerId>();
  readonly seat: Seat;

  constructor({ seat, member }: Pick<LaterContext, 'seat' | 'member'>) {
    this.seat = seat<true>({
      name: 'own',
      isOfCompany: false,
      of: ({ owner }) => (owner === member() ? true : null),
      put: (id, kept) => {
        if (kept === null) this.#own.delete(id);
        else this.#own.add(id);
      },
    });
    // Asked for in every session, if by no page: a round of its own would fold everybody once more.
    this.seat.join();
  }

  ids(): readonly CustomerId[] {
    this.seat.catchUp();
    return [...this.#own].sort(compareText);
  }
}
