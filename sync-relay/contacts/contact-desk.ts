import { randomUUID } from 'node:crypto';
import type { ContactAnswer, ContactRows } from '#protocol';
import { type CustomerId, encodeRow, type MemberId } from '#rules';
import type { Session } from '../authn/authn.ts';
import { roomOf } from '../company/catalogue.ts';
import type { Company } from '../company/company.ts';
import type { LogService } from '../log/index.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Storage } from '../storage/contract.ts';

/**
 * The one place where contact records leave the relay: owners fetch theirs in batches, everyone else entitled one
 * at a time, each time on record (architecture §5).
 */
export interface ContactDesk {
  batch(member: MemberId, customers: readonly CustomerId[]): ContactAnswer;
  /** The record of who looked is durable before anything is shown. @throws StorageFailure */
  reveal(session: Session, customer: CustomerId): Promise<ContactAnswer>;
}

/** Storage key of one look at a customer's contacts: `{member, device, customer, at}`. */
export const REVEAL_PREFIX = 'contacts.reveal.';

export interface ContactDeskDeps {
  readonly log: LogService;
  readonly company: Company;
  readonly storage: Storage;
  readonly metrics: Metrics;
}

export const makeContactDesk = ({ log, company, storage, metrics }: ContactDeskDeps): ContactDesk => {
  const rowsOf = (customer: CustomerId): ContactRows => {
    const room = roomOf({ kind: 'contact', customer });
    const rows = log.rooms().includes(room) ? [...log.rows(room)] : [];
    return { customer, rows: rows.map(({ event, received }) => ({ row: encodeRow(event), received })) };
  };
  const refuse = (refused: readonly CustomerId[]): void =>
    metrics.count('jieli_contacts_refused_total', '', refused.length);

  return {
    batch(member, customers) {
      const own = customers.filter((customer) => company.holding(customer)?.owner === member);
      const entitled = own.filter((customer) => company.access(member, { kind: 'contact', customer }).read);
      const refused = customers.filter((customer) => !entitled.includes(customer));
      refuse(refused);
      metrics.count('jieli_contacts_served_total', 'batch', entitled.length);
      return { contacts: entitled.map(rowsOf), refused };
    },
    async reveal({ member, device }, customer) {
      if (!company.access(member, { kind: 'contact', customer }).read) {
        refuse([customer]);
        return { contacts: [], refused: [customer] };
      }
      const at = log.now();
      const look = JSON.stringify({ member, device, customer, at });
      await storage.commit({ meta: new Map([[`${REVEAL_PREFIX}${at}.${randomUUID()}`, look]]) });
      metrics.count('jieli_contacts_served_total', 'reveal');
      return { contacts: [rowsOf(customer)], refused: [] };
    },
  };
};
