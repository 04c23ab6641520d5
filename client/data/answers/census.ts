import type { CustomerId, CustomerState, FoldChange } from '#rules';
import type { Keeper, LaterContext, Looking, ReadModelContext, Seat, Setting, Tell } from '../worker/read-models.ts';

type CensusContext = Pick<ReadModelContext, 'fold' | 'checkpoints' | 'pause'>;

/** Each seat has a bit of one number. */
const MOST_SEATS = 31;

const keptOf = (keeper: Keeper, customer: CustomerState, setting: Setting | null): unknown => {
  if (keeper.isOfCompany === false) return keeper.of(customer);
  return setting && keeper.of(customer, setting);
};

/**
 * Looks at each customer that changed, at all of them at first and when the company changed, once for every seat: to
 * unpack and fold a customer costs more than all that is kept of it. Whoever joins later makes a round of his own.
 */
export class Census {
  readonly #context: CensusContext;
  readonly #keepers: Keeper[] = [];
  /** Whom to look at again, with the bits of the seats it is for. */
  readonly #due = new Map<CustomerId, number>();
  /** For whom everybody is to be looked at. */
  #everybody = 0;
  #joined = 0;
  /** Since it was last asked what of it matters here. */
  #isOrgNew = false;
  #ofCompany = 0;
  #looking: Looking | null = null;

  /** `pause`: where a long look at everybody may be cut. */
  constructor(context: CensusContext) {
    this.#context = context;
  }

  /** See `TakeSeat`. @throws when the name is taken, or no seat is left. */
  readonly seat = <Kept>(keeper: Keeper<Kept>): Seat => {
    const isTaken = this.#keepers.some(({ name }) => name === keeper.name);
    if (isTaken || this.#keepers.length === MOST_SEATS) throw new Error('no seat');
    const bit = 1 << (this.#keepers.push(keeper) - 1);
    if (keeper.isOfCompany !== false) this.#ofCompany |= bit;
    const join = (): void => {
      if ((this.#joined & bit) === 0) this.#everybody |= bit;
      this.#joined |= bit;
    };
    const catchUp = (): void => {
      join();
      this.#lookFor(bit);
    };
    return { join, catchUp };
  };

  /** See `LaterContext`. */
  readonly lookBy: LaterContext['lookBy'] = (make) => {
    this.#looking = make(this.#keepers, this.#tell);
  };

  changed({ customers, org }: Pick<FoldChange, 'customers' | 'org'>): void {
    const texts = this.#context.checkpoints?.();
    for (const id of customers) texts?.set(id, null);
    this.#isOrgNew ||= org;
    // by name too when everybody is looked at: one who is gone is among nobody's ids
    if (this.#joined !== 0) for (const id of customers) this.#due.set(id, this.#joined);
  }

  #lookFor(bit: number): void {
    const context = this.#context;
    if (this.#isOrgNew && (this.#looking?.isOtherCompany() ?? true)) this.#everybody |= this.#joined & this.#ofCompany;
    this.#isOrgNew = false;
    if (this.#everybody !== 0) {
      const all = new Set(context.fold().customerIds());
      const withTexts = context.checkpoints?.()?.ids() ?? [];
      for (const id of [...withTexts, ...all]) {
        if (all.has(id)) this.#due.set(id, (this.#due.get(id) ?? 0) | this.#everybody);
      }
      this.#everybody = 0;
    }
    for (const [id, bits] of this.#due) {
      if ((bits & bit) === 0) continue;
      if (this.#looking === null) this.#tell(id, bits);
      else this.#looking.lookAt(id, bits, this.#joined);
      this.#due.delete(id);
      context.pause?.();
    }
  }

  readonly #tell: Tell = (id, bits) => {
    const customer = this.#context.fold().customer(id);
    const setting = (customer && this.#looking?.settingOf(customer)) ?? null;
    const kept = this.#keepers.map((keeper, at) => {
      if ((bits & (1 << at)) === 0) return undefined;
      const one = customer && keptOf(keeper, customer, setting);
      keeper.put(id, one);
      return one;
    });
    return customer && { customer, kept };
  };
}
