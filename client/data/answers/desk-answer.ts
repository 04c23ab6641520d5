import {
  type BlobHash,
  type CustomerId,
  customerName,
  type Fold,
  isPackKept,
  leadsPerson,
  type MemberId,
  type Playbook,
  playbookFiles,
  playbookVersion,
  type SentPlaybook,
} from '#rules';
import type { PackRow, PacksAnswer } from '../desk-contract.ts';

/** Neither taken back nor given twice, with something left to do. */
const isOpen = ({ withdrawn, repeats, tasks }: SentPlaybook): boolean =>
  withdrawn === null && repeats === null && tasks.some(({ done }) => done === null);

/** So many packs that are done still name their customers. */
const DONE_NAMED = 3;

const newestFirst = (a: PackRow, b: PackRow): number => b.pack.t - a.pack.t;
const openFirst = (a: PackRow, b: PackRow): number =>
  Number(isOpen(b.pack)) - Number(isOpen(a.pack)) || newestFirst(a, b);

const namesOf = (fold: Fold, { customers }: SentPlaybook): PackRow['customers'] =>
  [...new Set(customers)].flatMap((id: CustomerId) => {
    const customer = fold.customer(id);
    return customer === null ? [] : [{ id, name: customerName(customer) }];
  });

/** Customers are named afterwards, of those that are read: to look each up costs. */
const rowsOf = (fold: Fold, member: MemberId): PackRow[] => {
  const { members } = fold.org();
  const nameOf = (id: MemberId): string => members[id]?.name ?? '';
  const playbookOf = (pack: SentPlaybook): Playbook | null =>
    playbookVersion(fold.processChanges(), pack.playbook, pack.version);
  return fold.desk(member).playbooks.map((pack) => ({
    id: pack.id,
    pack,
    member,
    memberName: nameOf(member),
    senderName: nameOf(pack.author),
    playbook: playbookOf(pack),
    customers: [],
  }));
};

/** On the person's own desk, neither taken back nor given twice. */
const standing = ({ pack }: PackRow): boolean => pack.withdrawn === null && pack.repeats === null;

/** Files this person reads offline, those of open packs first, as far as the relay has them (R65). */
export const filesToKeep = (fold: Fold, viewer: MemberId, nowMs: number): readonly BlobHash[] => {
  const there = fold.companyFiles();
  const rows = rowsOf(fold, viewer).filter((row) => standing(row) && isPackKept(row.pack, nowMs));
  const files = rows.sort(openFirst).flatMap(({ playbook }) => (playbook === null ? [] : [...playbookFiles(playbook)]));
  return [...new Set(files)].filter((hash) => there.has(hash));
};

const doneAt = ({ pack: { tasks } }: PackRow): number => Math.max(...tasks.map(({ done }) => done?.t ?? 0));
/** Of the viewer's own those with something to be done, and the last done, still read again. */
const named = (mine: readonly PackRow[]): readonly PackRow[] => {
  const done = mine.filter(({ pack }) => !isOpen(pack)).sort((a, b) => doneAt(b) - doneAt(a));
  return [...mine.filter(({ pack }) => isOpen(pack)), ...done.slice(0, DONE_NAMED)];
};

/** Those that are named in it, or would be once they are here. */
export const customersIn = ({ mine }: PacksAnswer): readonly CustomerId[] =>
  named(mine).flatMap(({ pack }) => pack.customers);

/** What is on the viewer's desk, and what those he leads have got. */
export const packsAnswer = (fold: Fold, viewer: MemberId): PacksAnswer => {
  const mine = rowsOf(fold, viewer).filter(standing).sort(openFirst);
  const isNamed = new Set(named(mine));
  const given: PackRow[] = [];
  for (const member of fold.deskMembers()) {
    if (leadsPerson(fold.org(), viewer, member)) given.push(...rowsOf(fold, member));
  }
  return {
    mine: mine.map((row) => (isNamed.has(row) ? { ...row, customers: namesOf(fold, row.pack) } : row)),
    open: mine.filter(({ pack }) => isOpen(pack)).length,
    given: given.sort(newestFirst),
  };
};
