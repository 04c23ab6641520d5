import type { GivenRow, UpFrame } from '#protocol';
import { decodeRow } from '#rules';
import type { AckedRow } from '../outbox/records.ts';
import type { LocalStore } from '../storage/contract.ts';
import type { Delta } from './read-delta.ts';
import type { KeptReceipt } from './receipts.ts';

/** Rows and facts per frame, well inside the frame limit. */
const ROWS_PER_FRAME = 200;
const FACTS_PER_FRAME = 200;

const slices = <Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] => {
  const result: (readonly Item[])[] = [];
  for (let from = 0; from < items.length; from += size) result.push(items.slice(from, from + size));
  return result;
};

/**
 * What this device can give back to a relay restored from a backup (S10): its own acknowledged rows, others' rows
 * of which it holds the receipt, and the relay's own facts; with the ids of the rows. The relay takes what it has lost
 * and can prove.
 */
export type WhatToGiveBack = (
  store: LocalStore,
  replicas: AsyncIterable<readonly [room: string, delta: Delta]>,
) => Promise<{ readonly frames: readonly UpFrame[]; readonly ids: ReadonlySet<string> }>;

export const whatToGiveBack: WhatToGiveBack = async (store, replicas) => {
  const rows = new Map<string, Map<string, GivenRow>>();
  const ids = new Set<string>();
  const give = (room: string, id: string, given: GivenRow): void => {
    ids.add(id);
    const ofRoom = rows.get(room) ?? new Map<string, GivenRow>();
    ofRoom.set(given.row, given);
    rows.set(room, ofRoom);
  };
  const receipts = new Map((await store.entries('receipts')) as readonly (readonly [string, KeptReceipt])[]);
  const facts = new Map<string, readonly string[]>();
  for await (const [room, delta] of replicas) {
    facts.set(room, delta.facts);
    for (const row of delta.rows) {
      const event = decodeRow(row);
      const receipt = event === null ? undefined : receipts.get(event.id);
      if (event === null || receipt === undefined) continue;
      const { device, n, received, mac } = receipt;
      if (device === event.device && n === event.n) give(room, event.id, { row, received, mac });
    }
  }
  for (const [id, value] of await store.entries('acked')) {
    const { room, row, received, mac } = value as AckedRow;
    give(room, id, { row, received, mac });
  }
  const frames: UpFrame[] = [];
  for (const room of new Set([...rows.keys(), ...facts.keys()])) {
    for (const some of slices([...(rows.get(room)?.values() ?? [])], ROWS_PER_FRAME)) {
      frames.push({ type: 'giveBack', room, rows: some, facts: [] });
    }
    for (const some of slices(facts.get(room) ?? [], FACTS_PER_FRAME)) {
      frames.push({ type: 'giveBack', room, rows: [], facts: some });
    }
  }
  return { frames, ids };
};
