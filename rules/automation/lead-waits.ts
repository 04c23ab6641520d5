import type { Placed } from '../placed.ts';
import type { CustomerState } from '../state.ts';

/** What a lead waits for, from an event on until an instant, ms; `null` = it still does. */
export interface LeadWait {
  readonly from: Placed;
  readonly until: number | null;
  readonly step: 'accept' | 'visit';
}

const first = (...times: readonly (number | null | undefined)[]): number | null => {
  const known = times.filter((time): time is number => time !== null && time !== undefined);
  return known.length === 0 ? null : Math.min(...known);
};

/**
 * A lead that was given to somebody: until he takes it, and then until his first visit, or until it goes on to
 * somebody else (R51, R83). A visit says that he took it.
 */
export function* leadWaits({
  lead,
  owners,
  notes,
}: Pick<CustomerState, 'lead' | 'owners' | 'notes'>): Iterable<LeadWait> {
  const firstVisit = notes[0]?.t;
  for (const offer of lead?.offers ?? []) {
    const givenOn = owners[owners.findIndex(({ id }) => id === offer.id) + 1]?.t;
    const { accepted } = offer;
    yield { from: offer, until: first(accepted?.t, givenOn, firstVisit), step: 'accept' };
    if (accepted !== null) yield { from: accepted, until: first(givenOn, firstVisit), step: 'visit' };
  }
}
