import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { DataCore } from '../../../client/data/worker/core.ts';
import { WorkerHost } from '../../../client/data/worker/host.ts';
import type { ToPage } from '../../../client/data/worker/messages.ts';

/** Web Locks of one name, with theft as browsers have it: the robbed request rejects, its callback goes on. */
const makeLocks = () => {
  interface Asked {
    readonly run: () => Promise<unknown>;
    readonly resolve: (value: unknown) => void;
    readonly reject: (error: Error) => void;
  }
  let held: Asked | null = null;
  const queue: Asked[] = [];
  const next = (): void => {
    const asked = queue.shift() ?? null;
    held = asked;
    if (asked === null) return;
    const release = (settle: () => void): void => {
      if (held !== asked) return;
      settle();
      next();
    };
    asked.run().then(
      (value) => release(() => asked.resolve(value)),
      (error: Error) => release(() => asked.reject(error)),
    );
  };
  const request = (_name: string, ...rest: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const run = rest.at(-1) as () => Promise<unknown>;
      const isTheft = rest.length > 1 && (rest[0] as { steal?: boolean }).steal === true;
      if (isTheft) {
        held?.reject(new DOMException('stolen', 'AbortError'));
        held = null;
        queue.unshift({ run, resolve, reject });
      } else queue.push({ run, resolve, reject });
      if (held === null) next();
    });
  return { request } as unknown as LockManager;
};
/** Channels that hear each other but not themselves. */
const makeBus = () => {
  const ends = new Set<{ isCut: boolean; onmessage: ((event: { data: unknown }) => void) | null }>();
  return () => {
    const end = {
      isCut: false,
      onmessage: null as ((event: { data: unknown }) => void) | null,
      postMessage: (data: unknown) => {
        if (end.isCut) return;
        for (const other of ends) {
          if (other !== end && !other.isCut) other.onmessage?.({ data: structuredClone(data) });
        }
      },
    };
    ends.add(end);
    return end;
  };
};

const makeDevice = () => {
  const locks = makeLocks();
  const bus = makeBus();
  const owners: string[] = [];
  const stopped: string[] = [];
  const worker = (name: string, build = 'build-1', canStart = () => true) => {
    const end = bus();
    const channel = end as unknown as BroadcastChannel;
    const start = (): Promise<DataCore> => {
      if (!canStart()) return Promise.reject(new Error('storage'));
      owners.push(name);
      return Promise.resolve({
        ask: () => (end.isCut ? new Promise(() => undefined) : Promise.resolve(name)),
        watch: () => () => undefined,
        stop: () => {
          stopped.push(name);
          return Promise.resolve();
        },
      } as unknown as DataCore);
    };
    const host = new WorkerHost({ start, name, build, locks, channel, mono: () => performance.now() });
    return {
      /** It hangs: nobody hears it any more. */
      hang: () => {
        end.isCut = true;
      },
      thaw: () => {
        end.isCut = false;
      },
      page: () => {
        const heard: ToPage[] = [];
        const send = host.connect((message) => heard.push(message));
        return {
          heard,
          send,
          ask: async (id: number): Promise<unknown> => {
            send({ type: 'call', id, method: 'ask', args: [{ kind: 'session' }] });
            await settle();
            return heard.flatMap((message) =>
              message.type === 'result' && message.id === id ? [message.value] : [],
            )[0];
          },
        };
      },
    };
  };
  return { worker, owners, stopped };
};
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
};
const pass = async (ms: number): Promise<void> => {
  await vi.advanceTimersByTimeAsync(ms);
  await settle();
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('who owns the data', () => {
  test('[HW-1][HW-4] one worker owns it and serves the pages of the other', async () => {
    const { worker, owners } = makeDevice();
    const [first, second] = [worker('a'), worker('b')];
    const [near, far] = [first.page(), second.page()];
    await settle();
    expect(owners).toEqual(['a']);
    expect([await near.ask(1), await far.ask(1)]).toEqual(['a', 'a']);
    expect(near.heard.map(({ type }) => type)).toContain('changed');
  });
  test('[HW-2][HW-4] one that hangs is robbed after three seconds, and both pages go on', async () => {
    const { worker, owners } = makeDevice();
    const [first, second] = [worker('a'), worker('b')];
    const far = second.page();
    await settle();
    first.hang();
    await pass(2_500);
    expect(owners).toEqual(['a']);
    await pass(2_500);
    expect(owners).toEqual(['a', 'b']);
    expect(far.heard.map(({ type }) => type)).toContain('changed');
    expect(await far.ask(2)).toBe('b');
  });
  test('[HW-2] the robbed one closes what it had and leads again when the other is gone', async () => {
    const { worker, owners, stopped } = makeDevice();
    const [first, second] = [worker('a'), worker('b')];
    await settle();
    first.hang();
    await pass(4_500);
    expect([owners, stopped]).toEqual([['a', 'b'], ['a']]);
    first.thaw();
    await pass(5_000);
    expect(owners).toEqual(['a', 'b']);
    second.hang();
    await pass(5_000);
    expect(owners).toEqual(['a', 'b', 'a']);
  });
  test('[HW-3] an owner of another build gives way and its pages are served by the newer one', async () => {
    const { worker, owners, stopped } = makeDevice();
    const old = worker('old', 'build-1').page();
    await settle();
    worker('same', 'build-1');
    await settle();
    expect(owners).toEqual(['old']);
    worker('new', 'build-2');
    await pass(1_000);
    expect(stopped).toEqual(['old']);
    expect(owners.at(-1)).not.toBe('old');
    expect(await old.ask(3)).toBe(owners.at(-1));
  });
  test('[HW-5] one that cannot start is followed by another try', async () => {
    const { worker, owners } = makeDevice();
    let can = false;
    const page = worker('a', 'build-1', () => can).page();
    await settle();
    expect(owners).toEqual([]);
    can = true;
    await pass(5_000);
    expect(owners).toEqual(['a']);
    expect(await page.ask(1)).toBe('a');
  });
  test('[HW-6] a page that said goodbye and came back is told of a new owner', async () => {
    const { worker } = makeDevice();
    const [first, second] = [worker('a'), worker('b')];
    const far = second.page();
    await settle();
    far.send({ type: 'bye' });
    expect(await far.ask(1)).toBe('a');
    const told = far.heard.length;
    first.hang();
    await pass(5_000);
    expect(far.heard.slice(told).map(({ type }) => type)).toContain('changed');
    expect(await far.ask(2)).toBe('b');
  });
});
