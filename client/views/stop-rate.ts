import type { RuleRecord } from '../data/contract.ts';

/** Under so many acts a rate says nothing; from this rate on the rule may be too tight. */
const FEWEST_ACTS = 5;
const TIGHT_PERCENT = 25;

/** How often people stop what acts by itself (R80), in percent; null = too few acts to say. */
export const stopRate = ({
  acted,
  stopped,
}: Pick<RuleRecord, 'acted' | 'stopped'>): { percent: number; isTight: boolean } | null => {
  if (acted < FEWEST_ACTS) return null;
  const percent = Math.round((stopped / acted) * 100);
  return { percent, isTight: percent >= TIGHT_PERCENT };
};
