import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DeviceId, EventId } from '#rules';
import { StaleGeneration, StorageRefused } from '../../../client/data/storage/contract.ts';
import { makeMemoryDisk, makeMemoryStore } from '../../../client/data/storage/memory.ts';
import { coveredByBackup } from '../../../client/data/worker/load-own.ts';
import { openTestLog } from '../../support/relay-log.ts';
import { type Bench, DOC, draft, LOG_ROOM, openBench } from './support.ts';

const none = (): readonly [] => [];
const write = (bench: Bench, ...texts: readonly string[]) =>
  bench.outbox.write(
    texts.map((text) => draft(text)),
    'template',
    none,
  );
const receiptsFor = (bench: Bench, received: number) =>
  bench.outbox.pending().map(({ event }) => ({ device: event.device, n: event.n, id: event.id, received, mac: 'mac' }));

describe('saving', () => {
  test('[OB-6] the events of a command are on disk, numbered and chained, when it resolves', async () => {
    const bench = await openBench();
    const [first, second] = await write(bench, '一', '二');
    const [third] = await write(bench, '三');
    expect([first?.n, second?.n, third?.n]).toEqual([0, 1, 2]);
    expect([first?.prev, second?.prev, third?.prev]).toEqual([null, first?.id, second?.id]);
    expect([...(bench.disk.stores.get('pending')?.keys() ?? [])]).toEqual([first?.id, second?.id, third?.id]);
    expect(bench.disk.stores.get('meta')?.get('head')).toMatchObject({ nextN: 3, prev: { id: third?.id } });
  });

  test('[OB-7] when the disk is full nothing of the command is left, and the next one goes on in its place', async () => {
    const bench = await openBench();
    await write(bench, '一');
    bench.disk.refusal = () => 'quota';
    const refused = [write(bench, '二'), write(bench, '三')];
    await expect(refused[0]).rejects.toMatchObject({ reason: 'quota' });
    await expect(refused[1]).rejects.toBeInstanceOf(StorageRefused);
    expect(bench.disk.stores.get('pending')?.size).toBe(1);
    expect(bench.outbox.pendingCount()).toBe(1);
    bench.disk.refusal = () => null;
    const [next] = await write(bench, '四');
    expect(next?.n).toBe(1);
    expect(next?.prev).toBe(bench.outbox.pending()[0]?.event.id);
  });

  test('[OB-22][R20] what nobody waits for does not cost a save its room, and comes later without undoing it', async () => {
    const bench = await openBench();
    await write(bench, '一');
    const [first] = bench.outbox.pending();
    bench.disk.refusal = (writes) => (writes.some(({ store }) => store === 'acked') ? 'quota' : null);
    bench.outbox.acknowledge(
      LOG_ROOM,
      { receipts: receiptsFor(bench, 1_790_000_001_000), tick: 0 },
      first ? [first.event.id] : [],
    );
    const [second] = await write(bench, '二');
    expect(second).toMatchObject({ n: 1, prev: first?.event.id });
    expect(bench.disk.stores.get('acked')?.size).toBe(0);
    expect(bench.disk.stores.get('pending')?.size).toBe(2);
    bench.disk.refusal = () => null;
    bench.timers.advance(10_000);
    await bench.journal.idle();
    expect([...(bench.disk.stores.get('acked')?.keys() ?? [])]).toEqual([first?.event.id]);
    expect([...(bench.disk.stores.get('pending')?.keys() ?? [])]).toEqual([second?.id]);
    // The head of the acknowledgement is older than the save's: it must not take its number back.
    expect(bench.disk.stores.get('meta')?.get('head')).toMatchObject({ nextN: 2, prev: { id: second?.id } });
  });

  test('[OB-8] commands that wait together share one transaction', async () => {
    const bench = await openBench();
    let commits = 0;
    bench.disk.beforeCommit = () => {
      commits += 1;
      return Promise.resolve();
    };
    await Promise.all(Array.from({ length: 20 }, (_, index) => write(bench, `第${index}`)));
    expect(bench.disk.stores.get('pending')?.size).toBe(20);
    expect(commits).toBe(2);
  });

  test('[OB-2] an owner that was replaced saves nothing, and says that it is stale', async () => {
    const bench = await openBench();
    await write(bench, '一');
    await makeMemoryStore(bench.disk).claim();
    await expect(write(bench, '二')).rejects.toBeInstanceOf(StaleGeneration);
    expect(bench.stale.count).toBe(1);
    expect(bench.disk.stores.get('pending')?.size).toBe(1);
  });

  test('[OB-9][S3] the sequence goes on after a restart: number, previous event and highest tick are kept', async () => {
    const disk = makeMemoryDisk();
    const before = await openBench(disk);
    before.clock.see(1_795_000_000_000);
    const [last] = await write(before, '一');
    const after = await openBench(disk);
    const [next] = await write(after, '二');
    expect(next).toMatchObject({ n: 1, prev: last?.id, seen: 1_795_000_000_000 });
    expect(next?.lam).toBe((last?.lam ?? 0) + 1);
    expect(after.outbox.pending().map(({ event }) => event.n)).toEqual([0, 1]);
  });

  test('[OB-10][S4] a clock far ahead does not stick: once acknowledged, the floor is what the relay received', async () => {
    let wall = 1_800_000_000_000;
    const bench = await openBench(makeMemoryDisk(), { wall: () => wall });
    const [ahead] = await write(bench, '快钟');
    wall = 1_790_000_000_000;
    const [stuck] = await write(bench, '还没确认');
    expect(stuck?.at).toBe(ahead?.at);
    bench.outbox.acknowledge(LOG_ROOM, { receipts: receiptsFor(bench, 1_790_000_000_500), tick: 1 }, [
      ahead?.id,
      stuck?.id,
    ] as EventId[]);
    const [free] = await write(bench, '已确认');
    expect(free?.at).toBe(1_790_000_000_500);
  });
});

describe('acknowledgement and refusal', () => {
  test('[OB-11][S11] an acknowledged row leaves the outbox, keeps its receipt on disk, and the fold never loses it', async () => {
    const bench = await openBench();
    const [event] = await write(bench, '一');
    bench.sender.start();
    bench.acked(receiptsFor(bench, 1_790_000_000_900));
    expect(bench.outbox.pendingCount()).toBe(0);
    expect(bench.folding.fold().placement(event?.id as EventId)).toMatchObject({
      received: 1_790_000_000_900,
      doc: DOC,
    });
    bench.timers.advance(1_000);
    await bench.journal.idle();
    expect(bench.disk.stores.get('pending')?.size).toBe(0);
    expect(bench.disk.stores.get('acked')?.get(event?.id ?? '')).toMatchObject({ room: LOG_ROOM, mac: 'mac' });
    const after = await openBench(bench.disk);
    expect(after.outbox.count(LOG_ROOM)).toBe(1);
  });

  test('[OB-24][S11][S5] a backup covers an own row from the tick of its commit on, which may follow its `received`', async () => {
    const bench = await openBench();
    const [event] = await write(bench, '一');
    bench.sender.start();
    bench.acked(receiptsFor(bench, 1_790_000_000_100), 1_790_000_000_900);
    await bench.journal.idle();
    bench.timers.advance(1_000);
    await bench.journal.idle();
    const store = makeMemoryStore(bench.disk);
    expect(await coveredByBackup(store, 1_790_000_000_899)).toEqual([]);
    expect(await coveredByBackup(store, 1_790_000_000_900)).toEqual([event?.id]);
  });

  test('[OB-12] a refused event goes to quarantine with its reason, out of the fold, and the others are sent without it', async () => {
    const bench = await openBench();
    const [good, bad, last] = await write(bench, '好', '坏', '后');
    bench.sender.start();
    bench.sender.rejected(bench.lastAppend().batch, 'schema', bad?.id ?? '', 'payload');
    expect(bench.outbox.quarantine()).toMatchObject([{ reason: 'schema', detail: 'payload', event: { id: bad?.id } }]);
    expect(bench.folding.fold().placement(bad?.id as EventId)).toBeNull();
    expect(bench.sent).toHaveLength(2);
    const log = await openTestLog();
    const outcome = await log.append(bench.lastAppend().update);
    expect(outcome.kind === 'stored' && outcome.receipts.map(({ id }) => id)).toEqual([good?.id, last?.id]);
    bench.timers.advance(1_000);
    await bench.journal.idle();
    const after = await openBench(bench.disk);
    expect(after.outbox.quarantine().map(({ event }) => event.id)).toEqual([bad?.id]);
    expect(after.outbox.pending().map(({ event }) => event.id)).toEqual([good?.id, last?.id]);
  });

  test('[OB-12] [I2] what waits for a document that is not announced for writing is refused by the relay after a while, not kept for ever', async () => {
    const bench = await openBench(undefined, { mayAppend: () => false });
    const events = await write(bench, '一', '二');
    bench.sender.start();
    bench.timers.advance(119_000);
    expect(bench.sent).toEqual([]);
    bench.timers.advance(1_000);
    bench.sender.rejected(bench.lastAppend().batch, 'notEntitled', null, '');
    expect(bench.outbox.pendingCount()).toBe(0);
    expect(bench.outbox.quarantine().map(({ event }) => event.id)).toEqual(events.map(({ id }) => id));
  });

  test('[OB-13] a refusal that names no event is narrowed down until the culprit stands alone', async () => {
    const bench = await openBench();
    const events = await write(bench, 'a', 'b', 'c', 'd', '坏', 'f', 'g');
    const bad = events[4]?.id;
    const log = await openTestLog();
    bench.sender.start();
    for (let turn = 0; turn < 20 && bench.outbox.pendingCount() > 0; turn += 1) {
      const { batch, update } = bench.lastAppend();
      if (new TextDecoder().decode(update).includes('坏')) bench.sender.rejected(batch, 'tooLarge', null, '');
      else {
        const outcome = await log.append(update);
        if (outcome.kind !== 'stored') throw new Error(outcome.detail);
        bench.acked(outcome.receipts);
      }
    }
    expect(bench.outbox.pendingCount()).toBe(0);
    expect(bench.outbox.quarantine().map(({ event }) => event.id)).toEqual([bad]);
    expect([...log.log.rows(LOG_ROOM)]).toHaveLength(6);
  });

  test('[OB-14] what the relay cannot take now is sent again after a pause, longer each time', async () => {
    const bench = await openBench();
    await write(bench, '一');
    bench.sender.start();
    bench.sender.rejected(bench.lastAppend().batch, 'storageFailing', null, '');
    expect(bench.sent).toHaveLength(1);
    bench.timers.advance(600);
    expect(bench.sent).toHaveLength(2);
    bench.sender.rejected(bench.lastAppend().batch, 'storageFailing', null, '');
    bench.timers.advance(600);
    expect(bench.sent).toHaveLength(2);
    bench.timers.advance(600);
    expect(bench.sent).toHaveLength(3);
    expect(bench.outbox.quarantine()).toEqual([]);
  });

  test('[OB-15] a contact is sent only when nothing else of its customer waits', async () => {
    const bench = await openBench();
    const contact = { ...draft('电话'), doc: 'contact:c1' };
    await bench.outbox.write([draft('客户'), contact], 'template', none);
    bench.sender.start();
    expect(bench.sent.map((frame) => frame.type === 'append' && frame.room)).toEqual([LOG_ROOM]);
    bench.acked(receiptsFor(bench, 1_790_000_000_900));
    expect(bench.lastAppend().room).toBe('contact:c1@1');
  });

  test('[OB-16] a batch is at most 256 KB, and one room has one batch under way', async () => {
    const bench = await openBench();
    for (let index = 0; index < 80; index += 1) await write(bench, `${index}`.padEnd(4_500, '长'));
    bench.sender.start();
    expect(bench.sent).toHaveLength(1);
    expect(bench.lastAppend().update.length).toBeLessThanOrEqual(256 * 1024 + 1024);
    expect(bench.lastAppend().update.length).toBeGreaterThan(200 * 1024);
  });
});

describe('another device id', () => {
  test('[OB-17][S9] after a fork the unacknowledged events are numbered from 0 under the new id, all else stays', async () => {
    const bench = await openBench();
    await write(bench, '一');
    bench.sender.start();
    bench.acked(receiptsFor(bench, 1_790_000_000_900));
    await write(bench, '二', '三');
    const before = bench.outbox.pending().map(({ event }) => event);
    bench.sender.rejected(bench.lastAppend().batch, 'fork', null, '');
    expect(bench.forks).toEqual(['fork']);
    bench.sender.stop();
    await bench.outbox.moveTo('dev-new' as DeviceId, 'csrf-2');
    const after = bench.outbox.pending().map(({ event }) => event);
    expect(after.map(({ device, n }) => [device, n])).toEqual([
      ['dev-new', 0],
      ['dev-new', 1],
    ]);
    expect(after.map((event) => ({ ...event, device: null, n: null }))).toEqual(
      before.map((event) => ({ ...event, device: null, n: null })),
    );
    bench.sender.start();
    const log = await openTestLog();
    expect(await log.append(bench.lastAppend().update, { device: 'dev-new' })).toMatchObject({ kind: 'stored' });
    const [next] = await write(bench, '四');
    expect(next).toMatchObject({ device: 'dev-new', n: 2, prev: before.at(-1)?.id });
    expect(bench.outbox.count(LOG_ROOM)).toBe(0);
  });

  test('[OB-21][S9] an answer that covers no row of a batch means that the session belongs to a copy of this device', async () => {
    const bench = await openBench();
    await write(bench, '一');
    bench.sender.start();
    bench.acked([]);
    expect(bench.forks).toEqual(['foreignLog']);
    expect(bench.sent.filter(({ type }) => type === 'append')).toHaveLength(1);
    expect(bench.outbox.pendingCount()).toBe(1);
  });
});

describe('another device id, refused', () => {
  test('[OB-19][S9] a disk that refuses the change leaves everything as it was; the next try moves all', async () => {
    const bench = await openBench();
    await write(bench, '一', '二');
    const [before, head] = [bench.outbox.pending(), bench.outbox.head()];
    bench.disk.refusal = () => 'quota';
    await expect(bench.outbox.moveTo('dev-new' as DeviceId, 'csrf-2')).rejects.toMatchObject({ reason: 'quota' });
    expect(bench.outbox.pending()).toEqual(before);
    expect(bench.outbox.head()).toEqual(head);
    bench.disk.refusal = () => null;
    await bench.outbox.moveTo('dev-new' as DeviceId, 'csrf-2');
    const [third] = await write(bench, '三');
    expect(bench.outbox.pending().map(({ event }) => [event.device, event.n])).toEqual([
      ['dev-new', 0],
      ['dev-new', 1],
      ['dev-new', 2],
    ]);
    expect(third).toMatchObject({ prev: before.at(-1)?.event.id });
  });
});

describe('property', () => {
  test('[OB-18][I1] whatever order of saves, lost answers, restarts and bad events: nothing is lost, nothing doubled', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('save', 'send', 'lose', 'restart', 'crash', 'bad'), { minLength: 1, maxLength: 25 }),
        async (steps) => {
          const disk = makeMemoryDisk();
          const relay = await openTestLog();
          let bench = await openBench(disk);
          const saved: string[] = [];
          let bad: string[] = [];
          const answer = async (lose: boolean): Promise<void> => {
            bench.sender.stop();
            bench.sender.start();
            for (let turn = 0; turn < 30 && bench.outbox.pendingCount() > 0; turn += 1) {
              const { batch, update } = bench.lastAppend();
              const culprit = bench.outbox.pending().find(({ event }) => bad.includes(event.id))?.event.id;
              const outcome = culprit === undefined ? await relay.append(update) : null;
              if (lose) break;
              if (outcome === null) bench.sender.rejected(batch, 'schema', culprit ?? null, '');
              else if (outcome.kind === 'stored') bench.acked(outcome.receipts);
              else throw new Error(`${outcome.reason} ${outcome.detail}`);
            }
            bench.sender.stop();
          };
          for (const step of steps) {
            if (step === 'save' || step === 'bad') {
              const [event] = await write(bench, step);
              if (event !== undefined) saved.push(event.id);
              if (event !== undefined && step === 'bad') bad = [...bad, event.id];
            } else if (step === 'restart') {
              bench.timers.advance(1_000);
              await bench.journal.idle();
              bench = await openBench(disk);
            } else if (step === 'crash') bench = await openBench(disk);
            else await answer(step === 'lose');
          }
          await answer(false);
          const stored = [...relay.log.rows(LOG_ROOM)].map(({ event }) => event.id as string);
          const quarantined = bench.outbox.quarantine().map(({ event }) => event.id as string);
          expect([...stored, ...quarantined].toSorted()).toEqual(saved.toSorted());
          expect(quarantined.toSorted()).toEqual(bad.toSorted());
        },
      ),
      { numRuns: 60 },
    );
  });

  test('[OB-23] commands saved together make one list of what waits, which holds while nothing changes', async () => {
    const { outbox } = await openBench();
    await Promise.all(
      Array.from({ length: 50 }, (_, at) => outbox.write([draft(`t${at}`, `c${at % 5}`)], 'v', () => [])),
    );
    const list = outbox.pending();
    expect(list.map(({ event }) => event.n)).toEqual(Array.from({ length: 50 }, (_, at) => at));
    expect(outbox.pending()).toBe(list);
    expect(outbox.pendingOf('c3')).toEqual(
      list.filter(({ event }) => event.subject === 'c3').map(({ event }) => event.id),
    );
    const [first] = list;
    outbox.refuse(first?.event.id ?? ('' as never), 'schema', '');
    expect(outbox.pending()).toHaveLength(49);
    expect(outbox.pendingOf('c0')).toHaveLength(9);
    expect(outbox.pendingOf('nobody')).toEqual([]);
  });
});
