import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type BlobHash, DAY_MS, DEFAULT_PROCESS, type MemberId, type PayloadOf, type Playbook } from '#rules';
import { filesToKeep } from '../../../client/data/answers/desk-answer.ts';
import { KeptFiles } from '../../../client/data/blobs/kept-files.ts';
import type { HttpOutcome } from '../../../client/data/device/relay-http.ts';
import { type MemoryDisk, makeMemoryDisk, makeMemoryStore } from '../../../client/data/storage/memory.ts';
import { makeStage } from '../../support/rules-stage.ts';

const digest = async (bytes: Uint8Array): Promise<string> => createHash('sha256').update(bytes).digest('hex');
const file = (text: string) => {
  const bytes = new TextEncoder().encode(text);
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') as BlobHash };
};
const [a, b, c] = [file('甲'), file('乙'), file('丙')];

/** A device over this disk; the relay serves what `relay` holds. */
const open = async (wanted: readonly BlobHash[], disk: MemoryDisk = makeMemoryDisk()) => {
  const store = makeMemoryStore(disk);
  const world = {
    disk,
    store,
    wanted: [...wanted],
    relay: new Map([a, b, c].map(({ sha256, bytes }) => [sha256, bytes])),
    isOnline: true,
    asked: [] as BlobHash[],
    told: 0,
  };
  const fetch = async (hash: BlobHash): Promise<HttpOutcome<Uint8Array>> => {
    if (!world.isOnline) return { kind: 'offline' };
    world.asked.push(hash);
    const bytes = world.relay.get(hash);
    return bytes === undefined ? { kind: 'refused', error: 'notFound' } : { kind: 'ok', answer: bytes };
  };
  const files = new KeptFiles({
    ...{ store, generation: await store.claim(), fetch, digest },
    wanted: () => world.wanted,
    onChange: () => {
      world.told += 1;
    },
  });
  return Object.assign(world, { files });
};
const onDisk = (disk: MemoryDisk): readonly string[] => [...(disk.stores.get('files')?.keys() ?? [])].toSorted();

describe('files kept to be read offline', () => {
  it('[PF-20][R65] what is wanted is fetched once, told of, and is there after a restart without a network', async () => {
    const first = await open([a.sha256, b.sha256]);
    await Promise.all([first.files.refresh(), first.files.refresh()]);
    await first.files.refresh();
    expect(first.asked).toEqual([a.sha256, b.sha256]);
    expect(first.told).toBe(2);
    const next = await open([a.sha256, b.sha256], first.disk);
    next.isOnline = false;
    expect(await next.files.read(b.sha256)).toEqual(b.bytes);
    expect(next.files.kept()).toEqual([a.sha256, b.sha256]);
    expect(await next.files.read(c.sha256)).toBeNull();
  });

  it('[PF-21][R65] offline it waits, goes on where it stopped, and one the relay has not got holds up no other', async () => {
    const device = await open([a.sha256, b.sha256]);
    device.isOnline = false;
    await device.files.refresh();
    expect(device.files.kept()).toEqual([]);
    device.isOnline = true;
    device.relay.delete(a.sha256);
    await device.files.refresh();
    expect(device.files.kept()).toEqual([b.sha256]);
  });

  it('[PF-22] bytes that are not the file named are not kept, and not given out', async () => {
    const device = await open([a.sha256]);
    device.relay.set(a.sha256, b.bytes);
    await device.files.refresh();
    expect(onDisk(device.disk)).toEqual([]);
    expect((await device.files.fetched(a.sha256)).kind).toBe('offline');
  });

  it('[PF-23] what is wanted no more leaves the disk', async () => {
    const device = await open([a.sha256, b.sha256]);
    await device.files.refresh();
    device.wanted = [b.sha256];
    await device.files.refresh();
    expect(onDisk(device.disk)).toEqual([b.sha256]);
    expect(await device.files.read(a.sha256)).toBeNull();
    const again = await open([], device.disk);
    await again.files.refresh();
    expect(onDisk(device.disk)).toEqual([]);
  });

  it('[PF-23] wiping the device takes them, and what was still on its way is not written any more', async () => {
    const device = await open([a.sha256, b.sha256]);
    await device.files.refresh();
    device.wanted = [a.sha256, b.sha256, c.sha256];
    const late = device.files.refresh();
    await device.store.wipe();
    await expect(late).rejects.toThrow();
    expect(onDisk(device.disk)).toEqual([]);
  });

  it('[PF-24] without room it says so, loses nothing, is not fetched over and over, and comes once something went', async () => {
    const device = await open([a.sha256, b.sha256]);
    device.disk.refusal = (writes) => (writes.some(({ key }) => key === b.sha256) ? 'quota' : null);
    await device.files.refresh();
    await device.files.refresh();
    expect(device.files.kept()).toEqual([a.sha256]);
    expect(device.files.noRoom()).toEqual([b.sha256]);
    expect(device.asked).toEqual([a.sha256, b.sha256]);
    expect(await device.files.read(a.sha256)).toEqual(a.bytes);
    device.disk.refusal = () => null;
    device.wanted = [b.sha256];
    await device.files.refresh();
    expect(onDisk(device.disk)).toEqual([b.sha256]);
    expect(device.files.noRoom()).toEqual([]);
  });
});

describe('which files a person keeps', () => {
  const template = { ...DEFAULT_PROCESS.playbooks[0] } as Playbook;
  const playbook = (id: string, ...hashes: readonly string[]): Playbook => ({
    ...template,
    id,
    materials: hashes.map((sha256) => ({ name: '表', file: { sha256, name: '表.pdf', size: 3 } })),
  });
  const onRae = { subject: 'rae' };
  const desk = () => {
    const stage = makeStage();
    const publish = (one: Playbook) =>
      stage.act('boss', 'processPublished', { part: { kind: 'playbook', playbook: one } });
    const pack = (one: string, version: string): PayloadOf<'playbookSent'> => ({
      ...{ playbook: one, version, effectAfterDays: 14 },
      tasks: [{ title: '一', dueMs: stage.nowMs + DAY_MS }],
    });
    const attest = (sha256: BlobHash, doc = 'org') =>
      stage.fact({ kind: 'blobAttested', tick: stage.tick(), sha256, mediaType: 'application/pdf', size: 3 }, doc);
    const kept = (member = 'rae') => filesToKeep(stage.fold(), member as MemberId, stage.nowMs);
    return { stage, publish, pack, attest, kept };
  };

  it('[PF-25][R65] those of packs on the own desk, in the version sent, once the relay has them', () => {
    const { stage, publish, pack, attest, kept } = desk();
    const version = publish(playbook('p', a.sha256, b.sha256, b.sha256));
    publish(playbook('p', c.sha256));
    stage.act('mia', 'playbookSent', pack('p', version), onRae);
    expect(kept()).toEqual([]);
    for (const { sha256 } of [a, b, c]) attest(sha256);
    expect(kept()).toEqual([a.sha256, b.sha256]);
    expect(kept('mia')).toEqual([]);
  });

  it('[PF-25][R65] open ones first; a pack taken back keeps nothing, a done one its files for thirty days', () => {
    const { stage, publish, pack, attest, kept } = desk();
    for (const { sha256 } of [a, b, c]) attest(sha256);
    const [p, q, r] = [
      publish(playbook('p', a.sha256)),
      publish(playbook('q', b.sha256)),
      publish(playbook('r', c.sha256)),
    ];
    const back = stage.act('mia', 'playbookSent', pack('r', r), onRae);
    stage.act('mia', 'playbookWithdrawn', { sent: back }, { ...onRae, cites: [back] });
    stage.act('mia', 'playbookSent', pack('p', p), onRae);
    stage.pass(1_000);
    const done = stage.act('mia', 'playbookSent', pack('q', q), onRae);
    expect(kept()).toEqual([b.sha256, a.sha256]);
    stage.pass(1_000);
    stage.act('rae', 'playbookTaskDone', { sent: done, task: 0 }, { ...onRae, cites: [done] });
    expect(kept()).toEqual([a.sha256, b.sha256]);
    stage.pass(30 * DAY_MS - 1);
    expect(kept()).toEqual([a.sha256, b.sha256]);
    stage.pass(1);
    expect(kept()).toEqual([a.sha256]);
  });
});
