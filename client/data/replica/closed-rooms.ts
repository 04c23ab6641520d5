import type { CatalogueEntry } from '#protocol';
import { parseDocument, parseRoom } from '#rules';

const quarterOfRoom = (room: string): string | null => {
  const name = parseDocument(parseRoom(room)?.doc ?? '');
  return name?.kind === 'log' || name?.kind === 'mql' ? name.quarter : null;
};

/**
 * Rooms of quarters before the open one. They are announced for writing all the same: a device that was offline hands
 * in late what it made before the quarter ended. None while no quarter is announced as open.
 */
export const closedRooms = (entries: readonly CatalogueEntry[]): ReadonlySet<string> => {
  const quarters = entries.flatMap(({ room, open }) => (open ? (quarterOfRoom(room) ?? []) : []));
  const open = quarters.toSorted().at(-1) ?? '';
  return new Set(entries.filter(({ room }) => (quarterOfRoom(room) ?? open) < open).map(({ room }) => room));
};
