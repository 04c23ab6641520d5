import {
  type ActingEffect,
  actingEffects,
  type CustomerId,
  type CustomerState,
  customerName,
  SharedNames,
  shanghaiDay,
  type WaitingEffect,
  waitingEffects,
} from '#rules';
import type { LaterContext, Seat } from '../../worker/read-models.ts';
import { type CustomerWork, customerWork } from './customer-work.ts';

/** What would have acted on a customer by now and is not fired; looked at again when something comes due. */
interface Acting {
  readonly name: string;
  readonly effects: readonly ActingEffect[];
  /** Next instant at which something comes due, ms. */
  readonly nextAt: number;
  readonly day: number;
}
/** A customer with what rules would do to it by now. */
export interface ActedOn {
  readonly id: CustomerId;
  readonly name: string;
  readonly effects: readonly ActingEffect[];
}

const isNearPool = ({ pool }: CustomerState): boolean => pool?.status === 'in' || pool?.status === 'restored';

const isPooling = ({ trigger }: WaitingEffect): boolean => trigger === 'redTwice';

/** Work of every customer that has any, computed again only for those that changed. */
export class WorkIndex {
  readonly #context: Pick<LaterContext, 'fold' | 'now' | 'pause'>;
  readonly #names = new SharedNames();
  readonly #works = new Map<CustomerId, CustomerWork>();
  /** In the cleansing pool, or just out of it by an appeal. */
  readonly #pooled = new Set<CustomerId>();
  /** The viewer's own, and those on red that may come into the pool: what rules would do is told before it is done. */
  readonly #own = new Map<CustomerId, Acting>();
  readonly #red = new Map<CustomerId, Acting>();
  readonly seat: Seat;

  constructor(context: Pick<LaterContext, 'fold' | 'now' | 'pause' | 'seat' | 'member'>) {
    this.#context = context;
    this.seat = context.seat((id, customer) => {
      for (const kept of [this.#works, this.#pooled, this.#own, this.#red]) kept.delete(id);
      if (customer === null) return;
      const viewer = context.member();
      const work = customerWork(customer, viewer, this.#names);
      if (work !== null) this.#works.set(id, work);
      const isPooled = isNearPool(customer);
      if (isPooled) this.#pooled.add(id);
      const isRed = customer.mark?.colour === 'red' && !isPooled;
      if (customer.owner === viewer) this.#own.set(id, this.#actingOn(customer));
      if (isRed && waitingEffects(customer, context.fold().ruleBook()).some(isPooling))
        this.#red.set(id, this.#actingOn(customer, isPooling));
    });
  }

  all(): ReadonlyMap<CustomerId, CustomerWork> {
    this.seat.catchUp();
    return this.#works;
  }

  /** The viewer's own customers on which rules would act by now, provisional here (S31). */
  actingOnOwn(): readonly ActedOn[] {
    this.seat.catchUp();
    return this.#acting(this.#own);
  }

  /** Customers in the cleansing pool or that were, and those on red for which a rule waits to act. */
  *nearPool(): Iterable<readonly [customer: CustomerState, acting: readonly ActingEffect[]]> {
    this.seat.catchUp();
    const pooled = [...this.#pooled].map((id) => ({ id, effects: [] }));
    for (const { id, effects } of [...pooled, ...this.#acting(this.#red, isPooling)]) {
      const customer = this.#context.fold().customer(id);
      if (customer !== null) yield [customer, effects];
    }
  }

  /** Only those for whom something has come due, or a day has begun, are asked for again. */
  #acting(kept: Map<CustomerId, Acting>, isMeant?: (waiting: WaitingEffect) => boolean): readonly ActedOn[] {
    const now = this.#context.now();
    const today = shanghaiDay(now);
    const found: ActedOn[] = [];
    for (const [id, known] of kept) {
      const isOld = now >= known.nextAt || known.day !== today;
      const customer = isOld ? this.#context.fold().customer(id) : null;
      const acting = customer === null ? known : this.#actingOn(customer, isMeant);
      if (acting.effects.length > 0) found.push({ id, ...acting });
      if (customer === null) continue;
      kept.set(id, acting);
      this.#context.pause?.();
    }
    return found;
  }

  #actingOn(customer: CustomerState, isMeant: (waiting: WaitingEffect) => boolean = () => true): Acting {
    const [now, fold] = [this.#context.now(), this.#context.fold()];
    const ahead = waitingEffects(customer, fold.ruleBook()).filter((one) => isMeant(one) && one.dueAt > now);
    return {
      name: customerName(customer),
      effects: actingEffects(customer, fold, now).filter(({ waiting }) => isMeant(waiting)),
      nextAt: ahead.reduce((next, { dueAt }) => Math.min(next, dueAt), Number.POSITIVE_INFINITY),
      day: shanghaiDay(now),
    };
  }
}
