import type { EventType } from '../events/payloads.ts';
import type { CustomerId, EventId, TerritoryId } from '../ids.ts';
import type { FactBook } from './facts.ts';
import type { OrgReader } from './org-reader.ts';
import type { Ownership } from './ownership.ts';
import type { Rec } from './records.ts';

/** Records of one customer, in the order S7, by type. */
export interface Sorted {
  readonly all: readonly Rec[];
  /** Of this type, oldest first. */
  of(type: EventType): readonly Rec[];
}

/** What the parts of one customer's fold share. */
export interface CustomerContext {
  readonly id: CustomerId;
  readonly territory: TerritoryId;
  readonly sorted: Sorted;
  readonly org: OrgReader;
  readonly facts: FactBook;
  readonly ownership: Ownership;
  /** Events taken back by their author or a manager. */
  readonly retracted: ReadonlySet<EventId>;
  /** Of this type and not retracted, oldest first. */
  live(type: EventType): readonly Rec[];
}

const NONE: readonly Rec[] = [];

export const sortByType = (all: readonly Rec[]): Sorted => {
  const byType = new Map<string, Rec[]>();
  for (const rec of all) {
    const list = byType.get(rec.event.type);
    if (list === undefined) byType.set(rec.event.type, [rec]);
    else list.push(rec);
  }
  return { all, of: (type) => byType.get(type) ?? NONE };
};
