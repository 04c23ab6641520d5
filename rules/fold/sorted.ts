import type { EventType } from '../events/payloads.ts';
import type { Rec } from './records.ts';

/** Records of one customer, in the order S7, by type. */
export interface Sorted {
  readonly all: readonly Rec[];
  /** Of this type, oldest first. */
  of(type: EventType): readonly Rec[];
}

const NONE: readonly Rec[] = [];

/** Groups records that are already in order. */
export const sortByType = (all: readonly Rec[]): Sorted => {
  const byType = new Map<string, Rec[]>();
  for (const rec of all) {
    const list = byType.get(rec.event.type);
    if (list === undefined) byType.set(rec.event.type, [rec]);
    else list.push(rec);
  }
  return { all, of: (type) => byType.get(type) ?? NONE };
};
