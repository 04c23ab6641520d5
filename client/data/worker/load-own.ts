import type { CatalogueEntry } from '#protocol';
import { decodeRow, type FoldRow, parseRoom } from '#rules';
import { CATALOGUE_KEY, type Catalogue, makeCatalogue } from '../commands/catalogue.ts';
import type { OutboxContents } from '../outbox/outbox.ts';
import { type AckedRow, COUNT_PREFIX, type PendingRow, type QuarantinedRow } from '../outbox/records.ts';
import type { LocalStore } from '../storage/contract.ts';

export const loadOutbox = async (store: LocalStore): Promise<OutboxContents> => {
  const counts = new Map<string, number>();
  for (const [key, value] of await store.entries('meta')) {
    if (key.startsWith(COUNT_PREFIX)) counts.set(key.slice(COUNT_PREFIX.length), value as number);
  }
  return {
    pending: (await store.entries('pending')).map(([, row]) => row as PendingRow),
    quarantine: (await store.entries('quarantine')).map(([, row]) => row as QuarantinedRow),
    counts,
  };
};

export const loadCatalogue = async (store: LocalStore): Promise<Catalogue> =>
  makeCatalogue(((await store.read('meta', CATALOGUE_KEY)) as readonly CatalogueEntry[] | undefined) ?? []);

/** Own acknowledged rows the replica may not hold yet; only of documents this device may still read. */
export const loadAcked = async (store: LocalStore, catalogue: Catalogue): Promise<readonly FoldRow[]> => {
  const rows: FoldRow[] = [];
  for (const [, value] of await store.entries('acked')) {
    const { room, row, received } = value as AckedRow;
    const doc = parseRoom(room)?.doc;
    const event = decodeRow(row);
    if (doc === undefined || event === null || !catalogue.mayRead(doc)) continue;
    // Where the relay holds it under another place (S9, S10), that one counts.
    rows.push({ event, doc, received, isLocal: true });
  }
  return rows;
};

/** Ids of own acknowledged rows that a backup up to `tick` covers (S11). */
export const coveredByBackup = async (store: LocalStore, tick: number): Promise<readonly string[]> =>
  (await store.entries('acked')).filter(([, value]) => (value as AckedRow).tick <= tick).map(([id]) => id);
