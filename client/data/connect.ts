import type { MessageRequests } from '#protocol';
import type { AnswerOf, CommandOutcome, DataClient, Query, RelayOutcome, SyncState } from './contract.ts';
import { newIdFrom } from './ids/new-id.ts';
import type { Calls, Method, ToPage, ToWorker } from './worker/messages.ts';
import { NOT_SYNCING } from './worker/not-syncing.ts';

/** A worker that says nothing for this long after a ping is dead, ms. */
const PING_MS = 5_000;
const DEAD_MS = 10_000;
/** Nothing at all from the data for this long after the start: another tab blocks the storage, ms. */
const BLOCKED_MS = 6_000;
const RELOADED = 'jieli.reloaded';

interface Port {
  post(message: ToWorker): void;
  /** Ends a dedicated worker; a shared one lives on. */
  end(): void;
}

/** `?worker=dedicated`, once given, holds for the tab; browsers without SharedWorker have no choice. */
const wantsDedicated = (): boolean => {
  const asked = new URLSearchParams(location.search).get('worker');
  if (asked !== null) sessionStorage.setItem('jieli.worker', asked);
  return typeof SharedWorker !== 'function' || sessionStorage.getItem('jieli.worker') === 'dedicated';
};

/** The worker's code is gone (an update removed it): the page has to be loaded anew, but never in a circle. */
const reloadOnce = (): void => {
  if (sessionStorage.getItem(RELOADED) !== null) return;
  sessionStorage.setItem(RELOADED, '1');
  location.reload();
};

const openShared = (onMessage: (message: ToPage) => void): Port => {
  const worker = new SharedWorker(new URL('./worker/entry.ts', import.meta.url), { type: 'module' });
  worker.onerror = reloadOnce;
  worker.port.onmessage = ({ data }) => onMessage(data as ToPage);
  worker.port.start();
  return { post: (message) => worker.port.postMessage(message), end: () => worker.port.close() };
};

const openDedicated = (onMessage: (message: ToPage) => void): Port => {
  const worker = new Worker(new URL('./worker/entry.ts', import.meta.url), { type: 'module' });
  worker.onerror = reloadOnce;
  worker.onmessage = ({ data }) => onMessage(data as ToPage);
  return { post: (message) => worker.postMessage(message), end: () => worker.terminate() };
};

interface OpenCall {
  readonly message: Extract<ToWorker, { type: 'call' }>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}
interface OpenWatch {
  readonly message: Extract<ToWorker, { type: 'watch' }>;
  readonly listener: (answer: unknown) => void;
}

/** The page's end of the data worker: keeps whatever has no answer yet and sends it again to a new worker. */
class WorkerLink {
  readonly #calls = new Map<number, OpenCall>();
  readonly #watches = new Map<number, OpenWatch>();
  readonly #dedicated = wantsDedicated();
  #port: Port | null = null;
  #nextId = 1;
  #pinged = 0;
  #heard = 0;
  #cancelBlocked: ReturnType<typeof setTimeout> | null = null;

  constructor() {
    this.#spawn();
    setInterval(() => this.#ping(), PING_MS);
    addEventListener('online', () => this.post({ type: 'world', event: 'online' }));
    addEventListener('offline', () => this.post({ type: 'world', event: 'offline' }));
    addEventListener('pagehide', () => this.post({ type: 'bye' }));
    addEventListener('pageshow', (event) => {
      if (event.persisted) this.#sendAgain();
    });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.post({ type: 'world', event: 'visible' });
    });
    if (!this.#dedicated) return;
    // A page frozen in the middle of a transaction would block every other tab: its worker ends first.
    document.addEventListener('freeze', () => {
      this.#port?.end();
      this.#port = null;
    });
    document.addEventListener('resume', () => this.#spawn());
  }

  post(message: ToWorker): void {
    this.#port?.post(message);
  }

  call<Name extends Method>(method: Name, ...args: Parameters<Calls[Name]>): ReturnType<Calls[Name]> {
    const message: OpenCall['message'] = { type: 'call', id: this.#newId(), method, args };
    return new Promise((resolve, reject) => {
      this.#calls.set(message.id, { message, resolve, reject });
      this.post(message);
    }) as ReturnType<Calls[Name]>;
  }

  watch<Q extends Query>(query: Q, listener: (answer: AnswerOf<Q>) => void): () => void {
    const message: OpenWatch['message'] = { type: 'watch', id: this.#newId(), query };
    this.#watches.set(message.id, { message, listener: listener as (answer: unknown) => void });
    this.post(message);
    return () => {
      this.#watches.delete(message.id);
      this.post({ type: 'unwatch', id: message.id });
    };
  }

  #newId(): number {
    const id = this.#nextId;
    this.#nextId += 1;
    return id;
  }

  #spawn(): void {
    this.#port?.end();
    const listen = (message: ToPage): void => this.#take(message);
    this.#port = this.#dedicated ? openDedicated(listen) : openShared(listen);
    this.#heard = performance.now();
    this.#pinged = this.#heard;
    this.#sendAgain();
    if (this.#cancelBlocked !== null) clearTimeout(this.#cancelBlocked);
    this.#cancelBlocked = setTimeout(() => this.#tellBlocked(), BLOCKED_MS);
  }

  #sendAgain(): void {
    for (const { message } of this.#watches.values()) this.post(message);
    for (const { message } of this.#calls.values()) this.post(message);
  }

  /** Only a worker that was asked and did not answer is dead; a page that slept asks again first. */
  #ping(): void {
    if (this.#port === null) return;
    const now = performance.now();
    const wasAsked = now - this.#pinged < 2 * PING_MS;
    if (wasAsked && this.#pinged - this.#heard > DEAD_MS) {
      this.#spawn();
      return;
    }
    this.#pinged = now;
    this.post({ type: 'ping', id: 0 });
  }

  #take(message: ToPage): void {
    this.#heard = performance.now();
    switch (message.type) {
      case 'result':
        this.#calls.get(message.id)?.resolve(message.value);
        this.#calls.delete(message.id);
        return;
      case 'failure':
        this.#calls.get(message.id)?.reject(new Error(message.message));
        this.#calls.delete(message.id);
        return;
      case 'answer':
        if (this.#cancelBlocked !== null) clearTimeout(this.#cancelBlocked);
        this.#cancelBlocked = null;
        sessionStorage.removeItem(RELOADED);
        this.#watches.get(message.id)?.listener(message.answer);
        return;
      case 'changed':
        this.#sendAgain();
        return;
      case 'pong':
    }
  }

  #tellBlocked(): void {
    const blocked: SyncState = { ...NOT_SYNCING, problem: 'storageBlocked' };
    for (const { message, listener } of this.#watches.values()) if (message.query.kind === 'sync') listener(blocked);
  }
}

const randomBytes = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));

/** Connects this page with the data of the device. Call once per page. */
export const connectData = (): DataClient => {
  const link = new WorkerLink();
  const run = (command: Parameters<DataClient['run']>[0], commandId?: string): Promise<CommandOutcome> =>
    link.call('run', command, commandId ?? newIdFrom(randomBytes));
  return {
    run,
    check: (command) => link.call('check', command),
    watch: (query, listener) => link.watch(query, listener),
    ask: (query) => link.call('ask', query) as Promise<AnswerOf<typeof query>>,
    attach: (file, name, documentType) => link.call('attach', file, name, documentType),
    readFile: (hash) => link.call('readFile', hash),
    revealContacts: (customer) => link.call('revealContacts', customer),
    setPresence: (subject, editing) => link.post({ type: 'presence', subject, editing }),
    newId: () => newIdFrom(randomBytes),
    join: (secret, name, givingUpUnsent) => {
      if (!isSecureContext) return Promise.resolve({ kind: 'failed', reason: 'insecureOrigin' });
      // Best effort: without it the browser may throw the data away when it needs room.
      void navigator.storage?.persist?.();
      return link.call('join', secret, name, givingUpUnsent);
    },
    lookAtInvite: (secret) => link.call('lookAtInvite', secret),
    inviteLink: (member) => link.call('inviteLink', member),
    messages: (kind, asked) =>
      link.call('messages', kind, asked) as Promise<RelayOutcome<MessageRequests[typeof kind]['answer']>>,
    quarantine: {
      fix: (id, command) => link.call('fix', id, command),
      discard: (id) => link.call('discard', id),
      exportAll: () => link.call('exportAll'),
    },
    saveDraft: (key, value) => link.call('saveDraft', key, value),
    loadDraft: (key) => link.call('loadDraft', key),
    exportUnsent: () => link.call('exportUnsent'),
    signOut: (givingUpUnsent) => link.call('signOut', givingUpUnsent),
  };
};
