import type { CatalogueEntry } from '#protocol';
import {
  type DocumentName,
  formatDocument,
  formatRoom,
  type MemberId,
  nextQuarter,
  parseDocument,
  parseRoom,
  quarterOf,
} from '#rules';
import type { LogService } from '../log/index.ts';
import type { Company } from './company.ts';

/** Every document is in its first epoch until erasure or compaction makes another (architecture §2). */
const DOCUMENT_EPOCH = 1;

export const roomOf = (doc: DocumentName): string => formatRoom(formatDocument(doc), DOCUMENT_EPOCH);
export const ORG_ROOM = roomOf({ kind: 'org' });

export type RoomLookup =
  | { readonly kind: 'known'; readonly doc: DocumentName }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'staleEpoch' };

/**
 * Which rooms there are, and which of them the log is written to now. Rooms follow from the company: nobody makes
 * one by naming it.
 */
export interface Catalogue {
  /** Makes the rooms that the company as it stands calls for; durable when resolved. */
  ensure(): Promise<void>;
  find(room: string): RoomLookup;
  /** Everything the member may read or append but contacts, which are served apart. */
  entriesFor(member: MemberId): readonly CatalogueEntry[];
}

const logShards = (nowMs: number): readonly string[] => {
  const quarter = quarterOf(nowMs);
  return [quarter, nextQuarter(quarter)];
};

export const makeCatalogue = (log: LogService, company: Company): Catalogue => {
  /** Every room but contacts, of which there may be thousands: they are in no list. */
  const known = new Map<string, DocumentName>();
  const learn = (room: string): void => {
    const doc = parseDocument(parseRoom(room)?.doc ?? '');
    if (doc !== null && doc.kind !== 'contact') known.set(room, doc);
  };
  for (const room of log.rooms()) learn(room);
  // A restored relay learns of rooms by what holders give back, also those of quarters long closed.
  log.onCommit(({ room }) => (known.has(room) ? undefined : learn(room)));

  const wanted = (): DocumentName[] => {
    const org = company.org();
    const shards = logShards(log.now());
    return [
      { kind: 'org' },
      ...shards.map((quarter): DocumentName => ({ kind: 'mql', quarter })),
      ...org.territories.flatMap(({ id }): DocumentName[] => [
        { kind: 'pool', territory: id },
        ...shards.map((quarter): DocumentName => ({ kind: 'log', territory: id, quarter })),
      ]),
      ...Object.values(org.members).flatMap(({ id }): DocumentName[] => [
        { kind: 'private', member: id },
        { kind: 'inbox', member: id },
        { kind: 'desk', member: id },
      ]),
    ];
  };
  const isOpen = (doc: DocumentName): boolean =>
    (doc.kind !== 'log' && doc.kind !== 'mql') || doc.quarter === quarterOf(log.now());

  return {
    async ensure() {
      const missing = wanted()
        .map(roomOf)
        .filter((room) => !known.has(room));
      await Promise.all(missing.map((room) => log.createRoom(room)));
      for (const room of missing) learn(room);
    },
    find(room) {
      const parsed = parseRoom(room);
      const doc = parsed && parseDocument(parsed.doc);
      if (!parsed || !doc) return { kind: 'unknown' };
      // A customer's contact room is made at its first record.
      const exists = known.has(formatRoom(parsed.doc, DOCUMENT_EPOCH)) || doc.kind === 'contact';
      if (!exists) return { kind: 'unknown' };
      return parsed.epoch === DOCUMENT_EPOCH ? { kind: 'known', doc } : { kind: 'staleEpoch' };
    },
    entriesFor(member) {
      const entries: CatalogueEntry[] = [];
      for (const [room, doc] of known) {
        const { read, append } = company.access(member, doc);
        // What was made before a right was taken may still be handed in; nothing new belongs there.
        const isLate = !append && company.formerRights(member, doc).length > 0;
        if (read || append || isLate) {
          entries.push({ room, read, append: append || isLate, open: isOpen(doc) && !isLate });
        }
      }
      return entries;
    },
  };
};
