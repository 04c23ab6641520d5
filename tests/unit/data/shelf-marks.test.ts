import { expect, test } from 'vitest';
import type { PackedText } from '#rules';
import type { ScratchFile } from '../../../client/data/platform.ts';
import { Shelf } from '../../../client/data/worker/shelf.ts';
import { plainPacking } from '../../support/drowsy.ts';
import { type FickleScratch, makeFickleScratch } from '../../support/fickle-scratch.ts';
import { makeManualTimers } from '../../support/manual-timers.ts';

const EACH = 10;
const FILE = 10 * EACH;

const textOf = (at: number): string => `text ${at}`.padEnd(EACH, '.');
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A scratch whose writes end well at once. */
const openScratch = (): FickleScratch => {
  const scratch: FickleScratch = makeFickleScratch(FILE, () => queueMicrotask(() => scratch.end(false)));
  return scratch;
};
const openShelf = (scratch: FickleScratch) =>
  new Shelf(plainPacking().packing, scratch, makeManualTimers(), () => undefined);

/** A shelf with so many texts, all that fit in files of their own there. */
const filled = async (scratch: FickleScratch, count: number) => {
  const shelf = openShelf(scratch);
  const parts: PackedText[] = [];
  for (let at = 0; at < count; at += 1) {
    parts.push(shelf.put(textOf(at)));
    await turn();
  }
  return { shelf, parts };
};
const markFile = (scratch: FickleScratch): Promise<ScratchFile> => scratch.write([new Uint8Array(EACH)]);
const namesOn = (scratch: FickleScratch): readonly string[] => [...scratch.files.keys()].map(String);

/** Marks, and begins another shelf with it. */
const begunWith = async (scratch: FickleScratch, shelf: Shelf, parts: readonly PackedText[]) => {
  const mark = shelf.mark();
  const places = parts.map((part) => mark.placeOf(part));
  const rest = Uint8Array.from(mark.rest().flatMap((bytes) => [...bytes]));
  const file = await markFile(scratch);
  mark.settle(file);
  const files = await Promise.all(mark.files.map((name) => scratch.open(name)));
  const next = openShelf(scratch);
  const partAt = next.begin(file, files, rest);
  return { next, begun: places.map((place) => partAt(place)), file };
};

test('[SL-8] a shelf begun with the mark of another holds its texts, those too that lay in no file yet', async () => {
  const scratch = openScratch();
  const { shelf, parts } = await filled(scratch, 34);
  expect(scratch.files.size).toBe(3);
  const { next, begun } = await begunWith(scratch, shelf, parts);
  await shelf.close();
  expect(begun.map((part) => part.text())).toEqual(parts.map((_, at) => textOf(at)));
  // the four that lay in none wait for company, as any that is put
  const before = scratch.files.size;
  for (let at = 34; at < 40; at += 1) begun.push(next.put(textOf(at)));
  await turn();
  expect(scratch.files.size).toBe(before + 1);
  expect(begun.map((part) => part.text())).toEqual(begun.map((_, at) => textOf(at)));
});

test('[SL-8] files of a mark stay until another mark is good, whatever is needed of them, and go then', async () => {
  const scratch = openScratch();
  const { shelf, parts } = await filled(scratch, 30);
  const first = shelf.mark();
  const firstFile = await markFile(scratch);
  first.settle(firstFile);
  for (const part of parts.slice(0, 28)) part.forget();
  await turn();
  expect(namesOn(scratch)).toEqual(expect.arrayContaining([...first.files, firstFile.name]));
  expect(parts.slice(28).map((part) => part.text())).toEqual([textOf(28), textOf(29)]);

  const second = shelf.mark();
  expect(second.files).toEqual([]);
  const secondFile = await markFile(scratch);
  await turn();
  expect(namesOn(scratch)).toEqual(expect.arrayContaining([...first.files, firstFile.name]));
  second.settle(secondFile);
  await turn();
  expect(namesOn(scratch)).toEqual([secondFile.name]);
});

test('[SL-8] a mark that came to nothing lets go of what only it spoke of; the one before stays good', async () => {
  const scratch = openScratch();
  const { shelf, parts } = await filled(scratch, 10);
  const good = shelf.mark();
  const file = await markFile(scratch);
  good.settle(file);
  for (let at = 0; at < 10; at += 1) parts.push(shelf.put(textOf(10 + at)));
  await turn();
  const other = shelf.mark();
  expect(other.files).toHaveLength(2);
  for (const part of parts) part.forget();
  await turn();
  expect(namesOn(scratch)).toEqual(expect.arrayContaining([...other.files]));
  other.settle(null);
  await turn();
  expect(new Set(namesOn(scratch))).toEqual(new Set([...good.files, file.name]));
});

test('[SL-8] [SL-5] what is marked outlasts its shelf; once nothing is marked any more it goes as all else does', async () => {
  const scratch = openScratch();
  const { shelf, parts } = await filled(scratch, 20);
  const { next, begun, file } = await begunWith(scratch, shelf, parts);
  await shelf.close();
  expect(scratch.files.size).toBe(3);
  next.unmark();
  await turn();
  expect(namesOn(scratch)).not.toContain(file.name);
  expect(begun.map((part) => part.text())).toEqual(parts.map((_, at) => textOf(at)));
  await next.close();
  expect(scratch.files.size).toBe(0);
});

test('[SL-8] [SL-4] of a file that was begun with all is needed that is: it is vacated only when less than half is', async () => {
  const scratch = openScratch();
  const { shelf, parts } = await filled(scratch, 10);
  const { next, begun } = await begunWith(scratch, shelf, parts);
  await shelf.close();
  const [file] = [...scratch.files.keys()];
  next.unmark();
  begun[0]?.forget();
  await turn();
  expect(scratch.files.has(file ?? 0)).toBe(true);
  for (const part of begun.slice(1, 6)) part.forget();
  await turn();
  expect(scratch.files.has(file ?? 0)).toBe(false);
  expect(begun.slice(6).map((part) => part.text())).toEqual([6, 7, 8, 9].map(textOf));
});
