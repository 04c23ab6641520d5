import { type ContactAnswer, type ContactRows, LIMITS } from '#protocol';
import {
  type CustomerId,
  decodeRow,
  type EventId,
  type Fold,
  type FoldRow,
  formatDocument,
  type MemberId,
  makeFold,
  type PersonContact,
} from '#rules';
import type { RevealOutcome } from '../contract.ts';
import type { RelayHttp } from '../device/relay-http.ts';
import type { SecretStore } from '../secret-store/secret-store.ts';
import { StorageRefused } from '../storage/contract.ts';
import type { ShownLeaves } from './shown-leaves.ts';

type Rows = ContactRows['rows'];

export interface ContactBookDeps {
  readonly http: RelayHttp;
  readonly secrets: SecretStore;
  /** Holds this device's own contact events, sent or not. */
  readonly fold: () => Fold;
  readonly member: () => MemberId;
  /** Learns what stands of each person, so that a correction here can replace what another device wrote. */
  readonly shown: ShownLeaves;
  /** As of what was told last; null = not known yet. */
  readonly ownCustomers: () => Promise<readonly CustomerId[] | null>;
}

/**
 * Contacts on this device: those of own customers are fetched in batches and kept encrypted, everyone else's are
 * fetched at reveal, which the relay logs, and not kept.
 */
export interface ContactBook {
  reveal(customer: CustomerId): Promise<RevealOutcome>;
  /**
   * Fetches what is missing of own customers and forgets the rest. Safe to call often: one is under way at a time, and
   * one more follows it for all that call meanwhile.
   */
  prefetch(): Promise<void>;
}

const foldRows = (customer: CustomerId, rows: Rows): FoldRow[] => {
  const doc = formatDocument({ kind: 'contact', customer });
  return rows.flatMap(({ row, received }) => {
    const event = decodeRow(row);
    return event === null ? [] : [{ event, doc, received }];
  });
};

interface Fetched {
  readonly fold: Fold;
  readonly people: readonly PersonContact[];
  /** Every event the relay gave, those that were replaced since too. */
  readonly ids: ReadonlySet<EventId>;
}

const fetchedOf = (customer: CustomerId, rows: Rows): Fetched => {
  const fold = makeFold();
  const events = foldRows(customer, rows);
  fold.apply(events, []);
  return { fold, people: fold.contacts(customer), ids: new Set(events.map(({ event }) => event.id)) };
};

/** People by what was fetched and by this device's own events, which may be newer. */
const peopleOf = ({ people, ids }: Fetched, own: readonly PersonContact[]): readonly PersonContact[] => {
  const newer = own.filter(({ leaves }) => leaves.some(({ id, standing }) => standing === 'local' || !ids.has(id)));
  const replaced = new Set(newer.map(({ person }) => person));
  return [...people.filter(({ person }) => !replaced.has(person)), ...newer];
};

export const makeContactBook = ({ http, secrets, fold, member, shown, ownCustomers }: ContactBookDeps): ContactBook => {
  const isOwn = (customer: CustomerId): boolean => fold().customer(customer)?.owner === member();

  /** Fetches and keeps; what the disk has no room for is only fetched. Null when the relay was not reached. */
  const fetchOwn = async (customers: readonly CustomerId[]): Promise<ContactAnswer | null> => {
    const outcome = await http.contactBatch(customers);
    if (outcome.kind !== 'ok') return null;
    try {
      for (const { customer, rows } of outcome.answer.contacts) await secrets.put(customer, rows);
      const kept = new Set(await secrets.keys());
      await secrets.delete(outcome.answer.refused.filter((customer) => kept.has(customer)));
    } catch (error) {
      if (!(error instanceof StorageRefused)) throw error;
    }
    return outcome.answer;
  };
  const revealed = (customer: CustomerId, rows: Rows): RevealOutcome => {
    const fetched = fetchedOf(customer, rows);
    shown.note(customer, fetched.people, (id) => fetched.fold.placement(id));
    return { kind: 'contacts', people: peopleOf(fetched, fold().contacts(customer)) };
  };

  const revealOwn = async (customer: CustomerId): Promise<RevealOutcome> => {
    const answer = await fetchOwn([customer]);
    // Handed over, and this device has not heard of it yet.
    if (answer?.refused.includes(customer)) return { kind: 'hidden', reason: 'notEntitled' };
    const fetched = answer?.contacts.find((one) => one.customer === customer)?.rows;
    const rows = fetched ?? ((await secrets.get(customer)) as Rows | null);
    if (rows !== null) return revealed(customer, rows);
    const own = fold().contacts(customer);
    return own.length > 0 ? { kind: 'contacts', people: own } : { kind: 'hidden', reason: 'offline' };
  };
  const revealOther = async (customer: CustomerId): Promise<RevealOutcome> => {
    const outcome = await http.contactReveal(customer);
    if (outcome.kind === 'offline') return { kind: 'hidden', reason: 'offline' };
    const found = outcome.kind === 'ok' ? outcome.answer.contacts[0] : undefined;
    return found === undefined ? { kind: 'hidden', reason: 'notEntitled' } : revealed(customer, found.rows);
  };

  const lookAhead = async (): Promise<void> => {
    const own = await ownCustomers().then((ids) => ids && new Set(ids));
    if (own === null) return;
    const kept = new Set(await secrets.keys());
    const gone = [...kept].filter((customer) => !own.has(customer as CustomerId));
    if (gone.length > 0) await secrets.delete(gone);
    const missing = [...own].filter((customer) => !kept.has(customer));
    for (let from = 0; from < missing.length; from += LIMITS.contactBatch) {
      await fetchOwn(missing.slice(from, from + LIMITS.contactBatch));
    }
  };
  let underWay: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const goOn = (): Promise<void> => {
    next = null;
    return book.prefetch();
  };

  const book: ContactBook = {
    reveal: (customer) => (isOwn(customer) ? revealOwn(customer) : revealOther(customer)),
    prefetch() {
      if (underWay === null) underWay = lookAhead().finally(() => (underWay = null));
      else next ??= underWay.catch(() => undefined).then(goOn);
      return next ?? underWay;
    },
  };
  return book;
};
