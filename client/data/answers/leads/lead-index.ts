import {
  type CustomerId,
  type CustomerState,
  type FoldChange,
  type LeadFlow,
  type LeadId,
  type LeadState,
  type LeadWay,
  leadCustomer,
  leadFlow,
  leadWay,
  type MemberId,
  type PersonEntry,
  stageEntries,
  type TerritoryId,
  type WonCustomer,
  wonContribution,
} from '#rules';
import type { LaterContext, Seat, Setting } from '../../worker/read-models.ts';

/** A lead with what came of it. */
export interface KnownLead {
  readonly state: LeadState;
  readonly customer: { readonly id: CustomerId; readonly territory: TerritoryId } | null;
  readonly flow: LeadFlow;
}

interface Kept {
  readonly way: LeadWay | null;
  readonly won: WonCustomer | null;
  readonly entries: readonly PersonEntry[] | null;
}
/** A lead's way is told of whom nothing else may be told. */
const keptOf = (customer: CustomerState, { isKnown, process }: Setting): Kept | null => {
  const way = leadWay(customer);
  const won = isKnown ? wonContribution(customer) : null;
  const all = isKnown ? stageEntries(customer, process.suggestion.stage) : [];
  const entries = all.length === 0 ? null : all;
  return way || won || entries ? { way, won, entries } : null;
};

/** Leads with their way so far, whom everybody wins, and who entered the stage: kept customer by customer. */
export class LeadIndex {
  readonly #context: Pick<LaterContext, 'fold'>;
  readonly #leads = new Map<LeadId, KnownLead>();
  readonly #leadOf = new Map<CustomerId, LeadId>();
  readonly #ways = new Map<CustomerId, LeadWay>();
  readonly #won = new Map<CustomerId, WonCustomer>();
  readonly #entries = new Map<CustomerId, readonly PersonEntry[]>();
  readonly seat: Seat;
  #staleLeads: Set<LeadId> | 'all' = 'all';

  constructor(context: Pick<LaterContext, 'fold' | 'seat'>) {
    this.#context = context;
    this.seat = context.seat<Kept>({
      name: 'leads',
      of: keptOf,
      put: (id, kept) => {
        const keep = <Value>(map: Map<CustomerId, Value>, value: Value | null | undefined): void => {
          if (value) map.set(id, value);
          else map.delete(id);
        };
        keep(this.#ways, kept?.way);
        keep(this.#won, kept?.won);
        keep(this.#entries, kept?.entries);
      },
    });
  }

  changed({ customers, leads, org }: FoldChange): void {
    if (org) this.#staleLeads = 'all';
    if (this.#staleLeads === 'all') return;
    for (const customer of customers) {
      const lead = this.#leadOf.get(customer);
      if (lead !== undefined) this.#staleLeads.add(lead);
    }
    for (const lead of leads) this.#staleLeads.add(lead);
  }

  leads(): ReadonlyMap<LeadId, KnownLead> {
    this.seat.catchUp();
    const fold = this.#context.fold();
    if (this.#staleLeads === 'all') this.#leads.clear();
    for (const id of this.#staleLeads === 'all' ? fold.leadIds() : this.#staleLeads) {
      const state = fold.lead(id);
      if (state === null) {
        this.#leads.delete(id);
        continue;
      }
      const customer = leadCustomer(id);
      const way = this.#ways.get(customer) ?? null;
      this.#leadOf.set(customer, id);
      this.#leads.set(id, {
        state,
        customer: way && { id: customer, territory: way.territory },
        flow: leadFlow(state, way),
      });
    }
    this.#staleLeads = new Set();
    return this.#leads;
  }

  won(): Iterable<WonCustomer> {
    this.seat.catchUp();
    return this.#won.values();
  }

  /** By person, when somebody of his entered the stage. */
  entries(): ReadonlyMap<MemberId, readonly number[]> {
    this.seat.catchUp();
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
}
