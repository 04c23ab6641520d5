import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type SendFile, UploadQueue } from '../../../client/data/blobs/upload-queue.ts';
import { type MemoryDisk, makeMemoryDisk, makeMemoryStore } from '../../../client/data/storage/memory.ts';
import { goodPdf, streamPdf } from '../relay-edge/files.ts';
import { makeHandTimers } from './support.ts';

const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]);
const blob = (bytes: Uint8Array | string): Blob => new Blob([bytes as BlobPart]);
const digest = async (bytes: Uint8Array): Promise<string> => createHash('sha256').update(bytes).digest('hex');

/** A relay that can be away, and refuses files named so. */
const makeRelay = () => {
  const got: string[] = [];
  const relay = { away: false, got };
  const send: SendFile = async ({ metadata }) => {
    const name = metadata['filename'] ?? '';
    if (relay.away) throw new Error('no relay');
    got.push(name);
    return name.startsWith('refused') ? 'refused' : 'stored';
  };
  return { relay, send };
};

const open = async (disk: MemoryDisk, send: SendFile) => {
  const store = makeMemoryStore(disk);
  const timers = makeHandTimers();
  const queue = new UploadQueue({
    store,
    generation: await store.claim(),
    send,
    digest,
    after: (ms, callback) => timers.after(ms, callback),
    onChange: () => undefined,
  });
  return { queue, timers };
};
const settled = async (queue: UploadQueue, states: Readonly<Record<string, number>>): Promise<void> => {
  await expect
    .poll(() =>
      Object.values(queue.states()).reduce<Record<string, number>>((counts, state) => {
        counts[state] = (counts[state] ?? 0) + 1;
        return counts;
      }, {}),
    )
    .toEqual(states);
};

describe('files on the device', () => {
  it('[UQ-1][R20][R97] a file is refused by what it is, not by its name', async () => {
    const { queue } = await open(makeMemoryDisk(), makeRelay().send);
    const confirmation = (bytes: Uint8Array | string) =>
      queue.attach(blob(bytes), '确认书.pdf', 'requirementConfirmation');
    expect(await confirmation('')).toEqual({ kind: 'refused', reason: 'empty' });
    expect(await confirmation('%PDF-1.7 nothing else')).toEqual({ kind: 'refused', reason: 'notPdf' });
    expect(await confirmation(PNG)).toEqual({ kind: 'refused', reason: 'notPdf' });
    expect(await queue.attach(blob('MZ program'), 'a.png', 'other')).toEqual({
      kind: 'refused',
      reason: 'unsupportedType',
    });
    const large = new Uint8Array(21 * 1024 * 1024);
    large.set(PNG);
    expect(await queue.attach(blob(large), 'a.png', 'other')).toEqual({ kind: 'refused', reason: 'tooLarge' });
    expect(await confirmation(goodPdf())).toMatchObject({ kind: 'queued' });
    expect(await queue.attach(blob(PNG), 'a.png', 'other')).toMatchObject({ kind: 'queued' });
  });

  it('[UQ-2][R97] a full disk refuses the file by name, and nothing of it is kept', async () => {
    const disk = makeMemoryDisk();
    const { queue } = await open(disk, makeRelay().send);
    disk.refusal = () => 'quota';
    expect(await queue.attach(blob(PNG), 'a.png', 'other')).toEqual({ kind: 'storage', reason: 'quota' });
    expect([queue.waiting(), disk.stores.get('blobs')?.size]).toEqual([0, 0]);
  });

  it('[UQ-3][UQ-4][R97] files wait offline, outlive a kill and are sent once each when the relay is back', async () => {
    const disk = makeMemoryDisk();
    const { relay, send } = makeRelay();
    relay.away = true;
    const before = await open(disk, send);
    await before.queue.attach(blob(PNG), 'a.png', 'other');
    await before.queue.attach(blob(streamPdf()), 'b.pdf', 'contract');
    await settled(before.queue, { waiting: 2 });
    before.queue.stop();
    const after = await open(disk, send);
    await settled(after.queue, { waiting: 2 });
    relay.away = false;
    await after.queue.flush();
    await settled(after.queue, { stored: 2 });
    expect(relay.got.toSorted()).toEqual(['a.png', 'b.pdf']);
    expect(disk.stores.get('blobs')?.size).toBe(0);
  });

  it('[UQ-3] without a sign from outside it tries again by itself', async () => {
    const { relay, send } = makeRelay();
    relay.away = true;
    const { queue, timers } = await open(makeMemoryDisk(), send);
    await queue.attach(blob(PNG), 'a.png', 'other');
    await settled(queue, { waiting: 1 });
    await expect.poll(() => timers.pending()).toBe(1);
    relay.away = false;
    timers.advance(15_000);
    await settled(queue, { stored: 1 });
  });

  it('[UQ-5] a refused file stays and says so, and the next one is sent', async () => {
    const disk = makeMemoryDisk();
    const { relay, send } = makeRelay();
    const { queue } = await open(disk, send);
    await queue.attach(blob(PNG), 'refused.png', 'other');
    await queue.attach(blob(streamPdf()), 'b.pdf', 'contract');
    await settled(queue, { refused: 1, stored: 1 });
    const again = await open(disk, send);
    await settled(again.queue, { refused: 1 });
    expect(relay.got).toEqual(['refused.png', 'b.pdf']);
  });
});
