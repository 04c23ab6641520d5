import {
  type CustomerId,
  type CustomerState,
  type MemberId,
  SharedNames,
  type StageId,
  type TerritoryId,
} from '#rules';
import type { LaterContext, Seat } from '../worker/read-models.ts';

/** One act of a rule, its rungs not counted. */
export interface RuleAct {
  readonly rule: string;
  readonly ruleName: string;
  readonly firedAt: number;
  /** Its reason does not hold any more. */
  readonly isRevoked: boolean;
  /** By a mark that counts, or by any. */
  readonly isOverridden: boolean;
  readonly wasOverridden: boolean;
  readonly isClosed: boolean;
}

/** Where a customer stands, and whose it is. */
interface Standing {
  readonly owner: MemberId | null;
  readonly territory: TerritoryId;
  /** Its records come here. */
  readonly isKnown: boolean;
  /** Of running opportunities, each once. */
  readonly stages: readonly StageId[];
}
/** What is kept of a customer: what rules did are three numbers each. */
export interface CustomerActs extends Standing {
  readonly acts: readonly number[];
}
type Act = readonly [rule: string, ruleName: string, firedAt: number, flags: number];
interface Said extends Standing {
  readonly acts: readonly Act[];
}

const NOTHING: readonly never[] = [];
const REVOKED = 1;
const OVERRIDDEN = 2;
const WAS_OVERRIDDEN = 4;
const CLOSED = 8;
const PER_ACT = 3;

const actsOn = ({ effects, marks }: CustomerState): readonly Act[] => {
  const overrides = marks.flatMap(({ override, effective }) =>
    override === null ? [] : [{ effect: override.effect, effective }],
  );
  return effects.flatMap(({ id, rule, ruleName, rung, firedAt, status, closed }): readonly Act[] => {
    if (rung !== null) return [];
    const own = overrides.filter(({ effect }) => effect === id);
    const flags =
      (status === 'revoked' ? REVOKED : 0) +
      (own.some(({ effective }) => effective) ? OVERRIDDEN : 0) +
      (own.length > 0 ? WAS_OVERRIDDEN : 0) +
      (closed === null ? 0 : CLOSED);
    return [[rule, ruleName, firedAt, flags]];
  });
};

/** `null` = it stands nowhere, and no rule acted on it. */
const saidOf = (customer: CustomerState, isKnown: boolean): Said | null => {
  const { owner, territory, opportunities } = customer;
  const running = opportunities.flatMap(({ stage, ended }) => (ended === null ? [stage] : []));
  const said = { owner, territory, isKnown, stages: [...new Set(running)], acts: actsOn(customer) };
  return said.stages.length + said.acts.length > 0 ? said : null;
};

/** How far customers have come, and what rules did by themselves: up to date for every customer that changed. */
export class ActsIndex {
  readonly #names = new SharedNames();
  /** Rules as they were called when they acted, by number. */
  readonly #rules: { readonly rule: string; readonly ruleName: string }[] = [];
  readonly #numbers = new Map<string, number>();
  /** Combinations of stages, each kept once. */
  readonly #stages = new Map<string, readonly StageId[]>();
  readonly #known = new Map<CustomerId, CustomerActs>();
  readonly seat: Seat;

  constructor({ seat }: Pick<LaterContext, 'seat'>) {
    this.seat = seat<Said>({
      name: 'acts',
      of: (customer, { isKnown }) => saidOf(customer, isKnown),
      put: (id, said) => {
        if (said === null) this.#known.delete(id);
        else this.#known.set(id, this.#kept(said));
      },
    });
  }

  /** Of every customer that stands somewhere or on which a rule acted, of those known by their basics too. */
  all(): Iterable<CustomerActs> {
    this.seat.catchUp();
    return this.#known.values();
  }

  *actsOf({ acts }: CustomerActs): Iterable<RuleAct> {
    for (let at = 0; at < acts.length; at += PER_ACT) {
      const rule = this.#rules[acts[at] ?? 0];
      const flags = acts[at + 2] ?? 0;
      if (rule === undefined) continue;
      yield {
        ...rule,
        firedAt: acts[at + 1] ?? 0,
        isRevoked: (flags & REVOKED) !== 0,
        isOverridden: (flags & OVERRIDDEN) !== 0,
        wasOverridden: (flags & WAS_OVERRIDDEN) !== 0,
        isClosed: (flags & CLOSED) !== 0,
      };
    }
  }

  #kept({ owner, territory, isKnown, stages, acts }: Said): CustomerActs {
    const numbers = acts.flatMap(([rule, ruleName, firedAt, flags]) => [
      this.#ruleNumber(rule, ruleName),
      firedAt,
      flags,
    ]);
    return {
      owner: owner && this.#names.of(owner),
      territory: this.#names.of(territory),
      isKnown,
      stages: this.#sharedStages(stages),
      acts: numbers.length === 0 ? NOTHING : numbers,
    };
  }

  #sharedStages(stages: readonly StageId[]): readonly StageId[] {
    const key = stages.join('\n');
    const known = this.#stages.get(key) ?? stages;
    this.#stages.set(key, known);
    return known;
  }

  #ruleNumber(rule: string, ruleName: string): number {
    const key = `${rule}\n${ruleName}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#rules.length);
    return this.#rules.push({ rule, ruleName }) - 1;
  }
}
