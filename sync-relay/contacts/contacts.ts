import type { ContactAnswer, ContactRows } from '#protocol';
import { type CustomerId, encodeRow, type MemberId } from '#rules';
import { roomOf } from '../company/catalogue.ts';
import type { Company } from '../company/company.ts';
import type { LogService } from '../log/index.ts';
import type { Metrics } from '../metrics/metrics.ts';

/** One look at somebody's contact details, as written to the reveal log. */
export interface Reveal {
  readonly atMs: number;
  readonly member: MemberId;
  readonly customer: CustomerId;
}
export interface ContactDeps {
  readonly log: LogService;
  readonly company: Company;
  readonly metrics: Metrics;
  /** Durable when resolved: nothing is revealed unlogged. */
  readonly recordReveal: (reveal: Reveal) => Promise<void>;
}

/** The one module through which contact rows leave the relay (security §5); each call is judged by what was received. */
export interface Contacts {
  /** Contact rows of the customers the member owns or leads the owner of; others are named in `refused`. */
  batch(member: MemberId, customers: readonly CustomerId[]): ContactAnswer;
  /** One customer's, for anyone entitled; logged before it is answered. */
  reveal(member: MemberId, customer: CustomerId): Promise<ContactAnswer>;
}

export const makeContacts = ({ log, company, metrics, recordReveal }: ContactDeps): Contacts => {
  const rowsOf = (customer: CustomerId): ContactRows => {
    const room = roomOf({ kind: 'contact', customer });
    const rows = log.rooms().includes(room) ? [...log.rows(room)] : [];
    return { customer, rows: rows.map(({ event, received }) => ({ row: encodeRow(event), received })) };
  };
  const mayRead = (member: MemberId, customer: CustomerId): boolean =>
    company.access(member, { kind: 'contact', customer }).read;
  const refuse = (customer: CustomerId): CustomerId => {
    metrics.count('jieli_contacts_refused_total');
    return customer;
  };

  return {
    batch(member, customers) {
      const own = customers.filter(
        (customer) => company.holding(customer)?.owner === member && mayRead(member, customer),
      );
      metrics.count('jieli_contacts_served_total', 'batch', own.length);
      return {
        contacts: own.map(rowsOf),
        refused: customers.filter((customer) => !own.includes(customer)).map(refuse),
      };
    },
    async reveal(member, customer) {
      if (!mayRead(member, customer)) return { contacts: [], refused: [refuse(customer)] };
      await recordReveal({ atMs: log.now(), member, customer });
      metrics.count('jieli_contacts_served_total', 'reveal');
      return { contacts: [rowsOf(customer)], refused: [] };
    },
  };
};
