import type { NaturalWeek } from '../calendar/week.ts';
import type { MemberId, StageId, TerritoryId } from '../ids.ts';
import type { Process } from '../process.ts';
import { DAY_MS } from '../time.ts';
import type { FlowContribution, FlowEntry } from './flow.ts';

/** By week, the last completed one first: how many, and of how many. */
export interface Tally {
  readonly some: number[];
  readonly all: number[];
}

/** Customers who stand in a stage at the end of each week; each counts once in the weeks it is compared with. */
export interface StayTally extends Tally {
  readonly person: MemberId;
  readonly stage: StageId;
  /** Of the weeks before: customers, and the sum of the shares of those weeks in which each was over the limit. */
  before: number;
  beforeOver: number;
}

/** Everything the changes between weeks are judged from. */
export interface FlowTally {
  /** New customers by territory, and when the first ever came. */
  readonly inflow: Map<TerritoryId, { readonly counts: number[]; sinceMs: number }>;
  readonly stays: Map<string, StayTally>;
  /** By stage: of those whose limit ended in that week, how many had moved on within it. */
  readonly conversions: Map<StageId, Tally>;
  /** Customers who entered the last stage of the process, by territory. */
  readonly signings: Map<TerritoryId, number[]>;
}

export interface TallyOptions {
  /** The last completed week and those it is compared with. */
  readonly weeks: readonly NaturalWeek[];
  readonly process: Process;
  readonly mayName: (person: MemberId | null, territory: TerritoryId) => boolean;
}

const zeros = (length: number): number[] => Array.from({ length }, () => 0);
const add = (counts: number[], at: number, more = 1): void => {
  counts[at] = (counts[at] ?? 0) + more;
};
const at = <Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value => {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
};

/**
 * When an entry is judged, ms, and whether it had gone on by then: every entry at the same age, its stage's limit (R54).
 */
export const judgedEntry = ({ enteredAt, movedOnAt }: FlowEntry, limitMs: number): { atMs: number; isOn: boolean } => {
  const atMs = enteredAt + limitMs;
  return { atMs, isOn: movedOnAt !== null && movedOnAt <= atMs };
};

/** Counts customer by customer. */
export class FlowTallies implements FlowTally {
  readonly inflow: FlowTally['inflow'] = new Map();
  readonly stays: FlowTally['stays'] = new Map();
  readonly conversions: FlowTally['conversions'] = new Map();
  readonly signings: FlowTally['signings'] = new Map();
  readonly #weeks: readonly NaturalWeek[];
  readonly #limitMs: ReadonlyMap<StageId, number>;
  readonly #lastStage: StageId | null;
  readonly #mayName: TallyOptions['mayName'];
  readonly #from: number;
  readonly #to: number;

  constructor({ weeks, process, mayName }: TallyOptions) {
    this.#weeks = weeks;
    this.#limitMs = new Map(process.stages.map(({ id, limitDays }) => [id as StageId, limitDays * DAY_MS]));
    this.#lastStage = (process.stages.at(-1)?.id ?? null) as StageId | null;
    this.#mayName = mayName;
    this.#from = weeks.at(-1)?.fromMs ?? 0;
    this.#to = weeks[0]?.toMs ?? 0;
  }

  add({ facts: { territory, person }, cameAt, entries }: FlowContribution): void {
    if (cameAt !== null && cameAt < this.#to) {
      const inflow = at(this.inflow, territory, () => ({ counts: zeros(this.#weeks.length), sinceMs: cameAt }));
      inflow.sinceMs = Math.min(inflow.sinceMs, cameAt);
      const week = this.#weekOf(cameAt);
      if (week >= 0) add(inflow.counts, week);
    }
    for (const entry of entries) this.#convert(entry);
    this.#sign(territory, entries);
    if (person !== null && this.#mayName(person, territory)) this.#stay(person, entries);
  }

  /** Place of the week an instant is in; -1 = in none of them. */
  #weekOf(ms: number): number {
    if (ms < this.#from || ms >= this.#to) return -1;
    return this.#weeks.findIndex(({ fromMs, toMs }) => ms >= fromMs && ms < toMs);
  }

  #convert(entry: FlowEntry): void {
    const limitMs = this.#limitMs.get(entry.stage);
    if (limitMs === undefined) return;
    const judged = judgedEntry(entry, limitMs);
    const week = this.#weekOf(judged.atMs);
    if (week < 0) return;
    const tally = at(this.conversions, entry.stage, () => this.#tally());
    add(tally.all, week);
    if (judged.isOn) add(tally.some, week);
  }

  #sign(territory: TerritoryId, entries: readonly FlowEntry[]): void {
    const weeks = new Set<number>();
    for (const { stage, enteredAt } of entries) if (stage === this.#lastStage) weeks.add(this.#weekOf(enteredAt));
    for (const week of weeks)
      if (week >= 0)
        add(
          at(this.signings, territory, () => zeros(this.#weeks.length)),
          week,
        );
  }

  #stay(person: MemberId, entries: readonly FlowEntry[]): void {
    const stages = new Set(
      entries.filter(({ leftAt }) => leftAt === null || leftAt > this.#from).map(({ stage }) => stage),
    );
    for (const stage of stages) {
      const limitMs = this.#limitMs.get(stage);
      if (limitMs === undefined) continue;
      const stands = this.#weeks.map(({ toMs }) => {
        const there = entries.filter(
          (entry) => entry.stage === stage && entry.enteredAt < toMs && (entry.leftAt === null || entry.leftAt >= toMs),
        );
        return there.length === 0 ? null : there.some(({ enteredAt }) => toMs - enteredAt > limitMs);
      });
      if (stands.some((isOver) => isOver !== null)) this.#addStay(person, stage, stands);
    }
  }

  #addStay(person: MemberId, stage: StageId, stands: readonly (boolean | null)[]): void {
    const tally = at(this.stays, `${person} ${stage}`, () => ({
      ...{ person, stage, before: 0, beforeOver: 0 },
      ...this.#tally(),
    }));
    let [weeks, over] = [0, 0];
    for (const [week, isOver] of stands.entries()) {
      if (isOver === null) continue;
      add(tally.all, week);
      if (isOver) add(tally.some, week);
      if (week > 0) [weeks, over] = [weeks + 1, over + Number(isOver)];
    }
    if (weeks === 0) return;
    tally.before += 1;
    tally.beforeOver += over / weeks;
  }

  #tally(): Tally {
    return { some: zeros(this.#weeks.length), all: zeros(this.#weeks.length) };
  }
}
