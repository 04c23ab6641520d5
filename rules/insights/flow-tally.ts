import type { NaturalWeek } from '../calendar/week.ts';
import type { MemberId, StageId, TerritoryId } from '../ids.ts';
import type { Process } from '../process.ts';
import { DAY_MS } from '../time.ts';
import { NOT_YET } from './entry-table.ts';
import type { FlowTable } from './flow.ts';
import type { Scope } from './scope.ts';

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

export interface InflowTally {
  readonly counts: number[];
  /** When the first ever came, ms. */
  sinceMs: number;
}

export interface TallyOptions {
  /** The last completed week and those it is compared with, newest first. */
  readonly weeks: readonly NaturalWeek[];
  readonly process: Process;
  readonly mayName: (person: MemberId | null, territory: TerritoryId) => boolean;
}

/** So many places are counted at once: a millisecond, and a few where the code has not run yet. */
const PIECE = 4096;

const zeros = (length: number): number[] => Array.from({ length }, () => 0);
const add = (counts: number[], at: number, more = 1): void => {
  counts[at] = (counts[at] ?? 0) + more;
};
const bitCount = (mask: number): number => {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
};

/** Of the customer whose entries are being counted. */
interface Counting {
  readonly owner: number;
  readonly territory: TerritoryId;
  /** Who is responsible, if the viewer may be told. */
  readonly person: MemberId | null;
  /** Its first entry of all, ms. */
  cameAt: number;
  /** Weeks, as bits, in which it entered the last stage. */
  signed: number;
  /** Places, as bits, in which it stood at the end of any week. */
  stood: number;
}

/**
 * Everything the changes between weeks are judged from, counted entry by entry. It runs over every entry of a company,
 * so one costs a few comparisons of numbers: weeks are bits, stages are places.
 */
export class FlowTallies {
  /** New customers by territory. */
  readonly inflow = new Map<TerritoryId, InflowTally>();
  /** By stage: of those whose limit ended in that week, how many had moved on within it. */
  readonly conversions = new Map<StageId, Tally>();
  /** Customers who entered the last stage of the process, by territory. */
  readonly signings = new Map<TerritoryId, number[]>();
  /** When the first of all customers came, ms. */
  sinceMs = NOT_YET;
  readonly #stays = new Map<MemberId, (StayTally | undefined)[]>();
  readonly #weeks: readonly NaturalWeek[];
  readonly #stages: readonly StageId[];
  readonly #limitsMs: readonly number[];
  readonly #mayName: TallyOptions['mayName'];
  readonly #from: number;
  readonly #to: number;
  /** By place of the stage, of the customer being counted: weeks at whose end it stood there, and was over the limit. */
  readonly #stands: number[];
  readonly #overs: number[];
  /** How far it has come in the table, and whose entries it was counting there. */
  #at = 0;
  #counting: Counting | null = null;

  constructor({ weeks, process, mayName }: TallyOptions) {
    this.#weeks = weeks;
    this.#stages = process.stages.map(({ id }) => id as StageId);
    this.#limitsMs = process.stages.map(({ limitDays }) => limitDays * DAY_MS);
    this.#mayName = mayName;
    this.#from = weeks.at(-1)?.fromMs ?? 0;
    this.#to = weeks[0]?.toMs ?? 0;
    this.#stands = zeros(process.stages.length);
    this.#overs = zeros(process.stages.length);
  }

  /** Of every person and stage in which anybody stood. */
  *stays(): Iterable<StayTally> {
    for (const tallies of this.#stays.values()) for (const tally of tallies) if (tally !== undefined) yield tally;
  }

  /**
   * Counts everybody in scope. `pause` is called between pieces of it: after it threw, called again on the same table
   * it goes on with the next one.
   */
  addAll(table: FlowTable, scope: Scope, pause: () => void): void {
    const [matches, factsOf, stages] = [table.facts.matches(scope), table.factsOf(), table.stages()];
    const [enteredAt, leftAt] = [table.times('enteredAt'), table.times('leftAt')];
    const movedOnAt = table.times('movedOnAt');
    // by number of a stage in the table; one that is not in the process any more has no place
    const places = Int32Array.from(table.stageIds(), (id) => this.#stages.indexOf(id));
    let counting = this.#counting;
    const count = (at: number, owner: number): void => {
      const facts = factsOf[owner] ?? 0;
      if (matches[facts] !== 1) return;
      if (counting?.owner !== owner) {
        this.#finish(counting);
        counting = this.#begin(table, owner, facts);
      }
      const entered = enteredAt[at] ?? 0;
      if (entered < counting.cameAt) counting.cameAt = entered;
      const place = places[stages[at] ?? 0] ?? -1;
      if (place >= 0 && entered < this.#to) {
        this.#entry(counting, place, entered, leftAt[at] ?? NOT_YET, movedOnAt[at] ?? NOT_YET);
      }
    };
    while (this.#at < table.places) {
      table.walk(count, this.#at, this.#at + PIECE);
      this.#at += PIECE;
      this.#counting = counting;
      pause();
    }
    this.#finish(counting);
    this.#counting = null;
  }

  #begin(table: FlowTable, owner: number, facts: number): Counting {
    const [territories, persons] = [table.facts.facet('territory'), table.facts.facet('person')];
    const territory = (territories.values[territories.of[facts] ?? 0] ?? '') as TerritoryId;
    const person = (persons.values[persons.of[facts] ?? 0] ?? null) as MemberId | null;
    const named = person !== null && this.#mayName(person, territory) ? person : null;
    return { owner, territory, person: named, cameAt: NOT_YET, signed: 0, stood: 0 };
  }

  #entry(counting: Counting, place: number, enteredAt: number, leftAt: number, movedOnAt: number): void {
    this.#convert(place, enteredAt + (this.#limitsMs[place] ?? 0), movedOnAt);
    if (place === this.#limitsMs.length - 1) counting.signed |= this.#bitOf(enteredAt);
    if (counting.person !== null && leftAt > this.#from) counting.stood |= this.#stand(place, enteredAt, leftAt);
  }

  #finish(counting: Counting | null): void {
    if (counting === null) return;
    const { territory, person, cameAt, signed, stood } = counting;
    if (cameAt < this.sinceMs) this.sinceMs = cameAt;
    if (cameAt < this.#to) this.#flowIn(territory, cameAt);
    if (signed !== 0) this.#sign(territory, signed);
    if (stood !== 0 && person !== null) this.#stay(person, stood);
  }

  /** Place of the week an instant is in; -1 = in none of them. */
  #weekOf(ms: number): number {
    if (ms < this.#from || ms >= this.#to) return -1;
    for (let at = 0; at < this.#weeks.length; at++) {
      const week = this.#weeks[at];
      if (week !== undefined && ms >= week.fromMs) return ms < week.toMs ? at : -1;
    }
    return -1;
  }

  #bitOf(ms: number): number {
    const week = this.#weekOf(ms);
    return week < 0 ? 0 : 1 << week;
  }

  #tally(): Tally {
    return { some: zeros(this.#weeks.length), all: zeros(this.#weeks.length) };
  }

  #flowIn(territory: TerritoryId, cameAt: number): void {
    let tally = this.inflow.get(territory);
    if (tally === undefined) {
      tally = { counts: zeros(this.#weeks.length), sinceMs: cameAt };
      this.inflow.set(territory, tally);
    }
    if (cameAt < tally.sinceMs) tally.sinceMs = cameAt;
    const week = this.#weekOf(cameAt);
    if (week >= 0) add(tally.counts, week);
  }

  /** Every entry at the same age, its stage's limit (R54). */
  #convert(place: number, judgedAt: number, movedOnAt: number): void {
    const week = this.#weekOf(judgedAt);
    const stage = this.#stages[place];
    if (week < 0 || stage === undefined) return;
    const tally = this.conversions.get(stage) ?? this.#tally();
    this.conversions.set(stage, tally);
    add(tally.all, week);
    if (movedOnAt <= judgedAt) add(tally.some, week);
  }

  #sign(territory: TerritoryId, weeks: number): void {
    const counts = this.signings.get(territory) ?? zeros(this.#weeks.length);
    this.signings.set(territory, counts);
    for (let week = 0; week < counts.length; week++) if ((weeks & (1 << week)) !== 0) add(counts, week);
  }

  /** Notes the weeks at whose end the stay goes on; answers the stage's bit when there are any. */
  #stand(place: number, enteredAt: number, leftAt: number): number {
    const limitMs = this.#limitsMs[place] ?? 0;
    let [stands, overs] = [0, 0];
    for (let week = 0; week < this.#weeks.length; week++) {
      const endMs = this.#weeks[week]?.toMs ?? 0;
      if (endMs <= enteredAt) break;
      if (leftAt < endMs) continue;
      stands |= 1 << week;
      if (endMs - enteredAt > limitMs) overs |= 1 << week;
    }
    this.#stands[place] = (this.#stands[place] ?? 0) | stands;
    this.#overs[place] = (this.#overs[place] ?? 0) | overs;
    return stands === 0 ? 0 : 1 << place;
  }

  #stay(person: MemberId, places: number): void {
    for (let place = 0; place < this.#limitsMs.length; place++) {
      if ((places & (1 << place)) === 0) continue;
      const [stands, overs] = [this.#stands[place] ?? 0, this.#overs[place] ?? 0];
      this.#stands[place] = 0;
      this.#overs[place] = 0;
      const tally = this.#stayTally(person, place);
      for (let week = 0; week < this.#weeks.length; week++) {
        if ((stands & (1 << week)) !== 0) add(tally.all, week);
        if ((overs & (1 << week)) !== 0) add(tally.some, week);
      }
      const weeks = bitCount(stands >> 1);
      if (weeks === 0) continue;
      tally.before += 1;
      tally.beforeOver += bitCount(overs >> 1) / weeks;
    }
  }

  #stayTally(person: MemberId, place: number): StayTally {
    const tallies = this.#stays.get(person) ?? [];
    this.#stays.set(person, tallies);
    const known = tallies[place];
    if (known !== undefined) return known;
    const stage = this.#stages[place] ?? '';
    const made = { person, stage, before: 0, beforeOver: 0, ...this.#tally() };
    tallies[place] = made;
    return made;
  }
}
