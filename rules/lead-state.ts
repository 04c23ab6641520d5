import type { PayloadOf } from './events/payloads.ts';
import type { LeadId, MemberId, TerritoryId } from './ids.ts';
import type { Placed } from './state.ts';

/** A marketing lead as its own document says; who has it is said by the customer that came of it (R51). */
export interface LeadState {
  readonly id: LeadId;
  /** The first record of it; the same one imported again changes nothing. */
  readonly recorded: Placed & { readonly payload: PayloadOf<'leadRecorded'> };
  /** Oldest first. Of two made apart the customer says which holds. */
  readonly assignments: readonly (Placed & { readonly to: MemberId; readonly territory: TerritoryId })[];
  readonly discarded: (Placed & { readonly reason: string }) | null;
}
