import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Timers } from '../../../client/data/platform.ts';
import { Tail } from '../../../client/data/replica/tail.ts';
import { makeManualTimers } from '../../support/manual-timers.ts';

const ROOM = 'pool:east@1';
const LOG = 'e:dev-b';

/** A log elsewhere: what each row is as an update, and the state it makes. */
const writer = () => {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  return (row: string): readonly [update: Uint8Array, state: Uint8Array] => {
    doc.getArray<string>(LOG).push([row]);
    return [updates.at(-1) ?? new Uint8Array(), Y.encodeStateVector(doc)];
  };
};
const rowsOf = (updates: readonly Uint8Array[]): readonly string[] => {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc.getArray<string>(LOG).toArray();
};

/** The tail of a room in state 0, and what the room takes in with the state it is in then. */
const tailOf = (store: ConstructorParameters<typeof Tail>[1], timers: Timers) => {
  let state = Uint8Array.of(0);
  const tail = new Tail(
    ROOM,
    store,
    timers,
    () => state,
    () => undefined,
  );
  const add = ([update, now]: ReturnType<ReturnType<typeof writer>>): void => {
    state = Uint8Array.from(now);
    tail.add(update);
  };
  return { tail, add };
};

test('[RQ-14] what a disk refuses for hours is one piece, is not tried at every row, and is written once it may be', async () => {
  const timers = makeManualTimers();
  const write = writer();
  const state = { isFull: true, tries: 0 };
  const copy: Uint8Array[] = [];
  const store = {
    append: (_room: string, update: Uint8Array) => {
      state.tries += 1;
      if (!state.isFull) copy.push(update);
      return Promise.resolve(!state.isFull);
    },
  };
  const { tail, add } = tailOf(store, timers);
  const rows = Array.from({ length: 60 }, (_, at) => `第${at}行`);
  for (const row of rows) {
    add(write(row));
    timers.advance(1_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(state.tries).toBeLessThan(20);
  await tail.flush();
  expect(tail.gathered()).toHaveLength(1);
  expect(rowsOf(tail.gathered())).toEqual(rows);
  state.isFull = false;
  add(write('又一行'));
  await tail.flush();
  expect([tail.gathered(), copy.length]).toEqual([[], 1]);
  expect(rowsOf(copy)).toEqual([...rows, '又一行']);
});

test('[RQ-14] what comes while a piece is written is written after it, from the state that one made', async () => {
  const timers = makeManualTimers();
  const write = writer();
  const states: (readonly [from: string, to: string])[] = [];
  let answer: (isKept: boolean) => void = () => undefined;
  const store = {
    append: (_room: string, _update: Uint8Array, from: Uint8Array, inSync: Uint8Array) => {
      states.push([from.join(), inSync.join()]);
      return new Promise<boolean>((resolve) => {
        answer = resolve;
      });
    },
  };
  const { tail, add } = tailOf(store, timers);
  const [first, second] = [write('一'), write('二')];
  add(first);
  timers.advance(1_000);
  await Promise.resolve();
  add(second);
  const flushed = tail.flush();
  answer(true);
  await new Promise((resolve) => setImmediate(resolve));
  expect(rowsOf([first[0], ...tail.gathered()])).toEqual(['一', '二']);
  answer(true);
  await flushed;
  expect(tail.gathered()).toEqual([]);
  expect(states).toEqual([
    ['0', first[1].join()],
    [first[1].join(), second[1].join()],
  ]);
});
