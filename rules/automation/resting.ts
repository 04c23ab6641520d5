import type { CustomerState } from '../state.ts';

/** Out of reach of rules: in the pool, given up, or merged into another record. */
export const isResting = ({ pool, voided, mergedInto }: CustomerState): boolean =>
  pool?.status === 'in' || voided !== null || mergedInto.length > 0;
