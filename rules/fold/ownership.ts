import type { Route } from '../automation/rule.ts';
import type { CustomerId, MemberId, TerritoryId } from '../ids.ts';
import type { CustomerState, LeadOffer } from '../state.ts';
import { type FactBook, firedOn } from './facts.ts';
import { rungOf } from './fired-rung.ts';
import { answersAmong, type Gifts, givenTo, leadOf } from './gifts.ts';
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
  /** 接收 and 退回 that count, by the gift they answer. */
  readonly answers: ReadonlyMap<Rec, Rec>;
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
  rec.event.type === 'customerHandedOver' ? (payloadOf(rec, 'customerHandedOver').to as MemberId | null) : givenTo(rec);

/** What the walk through the order knows so far. */
interface Walk {
  readonly changes: OwnerChange[];
  readonly withoutEffect: Set<Rec>;
  readonly answers: Map<Rec, Rec>;
  readonly gifts: Gifts;
  leaves: Rec[];
  /** The lead was accepted: from then on it is a customer like any other. */
  isAccepted: boolean;
}

/** 接收 or 退回: by whom it was given to, of the gift that holds, once. */
const answer = (walk: Walk, rec: Rec): boolean => {
  const last = walk.changes[walk.changes.length - 1];
  const { offer } = rec.event.payload as { readonly offer: string };
  const isHis = last !== undefined && last.owner === rec.event.author && last.rec.event.id === offer;
  if (!isHis || walk.isAccepted || walk.gifts.lead === null) return false;
  walk.answers.set(last.rec, rec);
  if (rec.event.type === 'leadDeclined') walk.changes.push({ rec, owner: null });
  else walk.isAccepted = true;
  return true;
};

/** Given again after it was declined: of several made apart, the one that holds. */
const offer = (walk: Walk, rec: Rec): boolean => {
  const last = walk.changes[walk.changes.length - 1]?.rec;
  const { after } = payloadOf(rec, 'leadOffered');
  const held = walk.gifts.offers.get(after);
  if (held === undefined || !held.gifts.includes(rec)) return false;
  if (held.rec === rec) {
    if (last?.event.type !== 'leadDeclined' || last.event.id !== after) return false;
    walk.changes.push({ rec, owner: givenTo(rec) });
  } else walk.leaves.push(rec);
  return true;
};

const handOver = (walk: Walk, rec: Rec, org: OrgReader, territory: TerritoryId): boolean => {
  const { changes, gifts } = walk;
  const { author } = rec.event;
  const isFirst = changes.length === 0 && isCreation(rec);
  const known = isFirst ? null : ownerKnownTo(changes, rec);
  if (!isFirst && known !== author && !org.leads(author, rec, known, territory)) return false;
  // Whoever hands a lead on by a gift that does not hold takes it from nobody.
  if (gifts.held !== undefined && gifts.lost.length > 0 && !isCreation(rec) && !knows(rec, gifts.held)) {
    walk.leaves.push(rec);
    return true;
  }
  const isUngiven = isCreation(rec) && gifts.held === undefined && leadOf(rec) !== null;
  changes.push({ rec, owner: isUngiven ? null : ownerSetBy(rec) });
  if (!isCreation(rec)) walk.leaves = [...walk.leaves.filter((leaf) => !knows(rec, leaf)), rec];
  return true;
};

/**
 * Owner = last creation or hand-over in the order, made by the owner known to its author or by a leader (S16). A lead
 * is different while it is given away: there the first gift that was sealed holds (R50).
 */
export const foldOwnership = (
  customer: CustomerId,
  sorted: Sorted,
  org: OrgReader,
  facts: FactBook,
  gifts: Gifts,
  counted: readonly Rec[],
  territory: TerritoryId,
): Ownership => {
  const byRule = takeovers(customer, org, facts);
  const walk: Walk = {
    ...{ changes: [], answers: new Map<Rec, Rec>() },
    withoutEffect: new Set(
      sorted.of('customerCreated').filter((rec) => !counted.includes(rec) && !gifts.lost.includes(rec)),
    ),
    ...{ gifts, leaves: [...gifts.lost], isAccepted: false },
  };
  const { changes } = walk;
  const creations = gifts.held === undefined ? counted : [gifts.held];
  const steps = [...creations, ...sorted.of('customerHandedOver'), ...byRule.keys(), ...answersAmong(sorted)];
  if (steps.length > 1) steps.sort(compareRec);
  for (const rec of steps) {
    const route = byRule.get(rec);
    if (route !== undefined) {
      const owner = changes[changes.length - 1]?.owner ?? null;
      const [next] = resolveRoute(route, { org, territory, at: rec, owner, authors: [] });
      if (next !== undefined && next !== owner) changes.push({ rec, owner: next });
      continue;
    }
    if (!takesEffect(walk, rec, org, territory)) walk.withoutEffect.add(rec);
  }
  const last = changes[changes.length - 1];
  return {
    changes,
    owner: last?.owner ?? null,
    answers: walk.answers,
    alsoHandedTo: walk.leaves.filter((leaf) => leaf !== last?.rec).map((rec) => placed(rec, { to: ownerSetBy(rec) })),
    withoutEffect: walk.withoutEffect,
  };
};

const takesEffect = (walk: Walk, rec: Rec, org: OrgReader, territory: TerritoryId): boolean => {
  switch (rec.event.type) {
    case 'leadAccepted':
    case 'leadDeclined':
      return answer(walk, rec);
    case 'leadOffered':
      return offer(walk, rec);
    default:
      return handOver(walk, rec, org, territory);
  }
};

/** How a lead came to whom and what he said, for the state; `null` for a customer that was none. */
export const originOf = ({ changes, answers }: Ownership, { lead }: Gifts): CustomerState['lead'] => {
  if (lead === null) return null;
  const offers: LeadOffer[] = [];
  for (const { rec, owner } of changes) {
    if (owner === null) continue;
    const said = answers.get(rec);
    const isDeclined = said?.event.type === 'leadDeclined';
    offers.push(
      placed(rec, {
        to: owner,
        accepted: said === undefined || isDeclined ? null : placed(said, {}),
        declined: isDeclined ? placed(said, { reason: payloadOf(said, 'leadDeclined').reason }) : null,
      }),
    );
    if (said !== undefined && !isDeclined) break;
  }
  return { lead, offers };
};
