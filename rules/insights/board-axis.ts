import { weekNamed, weekNumber } from '../calendar/week.ts';
import type { BoardAxis } from '../process.ts';
import type { HeatmapIndex } from './heatmap.ts';
import { UNSET } from './scope.ts';

/** The weeks of a view by their place in it. */
export class Period {
  readonly #first: number;
  readonly #places: Int32Array;

  /** Names that are no weeks have nothing in them. */
  constructor(weeks: readonly string[]) {
    const numbers = weeks.map((name) => {
      const week = weekNamed(name);
      return week && weekNumber(week.fromMs);
    });
    const known = numbers.filter((number) => number !== null);
    this.#first = Math.min(...known);
    this.#places = new Int32Array(known.length === 0 ? 0 : Math.max(...known) - this.#first + 1).fill(-1);
    for (const [place, number] of numbers.entries()) if (number !== null) this.#places[number - this.#first] = place;
  }

  /** Place of the week an instant falls in; -1 = in none of them. */
  placeOf(atMs: number): number {
    const at = weekNumber(atMs) - this.#first;
    return at >= 0 && at < this.#places.length ? (this.#places[at] ?? -1) : -1;
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
