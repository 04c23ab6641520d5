import { type BypassTraces, bypassTraces, type CustomerId, type MemberId, SharedNames, type TerritoryId } from '#rules';
import type { LaterContext, Seat } from '../worker/read-models.ts';

/** A customer where something was done past the system. */
export interface TracedCustomer {
  readonly owner: MemberId | null;
  readonly territory: TerritoryId;
  readonly traces: BypassTraces;
}
interface Kept extends Omit<TracedCustomer, 'traces'> {
  readonly won: BypassTraces['won'];
  /** The number of the member and an instant for each late note. */
  readonly late: readonly number[];
}

const NOTHING: readonly never[] = [];

/** Signs of work past the system: kept of the customers with any. */
export class SignIndex {
  readonly #names = new SharedNames();
  readonly #members: MemberId[] = [];
  readonly #numbers = new Map<MemberId, number>();
  readonly #known = new Map<CustomerId, Kept>();
  readonly seat: Seat;

  constructor({ seat }: Pick<LaterContext, 'seat'>) {
    this.seat = seat<TracedCustomer>({
      name: 'signs',
      isOfCompany: false,
      of: (customer) => {
        const { owner, territory } = customer;
        const traces = bypassTraces(customer);
        return traces && { owner, territory, traces };
      },
      put: (id, kept) => {
        if (kept === null) this.#known.delete(id);
        else this.#known.set(id, this.#shared(kept));
      },
    });
  }

  #shared({ owner, territory, traces: { won, late } }: TracedCustomer): Kept {
    return {
      owner: owner && this.#names.of(owner),
      territory: this.#names.of(territory),
      won: won.length === 0 ? NOTHING : won,
      late: late.flatMap(({ member, at }) => [this.#numberOf(member), at]),
    };
  }

  *all(): Iterable<TracedCustomer> {
    this.seat.catchUp();
    for (const { owner, territory, won, late } of this.#known.values()) {
      yield { owner, territory, traces: { won, late: this.#notes(late) } };
    }
  }

  #notes(numbers: readonly number[]): BypassTraces['late'] {
    return numbers.flatMap((at, place) => {
      const member = place % 2 === 0 ? undefined : this.#members[numbers[place - 1] ?? 0];
      return member === undefined ? [] : [{ member, at }];
    });
  }

  #numberOf(member: MemberId): number {
    const known = this.#numbers.get(member);
    if (known !== undefined) return known;
    this.#numbers.set(member, this.#members.length);
    return this.#members.push(member) - 1;
  }
}
