import { scaleThreshold } from 'd3';
import type { HeatmapAnswer } from '../../data/contract.ts';

/** Lower bounds of the steps 1–7; fixed, so that a filter never changes what a shade means (R42). */
export const STEP_BOUNDS = [1, 3, 6, 10, 14, 19, 24] as const;

const stepScale = scaleThreshold<number, number>()
  .domain([...STEP_BOUNDS])
  .range([0, 1, 2, 3, 4, 5, 6, 7]);

/** Ramp step 0–7 of a count of customers. */
export const heatStep = (count: number): number => stepScale(count);

/** Numbers of one cell, as the data layer packs them. */
export interface CellNumbers {
  readonly entered: number;
  /** Mean stay, tenths of a day. */
  readonly tenths: number;
  readonly overdue: number;
}

const PER_CELL = 4;

/** Reads a cell out of the packed answer; zeros outside of it. */
export const cellNumbers = (answer: HeatmapAnswer, row: number, column: number): CellNumbers => {
  const at = (row * answer.stages.length + column) * PER_CELL;
  const { cells } = answer;
  return { entered: cells[at] ?? 0, tenths: cells[at + 1] ?? 0, overdue: cells[at + 2] ?? 0 };
};
