import type { LayersView } from '../../client/ui/layers.ts';
import { makeManualTimers } from './manual-timers.ts';

type Listener = (event: Event) => void;

/** How long a walk along the history is under way, ms. */
const WALK_MS = 5;

/** A window's session history as a browser has it, with a router at work in it, in time that passes when told. */
export interface SessionHistory {
  readonly view: LayersView;
  /** The address of the current entry, and of the page that the router shows. */
  readonly href: () => string;
  readonly shown: () => string;
  /** Every page that the router has shown, in order. */
  readonly visited: () => readonly string[];
  /** Entries of this document, whatever lies above the current one included. */
  readonly length: () => number;
  /** The router goes to another page. */
  push(href: string): void;
  /** The user goes along the history; `false` where there is nothing. */
  walk(steps: number): boolean;
  advance(ms: number): void;
  /** The page as it is after loading it anew: the same entries, nobody listens. */
  reload(): SessionHistory;
}

interface Entry {
  readonly href: string;
  readonly state: unknown;
}
interface Options {
  /** Whether a walk is measured from where it was asked for; else from where it is carried out. */
  readonly isEager?: boolean;
  readonly entries?: readonly Entry[];
  readonly index?: number;
}

export const makeSessionHistory = (options: Options = {}): SessionHistory => {
  let entries: readonly Entry[] = options.entries ?? [{ href: '/first', state: null }];
  let index = options.index ?? 0;
  const timers = makeManualTimers();
  const running = new Map<number, () => void>();
  const capturing: Listener[] = [];
  const at = (): Entry => entries[index] ?? { href: '', state: null };
  const visited = [at().href];
  const shown = (): string => visited.at(-1) ?? '';
  const show = (href: string): void => {
    if (href !== shown()) visited.push(href);
  };
  const put = (entry: Entry): void => {
    entries = [...entries.slice(0, index + 1), entry];
    index++;
  };
  const walk = (steps: number): boolean => {
    const from = index;
    const isThere = entries[from + steps] !== undefined;
    timers.after(WALK_MS, () => {
      const to = (options.isEager === true ? from : index) + steps;
      if (to === index || entries[to] === undefined) return;
      index = to;
      let isStopped = false;
      const event = new Event('popstate');
      event.stopImmediatePropagation = () => {
        isStopped = true;
      };
      for (const listener of capturing) listener(event);
      if (!isStopped) show(at().href);
    });
    return isThere;
  };
  return {
    view: {
      history: {
        get state() {
          return at().state;
        },
        get length() {
          return entries.length;
        },
        pushState: (state: unknown) => put({ href: at().href, state: structuredClone(state) }),
        go: (steps = 0) => void walk(steps),
      },
      location: {
        get href() {
          return at().href;
        },
      },
      addEventListener: (_type, listener, isCapture) => {
        if (isCapture) capturing.push(listener);
      },
      setTimeout: (callback, ms) => {
        const id = running.size + 1;
        running.set(id, timers.after(ms, callback));
        return id;
      },
      clearTimeout: (id) => running.get(id)?.(),
    },
    href: () => at().href,
    shown,
    visited: () => visited,
    length: () => entries.length,
    push(href) {
      put({ href, state: null });
      show(href);
    },
    walk,
    advance: (ms) => timers.advance(ms),
    reload: () => makeSessionHistory({ ...options, entries, index }),
  };
};
