import 'fake-indexeddb/auto';
import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { type DeviceId, type EventId, encodeRow } from '#rules';
import type { ReplicaFile } from '../../../client/data/platform.ts';
import { whatToGiveBack } from '../../../client/data/replica/give-back.ts';
import { makeIndexedDbReplicas } from '../../../client/data/replica/indexed-db-store.ts';
import { makeMemoryReplicas } from '../../../client/data/replica/memory-store.ts';
import type { Delta } from '../../../client/data/replica/read-delta.ts';
import { Receipts } from '../../../client/data/replica/receipts.ts';
import { Replica } from '../../../client/data/replica/replica.ts';
import type { Channel } from '../../../client/data/socket/channel.ts';
import { makeJournal } from '../../../client/data/storage/journal.ts';
import { makeMemoryDisk, makeMemoryStore } from '../../../client/data/storage/memory.ts';
import { makeManualTimers } from '../../support/manual-timers.ts';
import { makeStage, note } from '../../support/rules-stage.ts';
import { until } from '../../support/until.ts';

const files: ReplicaFile[] = [];
afterEach(async () => {
  for (const file of files.splice(0)) await file.close();
});
const rowsOf = (doc: Y.Doc): readonly string[] => doc.getArray<string>('e:dev-a').toArray();

describe('replicas in IndexedDB', () => {
  test('[RP-9] what came is written once the save is over, in one piece, and is there at the next start', async () => {
    const timers = makeManualTimers();
    let busy = true;
    const store = makeIndexedDbReplicas('kept', timers, () => busy);
    const doc = new Y.Doc();
    const file = store.open('log:east@1', doc);
    await file.whenLoaded;
    const rows = doc.getArray<string>('e:dev-a');
    for (const row of ['一', '二', '三']) rows.insert(rows.length, [row]);
    timers.advance(1_000);
    const again = async (): Promise<readonly string[]> => {
      const copy = new Y.Doc();
      const opened = store.open('log:east@1', copy);
      await opened.whenLoaded;
      await opened.close();
      return rowsOf(copy);
    };
    expect(await again()).toEqual([]);
    busy = false;
    timers.advance(1_000);
    expect(await again()).toEqual(['一', '二', '三']);
    await file.close();
    await store.delete('log:east@1');
    expect(await again()).toEqual([]);
  });
  test('[RP-13][R90] copies that nobody asked for are deleted, and those that are kept, or another prefix’s, are not', async () => {
    const timers = makeManualTimers();
    const [store, other] = ['swept', 'swept-other'].map((name) => makeIndexedDbReplicas(name, timers, () => false));
    for (const [one, room] of [
      [store, 'org@1'],
      [store, 'log:east@1'],
      [other, 'log:east@1'],
    ] as const) {
      const file = one?.open(room, new Y.Doc());
      await file?.whenLoaded;
      await file?.close();
    }
    const left = async (): Promise<readonly (string | undefined)[]> =>
      (await indexedDB.databases()).flatMap(({ name }) => (name?.startsWith('swept') ? [name] : [])).sort();
    await store?.wipe((room) => room === 'org@1');
    expect(await left()).toEqual(['swept-other/log:east@1', 'swept/org@1']);
    await store?.wipe();
    expect(await left()).toEqual(['swept-other/log:east@1']);
  });
  test('[RP-9] a copy that cannot be opened, or never answers, holds nothing up', async () => {
    const timers = makeManualTimers();
    const store = makeIndexedDbReplicas('broken', timers, () => false);
    const open = indexedDB.open.bind(indexedDB);
    const later = open('never', 1);
    indexedDB.open = () => Object.assign(Object.create(later), { onsuccess: null }) as IDBOpenDBRequest;
    let loaded = false;
    const silent = store.open('silent@1', new Y.Doc());
    void silent.whenLoaded.then(() => {
      loaded = true;
    });
    indexedDB.open = open;
    await Promise.resolve();
    expect(loaded).toBe(false);
    timers.advance(10_000);
    await silent.whenLoaded;
    expect(loaded).toBe(true);
  });
});

describe('a replica that is to rest', () => {
  const openBusy = async (name: string) => {
    const timers = makeManualTimers();
    const state = { busy: true };
    const store = makeIndexedDbReplicas(name, timers, () => state.busy);
    const doc = new Y.Doc();
    const file = store.open('log:east@1', doc);
    files.push(file);
    await file.whenLoaded;
    const rows = doc.getArray<string>('e:dev-a');
    for (const row of ['一', '二', '三']) rows.insert(rows.length, [row]);
    const reread = async (): Promise<readonly string[]> => {
      const copy = new Y.Doc();
      const again = store.open('log:east@1', copy);
      await again.whenLoaded;
      await again.close();
      return rowsOf(copy);
    };
    const keep = (): Promise<boolean> => file.keep(Y.encodeStateVector(doc));
    return { timers, state, store, doc, file, keep, rows, reread };
  };

  test('[RQ-2] is on disk in full before it does, in one piece, after a save that is under way', async () => {
    const { timers, state, file, keep, rows, reread } = await openBusy('whole');
    let kept: boolean | null = null;
    const keeping = keep().then((answer) => {
      kept = answer;
    });
    await Promise.resolve();
    expect(await reread()).toEqual([]);
    expect(kept).toBeNull();
    state.busy = false;
    timers.advance(250);
    await keeping;
    expect(kept).toBe(true);
    // a later write of what was gathered before does no harm
    rows.insert(3, ['四']);
    timers.advance(1_000);
    expect(await keep()).toBe(true);
    await file.close();
    expect(await reread()).toEqual(['一', '二', '三', '四']);
  });

  test('[RQ-2] is not said to be on disk while the disk refuses, or was never read', async () => {
    const { state, keep, reread } = await openBusy('refusing');
    state.busy = false;
    const { add } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.add = function (this: IDBObjectStore, ...given) {
      const request = add.apply(this, given);
      this.transaction.abort();
      return request;
    };
    const refused = await keep();
    IDBObjectStore.prototype.add = () => {
      throw new DOMException('closing', 'InvalidStateError');
    };
    const failed = await keep();
    IDBObjectStore.prototype.add = add;
    expect([refused, failed]).toEqual([false, false]);
    expect(await keep()).toBe(true);
    expect(await reread()).toEqual(['一', '二', '三']);
    const unread = makeIndexedDbReplicas('unread', makeManualTimers(), () => false).open('org@1', new Y.Doc());
    files.push(unread);
    expect(await unread.keep(Uint8Array.of(0))).toBe(false);
  });
});

describe('an idle room', () => {
  test('[RP-10] has no timer, sends no presence and does not reconnect', async () => {
    const attached: Channel[] = [];
    const sent: Uint8Array[] = [];
    const before = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const deltas: Delta[] = [];
    const replica = new Replica(
      'org@1',
      makeMemoryReplicas(),
      {
        attach: (channel) => attached.push(channel),
        send: (_channel, payload) => sent.push(payload),
        detach: () => undefined,
      },
      { onDelta: (_room, delta) => deltas.push(delta), onSynced: () => undefined, onClosed: () => undefined },
    );
    await replica.whenLoaded;
    const [channel] = attached;
    channel?.opened();
    await until('asked for what is new', () => sent.length > 0);
    // sync step 1, and nothing of type 1 (awareness)
    expect(sent.map((payload) => payload[0])).toEqual([0]);
    expect(attached).toHaveLength(1);
    expect(process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length).toBeLessThanOrEqual(before);
    await replica.close();
  });
});

describe('after a restore of the relay', () => {
  test('[RP-11][S10][S5] a receipt that could not be given back, because its row is not here, counts no longer', async () => {
    const store = makeMemoryStore(makeMemoryDisk());
    const timers = makeManualTimers();
    const generation = await store.claim();
    const told = { onStale: () => undefined, onBlocked: () => undefined, onRefused: () => undefined };
    const journal = makeJournal(store, generation, timers, told);
    const receipts = await Receipts.load(store, journal, timers);
    const here = makeStage().write('rae', 'visitNoteRecorded', note());
    receipts.add([
      { device: here.device, n: here.n, id: here.id, received: 100, mac: 'mac-1' },
      { device: 'dev-b', n: 4, id: 'lost', received: 200, mac: 'mac-2' },
    ]);
    receipts.writeAll();
    await journal.commit(() => []);
    // held again under another place already: the receipt says nothing of that
    const moved = encodeRow({ ...here, id: 'moved' as EventId, device: 'dev-c' as DeviceId, n: 0 });
    receipts.add([{ device: here.device, n: 7, id: 'moved', received: 300, mac: 'mac-4' }]);
    receipts.writeAll();
    await journal.commit(() => []);
    async function* held(): AsyncIterable<readonly [string, Delta]> {
      yield ['org@1', { rows: [encodeRow(here), moved], facts: [] }];
    }
    const { frames, ids } = await whatToGiveBack(store, held());
    expect(frames).toEqual([
      { type: 'giveBack', room: 'org@1', rows: [{ row: encodeRow(here), received: 100, mac: 'mac-1' }], facts: [] },
    ]);
    receipts.keepGiven(ids);
    expect(receipts.receivedOf(here.id)).toBe(100);
    expect(receipts.receivedOf('moved')).toBeNull();
    // sent anew by whoever made it: later than the relay had it before
    receipts.add([{ device: 'dev-c', n: 0, id: 'lost', received: 900, mac: 'mac-3' }]);
    expect(receipts.receivedOf('lost')).toBe(900);
  });
});
