import { recentWeeks, weekOf } from '../calendar/week.ts';
import type { CustomerId, StageId } from '../ids.ts';
import type { OrgState } from '../org-state.ts';
import type { CustomerState, StageVisit } from '../state.ts';
import { FactsTable } from './facts-table.ts';
import { HeatColumns } from './heat-columns.ts';
import { type Scope, type ScopeFacts, scopeFacts } from './scope.ts';
import type { StageEntry } from './stage-entry.ts';

/** What a customer contributes to a heatmap: everything its cells are computed from. */
export interface HeatmapContribution {
  readonly customer: CustomerId;
  readonly facts: ScopeFacts;
  readonly entries: readonly StageEntry[];
}

const entryOf = ({ stage, enteredAt, leftAt }: StageVisit, atMs: number): StageEntry => ({
  stage,
  week: weekOf(atMs).week,
  atMs,
  enteredAt,
  leftAt,
});

type Company = Pick<OrgState, 'members'>;

/** 新增客户数: every entry into a stage (R42). */
export const heatmapContribution = (customer: CustomerState, org: Company): HeatmapContribution => ({
  customer: customer.id,
  facts: scopeFacts(customer, org),
  entries: customer.opportunities.flatMap(({ visits }) => visits.map((visit) => entryOf(visit, visit.enteredAt))),
});

/** The stay a contact falls into: the one begun last before it, else the first there is. */
const visitAt = (visits: readonly StageVisit[], atMs: number): StageVisit | undefined =>
  visits.findLast(({ enteredAt }) => enteredAt <= atMs) ?? visits[0];

/** 有效触点数: every two-way contact (A2), in the stage the customer stood in then (R104). */
export const touchContribution = (customer: CustomerState, org: Company): HeatmapContribution => {
  const visits = customer.opportunities.flatMap((one) => one.visits).sort((a, b) => a.enteredAt - b.enteredAt);
  return {
    customer: customer.id,
    facts: scopeFacts(customer, org),
    entries: customer.interactions.flatMap(({ atMs }) => {
      const visit = visitAt(visits, atMs);
      return visit === undefined ? [] : [entryOf(visit, atMs)];
    }),
  };
};

/** A customer in one week and stage, with what it did there. */
export interface HeatmapMember {
  readonly customer: CustomerId;
  readonly facts: ScopeFacts;
  readonly entries: readonly StageEntry[];
}
interface Member extends HeatmapMember {
  readonly entries: StageEntry[];
  /** Its row in the columns. */
  at: number;
}

/** Who contributed in one week and stage: one by one for lists, side by side for sums. */
export interface HeatmapBucket {
  readonly members: ReadonlyMap<CustomerId, HeatmapMember>;
  readonly columns: Omit<HeatColumns, 'add' | 'put' | 'remove'>;
}
class Bucket implements HeatmapBucket {
  readonly members = new Map<CustomerId, Member>();
  readonly columns = new HeatColumns();
  readonly #order: Member[] = [];

  add(customer: CustomerId, facts: ScopeFacts, number: number, entry: StageEntry): void {
    const present = this.members.get(customer);
    if (present !== undefined) {
      present.entries.push(entry);
      this.columns.put(present.at, entry);
      return;
    }
    const member: Member = { customer, facts, entries: [entry], at: this.columns.add(number) };
    this.columns.put(member.at, entry);
    this.#order[member.at] = member;
    this.members.set(customer, member);
  }

  drop(customer: CustomerId): void {
    const member = this.members.get(customer);
    if (member === undefined) return;
    this.members.delete(customer);
    const moved = this.#order[this.columns.remove(member.at)];
    this.#order.pop();
    if (moved === undefined || moved === member) return;
    moved.at = member.at;
    this.#order[member.at] = moved;
  }
}

/** Week by week and stage by stage who contributed, kept up to date customer by customer. */
export class HeatmapIndex {
  readonly #weeks = new Map<string, Map<StageId, Bucket>>();
  readonly #contributions = new Map<CustomerId, HeatmapContribution>();
  readonly #facts = new FactsTable();

  /** Replaces what a customer contributed before; null takes it out. */
  set(customer: CustomerId, contribution: HeatmapContribution | null): void {
    for (const { week, stage } of this.#contributions.get(customer)?.entries ?? []) this.#drop(customer, week, stage);
    if (contribution === null) {
      this.#contributions.delete(customer);
      return;
    }
    this.#contributions.set(customer, contribution);
    const { facts, entries } = contribution;
    const number = this.#facts.number(facts);
    for (const entry of entries) this.#bucket(entry).add(customer, facts, number, entry);
  }

  #drop(customer: CustomerId, week: string, stage: StageId): void {
    const stages = this.#weeks.get(week);
    const bucket = stages?.get(stage);
    bucket?.drop(customer);
    if (bucket?.members.size === 0) stages?.delete(stage);
    if (stages?.size === 0) this.#weeks.delete(week);
  }

  #bucket({ week, stage }: StageEntry): Bucket {
    const stages = this.#weeks.get(week) ?? new Map<StageId, Bucket>();
    this.#weeks.set(week, stages);
    const bucket = stages.get(stage) ?? new Bucket();
    stages.set(stage, bucket);
    return bucket;
  }

  /** Weeks in which anything happened, in no order. */
  weeks(): Iterable<string> {
    return this.#weeks.keys();
  }

  /** By stage, who contributed in that week, each customer once. */
  in(week: string): ReadonlyMap<StageId, HeatmapBucket> {
    return this.#weeks.get(week) ?? NOTHING;
  }

  /** By number of facts, 1 where they are in scope: what columns are summed by. */
  matches(scope: Scope): Uint8Array {
    return this.#facts.matches(scope);
  }
}
const NOTHING: ReadonlyMap<StageId, HeatmapBucket> = new Map();

/** Weeks shown, newest first, at least one. */
export const heatmapWeeks = (nowMs: number, weeks: number) => recentWeeks(nowMs, Math.max(1, Math.floor(weeks)));
