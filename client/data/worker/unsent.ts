import { unsentFiles } from '../blobs/unsent-files.ts';
import type { Unsent } from '../contract.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { LocalStore } from '../storage/contract.ts';

interface Own {
  readonly workspace: { readonly outbox: Pick<Outbox, 'pending' | 'quarantine'> };
}

/** What only this device holds; `null` when wiping it would lose nothing. */
export const unsentOf = async (own: Own | null, store: LocalStore): Promise<Unsent | null> => {
  if (own === null) return null;
  const files = (await unsentFiles(store)).length;
  const { outbox } = own.workspace;
  const records = outbox.pending().length + outbox.quarantine().length;
  return records + files === 0 ? null : { records, files };
};
