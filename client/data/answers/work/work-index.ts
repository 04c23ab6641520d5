import {
  type ActingEffect,
  actingEffects,
  type CustomerId,
  type CustomerState,
  customerName,
  shanghaiDay,
  type WaitingEffect,
  waitingEffects,
} from '#rules';
import type { LaterContext, Seat, Setting } from '../../worker/read-models.ts';
import { type CustomerWork, customerWork, mayConcern } from './customer-work.ts';
import { SharedWork } from './shared-work.ts';

/** What would have acted on a customer by now and is not fired; looked at again when something comes due. */
interface Acting {
  readonly name: string;
  readonly effects: readonly ActingEffect[];
  /** Next instant at which something comes due, ms; null = never. */
  readonly nextAt: number | null;
  /** When it was looked at, ms. */
  readonly atMs: number;
}
interface Kept {
  readonly work: CustomerWork | null;
  readonly isPooled: boolean;
  readonly own: Acting | null;
  readonly red: Acting | null;
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
  readonly #context: Pick<LaterContext, 'fold' | 'member' | 'now' | 'pause'>;
  readonly #shared = new SharedWork();
  readonly #works = new Map<CustomerId, CustomerWork>();
  /** Of these, what may be the viewer's own. */
  readonly #ownWorks = new Map<CustomerId, CustomerWork>();
  /** In the cleansing pool, or just out of it by an appeal. */
  readonly #pooled = new Set<CustomerId>();
  /** The viewer's own, and those on red that may come into the pool: what rules would do is told before it is done. */
  readonly #own = new Map<CustomerId, Acting>();
  readonly #red = new Map<CustomerId, Acting>();
  readonly seat: Seat;

  constructor(context: Pick<LaterContext, 'fold' | 'now' | 'pause' | 'seat' | 'member'>) {
    this.#context = context;
    this.seat = context.seat<Kept>({
      name: 'work',
      of: (customer, setting) => (setting.isKnown ? this.#of(customer, setting) : null),
      put: (id, kept) => this.#put(id, kept),
    });
  }

  #of(customer: CustomerState, setting: Setting): Kept | null {
    const { ruleBook } = setting;
    const company = { org: () => setting, ruleBook: () => ruleBook };
    const viewer = this.#context.member();
    const work = customerWork(customer, viewer);
    const isPooled = isNearPool(customer);
    const isRed = customer.mark?.colour === 'red' && !isPooled;
    const isWaiting = isRed && waitingEffects(customer, ruleBook).some(isPooling);
    const own = customer.owner === viewer ? this.#actingOn(customer, company) : null;
    const red = isWaiting ? this.#actingOn(customer, company, isPooling) : null;
    return work || isPooled || own || red ? { work, isPooled, own, red } : null;
  }

  #put(id: CustomerId, kept: Kept | null): void {
    for (const all of [this.#works, this.#ownWorks, this.#pooled, this.#own, this.#red]) all.delete(id);
    if (kept === null) return;
    const { work, isPooled, own, red } = kept;
    if (work !== null) this.#putWork(id, this.#shared.of(work));
    if (isPooled) this.#pooled.add(id);
    if (own !== null) this.#own.set(id, own);
    if (red !== null) this.#red.set(id, red);
  }

  #putWork(id: CustomerId, work: CustomerWork): void {
    this.#works.set(id, work);
    if (mayConcern(work, this.#context.member())) this.#ownWorks.set(id, work);
  }

  all(): ReadonlyMap<CustomerId, CustomerWork> {
    this.seat.catchUp();
    return this.#works;
  }

  /** All in which anything may be the viewer's own. */
  ownWorks(): ReadonlyMap<CustomerId, CustomerWork> {
    this.seat.catchUp();
    return this.#ownWorks;
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
    const [now, fold] = [this.#context.now(), this.#context.fold()];
    const today = shanghaiDay(now);
    const found: ActedOn[] = [];
    for (const [id, known] of kept) {
      const isDue = known.nextAt !== null && now >= known.nextAt;
      const isOld = isDue || now < known.atMs || shanghaiDay(known.atMs) !== today;
      const customer = isOld ? fold.customer(id) : null;
      const acting = customer === null ? known : this.#actingOn(customer, fold, isMeant);
      if (acting.effects.length > 0) found.push({ id, ...acting });
      if (customer === null) continue;
      kept.set(id, acting);
      this.#context.pause?.();
    }
    return found;
  }

  #actingOn(
    customer: CustomerState,
    company: Parameters<typeof actingEffects>[1],
    isMeant: (waiting: WaitingEffect) => boolean = () => true,
  ): Acting {
    const now = this.#context.now();
    const ahead = waitingEffects(customer, company.ruleBook()).filter((one) => isMeant(one) && one.dueAt > now);
    const nextAt = ahead.reduce((next, { dueAt }) => Math.min(next, dueAt), Number.POSITIVE_INFINITY);
    return {
      name: customerName(customer),
      effects: actingEffects(customer, company, now).filter(({ waiting }) => isMeant(waiting)),
      nextAt: Number.isFinite(nextAt) ? nextAt : null,
      atMs: now,
    };
  }
}
