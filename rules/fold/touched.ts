import type { CustomerId, LeadId, MemberId } from '../ids.ts';

/** What a batch changed. */
export interface Touched {
  readonly customers: Set<CustomerId>;
  readonly moved: Set<CustomerId>;
  readonly leads: Set<LeadId>;
  readonly desks: Set<MemberId>;
  org: boolean;
}

export const untouched = (): Touched => ({
  customers: new Set(),
  moved: new Set(),
  leads: new Set(),
  desks: new Set(),
  org: false,
});
