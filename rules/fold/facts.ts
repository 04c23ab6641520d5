import { SharedNames } from '../events/envelope.ts';
import { type RelayFact, relayFactBody } from '../events/relay-facts.ts';
import type { BlobHash, CustomerId, EffectId, EventId } from '../ids.ts';
import { compareText } from '../order.ts';

export type Attestation = Extract<RelayFact, { kind: 'blobAttested' }>;
export type Fired = Extract<RelayFact, { kind: 'fired' }>;
type Witnessed = Extract<RelayFact, { kind: 'clockWitnessed' }>;
type Admission = Extract<RelayFact, { kind: 'deviceAdmitted' }>;
type Revocation = Extract<RelayFact, { kind: 'deviceRevoked' }>;

/** What the relay said, each fact once. Of several about one thing the lowest tick counts (S8, S22). */
export interface FactBook {
  readonly attestations: Map<BlobHash, Attestation>;
  /** Those attested in the company's own document: files of playbooks, which every member may read (R64). */
  readonly companyFiles: Set<BlobHash>;
  readonly fired: Map<EffectId, Fired>;
  /** Of a large company there are hundreds of thousands: each came with every text anew. */
  readonly names: SharedNames;
  /** Effects fired about each customer. */
  readonly firedOn: Map<CustomerId, Set<EffectId>>;
  readonly clocks: Map<EventId, Witnessed>;
  readonly receivedTimes: Map<EventId, number>;
  readonly admissions: Map<string, Admission>;
  readonly revocations: Map<string, Revocation>;
}

export const makeFactBook = (): FactBook => ({
  attestations: new Map(),
  companyFiles: new Set(),
  fired: new Map(),
  names: new SharedNames(),
  firedOn: new Map(),
  clocks: new Map(),
  receivedTimes: new Map(),
  admissions: new Map(),
  revocations: new Map(),
});

/** Lower tick first; equal ticks (they do not occur honestly) by text, so that replicas agree. */
const isEarlier = (fact: RelayFact, known: RelayFact): boolean =>
  fact.tick < known.tick || (fact.tick === known.tick && compareText(relayFactBody(fact), relayFactBody(known)) < 0);

const takeLowest = <Key, Fact extends RelayFact>(map: Map<Key, Fact>, key: Key, fact: Fact): boolean => {
  const known = map.get(key);
  if (known !== undefined && !isEarlier(fact, known)) return false;
  map.set(key, fact);
  return true;
};

const isTick = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);
const isRange = (range: unknown): boolean =>
  Array.isArray(range) &&
  range.length === 4 &&
  typeof range[0] === 'string' &&
  isTick(range[1]) &&
  isTick(range[2]) &&
  isTick(range[3]);

const isUsableFired = (fact: Fired): boolean =>
  [fact.effect, fact.rule, fact.version, fact.subject, fact.cause].every((text) => typeof text === 'string') &&
  Array.isArray(fact.inputs) &&
  fact.inputs.every((input) => typeof input === 'string') &&
  isTick(fact.branch) &&
  isTick(fact.dueAt);

/** Whether a fact has the members its kind needs; anything else is skipped (I22). */
export const isUsableFact = (fact: RelayFact): boolean => {
  if (typeof fact !== 'object' || fact === null || !isTick(fact.tick)) return false;
  switch (fact.kind) {
    case 'seal':
      return Array.isArray(fact.ranges) && fact.ranges.every(isRange);
    case 'blobAttested':
      return typeof fact.sha256 === 'string' && typeof fact.mediaType === 'string';
    case 'fired':
      return isUsableFired(fact);
    case 'clockWitnessed':
      return typeof fact.id === 'string' && typeof fact.boot === 'string' && isTick(fact.mono) && isTick(fact.syncedAt);
    case 'received':
      return typeof fact.id === 'string' && isTick(fact.time);
    case 'deviceAdmitted':
      return (
        typeof fact.device === 'string' &&
        typeof fact.member === 'string' &&
        (fact.founder === null || typeof fact.founder?.name === 'string')
      );
    case 'deviceRevoked':
      return typeof fact.device === 'string';
    default:
      return false;
  }
};

const takeFired = (book: FactBook, one: Fired): boolean => {
  const [names, { cause }] = [book.names, one];
  const fact = {
    ...one,
    rule: names.of(one.rule),
    version: names.of(one.version),
    subject: names.of(one.subject),
    inputs: one.inputs.map((id) => (id === cause ? (cause as EventId) : id)),
  };
  const effects = book.firedOn.get(fact.subject);
  if (effects === undefined) book.firedOn.set(fact.subject, new Set([fact.effect]));
  else effects.add(fact.effect);
  return takeLowest(book.fired, fact.effect, fact);
};

/** What was fired about a customer, in the order of its ticks. */
export const firedOn = (book: FactBook, customer: CustomerId): readonly Fired[] => {
  const effects = book.firedOn.get(customer);
  if (effects === undefined) return NONE;
  const fired: Fired[] = [];
  for (const effect of effects) {
    const fact = book.fired.get(effect);
    // Of two facts about one effect the lowest holds, whomever the other was about.
    if (fact?.subject === customer) fired.push(fact);
  }
  return fired.sort((a, b) => a.tick - b.tick || compareText(a.effect, b.effect));
};
const NONE: readonly Fired[] = [];

/** Notes a usable fact down; true when it says something new. Seals are kept with the rows they cover, not here. */
export const takeFact = (book: FactBook, fact: RelayFact): boolean => {
  switch (fact.kind) {
    case 'blobAttested':
      return takeLowest(book.attestations, fact.sha256, fact);
    case 'fired':
      return takeFired(book, fact);
    case 'received': {
      const known = book.receivedTimes.get(fact.id);
      if (known !== undefined && known <= fact.time) return false;
      book.receivedTimes.set(fact.id, fact.time);
      return true;
    }
    case 'clockWitnessed':
      return takeLowest(book.clocks, fact.id, fact);
    case 'deviceAdmitted':
      return takeLowest(book.admissions, fact.device, fact);
    case 'deviceRevoked':
      return takeLowest(book.revocations, fact.device, fact);
    default:
      return false;
  }
};
