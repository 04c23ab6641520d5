import type { MemberId, TerritoryId } from '../ids.ts';
import type { CustomerState } from '../state.ts';
import type { OrgReader } from './org-reader.ts';
import { compareRec, payloadOf, placed, type Rec } from './records.ts';
import type { Sorted } from './sorted.ts';

interface OwnerChange {
  readonly rec: Rec;
  readonly owner: MemberId | null;
}

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
export const foldOwnership = (sorted: Sorted, org: OrgReader, territory: TerritoryId): Ownership => {
  const changes: OwnerChange[] = [];
  const withoutEffect = new Set<Rec>();
  let leaves: Rec[] = [];
  const handovers = sorted.of('customerHandedOver');
  const steps = [...sorted.of('customerCreated'), ...handovers];
  if (steps.length > 1) steps.sort(compareRec);
  for (const rec of steps) {
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
