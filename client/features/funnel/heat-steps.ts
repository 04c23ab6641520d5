import { scaleThreshold } from 'd3';
import type { HeatmapAnswer } from '../../data/board-contract.ts';

const PER_CELL = 4;

/** Lower bounds of the steps 1–7 for a company whose fullest cell holds no more than the last one and a bit. */
const BASE_BOUNDS = [1, 3, 6, 10, 14, 19, 24] as const;
/** The fullest cell stands this far above the last bound before all bounds grow. */
const ROOM = 1.25;
/** Factors people read easily; beyond them powers of ten. */
const FACTORS = [1, 2, 5];

/** Least factor of the row 1, 2, 5, 10, 20 … by which the bounds reach up to the fullest cell. */
const factorFor = (fullest: number): number => {
  for (let power = 1; ; power *= 10) {
    for (const factor of FACTORS) if (fullest <= 24 * ROOM * factor * power) return factor * power;
  }
};

/**
 * Lower bounds of the steps 1–7, from the fullest cell of the whole company, never of what a filter leaves: so a
 * filter does not change what a shade means (R42), and a large company is not one dark field.
 */
export const stepBounds = (fullest: number): readonly number[] => {
  const factor = factorFor(fullest);
  return BASE_BOUNDS.map((bound, at) => (at === 0 ? 1 : bound * factor));
};

/** Ramp step 0–7 of a count of customers. */
export const makeHeatStep = (bounds: readonly number[]): ((count: number) => number) =>
  scaleThreshold<number, number>()
    .domain([...bounds])
    .range([0, 1, 2, 3, 4, 5, 6, 7]);

/** Numbers of one cell, as the data layer packs them. */
export interface CellNumbers {
  /** Customers who entered, or contacts. */
  readonly value: number;
  /** Mean stay, tenths of a day. */
  readonly tenths: number;
  readonly overdue: number;
  /** Distinct customers behind it. */
  readonly customers: number;
}

/** Reads a cell out of the packed answer; zeros outside of it. */
export const cellNumbers = ({ columns, cells }: HeatmapAnswer, row: number, column: number): CellNumbers => {
  const at = (row * columns.length + column) * PER_CELL;
  return {
    value: cells[at] ?? 0,
    tenths: cells[at + 1] ?? 0,
    overdue: cells[at + 2] ?? 0,
    customers: cells[at + 3] ?? 0,
  };
};

/** Whether any cell counts somebody. */
export const hasAny = ({ cells }: HeatmapAnswer): boolean => cells.some((number) => number !== 0);

/** Nobody is counted yet because the first fetch goes on: what it would say of this company is not known. */
export const isComing = (answer: HeatmapAnswer, isFetching: boolean): boolean =>
  isFetching && answer.unread.length > 0 && !hasAny(answer);
