import type { CatalogueEntry } from '#protocol';
import { formatRoom, parseDocument, parseRoom } from '#rules';
import type { PendingRow } from '../outbox/records.ts';

/** What the relay announced to this member: which rooms there are and what he may do in each. */
export interface Catalogue {
  readonly entries: readonly CatalogueEntry[];
  /** Rooms to keep a replica of; contact rooms never are. */
  readableRooms(): readonly string[];
  /** Room of a document into which this device may write; the one of the highest epoch. */
  roomFor(doc: string): string | null;
  /** Room of a document that is not announced for writing; null while nothing at all is announced. */
  roomUnannounced(doc: string): string | null;
  mayRead(doc: string): boolean;
  /** Territories whose logs are readable. */
  logTerritories(): ReadonlySet<string>;
  /** Readable rooms with records of a territory. */
  logRooms(territory: string): readonly string[];
  /** Open log of a territory; null before any was announced. */
  openLog(territory: string): string | null;
  /** The open document of leads; null before any was announced. */
  openMql(): string | null;
  /** Where a row goes whose document is announced no more: the open log of the same territory. */
  otherHome(row: PendingRow): string | null;
}

const FIRST_EPOCH = 1;
export const CATALOGUE_KEY = 'catalogue';

export const makeCatalogue = (entries: readonly CatalogueEntry[]): Catalogue => {
  const writable = new Map<string, { room: string; epoch: number }>();
  const readable = new Map<string, string>();
  const rooms: string[] = [];
  const openLogs = new Map<string, string>();
  const logRooms = new Map<string, string[]>();
  let openMql: string | null = null;
  for (const entry of entries) {
    const room = parseRoom(entry.room);
    if (room === null) continue;
    const name = parseDocument(room.doc);
    if (entry.append && (writable.get(room.doc)?.epoch ?? 0) < room.epoch) {
      writable.set(room.doc, { room: entry.room, epoch: room.epoch });
    }
    if (entry.read && name?.kind !== 'contact') {
      readable.set(room.doc, entry.room);
      rooms.push(entry.room);
      if (name?.kind === 'log') logRooms.set(name.territory, [...(logRooms.get(name.territory) ?? []), entry.room]);
    }
    if (entry.open && name?.kind === 'mql') openMql = room.doc;
    if (entry.open && name?.kind === 'log') openLogs.set(name.territory, room.doc);
  }
  // Contact rooms are not announced one by one; each is in its first epoch.
  const roomFor = (doc: string): string | null => {
    const announced = writable.get(doc)?.room;
    if (announced !== undefined) return announced;
    return entries.length > 0 && doc.startsWith('contact:') ? formatRoom(doc, FIRST_EPOCH) : null;
  };
  return {
    entries,
    readableRooms: () => rooms,
    roomFor,
    roomUnannounced: (doc) => readable.get(doc) ?? (entries.length > 0 ? formatRoom(doc, FIRST_EPOCH) : null),
    mayRead: (doc) => readable.has(doc),
    logTerritories: () => new Set(logRooms.keys()),
    logRooms: (territory) => logRooms.get(territory) ?? [],
    openLog: (territory) => openLogs.get(territory) ?? null,
    openMql: () => openMql,
    otherHome: (row) => {
      const name = parseDocument(row.doc);
      if (name?.kind !== 'log' && name?.kind !== 'mql') return null;
      const home = name.kind === 'mql' ? openMql : (openLogs.get(name.territory) ?? null);
      return home === row.doc || home === null || roomFor(home) === null ? null : home;
    },
  };
};
