import type { LeadId, MemberId, TerritoryId } from '../ids.ts';
import { leadCustomer } from '../lead-ids.ts';
import type { OrgReader } from './org-reader.ts';
import { compareRec, isOnlyPrivate, payloadOf, type Rec } from './records.ts';
import type { Sorted } from './sorted.ts';

/** Whom an event makes responsible for a lead: the customer that comes of it, or the offer of one that was declined. */
export const givenTo = (rec: Rec): MemberId | null =>
  rec.event.type === 'leadOffered'
    ? (payloadOf(rec, 'leadOffered').to as MemberId)
    : ((payloadOf(rec, 'customerCreated').owner as MemberId | undefined) ?? null);

/** The lead a customer is created of; null where it is none, or where the lead named is not the one of this customer. */
export const leadOf = (creation: Rec): LeadId | null => {
  const { lead } = payloadOf(creation, 'customerCreated');
  return lead !== undefined && leadCustomer(lead as LeadId) === creation.event.subject ? (lead as LeadId) : null;
};

/** Whether the event gives a lead to somebody, without looking at who wrote it. */
export const isGift = ({ event }: Rec): boolean =>
  event.type === 'leadOffered' ||
  (event.type === 'customerCreated' && (event.payload as { lead?: unknown } | null)?.lead !== undefined);

/**
 * Of acts made apart the one that holds: the first sealed, and among those of one seal, or while none is sealed, the
 * first in the order S7. A later one never takes from whoever has it (R50). `gifts` stand in that order.
 */
export const heldOf = (gifts: readonly Rec[]): Rec | undefined => {
  let held: Rec | undefined;
  for (const rec of gifts) {
    const [tick, best] = [rec.tick ?? Number.POSITIVE_INFINITY, held?.tick ?? Number.POSITIVE_INFINITY];
    if (held === undefined || tick < best) held = rec;
  }
  return held;
};

/** Everybody who was given the lead this customer comes of. */
export interface Gifts {
  /** `null` = it comes of none. */
  readonly lead: LeadId | null;
  /** The creation that holds; undefined where nobody who may has given it away. */
  readonly held: Rec | undefined;
  /** Creations that came second. */
  readonly lost: readonly Rec[];
  /** Offers after a decline, by the decline, with the one that holds. */
  readonly offers: ReadonlyMap<string, { readonly gifts: readonly Rec[]; readonly rec: Rec | undefined }>;
}
const NO_GIFTS: Gifts = { lead: null, held: undefined, lost: [], offers: new Map() };

const offersOf = (sorted: Sorted, org: OrgReader, territory: TerritoryId): Gifts['offers'] => {
  const byDecline = new Map<string, Rec[]>();
  const declines = new Map(sorted.of('leadDeclined').map((rec) => [rec.event.id as string, rec]));
  for (const rec of sorted.of('leadOffered')) {
    const { after } = payloadOf(rec, 'leadOffered');
    const declined = declines.get(after);
    // One dated before what it answers would hold for ever, and give nothing.
    if (declined === undefined || compareRec(rec, declined) < 0) continue;
    if (!org.leads(rec.event.author, rec, givenTo(rec), territory)) continue;
    byDecline.set(after, [...(byDecline.get(after) ?? []), rec]);
  }
  return new Map([...byDecline].map(([after, gifts]) => [after, { gifts, rec: heldOf(gifts) }]));
};

/** Gifts by whoever leads where they go; a customer kept back in a private document is none. */
export const foldGifts = (sorted: Sorted, org: OrgReader): Gifts => {
  const creations = sorted.of('customerCreated').filter((rec) => leadOf(rec) !== null && !isOnlyPrivate(rec));
  const [first] = creations;
  if (first === undefined) return NO_GIFTS;
  const territoryOf = (rec: Rec): TerritoryId => payloadOf(rec, 'customerCreated').territory as TerritoryId;
  const gifts = creations.filter(
    (rec) => givenTo(rec) !== null && org.leads(rec.event.author, rec, givenTo(rec), territoryOf(rec)),
  );
  const held = heldOf(gifts);
  return {
    lead: leadOf(first),
    held,
    lost: gifts.filter((rec) => rec !== held),
    offers: offersOf(sorted, org, territoryOf(held ?? first)),
  };
};

/** What those say who were given it, and whom it is given to after that. */
export const answersAmong = (sorted: Sorted): readonly Rec[] => [
  ...sorted.of('leadOffered'),
  ...sorted.of('leadAccepted'),
  ...sorted.of('leadDeclined'),
];
