import { isResting } from '../automation/resting.ts';
import type { CustomerId } from '../ids.ts';
import { compareText } from '../order.ts';
import type { CustomerState, TaskState } from '../state.ts';
import { PRESALES_RULE } from '../templates/rules.ts';

/** The presales task one record brings to its class. */
interface Brought {
  readonly customer: CustomerId;
  readonly task: TaskState;
  readonly isResting: boolean;
}

const broughtBy = (state: CustomerState | null): Brought | null => {
  const task = state?.tasks.find(
    ({ rule, status }) => rule === PRESALES_RULE && status !== 'superseded' && status !== 'revoked',
  );
  return state === null || task === undefined ? null : { customer: state.id, task, isResting: isResting(state) };
};

/**
 * As among the tasks of one record (S17): fired first, by tick; then by when its green was entered. What is not fired
 * and never will be, because its record rests, stands behind what may.
 */
const byStanding = (a: Brought, b: Brought): number => {
  const x = a.task.firedAt ?? Number.POSITIVE_INFINITY;
  const y = b.task.firedAt ?? Number.POSITIVE_INFINITY;
  if (x !== y) return x < y ? -1 : 1;
  const resting = a.task.firedAt === null ? Number(a.isResting) - Number(b.isResting) : 0;
  return resting || a.task.causedAt - b.task.causedAt || compareText(a.task.id, b.task.id);
};

/** Folds a customer as if it had never been merged; `null` = nothing known of it. */
type FoldAlone = (id: CustomerId) => CustomerState | null;

/**
 * Classes of merged records (S18) and whose presales task stands for each (S17, I24). Between two updates everything
 * is a function of what each record's own fold says, so that neither order nor batching of rows matters; only the
 * classes of changed records are looked at.
 */
export class MergeClasses {
  /** Live edges, both ways: of a record into others, and of others into it. */
  private readonly into = new Map<CustomerId, ReadonlySet<CustomerId>>();
  private readonly from = new Map<CustomerId, Set<CustomerId>>();
  private readonly brought = new Map<CustomerId, Brought>();
  /** The record whose task stands, for those of its class that are not it. */
  private readonly standing = new Map<CustomerId, CustomerId>();

  /** The other record whose presales task stands for this one's class; `null` = none. */
  presalesOf(id: CustomerId): CustomerId | null {
    return this.standing.get(id) ?? null;
  }

  /** Looks at changed records again; `mergers`: all that may have edges. Answers those for which another task stands now. */
  update(changed: Iterable<CustomerId>, mergers: ReadonlySet<CustomerId>, fold: FoldAlone): ReadonlySet<CustomerId> {
    const [stale, linked] = [new Set<CustomerId>(), [...changed]];
    for (const id of linked) {
      if (mergers.has(id)) this.relink(id, new Set(fold(id)?.mergedInto.map(({ into }) => into)), stale);
    }
    for (const id of linked) if (this.isLinked(id)) stale.add(id);
    for (const id of stale) {
      const brought = this.isLinked(id) ? broughtBy(fold(id)) : null;
      if (brought === null) this.brought.delete(id);
      else this.brought.set(id, brought);
    }
    return this.settle(stale);
  }

  private isLinked(id: CustomerId): boolean {
    return this.into.has(id) || this.from.has(id);
  }

  /** Both ends of every edge that came or went are looked at again: whoever was in their class is in one with them. */
  private relink(id: CustomerId, targets: ReadonlySet<CustomerId>, stale: Set<CustomerId>): void {
    const before = this.into.get(id) ?? NONE;
    for (const target of new Set([...before, ...targets])) {
      if (before.has(target) === targets.has(target)) continue;
      stale.add(id).add(target);
      const sources = this.from.get(target) ?? new Set();
      if (targets.has(target)) sources.add(id);
      else sources.delete(id);
      if (sources.size > 0) this.from.set(target, sources);
      else this.from.delete(target);
    }
    if (targets.size > 0) this.into.set(id, targets);
    else this.into.delete(id);
  }

  private classOf(id: CustomerId): ReadonlySet<CustomerId> {
    const members = new Set([id]);
    for (const member of members) {
      for (const next of this.into.get(member) ?? NONE) members.add(next);
      for (const next of this.from.get(member) ?? NONE) members.add(next);
    }
    return members;
  }

  private settle(stale: ReadonlySet<CustomerId>): ReadonlySet<CustomerId> {
    const moved = new Set<CustomerId>();
    const seen = new Set<CustomerId>();
    for (const id of stale) {
      if (seen.has(id)) continue;
      const members = this.classOf(id);
      const brought = [...members].flatMap((member) => this.brought.get(member) ?? []);
      const first = brought.sort(byStanding)[0]?.customer;
      for (const member of members) {
        seen.add(member);
        const standing = member === first ? undefined : first;
        if (this.standing.get(member) === standing) continue;
        moved.add(member);
        if (standing === undefined) this.standing.delete(member);
        else this.standing.set(member, standing);
      }
    }
    return moved;
  }
}

const NONE: ReadonlySet<CustomerId> = new Set();
