import { recentWeeks, weekOf } from '../calendar/week.ts';
import type { CustomerId, StageId } from '../ids.ts';
import type { CustomerState, OrgState, StageVisit } from '../state.ts';
import { type ScopeFacts, scopeFacts } from './scope.ts';

/** One entry of a customer into a stage, re-entry after leaving being another (A8); or one contact during a stay. */
export interface StageEntry {
  readonly stage: StageId;
  /** ISO week of `atMs`, e.g. `2026-W48`. */
  readonly week: string;
  /** When it happened: the entry itself, or the contact. */
  readonly atMs: number;
  readonly enteredAt: number;
  /** null = still there. */
  readonly leftAt: number | null;
}

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
type Members = Map<CustomerId, { customer: CustomerId; facts: ScopeFacts; entries: StageEntry[] }>;

/** Week by week and stage by stage who contributed, kept up to date customer by customer. */
export class HeatmapIndex {
  readonly #weeks = new Map<string, Map<StageId, Members>>();
  readonly #contributions = new Map<CustomerId, HeatmapContribution>();

  /** Replaces what a customer contributed before; null takes it out. */
  set(customer: CustomerId, contribution: HeatmapContribution | null): void {
    for (const { week, stage } of this.#contributions.get(customer)?.entries ?? []) this.#drop(customer, week, stage);
    if (contribution === null) {
      this.#contributions.delete(customer);
      return;
    }
    this.#contributions.set(customer, contribution);
    for (const entry of contribution.entries) this.#add(contribution, entry);
  }

  #drop(customer: CustomerId, week: string, stage: StageId): void {
    const stages = this.#weeks.get(week);
    const members = stages?.get(stage);
    members?.delete(customer);
    if (members?.size === 0) stages?.delete(stage);
    if (stages?.size === 0) this.#weeks.delete(week);
  }

  #add({ customer, facts }: HeatmapContribution, entry: StageEntry): void {
    const stages = this.#weeks.get(entry.week) ?? new Map<StageId, Members>();
    this.#weeks.set(entry.week, stages);
    const members: Members = stages.get(entry.stage) ?? new Map();
    stages.set(entry.stage, members);
    const present = members.get(customer);
    if (present) present.entries.push(entry);
    else members.set(customer, { customer, facts, entries: [entry] });
  }

  /** Weeks in which anything happened, in no order. */
  weeks(): Iterable<string> {
    return this.#weeks.keys();
  }

  /** By stage, who contributed in that week, each customer once. */
  in(week: string): ReadonlyMap<StageId, ReadonlyMap<CustomerId, HeatmapMember>> {
    return this.#weeks.get(week) ?? NOTHING;
  }
}
const NOTHING: ReadonlyMap<StageId, ReadonlyMap<CustomerId, HeatmapMember>> = new Map();

/** Weeks shown, newest first, at least one. */
export const heatmapWeeks = (nowMs: number, weeks: number) => recentWeeks(nowMs, Math.max(1, Math.floor(weeks)));
