import type { RuleBook } from '../automation/waiting.ts';
import type { DeskState } from '../desk-state.ts';
import type { FoldChange } from '../fold-batch.ts';
import type { AppliedChange, Fold } from '../fold-contract.ts';
import type { BlobHash, CustomerId, LeadId, MemberId } from '../ids.ts';
import { compareText } from '../order.ts';
import type { CustomerState, LeadState, PersonContact } from '../state.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import { makeSha256 } from '../support/sha256.ts';
import { foldContacts } from './contacts.ts';
import { foldCustomer } from './customer.ts';
import { foldDesk } from './desk.ts';
import { foldLead } from './lead.ts';
import { MergeClasses } from './merge-classes.ts';
import { foldOrg, isConcerned, type OrgHistory, type OrgMark, type OrgUse, orgDifference, orgMark } from './org.ts';
import { makeOrgReader } from './org-reader.ts';
import type { Rec } from './records.ts';
import type { CustomerRecs, FoldParts, MakeSleepers, Sleepers } from './sleep-contract.ts';
import { Store } from './store.ts';
import type { Touched } from './touched.ts';
import type { PayloadCheck } from './types.ts';

export interface FoldOptions {
  /**
   * How many customers' states are kept once asked for; the others are folded again at the next question (some
   * 0.1 ms). For holders of many customers with little memory, as the relay. All, when absent.
   */
  readonly keptStates?: number;
}

const unused = (): OrgUse => ({ members: [], everyone: false, process: false });
const NO_CONTACTS: readonly PersonContact[] = [];

/**
 * Folds without checking payloads, which the relay's gate did; should one be malformed all the same, folds again
 * without the malformed ones. Total (I22), and a function of the records alone.
 */
const foldTotal = <Result>(
  check: PayloadCheck,
  recs: readonly Rec[],
  fold: (recs: readonly Rec[]) => Result,
): Result => {
  try {
    return fold(recs);
  } catch {
    return fold(recs.filter((rec) => check(rec.event, true)));
  }
};

class IncrementalFold implements Fold, FoldParts {
  private readonly check: PayloadCheck;
  readonly store: Store;
  readonly classes = new MergeClasses();
  history: OrgHistory;
  /** Up to date states only, oldest first; what a batch touches is taken out and folded again when asked for. */
  readonly states = new Map<CustomerId, CustomerState | null>();
  /**
   * What of the company each customer's last fold looked at, its state kept or not: whoever keeps only a part of a
   * state need not ask for it again after rows that do not matter to that part.
   */
  readonly uses = new Map<CustomerId, OrgUse>();
  private readonly leadStates = new Map<LeadId, { readonly state: LeadState | null; readonly use: OrgUse }>();
  private readonly deskStates = new Map<MemberId, DeskState>();
  private keptStates: number;

  constructor(check: PayloadCheck, { keptStates = Number.POSITIVE_INFINITY }: FoldOptions) {
    this.check = check;
    this.store = new Store(check);
    this.history = foldOrg([], this.store.facts);
    this.keptStates = keptStates;
  }

  apply(...[rows, facts]: Parameters<Fold['apply']>): AppliedChange {
    return this.settle(this.store.take(rows, facts));
  }

  remove(...[ids]: Parameters<Fold['remove']>): FoldChange {
    return this.settle(this.store.remove(ids));
  }

  letSleep(make: MakeSleepers, keptStates: number): Sleepers {
    this.keptStates = keptStates;
    this.dropStates();
    return this.store.letSleep(make(this));
  }

  org(): OrgHistory['state'] {
    return this.history.state;
  }

  processChanges(): OrgHistory['changes'] {
    return this.history.changes;
  }

  companyFiles(): ReadonlySet<BlobHash> {
    return this.store.facts.companyFiles;
  }

  ruleBook(): RuleBook {
    return { rules: this.history.rules, wentLiveAt: this.history.state.wentLiveAt };
  }

  customer(id: CustomerId): CustomerState | null {
    const entry = this.store.customers.get(id);
    return entry === undefined ? null : this.derive(entry);
  }

  *customerIds(): Iterable<CustomerId> {
    for (const [id, { recs, packed }] of this.store.customers) {
      if (packed?.isCreated || recs.some((rec) => rec.event.type === 'customerCreated')) yield id;
    }
  }

  lead(id: LeadId): LeadState | null {
    const recs = this.store.leads.get(id);
    if (recs === undefined) return null;
    let known = this.leadStates.get(id);
    if (known === undefined) {
      const use = unused();
      const reader = makeOrgReader(this.history, use);
      known = { state: foldTotal(this.check, recs, (some) => foldLead(id, some, reader)), use };
      this.leadStates.set(id, known);
    }
    return known.state;
  }

  leadIds(): Iterable<LeadId> {
    return this.store.leads.keys();
  }

  contacts(customer: CustomerId): readonly PersonContact[] {
    const entry = this.store.customers.get(customer);
    if (entry === undefined) return NO_CONTACTS;
    return foldTotal(this.check, this.store.look(entry).contactRecs, foldContacts);
  }

  /** Folded again after any change of the company: desks are few, and who leads whom decides what counts on them. */
  desk(member: MemberId): DeskState {
    const known = this.deskStates.get(member);
    if (known !== undefined) return known;
    const reader = makeOrgReader(this.history, { members: [], everyone: false, process: false });
    const state = foldTotal(this.check, this.store.desks.get(member) ?? [], (some) => foldDesk(member, some, reader));
    this.deskStates.set(member, state);
    return state;
  }

  *deskMembers(): Iterable<MemberId> {
    for (const [member, recs] of this.store.desks) if (recs.length > 0) yield member;
  }

  placement(...[id]: Parameters<Fold['placement']>): ReturnType<Fold['placement']> {
    const rec = this.store.find(id);
    if (rec === null) return null;
    const { t, received, tick, doc, event } = rec;
    return { t, lam: event.lam, at: event.at, received, tick, doc };
  }

  digest(): string {
    const hash = makeSha256();
    hash.update(canonicalJson(this.history.state));
    for (const id of [...this.store.customers.keys()].sort(compareText)) {
      const entry = this.store.customers.get(id);
      // Emptied again when a quarantined event was taken back: as if it had never been here.
      if (entry === undefined) continue;
      if (entry.packed === null && entry.recs.length + entry.contactRecs.length === 0) continue;
      hash.update('\n');
      hash.update(canonicalJson([this.customer(id), this.contacts(id)]));
    }
    for (const id of [...this.store.leads.keys()].sort(compareText)) {
      const lead = this.lead(id);
      if (lead === null) continue;
      hash.update('\n');
      hash.update(canonicalJson(lead));
    }
    for (const member of [...this.deskMembers()].sort(compareText)) {
      hash.update('\n');
      hash.update(canonicalJson(this.desk(member)));
    }
    return hash.hex();
  }

  private settle(touched: Touched): AppliedChange {
    for (const id of touched.customers) this.states.delete(id);
    for (const member of touched.desks) this.deskStates.delete(member);
    for (const id of touched.leads) this.leadStates.delete(id);
    if (touched.org) this.refoldOrg(touched);
    const rejoined = this.classes.update(touched.customers, this.store.mergers, (id) => this.foldAlone(id));
    for (const id of rejoined) {
      this.states.delete(id);
      touched.customers.add(id);
    }
    return touched;
  }

  private refoldOrg(touched: Touched): void {
    const before = orgMark(this.history);
    this.history = foldTotal(this.check, this.store.orgRecs, (some) => foldOrg(some, this.store.facts));
    this.touchConcerned(before, touched);
  }

  /** All that depends on what the company is not any more. */
  touchConcerned(before: OrgMark, { customers, leads }: Touched): void {
    const difference = orgDifference(before, orgMark(this.history));
    if (difference.members.size === 0 && !difference.process) return;
    this.deskStates.clear();
    for (const [id, use] of this.uses) {
      if (!isConcerned(use, difference)) continue;
      this.states.delete(id);
      customers.add(id);
    }
    for (const [id, { use }] of this.leadStates) {
      if (!isConcerned(use, difference)) continue;
      this.leadStates.delete(id);
      leads.add(id);
    }
  }

  foldAlone(id: CustomerId): CustomerState | null {
    const entry = this.store.customers.get(id);
    return entry === undefined ? null : this.foldAs(entry, null);
  }

  private foldAs(entry: CustomerRecs, presalesOf: CustomerId | null): CustomerState | null {
    const { id } = entry;
    const { recs } = this.store.look(entry);
    const use = unused();
    const reader = makeOrgReader(this.history, use);
    const state = foldTotal(this.check, recs, (some) => foldCustomer(id, some, reader, this.store.facts, presalesOf));
    this.uses.set(id, this.store.shared(use));
    return state;
  }

  private derive(entry: CustomerRecs): CustomerState | null {
    const { id } = entry;
    const known = this.states.get(id);
    if (known !== undefined) return known;
    const state = this.foldAs(entry, this.classes.presalesOf(id));
    this.states.set(id, state);
    this.dropStates();
    return state;
  }

  private dropStates(): void {
    for (const oldest of this.states.keys()) {
      if (this.states.size <= this.keptStates) return;
      this.states.delete(oldest);
    }
  }
}

/**
 * An empty incremental fold that asks `check` which payloads count. A function of its rows alone as long as the check
 * is; whoever gives one that knows less has to fold anew once he knows.
 */
export const makeFoldWith = (check: PayloadCheck, options: FoldOptions = {}): Fold =>
  new IncrementalFold(check, options);
