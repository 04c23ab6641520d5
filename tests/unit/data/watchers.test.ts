import { expect, test } from 'vitest';
import type { AnswerOf, Query } from '../../../client/data/contract.ts';
import { Pace } from '../../../client/data/worker/pace.ts';
import { Watchers } from '../../../client/data/worker/watchers.ts';
import { makeManualTimers } from '../../support/manual-timers.ts';

const COUNTS: Query = { kind: 'process' };
const OTHERS: Query = { kind: 'facets' };
/** A slice is over before half of these are done. */
const STEPS = 10;
const STEP_MS = 4;

/** Watchers of answers that take `STEPS` steps each, begun again after a pause with those that are left. */
const stage = () => {
  const timers = makeManualTimers();
  const state = {
    nowMs: 0,
    isTakingIn: false,
    left: STEPS,
    asked: 0,
    throwsFor: null as Query | null,
    longFor: null as Query | null,
  };
  const pace = new Pace(() => state.nowMs, timers);
  const watchers = new Watchers({
    pace,
    answer: (query) => {
      state.asked += 1;
      if (query === state.throwsFor) throw new Error('cannot be answered');
      for (; state.left > 0 && (state.longFor ?? query) === query; state.left -= 1) {
        pace.pause();
        state.nowMs += STEP_MS;
      }
      return { kind: query.kind, nowMs: state.nowMs } as unknown as AnswerOf<Query>;
    },
    expect: () => undefined,
    meanwhile: () => undefined,
    isAtOnce: () => false,
    onSlice: () => undefined,
    isTakingIn: () => state.isTakingIn,
  });
  return { timers, state, watchers };
};

test('[DW-17] records that wait have their turn between slices of answers, and nothing rests where none wait', () => {
  const { timers, state, watchers } = stage();
  const told: unknown[] = [];
  state.isTakingIn = true;
  watchers.add(COUNTS, (answer) => told.push(answer));
  const { left } = state;
  expect(left).toBeGreaterThan(0);
  timers.advance(47);
  expect(state.left).toBe(left);
  timers.advance(1);
  expect(state.left).toBeLessThan(left);
  expect(told).toEqual([]);

  // The slice that waits comes when it was to come; those behind it follow each other at once.
  state.isTakingIn = false;
  timers.advance(48);
  expect(told).toHaveLength(1);
  expect(timers.pending()).toBe(0);
});

test('[DW-17] a change during the rest is answered with the next slice, and nobody is asked where nothing changed', () => {
  const { timers, state, watchers } = stage();
  state.isTakingIn = true;
  state.left = 0;
  watchers.add(COUNTS, () => undefined);
  expect(state.asked).toBe(1);
  watchers.refresh(() => true);
  watchers.refresh(() => true);
  expect(state.asked).toBe(1);
  timers.advance(48);
  expect(state.asked).toBe(2);
  timers.advance(1_000);
  expect(state.asked).toBe(2);
  expect(timers.pending()).toBe(0);
});

test('[DW-18] who has just asked is answered before those that are only answered again', () => {
  const { timers, state, watchers } = stage();
  const told: Query[] = [];
  watchers.add(COUNTS, () => told.push(COUNTS));
  timers.advance(1_000);
  state.left = STEPS;
  state.longFor = COUNTS;
  watchers.refresh(() => true);
  watchers.add(OTHERS, () => told.push(OTHERS));
  timers.advance(1_000);
  expect(told).toEqual([COUNTS, OTHERS, COUNTS]);
  expect(timers.pending()).toBe(0);
});

test('[DW-9] an answer that fails takes no other along, and is not asked for again by itself', () => {
  const { timers, state, watchers } = stage();
  const told: unknown[] = [];
  state.left = 0;
  watchers.add(COUNTS, () => undefined);
  watchers.add(OTHERS, (answer) => told.push(answer));
  state.throwsFor = COUNTS;
  state.nowMs += 1;
  expect(() => watchers.refresh(() => true)).toThrow('cannot be answered');
  timers.advance(1);
  expect(told).toHaveLength(2);
  expect(timers.pending()).toBe(0);
});

test('[DW-11] nothing is asked or told after the end', () => {
  const { timers, state, watchers } = stage();
  state.isTakingIn = true;
  watchers.add(COUNTS, () => expect.unreachable('nobody is told any more'));
  const { asked } = state;
  watchers.stop();
  timers.advance(1_000);
  expect(state.asked).toBe(asked);
  expect(timers.pending()).toBe(0);
});
