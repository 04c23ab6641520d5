import type { Timers } from '../platform.ts';
import { type LocalStore, StaleGeneration, StorageRefused, type Write } from './contract.ts';

/** How long writes that nobody waits for may wait for company, ms. */
const LAZY_MS = 200;
/** A commit that takes longer is shown as blocked, ms: another tab stands frozen inside a transaction. */
const BLOCKED_MS = 5_000;
/** Delay before lazily written things are tried again after a refusal, ms. */
const RETRY_MS = 5_000;

/** Orders the commits of one owner: one at a time, those that wait together in one transaction. */
export interface Journal {
  /**
   * Resolves when the writes are on disk. Writes that wait together succeed or fail together, in order; those of
   * {@link later} only ride along, and cannot make a save fail.
   */
  commit(writes: () => readonly Write[]): Promise<void>;
  /** Writes with the next commit, at the latest soon; tried again when refused. Later ones to a key win. */
  later(writes: readonly Write[]): void;
  /** True while a commit is under way or waits: caches give way. */
  busy(): boolean;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  stop(): void;
}

export interface JournalEvents {
  readonly onStale: () => void;
  readonly onBlocked: (blocked: boolean) => void;
  /** The disk refused or, after a refusal, took something again (`null`). */
  readonly onRefused: (problem: StorageRefused['reason'] | null) => void;
}

interface Waiting {
  readonly writes: () => readonly Write[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const keyOf = ({ store, key }: Write): string => `${store}/${key}`;

export const makeJournal = (store: LocalStore, generation: number, timers: Timers, events: JournalEvents): Journal => {
  let waiting: Waiting[] = [];
  let running: Promise<void> | null = null;
  let stopped = false;
  let refusedBefore = false;
  let cancelTimer: (() => void) | null = null;
  const lazy = new Map<string, Write>();

  const lazyAfter = (ms: number): void => {
    if (cancelTimer !== null || stopped) return;
    cancelTimer = timers.after(ms, () => {
      cancelTimer = null;
      start();
    });
  };
  const write = async (writes: readonly Write[], isWhole = true): Promise<void> => {
    const cancelWatch = timers.after(BLOCKED_MS, () => events.onBlocked(true));
    try {
      await store.commit(generation, writes);
      // While something is left out because the disk refused it, the disk is still shown as refusing.
      if (refusedBefore && isWhole) {
        events.onRefused(null);
        refusedBefore = false;
      }
    } catch (error) {
      if (error instanceof StaleGeneration) events.onStale();
      else {
        refusedBefore = true;
        events.onRefused(error instanceof StorageRefused ? error.reason : 'unavailable');
      }
      throw error;
    } finally {
      cancelWatch();
      events.onBlocked(false);
    }
  };
  const flush = async (): Promise<void> => {
    const group = waiting;
    waiting = [];
    const piggyback = [...lazy];
    const asked = group.flatMap((entry) => entry.writes());
    const done = (keys: ReadonlySet<string> | null): void => {
      for (const [key, write] of piggyback) {
        if ((keys === null || keys.has(key)) && lazy.get(key) === write) lazy.delete(key);
      }
      for (const entry of group) entry.resolve();
    };
    try {
      const writes = [...piggyback.map(([, write]) => write), ...asked];
      try {
        if (writes.length > 0) await write(writes);
        done(null);
      } catch (error) {
        // What nobody waits for must not cost somebody his save: once more without it.
        if (!(error instanceof StorageRefused) || asked.length === 0 || piggyback.length === 0) throw error;
        await write(asked, false);
        // An older lazy write of the same key must not come after it.
        done(new Set(asked.map(keyOf)));
        if (lazy.size > 0) lazyAfter(RETRY_MS);
      }
    } catch (error) {
      // What was judged on top of the refused writes cannot stand either.
      const followers = waiting;
      waiting = [];
      for (const entry of [...group, ...followers]) entry.reject(error);
      if (lazy.size > 0) lazyAfter(RETRY_MS);
    }
  };
  const start = (): void => {
    if (running !== null || stopped) return;
    running = (async () => {
      do await flush();
      while (waiting.length > 0 && !stopped);
      running = null;
      if (lazy.size > 0) lazyAfter(LAZY_MS);
    })();
  };

  return {
    commit: (writes) =>
      new Promise((resolve, reject) => {
        if (stopped) {
          reject(new StaleGeneration());
          return;
        }
        waiting.push({ writes, resolve, reject });
        start();
      }),
    later: (writes) => {
      for (const write of writes) lazy.set(keyOf(write), write);
      if (running === null) lazyAfter(LAZY_MS);
    },
    busy: () => running !== null || waiting.length > 0,
    idle: () => running ?? Promise.resolve(),
    stop: () => {
      stopped = true;
      cancelTimer?.();
      const left = waiting;
      waiting = [];
      for (const entry of left) entry.reject(new StaleGeneration());
    },
  };
};
