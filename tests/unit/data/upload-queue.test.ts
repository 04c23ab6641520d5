import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Evidence } from '#rules';
import { type SendFile, UploadQueue } from '../../../client/data/blobs/upload-queue.ts';
import { type LocalStore, StorageRefused } from '../../../client/data/storage/contract.ts';
import { type MemoryDisk, makeMemoryDisk, makeMemoryStore } from '../../../client/data/storage/memory.ts';
import { confirmationPdf } from '../../../sync-relay/demo/demo-file.ts';
import { makeManualTimers } from '../../support/manual-timers.ts';
import { until } from '../../support/until.ts';

const bytesOf = (value: unknown): number => {
  if (value instanceof Uint8Array) return value.length;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null).length;
  return Object.values(value).reduce((sum: number, part) => sum + bytesOf(part), 0);
};
/** A store whose disk holds `capacity` bytes. */
const limited = (disk: MemoryDisk, capacity: number): LocalStore => {
  const inner = makeMemoryStore(disk);
  return {
    ...inner,
    commit: (generation, writes) => {
      const kept = new Map(
        [...disk.stores].flatMap(([name, store]) => [...store].map(([key, value]) => [`${name}/${key}`, value])),
      );
      for (const { store, key, value } of writes) kept.set(`${store}/${key}`, value);
      const used = [...kept.values()].reduce(
        (sum: number, value) => sum + (value === undefined ? 0 : bytesOf(value)),
        0,
      );
      return used > capacity ? Promise.reject(new StorageRefused('quota')) : inner.commit(generation, writes);
    },
  };
};

const open = async (send: SendFile, disk: MemoryDisk = makeMemoryDisk(), store = makeMemoryStore(disk)) => {
  const timers = makeManualTimers();
  const generation = await store.claim();
  const queue = new UploadQueue({
    store,
    generation,
    send,
    digest: (bytes) => Promise.resolve(createHash('sha256').update(bytes).digest('hex')),
    after: (ms, callback) => timers.after(ms, callback),
    onChange: () => undefined,
  });
  return { queue, disk, timers, store, generation };
};
const pdf = (name = 'c-1'): Blob => new Blob([Uint8Array.from(confirmationPdf(name))]);
const png = (size: number): Blob => {
  const bytes = new Uint8Array(size);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return new Blob([bytes]);
};
const waits = (disk: MemoryDisk): number => disk.stores.get('blobs')?.size ?? 0;

describe('files waiting for upload', () => {
  test('[UQ-1][R20] a queued file outlives a kill, goes up when the network is back, and leaves the device', async () => {
    const { queue, disk } = await open(() => Promise.reject(new Error('offline')));
    const outcome = await queue.attach(pdf(), '确认书.pdf', 'requirementConfirmation');
    expect(outcome).toMatchObject({ kind: 'queued', evidence: { name: '确认书.pdf' } });
    expect(waits(disk)).toBe(1);
    queue.stop();
    const sent: string[] = [];
    let online = false;
    const next = await open((file) => {
      if (!online) return Promise.reject(new Error('offline'));
      sent.push(file.metadata['sha256'] ?? '');
      return Promise.resolve('stored');
    }, disk);
    await until('tried', () => next.timers.pending() > 0);
    expect(next.queue.waiting()).toBe(1);
    online = true;
    next.timers.advance(15_000);
    await until('gone up', () => waits(disk) === 0);
    expect(sent).toEqual(outcome.kind === 'queued' ? [outcome.evidence.sha256] : []);
    expect(next.queue.states()).toEqual({ [sent[0] ?? '']: 'stored' });
  });
  test('[UQ-2] one refused for good stays and says so; the next goes up', async () => {
    const { queue, disk } = await open((file) =>
      Promise.resolve(file.metadata['filename'] === 'bad.pdf' ? 'refused' : 'stored'),
    );
    await queue.attach(pdf('a'), 'bad.pdf', 'requirementConfirmation');
    await queue.attach(pdf('b'), 'good.pdf', 'requirementConfirmation');
    await until('both judged', () => queue.waiting() === 0);
    expect(Object.values(queue.states()).toSorted()).toEqual(['refused', 'stored']);
    expect(waits(disk)).toBe(1);
  });
  test('[UQ-3] the last room is for words: a file that would take it is refused and leaves nothing', async () => {
    const disk = makeMemoryDisk();
    const { queue, store, generation } = await open(
      () => Promise.reject(new Error('offline')),
      disk,
      limited(disk, 3 * 1024 * 1024),
    );
    expect((await queue.attach(png(1_500_000), 'a.png', 'other')).kind).toBe('queued');
    expect(await queue.attach(png(600_000), 'b.png', 'other')).toEqual({ kind: 'storage', reason: 'quota' });
    expect(waits(disk)).toBe(1);
    const words = { store: 'pending', key: 'e', value: '字'.repeat(5_000) } as const;
    await expect(store.commit(generation, [words])).resolves.toBeUndefined();
    expect(disk.stores.get('meta')?.has('reserve')).toBe(false);
  });
  test('[UQ-4][R16] only a whole PDF is a confirmation, and unknown types are nothing', async () => {
    const { queue, disk } = await open(() => Promise.resolve('stored'));
    const half = pdf().slice(0, 200);
    const attach = async (file: Blob, type: Evidence['documentType']) => queue.attach(file, 'x', type);
    expect(await attach(half, 'requirementConfirmation')).toEqual({ kind: 'refused', reason: 'notPdf' });
    expect(await attach(png(20), 'requirementConfirmation')).toEqual({ kind: 'refused', reason: 'notPdf' });
    expect(await attach(new Blob(['MZ program']), 'other')).toEqual({ kind: 'refused', reason: 'unsupportedType' });
    expect(await attach(new Blob([]), 'other')).toEqual({ kind: 'refused', reason: 'empty' });
    expect(waits(disk)).toBe(0);
  });
  test('[UQ-5][R24] a recording has to be sound and a screenshot a picture, by their bytes', async () => {
    const { queue } = await open(() => Promise.resolve('stored'));
    const starting = (...head: readonly (string | number)[]) =>
      new Blob([
        Uint8Array.from(
          head.flatMap((part) => (typeof part === 'number' ? [part] : [...part].map((one) => one.charCodeAt(0)))),
        ),
      ]);
    const kind = async (file: Blob, type: Evidence['documentType']) => {
      const outcome = await queue.attach(file, 'x', type);
      return outcome.kind === 'refused' ? outcome.reason : outcome.kind;
    };
    const sounds = [
      starting('ID3', 4, 0),
      starting(0xff, 0xfb, 0x90),
      starting(0xff, 0xf1, 0x50),
      starting(0, 0, 0, 24, 'ftypM4A '),
      starting('RIFF', 0, 0, 0, 0, 'WAVEfmt '),
      starting('OggS', 0),
      starting('#!AMR', 10),
      starting(0x1a, 'E', 0xdf, 0xa3),
    ];
    for (const sound of sounds) {
      expect(await kind(sound, 'callRecording')).toBe('queued');
      expect(await kind(sound, 'chatScreenshot')).toBe('notImage');
    }
    for (const picture of [png(20), starting('RIFF', 0, 0, 0, 0, 'WEBPVP8 '), starting(0, 0, 0, 24, 'ftypheic')]) {
      expect(await kind(picture, 'chatScreenshot')).toBe('queued');
      expect(await kind(picture, 'callRecording')).toBe('notAudio');
    }
    expect(await kind(pdf(), 'callRecording')).toBe('notAudio');
  });
});
