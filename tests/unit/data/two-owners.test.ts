import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { makeIndexedDbReplicas } from '../../../client/data/replica/indexed-db-store.ts';
import { makeManualTimers } from '../../support/manual-timers.ts';

const ROOM = 'log:east:2026Q3@1';
const LOG = 'e:dev-a';

test('[RQ-2][R60] a tab that was frozen and robbed of the data takes nothing from the copy that the next owner has kept', async () => {
  const timers = makeManualTimers();
  const store = makeIndexedDbReplicas('tabs', timers, () => false);
  const open = async () => {
    const doc = new Y.Doc();
    const file = store.open(ROOM, doc);
    await file.whenLoaded;
    const keep = (): Promise<boolean> => file.keep(Y.encodeStateVector(doc));
    return { rows: doc.getArray<string>(LOG), file, keep };
  };
  const read = async (): Promise<readonly string[]> => {
    const { rows, file } = await open();
    await file.close();
    return rows.toArray();
  };
  const robbed = await open();
  robbed.rows.insert(0, ['一']);
  timers.advance(1_000);
  expect(await read()).toEqual(['一']);
  const owner = await open();
  owner.rows.insert(1, ['二', '三']);
  expect(await owner.keep()).toBe(true);
  // It thaws, and does first what its timer was for.
  expect(await robbed.keep()).toBe(true);
  expect(await read()).toEqual(['一', '二', '三']);
  await robbed.file.close();
  await owner.file.close();
});
