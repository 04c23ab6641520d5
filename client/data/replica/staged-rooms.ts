import type { CatalogueEntry } from '#protocol';
import { type DocumentName, parseDocument, parseRoom } from '#rules';

const nameOf = (room: string): DocumentName | null => parseDocument(parseRoom(room)?.doc ?? '');
const quarterOf = (room: string): string | null => {
  const name = nameOf(room);
  return name?.kind === 'log' || name?.kind === 'mql' ? name.quarter : null;
};

/**
 * Rooms of quarters before the open one. They are announced for writing all the same: a device that was offline hands
 * in late what it made before the quarter ended. None while no quarter is announced as open.
 */
const closedRooms = (entries: readonly CatalogueEntry[]): readonly string[] => {
  const quarters = entries.flatMap(({ room, open }) => (open ? (quarterOf(room) ?? []) : []));
  const open = quarters.toSorted().at(-1) ?? '';
  return entries.map(({ room }) => room).filter((room) => (quarterOf(room) ?? open) < open);
};

/**
 * Rooms a start reads after all others, one after the other, so that it never holds the documents of many: those of
 * customers and leads. Before the device `hasFetchedAll` once, only those of closed quarters: then the open quarter and
 * the pools come from the relay and fill the first screen, so they come first and all at once.
 */
export const stagedRooms = (entries: readonly CatalogueEntry[], hasFetchedAll: boolean): ReadonlySet<string> => {
  if (!hasFetchedAll) return new Set(closedRooms(entries));
  const isStaged = (room: string): boolean => quarterOf(room) !== null || nameOf(room)?.kind === 'pool';
  return new Set(entries.map(({ room }) => room).filter(isStaged));
};
