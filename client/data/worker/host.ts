import type { DataCore } from './core.ts';
import type { BetweenWorkers, ToPage, ToWorker } from './messages.ts';
import { type PageService, servePage } from './serve.ts';

/** The owner says every second that it is there; three silent seconds mean that it hangs. */
const BEAT_MS = 1_000;
const HUNG_MS = 3_000;
const LOCK = 'jieli-data';
const CHANNEL = 'jieli-workers';

export interface HostDeps {
  /** Makes and starts the data core; the caller owns the lock. `onStale` = resign. */
  readonly start: (onStale: () => void) => Promise<DataCore>;
  /** Name of this worker, random. */
  readonly name: string;
  /** Address of the code it runs: another one is another build. */
  readonly build: string;
  readonly locks: LockManager;
  readonly channel: BroadcastChannel;
  /** Counter in ms. */
  readonly mono: () => number;
}

export const openWorkerChannel = (): BroadcastChannel => new BroadcastChannel(CHANNEL);

/**
 * Decides which worker of this device owns the data. Both kinds of worker use it: they queue for one lock; who has
 * it serves its own pages and those of the waiting workers, who pass messages on. An owner that hangs is robbed of
 * the lock, and a robbed owner resigns: its next commit finds a newer generation.
 */
export class WorkerHost {
  readonly #deps: HostDeps;
  readonly #pages = new Map<string, (message: ToPage) => void>();
  readonly #services = new Map<string, PageService>();
  #core: DataCore | null = null;
  #resign: (() => void) | null = null;
  #heardAt: number;
  #nextPage = 1;
  #queued = false;
  #leader: string | null = null;

  constructor(deps: HostDeps) {
    this.#deps = deps;
    this.#heardAt = deps.mono();
    deps.channel.onmessage = ({ data }) => this.#between(data as BetweenWorkers);
    setInterval(() => this.#beat(), BEAT_MS);
    this.#queue(false);
    // An owner of another build gives way; its pages are served by this one from then on.
    this.#post({ type: 'release', build: deps.build });
  }

  /** A page of this worker. */
  connect(reply: (message: ToPage) => void): (message: ToWorker) => void {
    const page = `${this.#deps.name}/${this.#nextPage}`;
    this.#nextPage += 1;
    this.#pages.set(page, reply);
    return (message) => {
      // A page that said goodbye may come back out of the browser's cache.
      if (message.type !== 'bye') this.#pages.set(page, reply);
      if (message.type === 'ping') {
        reply({ type: 'pong', id: message.id });
        return;
      }
      if (this.#core !== null) this.#serve(page, reply).take(message);
      else this.#post({ type: 'up', from: this.#deps.name, page, message });
      if (message.type === 'bye') {
        this.#pages.delete(page);
        this.#services.delete(page);
      }
    };
  }

  #post(message: BetweenWorkers): void {
    this.#deps.channel.postMessage(message);
  }

  #serve(page: string, reply: (message: ToPage) => void): PageService {
    const known = this.#services.get(page);
    if (known !== undefined || this.#core === null) return known ?? { take: () => undefined, end: () => undefined };
    const service = servePage(this.#core, reply);
    this.#services.set(page, service);
    return service;
  }

  #between(message: BetweenWorkers): void {
    switch (message.type) {
      case 'beat':
        if (message.leader !== this.#deps.name) this.#heard(message.leader);
        return;
      case 'release':
        if (message.build !== this.#deps.build) this.#resign?.();
        return;
      case 'up': {
        const { from, page } = message;
        if (this.#core === null) return;
        this.#serve(page, (down) => this.#post({ type: 'down', to: from, page, message: down })).take(message.message);
        if (message.message.type === 'bye') this.#services.delete(page);
        return;
      }
      case 'down':
        if (message.to === this.#deps.name) this.#pages.get(message.page)?.(message.message);
    }
  }

  #heard(leader: string): void {
    this.#heardAt = this.#deps.mono();
    if (this.#leader === leader || this.#core !== null) return;
    this.#leader = leader;
    this.#tellPages();
  }

  #tellPages(): void {
    for (const reply of this.#pages.values()) reply({ type: 'changed' });
  }

  #beat(): void {
    if (this.#core !== null) {
      this.#post({ type: 'beat', leader: this.#deps.name });
      return;
    }
    if (this.#deps.mono() - this.#heardAt > HUNG_MS) {
      this.#heardAt = this.#deps.mono();
      this.#queue(true);
    }
  }

  #queue(steal: boolean): void {
    if (!steal) {
      if (this.#queued) return;
      this.#queued = true;
    }
    const lead = (): Promise<void> => {
      if (!steal) this.#queued = false;
      return this.#lead();
    };
    const asked = steal ? this.#deps.locks.request(LOCK, { steal: true }, lead) : this.#deps.locks.request(LOCK, lead);
    // Robbed: whoever did it believes that we hang. Wait in the queue like everybody else.
    asked.catch(() => this.#resign?.());
  }

  async #lead(): Promise<void> {
    if (this.#core !== null) return;
    let resign: () => void = () => undefined;
    const resigned = new Promise<void>((resolve) => {
      resign = resolve;
    });
    this.#resign = resign;
    const core = await this.#deps.start(resign);
    this.#core = core;
    this.#leader = this.#deps.name;
    this.#post({ type: 'beat', leader: this.#deps.name });
    this.#tellPages();
    await resigned;
    this.#core = null;
    this.#resign = null;
    this.#leader = null;
    this.#heardAt = this.#deps.mono();
    for (const service of this.#services.values()) service.end();
    this.#services.clear();
    await core.stop();
    this.#queue(false);
  }
}
