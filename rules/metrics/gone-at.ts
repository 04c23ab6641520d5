import type { CustomerState } from '../state.ts';

/** When it was given up or joined to another record, whichever came first, ms: it stands nowhere any more; null = it does. */
export const goneAt = ({ voided, mergedInto }: Pick<CustomerState, 'voided' | 'mergedInto'>): number | null => {
  const ends = [voided, mergedInto[0]].flatMap((end) => end?.t ?? []);
  return ends.length === 0 ? null : Math.min(...ends);
};
