import { type CustomerId, companyKey, customerName } from '#rules';
import type { Namesake } from '../../lead-contract.ts';
import type { LaterContext, Seat } from '../../worker/read-models.ts';

/**
 * Whoever has the name of a lead already, under the key where spellings of one company meet. Only of whom this device
 * holds, so nobody learns of a customer he may not see.
 */
export class Namesakes {
  readonly #context: Pick<LaterContext, 'fold'>;
  /** A place is only where to look: who went by the name before, or is gone, is found out when it is read. */
  readonly #places = new Map<string, CustomerId[]>();
  readonly seat: Seat;

  constructor(context: Pick<LaterContext, 'fold' | 'seat'>) {
    this.#context = context;
    this.seat = context.seat<string>({
      name: 'namesakes',
      isOfCompany: false,
      of: (customer) => companyKey(customerName(customer)),
      put: (id, key) => {
        if (key === null) return;
        const there = this.#places.get(key);
        if (there === undefined) this.#places.set(key, [id]);
        else if (!there.includes(id)) there.push(id);
      },
    });
  }

  /** The first of those with the name, but for `except`, what came of the lead itself; `null` = nobody has it. */
  of(name: string, except: CustomerId): Namesake | null {
    this.seat.catchUp();
    const key = companyKey(name);
    const fold = this.#context.fold();
    for (const id of this.#places.get(key) ?? []) {
      const customer = id === except ? null : fold.customer(id);
      const known = customer && customerName(customer);
      if (known !== null && companyKey(known) === key) return { id, name: known };
    }
    return null;
  }
}
