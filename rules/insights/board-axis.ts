import { weekNamed } from '../calendar/week.ts';
import type { BoardAxis } from '../process.ts';
import { DAY_MS } from '../time.ts';
import type { HeatmapIndex } from './heatmap.ts';
import { UNSET } from './scope.ts';

/** A natural week; without summer time they are all of one length. */
const WEEK_MS = 7 * DAY_MS;

/** The weeks of a view by their place in it. It is asked for every entry of a company, most of which lie in none. */
export class Period {
  readonly #fromMs: number;
  readonly #toMs: number;
  readonly #places: Int32Array;

  /** Names that are no weeks have nothing in them. */
  constructor(weeks: readonly string[]) {
    const starts = weeks.map((name) => weekNamed(name)?.fromMs ?? null);
    const known = starts.filter((fromMs) => fromMs !== null);
    this.#fromMs = Math.min(...known);
    this.#toMs = Math.max(...known) + WEEK_MS;
    this.#places = new Int32Array(known.length === 0 ? 0 : (this.#toMs - this.#fromMs) / WEEK_MS).fill(-1);
    for (const [place, fromMs] of starts.entries()) if (fromMs !== null) this.#places[this.#weekOf(fromMs)] = place;
  }

  #weekOf(atMs: number): number {
    return Math.floor((atMs - this.#fromMs) / WEEK_MS);
  }

  /** Place of the week an instant falls in; -1 = in none of them. */
  placeOf(atMs: number): number {
    return atMs >= this.#fromMs && atMs < this.#toMs ? (this.#places[this.#weekOf(atMs)] ?? -1) : -1;
  }
}

/** One side of a board: what stands on it, and the place of an entry by its facts, stage and week. */
export interface AxisPlaces {
  readonly ids: readonly string[];
  readonly placeOf: (facts: number, stage: number, week: number) => number;
}

/** What there is on an axis. People, products and the like without a value stand under `UNSET`. */
export const axisPlaces = (axis: BoardAxis, index: HeatmapIndex, weeks: readonly string[]): AxisPlaces => {
  if (axis === 'week') return { ids: weeks, placeOf: (_facts, _stage, week) => week };
  if (axis === 'stage') return { ids: index.stageIds(), placeOf: (_facts, stage) => stage };
  const { values, of } = index.facts.facet(axis);
  return { ids: values.map((value) => value ?? UNSET), placeOf: (facts) => of[facts] ?? 0 };
};
