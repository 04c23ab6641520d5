import { decodeRow, encodeRow, type SharedNames } from '../events/envelope.ts';
import { makeRec, type Rec, settleTime } from './records.ts';
import type { CustomerRecs } from './sleep-contract.ts';

/** What is known of a packed record beside its event. */
type Known = readonly [docs: readonly string[], received: number, tick: number, isContact: 0 | 1];

/**
 * Whether nothing is known of a record but what packing keeps: acknowledged and sealed, in one place, by itself. It is
 * what nearly all are a second after they came.
 */
const isPlain = (rec: Rec): boolean =>
  rec.received !== null &&
  rec.tick !== null &&
  rec.direct &&
  rec.inLogs &&
  rec.aliasOf === null &&
  rec.otherPlaces === null &&
  // What it carries is a record of the same customer, which stays awake with it.
  rec.event.type !== 'historyShared';

/** Whether those of a customer's records that are awake can be packed. */
export const isPackable = ({ recs, contactRecs }: CustomerRecs): boolean =>
  recs.length + contactRecs.length > 0 && recs.every(isPlain) && contactRecs.every(isPlain);

const knownOf = (rec: Rec, isContact: 0 | 1): Known => [
  [rec.doc, ...(rec.otherDocs ?? [])],
  rec.received ?? 0,
  rec.tick ?? 0,
  isContact,
];

/** The records as text, a line each after a first one with what is known of them; {@link recsOfText} reads it. */
export const textOfRecs = ({ recs, contactRecs }: Pick<CustomerRecs, 'recs' | 'contactRecs'>): string => {
  const known = [...recs.map((rec) => knownOf(rec, 0)), ...contactRecs.map((rec) => knownOf(rec, 1))];
  return [JSON.stringify(known), ...[...recs, ...contactRecs].map(({ event }) => encodeRow(event))].join('\n');
};

const recOf = (text: string, [[doc = '', ...others], received, tick]: Known, names: SharedNames): Rec | null => {
  const event = decodeRow(text, names);
  if (event === null) return null;
  const rec = makeRec(event, doc);
  rec.otherDocs = others.length > 0 ? others : null;
  rec.received = received;
  rec.tick = tick;
  rec.direct = true;
  rec.inLogs = true;
  settleTime(rec);
  return rec;
};

/** Records equal to those packed, in the same order. */
export const recsOfText = (text: string, names: SharedNames): Pick<CustomerRecs, 'recs' | 'contactRecs'> => {
  const [head = '[]', ...rows] = text.split('\n');
  const found: Pick<CustomerRecs, 'recs' | 'contactRecs'> = { recs: [], contactRecs: [] };
  for (const [i, known] of (JSON.parse(head) as readonly Known[]).entries()) {
    const rec = recOf(rows[i] ?? '', known, names);
    if (rec !== null) (known[3] === 1 ? found.contactRecs : found.recs).push(rec);
  }
  return found;
};
