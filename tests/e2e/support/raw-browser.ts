import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import { until } from '../../support/until.ts';

/** A tab spoken to over the bare devtools protocol. */
export interface RawTab {
  /** Runs an expression in the page; resolves with its value. */
  evaluate<Value>(expression: string): Promise<Value>;
  /** Whether the expression is true now; false also while the page is only just being made. */
  holds(expression: string): Promise<boolean>;
  /** Sends without waiting for the answer, so that the next message follows at once. */
  fire(method: string, params?: object): void;
  send(method: string, params?: object): Promise<unknown>;
  close(): Promise<void>;
}
/** False while a child that is just ending still writes into it: what it made has to be listed anew. */
const removed = (folder: string): boolean => {
  try {
    rmSync(folder, { recursive: true, force: true });
    return true;
  } catch {
    return false;
  }
};

/**
 * A browser without Playwright: its focus emulation keeps a page's workers running however frozen the page is, so
 * what a frozen tab does to others cannot be seen through it.
 */
export interface RawBrowser {
  open(url: string): Promise<RawTab>;
  close(): Promise<void>;
}

interface Answer {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}
type Send = (method: string, params: object, session?: string) => Promise<unknown>;

const connect = async (address: string): Promise<{ send: Send; socket: WebSocket }> => {
  const socket = new WebSocket(address);
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let next = 1;
  socket.on('message', (data) => {
    const { id, result, error } = JSON.parse(String(data)) as Answer;
    const call = waiting.get(id ?? 0);
    waiting.delete(id ?? 0);
    if (error) call?.reject(new Error(error.message));
    else call?.resolve(result);
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const send: Send = (method, params, session) =>
    new Promise((resolve, reject) => {
      const id = next++;
      waiting.set(id, { resolve, reject });
      socket.send(JSON.stringify({ id, method, params, ...(session === undefined ? {} : { sessionId: session }) }));
    });
  return { send, socket };
};

const listening = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    if (child.stderr === null) return reject(new Error('no stderr'));
    child.once('exit', (code) => reject(new Error(`the browser ended with ${code}`)));
    createInterface({ input: child.stderr }).on('line', (line) => {
      const address = /^DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (address) resolve(address);
    });
  });

const openTab = async (send: Send, url: string): Promise<RawTab> => {
  const { targetId } = (await send('Target.createTarget', { url })) as { targetId: string };
  const { sessionId } = (await send('Target.attachToTarget', { targetId, flatten: true })) as { sessionId: string };
  const tab: RawTab = {
    evaluate: async <Value>(expression: string) => {
      const params = { expression, awaitPromise: true, returnByValue: true };
      const { result, exceptionDetails } = (await send('Runtime.evaluate', params, sessionId)) as {
        result: { value: Value };
        exceptionDetails?: { exception?: { description?: string } };
      };
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? expression);
      return result.value;
    },
    holds: (expression) => tab.evaluate<boolean>(expression).catch(() => false),
    fire: (method, params = {}) => {
      // A tab that was frozen or crashed by it answers late or never.
      send(method, params, sessionId).catch(() => undefined);
    },
    send: (method, params = {}) => send(method, params, sessionId),
    close: async () => {
      await send('Target.closeTarget', { targetId });
    },
  };
  return tab;
};

export const openRawBrowser = async (executable: string): Promise<RawBrowser> => {
  const profile = mkdtempSync(join(tmpdir(), 'jieli-browser-'));
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--remote-debugging-port=0'];
  const child = spawn(executable, [...flags, `--user-data-dir=${profile}`, '--window-size=390,844', 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    // a process group of its own, so that its children end with it
    detached: true,
  });
  const { send, socket } = await connect(await listening(child));
  return {
    open: (url) => openTab(send, url),
    close: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      socket.close();
      process.kill(-(child.pid ?? 0), 'SIGKILL');
      await gone;
      await until('the profile is let go', () => removed(profile));
    },
  };
};
