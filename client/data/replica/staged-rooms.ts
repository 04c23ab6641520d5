import type { CatalogueEntry } from '#protocol';
import { type DocumentName, parseDocument, parseRoom } from '#rules';

const nameOf = (room: string): DocumentName | null => parseDocument(parseRoom(room)?.doc ?? '');
const quarterOf = (room: string): string | null => {
  const name = nameOf(room);
  return name?.kind === 'log' || name?.kind === 'mql' ? name.quarter : null;
};

/**
 * Whether a room is of a quarter before the open one. Those are announced for writing all the same: a device that was
 * offline hands in late what it made before the quarter ended. None is while no quarter is announced as open.
 */
const closedAmong = (entries: readonly CatalogueEntry[]): ((room: string) => boolean) => {
  const quarters = entries.flatMap(({ room, open }) => (open ? (quarterOf(room) ?? []) : []));
  const open = quarters.toSorted().at(-1) ?? '';
  return (room) => (quarterOf(room) ?? open) < open;
};

const isOfCustomers = (room: string): boolean => quarterOf(room) !== null || nameOf(room)?.kind === 'pool';

/**
 * Rooms a start reads after all others, one after the other, so that it never holds the documents of many: those of
 * customers and leads. Of a device that `isNew`, only those of closed quarters: the open quarter and the pools come from
 * the relay then and fill the first screen, so they come first and all at once.
 */
export const stagedRooms = (entries: readonly CatalogueEntry[], isNew: boolean): ReadonlySet<string> =>
  new Set(entries.map(({ room }) => room).filter(isNew ? closedAmong(entries) : isOfCustomers));
