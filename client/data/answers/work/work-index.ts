import {
  type ActingEffect,
  actingEffects,
  type CustomerId,
  type CustomerState,
  type FoldChange,
  type MemberId,
  shanghaiDay,
  waitingEffects,
} from '#rules';
import { ChangedCustomers, type KnownCustomersDeps } from '../changed-customers.ts';
import { type CustomerWork, customerWork } from './customer-work.ts';

/** What would have acted on a customer by now and is not fired; looked at again when something comes due. */
interface Acting {
  readonly effects: readonly ActingEffect[];
  /** Next instant at which something comes due, ms. */
  readonly nextAt: number;
  readonly day: number;
}

export interface WorkIndexDeps extends KnownCustomersDeps {
  readonly now: () => number;
}

/** Work of every customer, computed again only for those that changed. */
export class WorkIndex {
  readonly #deps: WorkIndexDeps;
  readonly #works = new Map<CustomerId, CustomerWork>();
  readonly #acting = new Map<CustomerId, Acting>();
  readonly #owned = new Map<MemberId, Set<CustomerId>>();
  readonly #stale: ChangedCustomers;

  constructor(deps: WorkIndexDeps) {
    this.#deps = deps;
    this.#stale = new ChangedCustomers(deps);
  }

  changed(change: FoldChange): void {
    this.#stale.changed(change);
  }

  all(): ReadonlyMap<CustomerId, CustomerWork> {
    this.#refresh();
    return this.#works;
  }

  /** Rules that would act by now on the member's own customers, provisional here (S31). */
  *actingOn(member: MemberId): Iterable<readonly [customer: CustomerState, acting: readonly ActingEffect[]]> {
    this.#refresh();
    for (const id of this.#owned.get(member) ?? []) {
      const { effects } = this.#actingOf(id);
      const customer = effects.length === 0 ? null : this.#deps.fold().customer(id);
      if (customer !== null) yield [customer, effects];
    }
  }

  /** Customers in the cleansing pool or that were, and those on red for which a rule waits to act. */
  *nearPool(): Iterable<readonly [customer: CustomerState, acting: readonly ActingEffect[]]> {
    this.#refresh();
    for (const [id, { isInPool, isRed }] of this.#works) {
      const acting = isRed && !isInPool ? this.#actingOf(id).effects : [];
      const customer = isInPool || acting.length > 0 ? this.#deps.fold().customer(id) : null;
      if (customer !== null) yield [customer, acting];
    }
  }

  #refresh(): void {
    this.#stale.tell((id, customer) => {
      this.#forget(id);
      if (customer === null) return;
      this.#works.set(id, customerWork(customer));
      if (customer.owner === null) return;
      const owned = this.#owned.get(customer.owner);
      if (owned === undefined) this.#owned.set(customer.owner, new Set([id]));
      else owned.add(id);
    });
  }

  #forget(id: CustomerId): void {
    const owner = this.#works.get(id)?.owner;
    if (owner) this.#owned.get(owner)?.delete(id);
    this.#works.delete(id);
    this.#acting.delete(id);
  }

  #actingOf(id: CustomerId): Acting {
    const now = this.#deps.now();
    const known = this.#acting.get(id);
    if (known !== undefined && now < known.nextAt && known.day === shanghaiDay(now)) return known;
    const fold = this.#deps.fold();
    const customer = fold.customer(id);
    if (customer === null) return { effects: [], nextAt: Number.POSITIVE_INFINITY, day: shanghaiDay(now) };
    const ahead = waitingEffects(customer, fold.ruleBook()).filter(({ dueAt }) => dueAt > now);
    const found = {
      effects: actingEffects(customer, fold, now),
      nextAt: ahead.reduce((next, { dueAt }) => Math.min(next, dueAt), Number.POSITIVE_INFINITY),
      day: shanghaiDay(now),
    };
    this.#acting.set(id, found);
    return found;
  }
}
