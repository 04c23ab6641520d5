import {
  type Access,
  accessTo,
  type CustomerHolding,
  type CustomerId,
  type DocumentName,
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
import { makeOwnerIndex } from './owner-index.ts';

/** What the relay knows of the company by what it has received so far: the fold, kept up to date at each commit. */
export interface Company {
  readonly fold: Fold;
  org(): OrgState;
  /** What a member may do with a document now (S16: at once, by what was received). */
  access(member: MemberId, doc: DocumentName): Access;
  holding(customer: CustomerId): CustomerHolding | null;
  /** Grows whenever anyone's access may have changed. */
  accessVersion(): number;
  /** Runs after each commit was folded, in commit order. */
  onChange(listener: (change: FoldChange, committed: Committed) => void): () => void;
  close(): void;
}

const docOf = (room: string): string => parseRoom(room)?.doc ?? room;

/** Folds everything stored, then every commit. */
export const makeCompany = (log: LogService): Company => {
  const fold = makeFold();
  const owners = makeOwnerIndex();
  const listeners = new Set<(change: FoldChange, committed: Committed) => void>();
  let accessVersion = 0;

  const holding = (customer: CustomerId): CustomerHolding | null => {
    const state = fold.customer(customer);
    if (state === null) return null;
    const { territory, owner, created, contactGrants } = state;
    return { territory, owner, creator: created.author, grants: contactGrants };
  };
  const holdings: Holdings = { of: holding, ownsIn: owners.ownsIn };
  const take = (rows: readonly FoldRow[], facts: readonly FoldFact[]): FoldChange => {
    const change = fold.apply(rows, facts);
    let changed = change.org;
    for (const customer of change.customers) changed = owners.set(customer, holding(customer)) || changed;
    if (changed) accessVersion += 1;
    return change;
  };

  for (const room of log.rooms()) {
    const doc = docOf(room);
    const rows = [...log.rows(room)].map(({ event, received }) => ({ event, received, doc }));
    take(
      rows,
      [...log.facts(room)].map((fact) => ({ fact, doc })),
    );
  }
  const stop = log.onCommit((committed) => {
    const doc = docOf(committed.room);
    const change = take(
      committed.rows.map(({ event, received }) => ({ event, received, doc })),
      committed.facts.map((fact) => ({ fact, doc })),
    );
    for (const listener of listeners) listener(change, committed);
  });

  return {
    fold,
    org: () => fold.org(),
    access: (member, doc) => accessTo(fold.org(), member, doc, holdings),
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
