import { expect, test } from 'vitest';
import type { CustomerId } from '#rules';
import type { MakeDrowsing } from '../../../client/data/platform.ts';
import { plainDrowsing } from '../../support/drowsy.ts';
import { makeFickleScratch } from '../../support/fickle-scratch.ts';
import { note, yellow } from '../../support/rules-stage.ts';
import { onVirtualTime, openDevice } from './resting-support.ts';

onVirtualTime();

const CUSTOMER = 'c1' as CustomerId;
/** Less than a customer. */
const FILE_BYTES = 500;
/** A disk that did not answer is asked again. */
const RETRIED_MS = 2_000;

/** A device on which everybody sleeps, with what was packed on its scratch. */
const asleep = async (load?: (make: MakeDrowsing) => Promise<MakeDrowsing>) => {
  const scratch = makeFickleScratch(FILE_BYTES, () => scratch.end(false));
  const { make } = plainDrowsing(() => scratch);
  const sleep = { awake: 0, rows: 1, openingRows: 1, load: () => load?.(make) ?? Promise.resolve(make) };
  const opened = await openDevice(null, undefined, sleep);
  return { ...opened, scratch };
};

test('[SL-6][RF-37] whoever asks for what is lost gets an error, and all of it is folded anew, in memory only', async () => {
  const { device, pass, expected, scratch } = await asleep();
  expect(scratch.files.size).toBeGreaterThan(0);
  expect(device.told).toEqual([]);
  const written = scratch.counts.written;
  scratch.lose();
  expect(() => device.fold().contacts(CUSTOMER)).toThrow(expect.objectContaining({ name: 'RecordsLost' }));
  expect(device.told).toEqual(['begin']);
  await pass(1_000);
  expect(device.told).toEqual(['begin', 'end']);
  expect(device.fold().digest()).toBe(expected());
  expect(scratch.counts.written).toBe(written);
  expect(scratch.files.size).toBe(0);
});

test('[SL-6][I1] what comes while it is lost is missing nowhere, and takes nothing else along', async () => {
  const { device, stage, tell, pass, expected, scratch } = await asleep();
  scratch.lose();
  // seals about rows that sleep: whoever takes them in has to look at what is lost
  for (const one of stage.facts.slice(-6)) {
    const seal = { ...one, fact: { ...one.fact, tick: one.fact.tick - 1 } };
    stage.facts.push(seal);
    expect(() => device.folding.apply([], [seal])).not.toThrow();
  }
  expect(device.told).toEqual(['begin']);
  stage.act('rae', 'statusMarked', yellow());
  stage.act('mia', 'visitNoteRecorded', note());
  tell();
  await pass(RETRIED_MS);
  expect(device.told).toEqual(['begin', 'end']);
  expect(device.fold().digest()).toBe(expected());
});

test('[SL-6] what is taken back while it is lost stays taken back', async () => {
  const { device, stage, pass, expected, scratch } = await asleep();
  const before = expected();
  stage.act('mia', 'visitNoteRecorded', note(), { receivedMs: null });
  const own = stage.rows.at(-1);
  if (own === undefined) throw new Error('nothing was written');
  device.folding.apply([{ ...own, isLocal: true }]);
  scratch.lose();
  device.folding.remove([own.event.id]);
  expect(() => device.fold().contacts(CUSTOMER)).toThrow('cannot be read any more');
  await pass(RETRIED_MS);
  expect(device.fold().digest()).toBe(before);
});

test('[SL-6] a fold that is being made when all of it is lost is not used: another is made', async () => {
  const { device, stage, pass, expected, scratch } = await asleep();
  let isFirst = true;
  device.loadOwn = () => {
    // everything but the own rows is in the new fold, and packed
    if (isFirst) scratch.lose();
    const rows = isFirst ? device.own : [];
    isFirst = false;
    return Promise.resolve(rows);
  };
  const own = stage.rows.at(-1);
  if (own === undefined) throw new Error('nothing was written');
  device.own = [{ ...own, received: null, isLocal: true }];
  await device.rebuild.run();
  await pass(RETRIED_MS);
  expect(device.fold().digest()).toBe(expected());
  expect(() => device.fold().contacts(CUSTOMER)).not.toThrow();
});

test('[SL-5] after a rebuild nothing of the fold before lies on the scratch', async () => {
  const { device, pass, expected, scratch } = await asleep();
  const before = [...scratch.files.keys()];
  await device.rebuild.run();
  await pass(1_000);
  const after = [...scratch.files.keys()];
  expect(after.length).toBeGreaterThan(0);
  expect(after.filter((file) => before.includes(file))).toEqual([]);
  expect(device.fold().digest()).toBe(expected());
});

test('[SL-5] a rebuild that is overtaken by another leaves nothing', async () => {
  const { device, pass, scratch } = await asleep();
  const before = [...scratch.files.keys()];
  let answer: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  device.loadOwn = () => answered.then(() => []);
  const first = device.rebuild.run();
  await pass(1_000);
  const overtaken = [...scratch.files.keys()].filter((file) => !before.includes(file));
  expect(overtaken.length).toBeGreaterThan(0);
  const second = device.rebuild.run();
  answer();
  await Promise.all([first, second]);
  await pass(1_000);
  expect([...scratch.files.keys()].filter((file) => overtaken.includes(file) || before.includes(file))).toEqual([]);
  expect(scratch.files.size).toBeGreaterThan(0);
});

test('[SL-5] a device that has stopped has nothing on the scratch, and puts nothing there', async () => {
  const { device, stage, scratch } = await asleep();
  await device.folding.stop();
  expect(scratch.files.size).toBe(0);
  const written = scratch.counts.written;
  stage.act('rae', 'visitNoteRecorded', note());
  device.folding.apply(stage.rows.slice(-1), stage.facts.slice(-1));
  expect(scratch.counts.written).toBe(written);
});

test('[SL-5] what lets sleep and comes after the stop lets nobody sleep', async () => {
  let come: () => void = () => undefined;
  const { device, scratch, pass } = await asleep(
    (make) =>
      new Promise((resolve) => {
        come = () => resolve(make);
      }),
  );
  await device.folding.stop();
  come();
  await pass(1_000);
  expect(scratch.counts.written).toBe(0);
});
