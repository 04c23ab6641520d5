import type { CustomerId, StageId } from '../ids.ts';
import { roomFor } from '../support/room-for.ts';
import { FactsTable } from './facts-table.ts';
import type { ScopeFacts } from './scope.ts';

/** Among times: not yet. */
export const NOT_YET = Number.POSITIVE_INFINITY;
/** Among owners: of nobody any more. */
const NOBODY = 0xffffffff;

/** One entry of a customer: a stage, and its times by name, ms; null = not yet. */
export type TimedEntry<Time extends string> = { readonly stage: StageId } & { readonly [Name in Time]: number | null };

/** What a customer has. */
export interface Contributed<Time extends string> {
  readonly facts: ScopeFacts;
  readonly entries: readonly TimedEntry<Time>[];
}

const FIRST_ROOM = 64;
/** Places that may lie idle beside half as many as there are before they are cleared. */
const IDLE = 1024;

/**
 * Entries of customers in typed columns, those of one customer side by side: some thirty bytes each, and one walk over
 * every entry of a large company takes milliseconds. Customers are in no order.
 */
export class EntryTable<Time extends string> {
  readonly facts = new FactsTable();
  readonly #names: readonly Time[];
  readonly #times: Record<Time, Float64Array>;
  readonly #stageNumbers = new Map<StageId, number>();
  readonly #customers = new Map<CustomerId, number>();
  /** By number of a customer. */
  readonly #ids: CustomerId[] = [];
  #facts = new Uint32Array(FIRST_ROOM);
  #from = new Uint32Array(FIRST_ROOM);
  #count = new Uint32Array(FIRST_ROOM);
  readonly #free: number[] = [];
  /** By place. */
  #owners = new Uint32Array(FIRST_ROOM);
  #stages = new Uint32Array(FIRST_ROOM);
  #end = 0;
  #idle = 0;

  constructor(names: readonly Time[]) {
    this.#names = names;
    const columns = names.map((name) => [name, new Float64Array(FIRST_ROOM)]);
    this.#times = Object.fromEntries(columns) as Record<Time, Float64Array>;
  }

  /** Replaces what a customer had; null takes it out. Costs its entries, whatever else there is. */
  set(customer: CustomerId, given: Contributed<Time> | null): void {
    const known = this.#customers.get(customer);
    if (given === null) {
      if (known !== undefined) this.#forget(customer, known);
      return;
    }
    const number = known ?? this.#added(customer);
    const { length } = given.entries;
    if (this.#count[number] !== length) {
      this.#leave(number);
      this.#from[number] = this.#room(length);
      this.#count[number] = length;
    }
    this.#facts[number] = this.facts.number(given.facts);
    for (const [at, entry] of given.entries.entries()) this.#put((this.#from[number] ?? 0) + at, number, entry);
    this.#clearIdle();
  }

  #added(customer: CustomerId): number {
    const number = this.#free.pop() ?? this.#ids.length;
    this.#ids[number] = customer;
    this.#customers.set(customer, number);
    const size = this.#ids.length;
    [this.#facts, this.#from, this.#count] = [
      roomFor(this.#facts, size),
      roomFor(this.#from, size),
      roomFor(this.#count, size),
    ];
    this.#count[number] = 0;
    return number;
  }

  #forget(customer: CustomerId, number: number): void {
    this.#leave(number);
    this.#count[number] = 0;
    this.#customers.delete(customer);
    this.#free.push(number);
    this.#clearIdle();
  }

  #leave(number: number): void {
    const [from, count] = [this.#from[number] ?? 0, this.#count[number] ?? 0];
    this.#owners.fill(NOBODY, from, from + count);
    this.#idle += count;
  }

  /** Places for so many more. */
  #room(count: number): number {
    const from = this.#end;
    this.#end += count;
    this.#owners = roomFor(this.#owners, this.#end);
    this.#stages = roomFor(this.#stages, this.#end);
    for (const name of this.#names) this.#times[name] = roomFor(this.#times[name], this.#end);
    return from;
  }

  #put(at: number, number: number, entry: TimedEntry<Time>): void {
    const stage = this.#stageNumbers.get(entry.stage) ?? this.#stageNumbers.size;
    this.#stageNumbers.set(entry.stage, stage);
    this.#owners[at] = number;
    this.#stages[at] = stage;
    for (const name of this.#names) this.#times[name][at] = entry[name] ?? NOT_YET;
  }

  /** Moves everything together once too much lies idle. */
  #clearIdle(): void {
    if (this.#idle <= IDLE + this.#end / 2) return;
    let end = 0;
    for (let at = 0; at < this.#end; at += 1) {
      const owner = this.#owners[at] ?? NOBODY;
      if (owner === NOBODY) continue;
      if (end === 0 || this.#owners[end - 1] !== owner) this.#from[owner] = end;
      this.#owners[end] = owner;
      this.#stages[end] = this.#stages[at] ?? 0;
      for (const name of this.#names) this.#times[name][end] = this.#times[name][at] ?? NOT_YET;
      end += 1;
    }
    this.#end = end;
    this.#idle = 0;
  }

  /** Customers there are, with the numbers of their facts; those without an entry too. */
  *customers(): Iterable<number> {
    for (const number of this.#customers.values()) yield this.#facts[number] ?? 0;
  }
  /** By number of a customer: its id, and the number of its facts. Columns are good until the next change. */
  customerAt(number: number): CustomerId {
    return this.#ids[number] ?? ('' as CustomerId);
  }
  factsOf(): Uint32Array {
    return this.#facts;
  }

  /** Places there are, also of nobody. */
  get places(): number {
    return this.#end;
  }

  /**
   * Tells every entry by its place and the number of its customer; those of one customer come one after the other.
   * `from`, `to`: only those at these places, the last one not among them.
   */
  walk(visit: (at: number, owner: number) => void, from = 0, to = this.#end): void {
    const owners = this.#owners;
    const end = Math.min(to, this.#end);
    for (let at = from; at < end; at += 1) {
      const owner = owners[at] ?? NOBODY;
      if (owner !== NOBODY) visit(at, owner);
    }
  }
  /** By place, the number of the stage. */
  stages(): Uint32Array {
    return this.#stages;
  }
  /** By place, ms or `NOT_YET`. */
  times(name: Time): Float64Array {
    return this.#times[name];
  }
  /** Every stage anybody ever had an entry in, by its number. */
  stageIds(): readonly StageId[] {
    return [...this.#stageNumbers.keys()];
  }
}
