import {
  type CustomerId,
  type CustomerState,
  type FoldChange,
  givenCustomer,
  type LeadFlow,
  type LeadId,
  type LeadState,
  leadCustomer,
  leadFlow,
  type MemberId,
  type PersonEntry,
  stageEntries,
  type WonCustomer,
  wonContribution,
} from '#rules';
import { ChangedCustomers, type KnownCustomersDeps } from '../changed-customers.ts';

/** A lead with what came of it. */
export interface KnownLead {
  readonly state: LeadState;
  readonly customer: CustomerState | null;
  readonly flow: LeadFlow;
}

/** Leads with their way so far, whom everybody wins, and who entered the stage: kept customer by customer. */
export class LeadIndex {
  readonly #deps: KnownCustomersDeps;
  readonly #leads = new Map<LeadId, KnownLead>();
  readonly #leadOf = new Map<CustomerId, LeadId>();
  readonly #won = new Map<CustomerId, WonCustomer>();
  readonly #entries = new Map<CustomerId, readonly PersonEntry[]>();
  readonly #staleCustomers: ChangedCustomers;
  #staleLeads: Set<LeadId> | 'all' = 'all';

  constructor(deps: KnownCustomersDeps) {
    this.#deps = deps;
    this.#staleCustomers = new ChangedCustomers(deps);
  }

  changed(change: FoldChange): void {
    const { customers, leads, org } = change;
    this.#staleCustomers.changed(change);
    if (org) this.#staleLeads = 'all';
    if (this.#staleLeads === 'all') return;
    for (const customer of customers) {
      const lead = this.#leadOf.get(customer);
      if (lead !== undefined) this.#staleLeads.add(lead);
    }
    for (const lead of leads) this.#staleLeads.add(lead);
  }

  leads(): ReadonlyMap<LeadId, KnownLead> {
    const fold = this.#deps.fold();
    if (this.#staleLeads === 'all') this.#leads.clear();
    for (const id of this.#staleLeads === 'all' ? fold.leadIds() : this.#staleLeads) {
      const state = fold.lead(id);
      if (state === null) {
        this.#leads.delete(id);
        continue;
      }
      const customer = givenCustomer(fold.customer(leadCustomer(id)));
      this.#leadOf.set(leadCustomer(id), id);
      this.#leads.set(id, { state, customer, flow: leadFlow(state, customer) });
    }
    this.#staleLeads = new Set();
    return this.#leads;
  }

  won(): Iterable<WonCustomer> {
    this.#refresh();
    return this.#won.values();
  }

  /** By person, when somebody of his entered the stage. */
  entries(): ReadonlyMap<MemberId, readonly number[]> {
    this.#refresh();
    const byMember = new Map<MemberId, number[]>();
    for (const list of this.#entries.values()) {
      for (const { member, atMs } of list) {
        const own = byMember.get(member);
        if (own === undefined) byMember.set(member, [atMs]);
        else own.push(atMs);
      }
    }
    return byMember;
  }

  #refresh(): void {
    const { stage } = this.#deps.fold().org().process.suggestion;
    this.#staleCustomers.tell((id, customer) => {
      this.#won.delete(id);
      this.#entries.delete(id);
      if (customer === null) return;
      const won = wonContribution(customer);
      if (won !== null) this.#won.set(id, won);
      const entries = stageEntries(customer, stage);
      if (entries.length > 0) this.#entries.set(id, entries);
    });
  }
}
