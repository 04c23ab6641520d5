import type { Route } from '../automation/rule.ts';
import type { CustomerId, MemberId, TerritoryId } from '../ids.ts';
import type { CustomerState } from '../state.ts';
import { type FactBook, firedOn } from './facts.ts';
import { rungOf } from './fired-rung.ts';
import type { OrgReader } from './org-reader.ts';
import { compareRec, payloadOf, placed, type Rec } from './records.ts';
import { recOfFired } from './relay-acts.ts';
import { resolveRoute } from './routes.ts';
import type { Sorted } from './sorted.ts';

interface OwnerChange {
  readonly rec: Rec;
  readonly owner: MemberId | null;
}

/** Who was responsible from when on, for the state. */
export const ownersOf = ({ changes }: Ownership): CustomerState['owners'] =>
  changes.map(({ rec, owner }) => placed(rec, { owner }));

/** Who was responsible when (S16). */
export interface Ownership {
  readonly changes: readonly OwnerChange[];
  readonly owner: MemberId | null;
  readonly alsoHandedTo: CustomerState['alsoHandedTo'];
  /** Hand-overs by somebody who was not entitled: kept in the history, without effect. */
  readonly withoutEffect: ReadonlySet<Rec>;
}

/** Owner at the event's place in the order; before the first known owner, that one (a copied history starts there). */
export const ownerAt = (ownership: Ownership, at: Rec): MemberId | null => {
  const { changes } = ownership;
  for (let i = changes.length - 1; i >= 0; i--) {
    const change = changes[i];
    if (change !== undefined && compareRec(change.rec, at) < 0) return change.owner;
  }
  return changes[0]?.owner ?? null;
};

/**
 * Whether `later` was made knowing `earlier`: it cites it, follows it on one device, or its device had already
 * seen relay time past the moment `earlier` was received. Otherwise the two are concurrent.
 */
const knows = (later: Rec, earlier: Rec): boolean =>
  later.event.cites.includes(earlier.event.id) ||
  (later.event.device === earlier.event.device && later.event.n > earlier.event.n) ||
  (earlier.received !== null && later.event.seen >= earlier.received);

/** Hand-overs by the ladder of a rule, before it is known to whom: the customer goes up from whoever has it then. */
const takeovers = (customer: CustomerId, org: OrgReader, facts: FactBook): ReadonlyMap<Rec, Route> => {
  const found = new Map<Rec, Route>();
  for (const fired of firedOn(facts, customer)) {
    if (fired.rung === null) continue;
    const known = org.ruleAt(fired.version, fired.rule);
    const rung = rungOf(org, fired);
    // Where the rule gave a task, the task is taken over, not the customer.
    const hasTask = known?.rule.branches[fired.branch]?.do.some(({ kind }) => kind === 'task') ?? true;
    if (rung?.act === 'takeOver' && !hasTask) found.set(recOfFired(fired, 'customerHandedOver', {}), rung.to);
  }
  return found;
};

const isCreation = (rec: Rec): boolean => rec.event.type === 'customerCreated';

/** Owner as the author of `rec` knew it: a concurrent hand-over takes no right away, the order decides (S16). */
const ownerKnownTo = (changes: readonly OwnerChange[], rec: Rec): MemberId | null => {
  for (let i = changes.length - 1; i >= 0; i--) {
    const change = changes[i];
    if (change !== undefined && (isCreation(change.rec) || knows(rec, change.rec))) return change.owner;
  }
  return null;
};

const ownerSetBy = (rec: Rec): MemberId | null =>
  isCreation(rec)
    ? ((payloadOf(rec, 'customerCreated').owner as MemberId | undefined) ?? null)
    : (payloadOf(rec, 'customerHandedOver').to as MemberId | null);

/** Owner = last creation or hand-over in the order, made by the owner known to its author or by a leader (S16). */
export const foldOwnership = (
  customer: CustomerId,
  sorted: Sorted,
  org: OrgReader,
  facts: FactBook,
  territory: TerritoryId,
): Ownership => {
  const byRule = takeovers(customer, org, facts);
  const changes: OwnerChange[] = [];
  const withoutEffect = new Set<Rec>();
  let leaves: Rec[] = [];
  const handovers = sorted.of('customerHandedOver');
  const steps = [...sorted.of('customerCreated'), ...handovers, ...byRule.keys()];
  if (steps.length > 1) steps.sort(compareRec);
  for (const rec of steps) {
    const route = byRule.get(rec);
    if (route !== undefined) {
      const owner = changes[changes.length - 1]?.owner ?? null;
      const [next] = resolveRoute(route, { org, territory, at: rec, owner, authors: [] });
      if (next !== undefined && next !== owner) changes.push({ rec, owner: next });
      continue;
    }
    const { author } = rec.event;
    const isFirst = changes.length === 0 && isCreation(rec);
    const known = isFirst ? null : ownerKnownTo(changes, rec);
    if (!isFirst && known !== author && !org.leads(author, rec, known, territory)) {
      withoutEffect.add(rec);
      continue;
    }
    changes.push({ rec, owner: ownerSetBy(rec) });
    if (!isCreation(rec)) leaves = [...leaves.filter((leaf) => !knows(rec, leaf)), rec];
  }
  const last = changes[changes.length - 1];
  return {
    changes,
    owner: last?.owner ?? null,
    alsoHandedTo: leaves.filter((leaf) => leaf !== last?.rec).map((rec) => placed(rec, { to: ownerSetBy(rec) })),
    withoutEffect,
  };
};
