import { describe, expect, test } from 'vitest';
import type { UpFrame } from '#protocol';
import type { RelayHttp } from '../../../client/data/device/relay-http.ts';
import { whatToGiveBack } from '../../../client/data/replica/give-back.ts';
import type { Receipts } from '../../../client/data/replica/receipts.ts';
import type { Replicas } from '../../../client/data/replica/replicas.ts';
import type { Mux } from '../../../client/data/socket/mux.ts';
import { makeMemoryStore } from '../../../client/data/storage/memory.ts';
import { Recovery } from '../../../client/data/worker/recovery.ts';
import { until } from '../../support/until.ts';
import { type Bench, draft, LOG_ROOM, openBench } from './support.ts';

const EPOCH = 2;
const NEW_DEVICE = 'dev-new';

/** Recovery over a real outbox and sender; of the line only what is posted on it, and how often it was restarted. */
const openRecovery = async () => {
  const bench = await openBench();
  const posted: UpFrame[] = [];
  const line = { restarts: 0 };
  const disk = { isBroken: false, whenLoaded: Promise.resolve(), whenRead: Promise.resolve(), reads: 0 };
  const facts = ['a fact of the relay'];
  const recovery = new Recovery({
    ...bench,
    mux: {
      post: (frame: UpFrame) => posted.push(frame) > 0,
      restart: () => {
        line.restarts += 1;
      },
    } as unknown as Mux,
    replicas: {
      everything: async function* () {
        if (disk.isBroken) throw new Error('the disk cannot be read');
        disk.reads += 1;
        await disk.whenRead;
        yield [LOG_ROOM, { rows: [], facts }];
      },
      whenLoaded: () => disk.whenLoaded,
      rooms: () => [LOG_ROOM],
      refetch: () => undefined,
    } as unknown as Replicas,
    http: {
      replaceDevice: async () => ({ kind: 'ok', answer: { device: NEW_DEVICE, csrf: 'csrf-2' } }),
    } as unknown as RelayHttp,
    receipts: { writeAll: () => undefined, keepGiven: () => undefined, forget: () => undefined } as unknown as Receipts,
    store: makeMemoryStore(bench.disk),
    newId: () => NEW_DEVICE,
    onSessionEnded: () => undefined,
    onRefetch: () => undefined,
    whatToGiveBack: () => Promise.resolve(whatToGiveBack),
  });
  return { bench, recovery, posted, line, disk };
};
const appends = ({ sent }: Bench) => sent.filter(({ type }) => type === 'append');

describe('a restored relay that also knows another event in the place of ours', () => {
  test('[OB-25][S9][S10] nothing is sent while the device id is about to change; under the new one it is sent on the next line', async () => {
    const { bench, recovery, posted, line } = await openRecovery();
    bench.outbox.note({ epoch: 1, movedFor: EPOCH });
    await bench.outbox.write([draft('一')], 'template', () => []);
    expect(recovery.welcomed(EPOCH, bench.outbox.head().device)).toBe(false);
    await until('something is given back', () => posted.length > 0);
    // A catalogue that came meanwhile let the sender begin: the relay says that the place is taken.
    bench.sender.start();
    expect(appends(bench)).toHaveLength(1);
    recovery.forked();
    // The last answer to what was given back comes only now.
    recovery.givenBack(true);
    expect(bench.outbox.head().epoch).toBe(EPOCH);
    expect(appends(bench)).toHaveLength(1);
    bench.timers.advance(0);
    await until('the line is restarted', () => line.restarts > 0);
    expect(recovery.welcomed(EPOCH, NEW_DEVICE)).toBe(true);
    bench.sender.start();
    expect(appends(bench)).toHaveLength(2);
  });

  test('[RP-12][S10] what was begun for a line that was lost is not gone on with; the next one is given everything', async () => {
    const { bench, recovery, posted, disk } = await openRecovery();
    bench.outbox.note({ epoch: 1, movedFor: EPOCH });
    let read = (): void => undefined;
    disk.whenRead = new Promise((resolve) => {
      read = resolve;
    });
    expect(recovery.welcomed(EPOCH, bench.outbox.head().device)).toBe(false);
    await until('the replicas are read', () => disk.reads > 0);
    // the line is lost and another comes meanwhile
    expect(recovery.welcomed(EPOCH, bench.outbox.head().device)).toBe(false);
    read();
    await until('something is given back', () => posted.length > 0);
    await bench.journal.idle();
    expect(posted.map(({ type }) => type)).toEqual(['giveBack']);
    expect(bench.outbox.head().epoch).toBe(1);
    recovery.givenBack(true);
    expect(bench.outbox.head().epoch).toBe(EPOCH);
  });

  test('[OB-25] what was under way on a line that was restarted is sent again on the next', async () => {
    const { bench, recovery } = await openRecovery();
    bench.outbox.note({ epoch: EPOCH });
    await bench.outbox.write([draft('一')], 'template', () => []);
    for (const sent of [1, 2]) {
      expect(recovery.welcomed(EPOCH, bench.outbox.head().device)).toBe(true);
      bench.sender.start();
      expect(appends(bench)).toHaveLength(sent);
    }
  });
});

test('[RP-12][S10] what could not be read to be given back is given on another line', async () => {
  const { bench, recovery, posted, line, disk } = await openRecovery();
  bench.outbox.note({ epoch: 1, movedFor: EPOCH });
  disk.isBroken = true;
  recovery.welcomed(EPOCH, bench.outbox.head().device);
  await until('the line is restarted', () => {
    bench.timers.advance(500);
    return line.restarts > 0;
  });
  expect(posted).toEqual([]);
  disk.isBroken = false;
  recovery.welcomed(EPOCH, bench.outbox.head().device);
  await until('it is given back', () => posted.length > 0);
});

test('[RQ-13][S10] a start that has not read all its copies gives nothing back until it has; then once, on the line of then', async () => {
  const { bench, recovery, posted, disk } = await openRecovery();
  bench.outbox.note({ epoch: 1, movedFor: EPOCH });
  let loaded = (): void => undefined;
  disk.whenLoaded = new Promise((resolve) => {
    loaded = resolve;
  });
  recovery.welcomed(EPOCH, bench.outbox.head().device);
  await bench.journal.idle();
  recovery.welcomed(EPOCH, bench.outbox.head().device);
  await bench.journal.idle();
  await new Promise((resolve) => setImmediate(resolve));
  expect(posted).toEqual([]);
  loaded();
  await until('it is given back', () => posted.length > 0);
  await bench.journal.idle();
  expect(posted).toHaveLength(1);
});
