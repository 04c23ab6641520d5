import type { EventType } from '../events/payloads.ts';
import type { CustomerId, EventId, TerritoryId } from '../ids.ts';
import type { FactBook } from './facts.ts';
import type { OrgReader } from './org-reader.ts';
import type { Ownership } from './ownership.ts';
import type { Rec } from './records.ts';
import type { Sorted } from './sorted.ts';

/** What the parts of one customer's fold share. */
export interface CustomerContext {
  readonly id: CustomerId;
  readonly territory: TerritoryId;
  readonly sorted: Sorted;
  /** Creations that count, in the order. */
  readonly creations: readonly Rec[];
  readonly org: OrgReader;
  readonly facts: FactBook;
  readonly ownership: Ownership;
  /** Of a merged class: the other record whose presales task stands for it (S17); `null` = none. */
  readonly presalesOf: CustomerId | null;
  /** Events taken back by their author or a manager. */
  readonly retracted: ReadonlySet<EventId>;
  /** Of this type and not retracted, oldest first. */
  live(type: EventType): readonly Rec[];
}
