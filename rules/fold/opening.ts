import { decodeRow, encodeRow, type SharedNames } from '../events/envelope.ts';
import type { RelayFact } from '../events/relay-facts.ts';
import type { FoldFact, FoldRow } from '../fold-input.ts';
import type { CustomerId, MemberId } from '../ids.ts';
import { VarintReader, VarintWriter } from '../support/varints.ts';
import type { FactBook } from './facts.ts';
import type { OrgUse } from './org.ts';
import type { DeviceLog } from './seals.ts';

/** A row of a record that is awake, as it stands in a document: text, document, and when the relay had it, if known. */
export type OpeningRow = readonly [text: string, doc: string, received: number | null];

/** A log of one device in one document; its seals stand at the same place of {@link FoldOpening.seals}. */
export interface OpeningLog {
  readonly doc: string;
  readonly device: string;
  /** Between which numbers rows of those who sleep stand; `null` = there are none. */
  readonly span: readonly [from: number, to: number] | null;
}

/** Who sleeps and where, as {@link Sleepers} write and read it. */
export interface OpeningSleepers {
  /** Of the table of ids. */
  readonly seed: number;
  /** Hash and number of whom it stands for, one after the other. */
  readonly ids: Uint32Array;
  /** Everybody who ever slept, by number. */
  readonly customers: readonly CustomerId[];
  readonly logs: readonly OpeningLog[];
  readonly seals: readonly Uint8Array[];
  /** Of each customer its parts, and of each log whose rows sleep, in whole numbers. */
  readonly sleeping: Uint8Array;
}

/** What a fold holds, so that another begins with it. But for the bytes it is plain JSON. */
export interface FoldOpening extends OpeningSleepers {
  /** Of those awake. */
  readonly rows: readonly OpeningRow[];
  readonly facts: readonly FoldFact[];
  /** Customers with an event that merges them. */
  readonly mergers: readonly CustomerId[];
  readonly citers: readonly (readonly [file: string, customers: readonly CustomerId[]])[];
  readonly members: readonly MemberId[];
  /** What of the company each customer's last fold looked at, in whole numbers; members by their place. */
  readonly uses: Uint8Array;
}

/** Which documents an opening is about; all others are read before it is used. */
export type IsCovered = (doc: string) => boolean;

/** Rows of everything that stands awake in the logs, however it came there: taken in again they give the same records. */
export function* rowsAwake(logs: LogsByDevice, isCovered: IsCovered): Iterable<OpeningRow> {
  for (const [doc, byDevice] of logs) {
    if (!isCovered(doc)) continue;
    for (const { recs } of byDevice.values()) {
      for (const rec of recs) yield [encodeRow(rec.event), doc, (rec.aliasOf ?? rec).received];
    }
  }
}

type LogsByDevice = ReadonlyMap<string, ReadonlyMap<string, DeviceLog>>;

/** No row where the text is none. */
export const rowOf = ([text, doc, received]: OpeningRow, names: SharedNames): readonly FoldRow[] => {
  const event = decodeRow(text, names);
  return event === null ? [] : [{ event, doc, received }];
};

/** Every fact that is kept as one. Of a time of receipt nothing else is, and no other tick than its own was compared. */
export const factsIn = (book: FactBook): readonly FoldFact[] => {
  const facts: RelayFact[] = [...book.fired.values(), ...book.clocks.values()];
  facts.push(...book.admissions.values(), ...book.revocations.values());
  for (const [id, time] of book.receivedTimes) facts.push({ kind: 'received', id, time, tick: time } as RelayFact);
  const attested = [...book.attestations.values()].map((fact) => ({
    fact,
    doc: book.companyFiles.has(fact.sha256) ? 'org' : '',
  }));
  return [...facts.map((fact) => ({ fact, doc: '' })), ...attested];
};

/** Customers without a use have not been folded yet. */
export const packUses = (
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
export function* unpackUses({
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
const UNUSED = -1;
