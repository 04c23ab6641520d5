import { DAY_MS } from '../time.ts';
import { type CellSummary, EMPTY_CELL } from './cell-summary.ts';

interface Stay {
  readonly enteredAt: number;
  readonly leftAt: number | null;
}

const FIRST_ROOM = 16;
/** Not there any more; nobody enters before the epoch. */
const NOBODY_SINCE = -1;

const grown = <Column extends Float64Array | Uint32Array>(column: Column, to: Column): Column => {
  to.set(column as never);
  return to;
};

/**
 * The customers of one week and stage side by side, a row each: what a cell is summed from without visiting their
 * objects, so that years of a large company are summed in one go. Rows are in no order.
 */
export class HeatColumns {
  #size = 0;
  #times = 0;
  #facts = new Uint32Array(FIRST_ROOM);
  /** Longest stay that has ended, ms. */
  #ended = new Float64Array(FIRST_ROOM);
  /** Since when it has been there, ms. */
  #since = new Float64Array(FIRST_ROOM);
  #count = new Uint32Array(FIRST_ROOM);

  get size(): number {
    return this.#size;
  }
  /** Entries of all of them. */
  get times(): number {
    return this.#times;
  }

  /** A new row; answers its place. */
  add(facts: number): number {
    const at = this.#size;
    if (at === this.#facts.length) {
      this.#facts = grown(this.#facts, new Uint32Array(at * 2));
      this.#ended = grown(this.#ended, new Float64Array(at * 2));
      this.#since = grown(this.#since, new Float64Array(at * 2));
      this.#count = grown(this.#count, new Uint32Array(at * 2));
    }
    this.#facts[at] = facts;
    this.#ended[at] = 0;
    this.#since[at] = NOBODY_SINCE;
    this.#count[at] = 0;
    this.#size += 1;
    return at;
  }

  /** One more stay of the row. */
  put(at: number, { enteredAt, leftAt }: Stay): void {
    this.#times += 1;
    this.#count[at] = (this.#count[at] ?? 0) + 1;
    if (leftAt !== null) {
      this.#ended[at] = Math.max(this.#ended[at] ?? 0, leftAt - enteredAt);
      return;
    }
    const since = this.#since[at] ?? NOBODY_SINCE;
    this.#since[at] = since === NOBODY_SINCE ? enteredAt : Math.min(since, enteredAt);
  }

  /** Takes a row out; the last one comes to its place. Answers where that one stood. */
  remove(at: number): number {
    const last = this.#size - 1;
    this.#times -= this.#count[at] ?? 0;
    for (const column of [this.#facts, this.#ended, this.#since, this.#count]) column[at] = column[last] ?? 0;
    this.#size = last;
    return last;
  }

  /** The cell over the rows whose facts match; a stay without a limit is never overdue. */
  summary(matches: Uint8Array, limitDays: number | undefined, nowMs: number): CellSummary {
    const [facts, ended, since, count] = [this.#facts, this.#ended, this.#since, this.#count];
    const overdueBefore = limitDays === undefined ? NOBODY_SINCE : nowMs - (limitDays + 1) * DAY_MS;
    let entered = 0;
    let times = 0;
    let stillThere = 0;
    let overdue = 0;
    let stayMs = 0;
    for (let at = 0; at < this.#size; at += 1) {
      if (matches[facts[at] ?? 0] === 0) continue;
      const sinceMs = since[at] ?? NOBODY_SINCE;
      const endedMs = ended[at] ?? 0;
      entered += 1;
      times += count[at] ?? 0;
      if (sinceMs === NOBODY_SINCE) {
        stayMs += endedMs;
        continue;
      }
      stillThere += 1;
      if (sinceMs <= overdueBefore) overdue += 1;
      stayMs += Math.max(endedMs, nowMs - sinceMs);
    }
    if (entered === 0) return EMPTY_CELL;
    return { entered, times, stillThere, overdue, averageDwellDays: stayMs / entered / DAY_MS };
  }
}
