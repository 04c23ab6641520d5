import {
  type Access,
  type AppliedChange,
  accessTo,
  type CustomerHolding,
  type CustomerId,
  type DocumentName,
  type EventType,
  type Fold,
  type FoldChange,
  type FoldFact,
  type FoldRow,
  type Holdings,
  type MemberId,
  makeFold,
  type OrgState,
  parseRoom,
  type TerritoryId,
} from '#rules';
import type { Committed, LogService } from '../log/index.ts';
import { type FormerRight, LATE_APPEND_MS, makeFormerRights } from './former-rights.ts';
import { makeOwnerIndex } from './owner-index.ts';

/** What the relay knows of the company by what it has received so far: the fold, kept up to date at each commit. */
export interface Company {
  readonly fold: Fold;
  org(): OrgState;
  /** What a member may do with a document now (S16: at once, by what was received). */
  access(member: MemberId, doc: DocumentName): Access;
  /** Rights to append to it that this active member lost within the last 30 days. */
  formerRights(member: MemberId, doc: DocumentName): readonly FormerRight[];
  holding(customer: CustomerId): CustomerHolding | null;
  /** Grows whenever anyone's access may have changed. */
  accessVersion(): number;
  /** Runs after each commit was folded, in commit order. */
  onChange(listener: (change: FoldChange, committed: Committed) => void): () => void;
  close(): void;
}

const docOf = (room: string): string => parseRoom(room)?.doc ?? room;

/** Events that owner, territory and grants of a customer follow from, besides the company's own. */
const HOLDING: ReadonlySet<string> = new Set<EventType>([
  'customerCreated',
  'customerHandedOver',
  'leadOffered',
  'leadDeclined',
  'contactAccessGranted',
  'retracted',
  'historyShared',
]);

/**
 * Customers whose holding a commit may have changed: those with a new row of a type above, or with a row that moved
 * in the order. Most commits, notes and calls and seals, need no customer folded anew for access.
 */
const heldAnew = (
  { org, customers, moved }: AppliedChange,
  rows: readonly FoldRow[],
  facts: readonly FoldFact[],
): Iterable<CustomerId> => {
  if (org) return customers;
  const held = new Set(moved);
  for (const { event } of rows) if (HOLDING.has(event.type)) held.add(event.subject as CustomerId);
  // A rung of a ladder may have taken the customer over.
  for (const { fact } of facts) if (fact.kind === 'fired' && fact.rung !== null) held.add(fact.subject);
  return held;
};

/** Events that can take a right away. */
const TAKING: ReadonlySet<string> = new Set(['memberChanged', 'customerHandedOver', 'leadDeclined']);

/** What is stored, in two parts: everything that took no right lately, then what did, one relay time after the other. */
const storedParts = (log: LogService) => {
  const horizon = log.now() - LATE_APPEND_MS;
  const lately: FoldRow[] = [];
  const bulk = log.rooms().map((room) => {
    const doc = docOf(room);
    const rows = [...log.rows(room)].map(({ event, received }) => ({ event, received, doc }));
    const isLate = ({ event, received }: FoldRow): boolean => TAKING.has(event.type) && (received ?? 0) > horizon;
    lately.push(...rows.filter(isLate));
    return { rows: rows.filter((row) => !isLate(row)), facts: [...log.facts(room)].map((fact) => ({ fact, doc })) };
  });
  const byTick = new Map<number, FoldRow[]>();
  for (const row of lately.sort((a, b) => (a.received ?? 0) - (b.received ?? 0))) {
    byTick.set(row.received ?? 0, [...(byTick.get(row.received ?? 0) ?? []), row]);
  }
  return { bulk, byTick };
};

/** Folds everything stored, then every commit. */
export const makeCompany = (log: LogService): Company => {
  const fold = makeFold();
  const owners = makeOwnerIndex();
  const former = makeFormerRights();
  const listeners = new Set<(change: FoldChange, committed: Committed) => void>();
  let accessVersion = 0;

  const holding = (customer: CustomerId): CustomerHolding | null => {
    const state = fold.customer(customer);
    if (state === null) return null;
    const { territory, owner, created, contactGrants } = state;
    return { territory, owner, creator: created.author, grants: contactGrants };
  };
  const holdings: Holdings = { of: holding, ownsIn: owners.ownsIn };
  const takeHolding = (customer: CustomerId, tick: number): boolean => {
    const held = holding(customer);
    former.noteHolding(customer, held, tick);
    return owners.set(customer, held);
  };
  const take = (rows: readonly FoldRow[], facts: readonly FoldFact[], tick: number): FoldChange => {
    const before = fold.org();
    const change = fold.apply(rows, facts);
    if (change.org) former.noteOrg(before, fold.org(), tick);
    let changed = change.org;
    for (const customer of heldAnew(change, rows, facts)) changed = takeHolding(customer, tick) || changed;
    if (changed) accessVersion += 1;
    return change;
  };

  const { bulk, byTick } = storedParts(log);
  for (const { rows, facts } of bulk) take(rows, facts, 0);
  for (const [tick, rows] of byTick) take(rows, [], tick);
  const stop = log.onCommit((committed) => {
    const doc = docOf(committed.room);
    const change = take(
      committed.rows.map(({ event, received }) => ({ event, received, doc })),
      committed.facts.map((fact) => ({ fact, doc })),
      committed.rows.at(-1)?.received ?? log.lastTick(),
    );
    for (const listener of listeners) listener(change, committed);
  });

  return {
    fold,
    org: () => fold.org(),
    access: (member, doc) => accessTo(fold.org(), member, doc, holdings),
    formerRights(member, doc) {
      if (!fold.org().members[member]?.active) return [];
      const held = doc.kind === 'contact' ? holding(doc.customer) : null;
      return former.of(member, doc, { org: fold.org(), holding: held, nowMs: log.now() });
    },
    holding,
    accessVersion: () => accessVersion,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: stop,
  };
};

export type { TerritoryId };
