import {
  type CustomerId,
  type CustomerState,
  type Fold,
  type FoldChange,
  type LeadFlow,
  type LeadId,
  type LeadState,
  leadCustomer,
  leadFlow,
  type MemberId,
  type PersonEntry,
  stageEntries,
  type TerritoryId,
  type WonCustomer,
  wonContribution,
} from '#rules';

export interface LeadIndexDeps {
  readonly fold: () => Fold;
  /** Whether the records of a territory come to this device; what others won is not known here. */
  readonly readsRecordsOf: (territory: TerritoryId) => boolean;
}
/** A lead with what came of it. */
export interface KnownLead {
  readonly state: LeadState;
  readonly customer: CustomerState | null;
  readonly flow: LeadFlow;
}

/** Leads with their way so far, whom everybody wins, and who entered the stage: kept customer by customer. */
export class LeadIndex {
  readonly #deps: LeadIndexDeps;
  readonly #leads = new Map<LeadId, KnownLead>();
  readonly #leadOf = new Map<CustomerId, LeadId>();
  readonly #won = new Map<CustomerId, WonCustomer>();
  readonly #entries = new Map<CustomerId, readonly PersonEntry[]>();
  #staleLeads: Set<LeadId> | 'all' = 'all';
  #staleCustomers: Set<CustomerId> | 'all' = 'all';

  constructor(deps: LeadIndexDeps) {
    this.#deps = deps;
  }

  changed({ customers, leads, org }: FoldChange): void {
    if (org) {
      this.#staleLeads = 'all';
      this.#staleCustomers = 'all';
      return;
    }
    for (const customer of customers) {
      if (this.#staleCustomers !== 'all') this.#staleCustomers.add(customer);
      const lead = this.#leadOf.get(customer);
      if (lead !== undefined && this.#staleLeads !== 'all') this.#staleLeads.add(lead);
    }
    if (this.#staleLeads !== 'all') for (const lead of leads) this.#staleLeads.add(lead);
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
      const customer = fold.customer(leadCustomer(id));
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
    const fold = this.#deps.fold();
    const { stage } = fold.org().process.suggestion;
    if (this.#staleCustomers === 'all') {
      this.#won.clear();
      this.#entries.clear();
    }
    for (const id of this.#staleCustomers === 'all' ? fold.customerIds() : this.#staleCustomers) {
      this.#won.delete(id);
      this.#entries.delete(id);
      const customer = fold.customer(id);
      if (customer === null || !(customer.isPrivate || this.#deps.readsRecordsOf(customer.territory))) continue;
      const won = wonContribution(customer);
      if (won !== null) this.#won.set(id, won);
      const entries = stageEntries(customer, stage);
      if (entries.length > 0) this.#entries.set(id, entries);
    }
    this.#staleCustomers = new Set();
  }
}
