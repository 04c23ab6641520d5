import type { StageId } from '../ids.ts';
import { roomFor } from '../support/room-for.ts';
import { DAY_MS } from '../time.ts';
import { type CellSummary, EMPTY_CELL } from './cell-summary.ts';
import { NOT_YET } from './entry-table.ts';
import type { HeatmapIndex } from './heatmap.ts';

/** What the cells are summed from, and as of when. */
interface TallyView {
  readonly stages: ReadonlyMap<StageId, { readonly limitDays: number }>;
  readonly nowMs: number;
}

/** By number of a stage, since when somebody still there is overdue, ms; in a stage without a limit nobody is. */
const overdueSince = (index: HeatmapIndex, { stages, nowMs }: TallyView): Float64Array =>
  Float64Array.from(index.stageIds(), (id) => {
    const limitDays = stages.get(id)?.limitDays;
    return limitDays === undefined ? Number.NEGATIVE_INFINITY : nowMs - (limitDays + 1) * DAY_MS;
  });

const [STILL_THERE, OVERDUE] = [1, 2];

/** Numbers kept of a cell, in this order. */
const FIELDS = {
  /** Who was counted last; of that one the longest stay, ms, and what has been counted. */
  last: 0,
  longest: 1,
  marks: 2,
  /** Of everybody: customers, and entries. */
  everybody: 3,
  everything: 4,
  /** Of those in scope. */
  entered: 5,
  times: 6,
  stillThere: 7,
  overdue: 8,
  stayMs: 9,
} as const;
const PER_CELL = 10;

/**
 * Sums of the cells of a board. Entries come customer by customer: one met again in a cell is one there, with its
 * longest stay. Everybody is counted beside those in scope, because no filter may change the shades (R42).
 */
export class CellTally {
  readonly #nowMs: number;
  readonly #stages: Uint32Array;
  readonly #enteredAt: Float64Array;
  readonly #leftAt: Float64Array;
  readonly #overdueSince: Float64Array;
  readonly #rows: number;
  /** By column and row, the number of the cell and one. */
  readonly #numbers: Int32Array[] = [];
  readonly #places: (readonly [column: number, row: number])[] = [];
  #sums = new Float64Array(PER_CELL);

  constructor(index: HeatmapIndex, view: TallyView, rows: number) {
    this.#nowMs = view.nowMs;
    this.#stages = index.stages();
    this.#enteredAt = index.times('enteredAt');
    this.#leftAt = index.times('leftAt');
    this.#overdueSince = overdueSince(index, view);
    this.#rows = rows;
  }

  /** Where the numbers of a cell begin. */
  #cell(column: number, row: number): number {
    const numbers = this.#numbers[column] ?? new Int32Array(this.#rows);
    const known = numbers[row] ?? 0;
    if (known > 0) return (known - 1) * PER_CELL;
    this.#numbers[column] = numbers;
    const number = this.#places.push([column, row]);
    numbers[row] = number;
    this.#sums = roomFor(this.#sums, number * PER_CELL);
    const cell = (number - 1) * PER_CELL;
    this.#sums[cell + FIELDS.last] = -1;
    return cell;
  }

  #more(at: number, by: number): void {
    this.#sums[at] = (this.#sums[at] ?? 0) + by;
  }

  /** The entry of a customer at a place of the index into a cell. */
  add(column: number, row: number, owner: number, at: number, isInScope: boolean): void {
    const cell = this.#cell(column, row);
    const isFirst = this.#sums[cell + FIELDS.last] !== owner;
    this.#more(cell + FIELDS.everything, 1);
    if (isFirst) {
      this.#sums[cell + FIELDS.last] = owner;
      this.#sums[cell + FIELDS.longest] = 0;
      this.#sums[cell + FIELDS.marks] = 0;
      this.#more(cell + FIELDS.everybody, 1);
    }
    if (!isInScope) return;
    if (isFirst) this.#more(cell + FIELDS.entered, 1);
    this.#more(cell + FIELDS.times, 1);
    this.#stay(cell, at);
  }

  #stay(cell: number, at: number): void {
    const enteredAt = this.#enteredAt[at] ?? 0;
    const leftAt = this.#leftAt[at] ?? NOT_YET;
    const longest = this.#sums[cell + FIELDS.longest] ?? 0;
    const stayMs = (leftAt === NOT_YET ? this.#nowMs : leftAt) - enteredAt;
    if (stayMs > longest) {
      this.#sums[cell + FIELDS.longest] = stayMs;
      this.#more(cell + FIELDS.stayMs, stayMs - longest);
    }
    if (leftAt !== NOT_YET) return;
    this.#mark(cell, STILL_THERE, FIELDS.stillThere);
    if (enteredAt <= (this.#overdueSince[this.#stages[at] ?? 0] ?? 0)) this.#mark(cell, OVERDUE, FIELDS.overdue);
  }

  /** Counts a customer once for what it is marked with. */
  #mark(cell: number, mark: number, field: number): void {
    const marks = this.#sums[cell + FIELDS.marks] ?? 0;
    if ((marks & mark) !== 0) return;
    this.#sums[cell + FIELDS.marks] = marks | mark;
    this.#more(cell + field, 1);
  }

  #summary(cell: number): CellSummary {
    const entered = this.#sums[cell + FIELDS.entered] ?? 0;
    if (entered === 0) return EMPTY_CELL;
    return {
      entered,
      times: this.#sums[cell + FIELDS.times] ?? 0,
      stillThere: this.#sums[cell + FIELDS.stillThere] ?? 0,
      overdue: this.#sums[cell + FIELDS.overdue] ?? 0,
      averageDwellDays: (this.#sums[cell + FIELDS.stayMs] ?? 0) / entered / DAY_MS,
    };
  }

  /** The cell of those in scope. */
  summary(column: number, row: number): CellSummary {
    const number = this.#numbers[column]?.[row] ?? 0;
    return number === 0 ? EMPTY_CELL : this.#summary((number - 1) * PER_CELL);
  }

  /** Every cell somebody in scope is in. */
  *filled(): Iterable<readonly [column: number, row: number, summary: CellSummary]> {
    for (let number = 0; number < this.#places.length; number += 1) {
      const [column, row] = this.#places[number] ?? [0, 0];
      const summary = this.#summary(number * PER_CELL);
      if (summary.entered > 0) yield [column, row, summary];
    }
  }

  /** The greatest counts of a cell, in scope or not. */
  fullest(): { readonly entered: number; readonly times: number } {
    const most = (field: number): number =>
      this.#places.reduce((max, _, number) => Math.max(max, this.#sums[number * PER_CELL + field] ?? 0), 0);
    return { entered: most(FIELDS.everybody), times: most(FIELDS.everything) };
  }
}
