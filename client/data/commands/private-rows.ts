import { type CustomerId, decodeRow, type PayloadOf, parseRoom } from '#rules';
import type { AckedRow } from '../outbox/records.ts';
import type { KeptReceipt } from '../replica/receipts.ts';
import type { LocalStore } from '../storage/contract.ts';
import type { Workspace } from '../worker/workspace.ts';

type SharedRow = PayloadOf<'historyShared'>;

/** What sharing creates again in the pool instead of copying it. */
const CREATED_AGAIN: ReadonlySet<string> = new Set(['customerCreated', 'opportunityAdded', 'fieldPatched']);

/**
 * Rows of a private customer with the relay's receipts, oldest first, for sharing it (R72); null while some are
 * not acknowledged yet, or a receipt is not here.
 */
export const privateRowsOf = async (
  workspace: Workspace,
  store: LocalStore,
  customer: CustomerId,
): Promise<readonly SharedRow[] | null> => {
  if (workspace.outbox.pendingOf(customer).length > 0) return null;
  const rows = new Map<string, { readonly n: number; readonly shared: SharedRow }>();
  const add = (row: string, receipt: Pick<KeptReceipt, 'received' | 'mac'>): void => {
    const event = decodeRow(row);
    if (event === null || event.subject !== customer || CREATED_AGAIN.has(event.type)) return;
    const { received, mac } = receipt;
    rows.set(event.id, { n: event.n, shared: { row, received, mac } });
  };
  const own = `private:${workspace.member()}`;
  for (const [, value] of await store.entries('acked')) {
    const kept = value as AckedRow;
    if (parseRoom(kept.room)?.doc === own) add(kept.row, kept);
  }
  // Rows another device of the same member wrote.
  for (const room of workspace.replicas.rooms()) {
    if (parseRoom(room)?.doc !== own) continue;
    for (const row of (await workspace.replicas.read(room)).rows) {
      const event = decodeRow(row);
      if (event === null || event.subject !== customer || CREATED_AGAIN.has(event.type) || rows.has(event.id)) continue;
      const receipt = (await store.read('receipts', event.id)) as KeptReceipt | undefined;
      if (receipt === undefined) return null;
      add(row, receipt);
    }
  }
  return [...rows.values()]
    .toSorted((a, b) => a.shared.received - b.shared.received || a.n - b.n)
    .map((row) => row.shared);
};
