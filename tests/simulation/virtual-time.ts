/**
 * Time that stands still between steps. `install` replaces the process's clocks and timers, so that libraries
 * which call them directly (y-websocket, lib0) obey it too; `settle` lets every promise chain run to its end.
 */
export interface VirtualTime {
  /** Wall clock of the world, ms. Devices add their own error to it. */
  now(): number;
  setTimeout(callback: () => void, delayMs: number): number;
  clear(handle: number): void;
  /** Runs everything due up to `now() + ms`, in time order, letting promises settle after each. */
  advance(ms: number): Promise<void>;
  /** The machines sleep: time goes on, and what fell due meanwhile runs once, late, with the next `advance`. */
  leap(ms: number): void;
  /** How long the machines were awake so far, ms: time without its leaps. */
  awake(): number;
  settle(): Promise<void>;
  install(): void;
  uninstall(): void;
}

interface Timer {
  readonly handle: number;
  readonly callback: () => void;
  readonly everyMs: number | null;
  dueMs: number;
}

const REAL = {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
  dateNow: Date.now,
  performanceNow: performance.now.bind(performance),
};

export const makeVirtualTime = (startMs: number): VirtualTime => {
  let nowMs = startMs;
  let sleptMs = 0;
  let nextHandle = 1;
  const timers = new Map<number, Timer>();

  const add = (callback: () => void, delayMs: number, everyMs: number | null): number => {
    const handle = nextHandle++;
    timers.set(handle, { handle, callback, everyMs, dueMs: nowMs + Math.max(0, delayMs || 0) });
    return handle;
  };
  const clear = (handle: number): void => {
    timers.delete(handle);
  };
  const earliest = (untilMs: number): Timer | null => {
    let best: Timer | null = null;
    for (const timer of timers.values()) {
      if (timer.dueMs > untilMs) continue;
      if (!best || timer.dueMs < best.dueMs || (timer.dueMs === best.dueMs && timer.handle < best.handle)) best = timer;
    }
    return best;
  };
  /** A tick callback runs once no microtask is left, and nothing in a history waits for anything but those. */
  const settle = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));
  const fire = (timer: Timer): void => {
    nowMs = Math.max(nowMs, timer.dueMs);
    if (timer.everyMs === null) timers.delete(timer.handle);
    else timer.dueMs = nowMs + Math.max(1, timer.everyMs);
    timer.callback();
  };

  return {
    now: () => nowMs,
    setTimeout: (callback, delayMs) => add(callback, delayMs, null),
    clear,
    settle,
    leap: (ms) => {
      nowMs += ms;
      sleptMs += ms;
    },
    awake: () => nowMs - sleptMs,
    async advance(ms) {
      const untilMs = nowMs + ms;
      await settle();
      for (let timer = earliest(untilMs); timer; timer = earliest(untilMs)) {
        fire(timer);
        await settle();
      }
      nowMs = untilMs;
    },
    install() {
      const global = globalThis as unknown as Record<string, unknown>;
      type Callback = (...args: readonly unknown[]) => void;
      global['setTimeout'] = (callback: Callback, delayMs: number, ...args: readonly unknown[]) =>
        add(() => callback(...args), delayMs, null);
      global['setInterval'] = (callback: Callback, everyMs: number, ...args: readonly unknown[]) =>
        add(() => callback(...args), everyMs, everyMs);
      global['clearTimeout'] = clear;
      global['clearInterval'] = clear;
      Date.now = () => nowMs;
      performance.now = () => nowMs - startMs;
    },
    uninstall() {
      Object.assign(globalThis, {
        setTimeout: REAL.setTimeout,
        clearTimeout: REAL.clearTimeout,
        setInterval: REAL.setInterval,
        clearInterval: REAL.clearInterval,
      });
      Date.now = REAL.dateNow;
      performance.now = REAL.performanceNow;
    },
  };
};
