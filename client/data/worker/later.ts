import type { Timers } from '../platform.ts';

/** Pauses between tries to fetch, ms: the first, and the longest they grow to. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** Something that comes behind the first screen. */
export interface Later<T> {
  /** `null` while it is not here. */
  now(): T | null;
  /** Resolves once it is here; never rejects. */
  whenHere(): Promise<T>;
  /** It was tried for and could not be had yet. */
  isMissing(): boolean;
  /** Fetches it; tells when it has come, and when it could not be had. Called once. */
  begin(onChange: () => void): void;
  /** The network may be back: a pause ends at once. */
  again(): void;
  /** Nothing more is tried or told. */
  stop(): void;
}

/** For whoever has it at once: tools, tests, the simulator. */
export const atOnce = <T>(value: T): Later<T> => ({
  now: () => value,
  whenHere: () => Promise.resolve(value),
  isMissing: () => false,
  begin: () => undefined,
  again: () => undefined,
  stop: () => undefined,
});

/** Fetched when told to begin, with growing pauses until it is here. */
class Fetched<T> implements Later<T> {
  readonly #load: () => Promise<T>;
  readonly #timers: Timers;
  readonly #here: Promise<T>;
  #arrived: (value: T) => void = () => undefined;
  #value: T | null = null;
  #failures = 0;
  #isUnderWay = false;
  #isStopped = false;
  #onChange: () => void = () => undefined;
  #cancel: (() => void) | null = null;

  constructor(load: () => Promise<T>, timers: Timers) {
    this.#load = load;
    this.#timers = timers;
    this.#here = new Promise((resolve) => {
      this.#arrived = resolve;
    });
  }

  now(): T | null {
    return this.#value;
  }
  whenHere(): Promise<T> {
    return this.#here;
  }
  isMissing(): boolean {
    return this.#value === null && this.#failures > 0;
  }
  begin(onChange: () => void): void {
    this.#onChange = onChange;
    void this.#try();
  }
  again(): void {
    if (this.#cancel !== null) void this.#try();
  }
  stop(): void {
    this.#onChange = () => undefined;
    this.#endPause();
    this.#isStopped = true;
  }

  #endPause(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  async #try(): Promise<void> {
    this.#endPause();
    if (this.#isStopped || this.#isUnderWay || this.#value !== null) return;
    this.#isUnderWay = true;
    try {
      this.#value = await this.#load();
      this.#arrived(this.#value);
    } catch {
      const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures);
      this.#failures += 1;
      this.#cancel = this.#timers.after(pause, () => void this.#try());
    }
    this.#isUnderWay = false;
    this.#onChange();
  }
}

/** `load` rejects while it cannot be had. */
export const fetchedLater = <T>(load: () => Promise<T>, timers: Timers): Later<T> => new Fetched(load, timers);
