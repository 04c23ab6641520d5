import { decodeRow, encodeRow, SharedNames } from '../events/envelope.ts';
import type { RelayFact } from '../events/relay-facts.ts';
import type { FoldChange, FoldFact, FoldRow } from '../fold-batch.ts';
import type { CustomerId, MemberId } from '../ids.ts';
import { VarintReader, VarintWriter } from '../support/varints.ts';
import { type FactBook, takeFact } from './facts.ts';
import type { FoldOpening, IsCovered, OpeningAwake, OpeningRow } from './opening-contract.ts';
import { type OrgUse, orgMark } from './org.ts';
import type { Rec } from './records.ts';
import type { DeviceLog } from './seals.ts';
import type { FoldParts, StoreParts } from './sleep-contract.ts';
import { untouched } from './touched.ts';

export const NO_CHANGE: FoldChange = untouched();
const NO_ROWS: readonly FoldRow[] = [];
const NO_FACTS: readonly FoldFact[] = [];

/** Every log of the documents that are covered. */
export function* logsIn(
  logs: StoreParts['logs'],
  isCovered: IsCovered,
): Iterable<{ readonly doc: string; readonly device: string; readonly log: DeviceLog }> {
  for (const [doc, byDevice] of logs) {
    if (isCovered(doc)) for (const [device, log] of byDevice) yield { doc, device, log };
  }
}

/** What an opening needs beside those who sleep; `customers`: who ever did. */
export const awakeOf = (
  { store: { logs, facts, mergers, citers }, uses, history }: FoldParts,
  isCovered: IsCovered,
  customers: readonly CustomerId[],
): OpeningAwake => ({
  rows: Array.from(logsIn(logs, isCovered)).flatMap(({ doc, log }) => log.recs.map((rec) => rowIn(doc, rec))),
  facts: factsIn(facts),
  company: orgMark(history),
  mergers: [...mergers],
  citers: Array.from(citers, ([file, citing]) => [file, [...citing]]),
  ...packUses(customers, uses),
});

/** What of the company each of an opening's customers was folded from. */
export function* takeUses(
  fold: FoldParts,
  opening: FoldOpening,
  shared: (use: OrgUse) => OrgUse,
): Iterable<FoldChange> {
  for (const [id, use] of unpackUses(opening)) {
    if (use !== null) fold.uses.set(id, shared(use));
    yield NO_CHANGE;
  }
}

/** Takes in what {@link awakeOf} gave, step by step, where those who sleep are here already. */
export function* takeAwake(fold: FoldParts, opening: FoldOpening): Iterable<FoldChange> {
  const names = new SharedNames();
  const { mergers, citers, facts } = fold.store;
  for (const id of opening.mergers) mergers.add(id);
  for (const [file, citing] of opening.citers) citers.set(file, new Set([...citing, ...(citers.get(file) ?? [])]));
  for (const one of opening.facts) {
    if (isAboutAwake(fold.store, one.fact)) yield fold.apply(NO_ROWS, [one]);
    else {
      // No news of whoever sleeps as he slept.
      takeFact(facts, one.fact);
      yield NO_CHANGE;
    }
  }
  for (const row of opening.rows) yield fold.apply(rowsOf(row, names), NO_FACTS);
  for (const id of opening.mergers) {
    // What each brings is as it was: nobody's state is another one for it.
    fold.classes.update([id], mergers, (one) => fold.foldAlone(one));
    yield NO_CHANGE;
  }
  // Whoever was looked at meanwhile was folded without all of it.
  fold.states.clear();
  // The company may have gone on, and whoever sleeps was folded under what it was.
  const touched = untouched();
  fold.touchConcerned(opening.company, touched);
  yield touched;
}

const isAboutAwake = ({ recs, customers, citers }: StoreParts, fact: RelayFact): boolean => {
  const isAwake = (id: CustomerId): boolean => (customers.get(id)?.recs.length ?? 0) > 0;
  switch (fact.kind) {
    case 'fired':
      return isAwake(fact.subject);
    case 'blobAttested':
      return [...(citers.get(fact.sha256) ?? [])].some(isAwake);
    case 'received':
    case 'clockWitnessed':
      return recs.has(fact.id);
    default:
      return true;
  }
};

/** However it came there: taken in again from every log it stands in, the same record comes of it. */
const rowIn = (doc: string, rec: Rec): OpeningRow => [encodeRow(rec.event), doc, (rec.aliasOf ?? rec).received];

/** No row where the text is none. */
const rowsOf = ([text, doc, received]: OpeningRow, names: SharedNames): readonly FoldRow[] => {
  const event = decodeRow(text, names);
  return event === null ? NO_ROWS : [{ event, doc, received }];
};

/** Every fact that is kept as one. Of a time of receipt nothing else is, and no other tick than its own was compared. */
const factsIn = (book: FactBook): readonly FoldFact[] => {
  const facts: RelayFact[] = [...book.fired.values(), ...book.clocks.values()];
  facts.push(...book.admissions.values(), ...book.revocations.values());
  for (const [id, time] of book.receivedTimes) facts.push({ kind: 'received', id, time, tick: time });
  const attested = [...book.attestations.values()].map((fact) => ({
    fact,
    doc: book.companyFiles.has(fact.sha256) ? 'org' : '',
  }));
  return [...facts.map((fact) => ({ fact, doc: '' })), ...attested];
};

/** Stands for a customer that was not folded yet. */
const UNUSED = -1;

/** Customers without a use have not been folded yet. */
const packUses = (
  customers: readonly CustomerId[],
  uses: ReadonlyMap<CustomerId, OrgUse>,
): Pick<FoldOpening, 'members' | 'uses'> => {
  const [numbers, places] = [new VarintWriter(), new Map<MemberId, number>()];
  const placeOf = (member: MemberId): number => {
    const place = places.get(member) ?? places.size;
    places.set(member, place);
    return place;
  };
  for (const id of customers) {
    const use = uses.get(id);
    numbers.add(use === undefined ? UNUSED : Number(use.everyone) + 2 * Number(use.process));
    numbers.addAll(use?.members.map(placeOf) ?? []);
  }
  return { members: [...places.keys()], uses: numbers.written() };
};

/** What each customer of the opening used; `null` = it was not folded yet. */
function* unpackUses({
  customers,
  members,
  uses,
}: Pick<FoldOpening, 'customers' | 'members' | 'uses'>): Iterable<readonly [CustomerId, OrgUse | null]> {
  const numbers = new VarintReader(uses);
  for (const id of customers) {
    const flags = numbers.next();
    const used = numbers.all().flatMap((place) => members[place] ?? []);
    yield [id, flags === UNUSED ? null : { members: used, everyone: flags % 2 === 1, process: flags > 1 }];
  }
}
