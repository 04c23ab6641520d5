import type { Envelope } from './events/envelope.ts';
import type { RelayFact } from './events/relay-facts.ts';
import type { CustomerId, LeadId, MemberId } from './ids.ts';

/** One event as the fold takes it in. The same event may come many times, in any order, with growing knowledge. */
export interface FoldRow {
  readonly event: Envelope;
  /** Document the row stands in, e.g. `log:east:2026Q4`. */
  readonly doc: string;
  /** From a receipt or a seal, ms; null = not acknowledged yet as far as this device knows. */
  readonly received: number | null;
  /**
   * It stands in this device's outbox only: no seal is about it, whatever place it claims. After a lost local tail
   * the relay may hold, and have sealed, another event in that place.
   */
  readonly isLocal?: boolean;
}
export interface FoldFact {
  readonly fact: RelayFact;
  readonly doc: string;
}

export interface FoldChange {
  readonly customers: ReadonlySet<CustomerId>;
  readonly leads: ReadonlySet<LeadId>;
  /** Members whose desk has changed. */
  readonly desks: ReadonlySet<MemberId>;
  readonly org: boolean;
}
