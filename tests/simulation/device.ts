import { type Command, type Decide, type Decision, decide as judge, type MemberId } from '#rules';
import { makeReadModels } from '../../client/data/answers/index.ts';
import { makeExtrasOver } from '../../client/data/extras/extras.ts';
import type { Scratch, Sleep } from '../../client/data/platform.ts';
import type { DataCore } from '../../client/data/worker/core.ts';
import type { Workspace } from '../../client/data/worker/workspace.ts';
import { plainDrowsing } from '../support/drowsy.ts';
import type { FickleScratch } from '../support/fickle-scratch.ts';
import { makePeer, makePeerDisk, type Peer, type PeerDisk } from '../support/peer.ts';
import type { Prng } from '../support/prng.ts';
import { count } from './faults.ts';
import { Line, type LineDeps } from './line.ts';
import { ORIGIN } from './relay-machine.ts';
import { openSimScratch, toldOfOpenings } from './scratch.ts';

export const copyPeerDisk = (disk: PeerDisk): PeerDisk => {
  const copy = makePeerDisk();
  for (const [name, store] of disk.store.stores) {
    for (const [key, value] of store) copy.store.stores.get(name)?.set(key, value);
  }
  for (const [room, updates] of disk.replicas) copy.replicas.set(room, [...updates]);
  for (const [name, value] of disk.cookies) copy.cookies.set(name, value);
  return copy;
};

const refill = <Value>(target: Map<string, Value> | undefined, values: ReadonlyMap<string, Value>): void => {
  target?.clear();
  for (const [key, value] of values) target?.set(key, value);
};

/** A draft no honest device would write: the relay is the one that must refuse it. */
const spoiled = (decision: Decision): Decision => {
  if (decision.kind === 'refused') return decision;
  return {
    ...decision,
    drafts: decision.drafts.map((draft, index) =>
      index === 0 ? { ...draft, payload: { ...(draft.payload as object), unheardOf: true } } : draft,
    ),
  };
};

/** One device: the production client over a virtual disk, clock and line. */
export class SimDevice {
  readonly name: string;
  readonly line: Line;
  disk: PeerDisk;
  #peer: Peer | null = null;
  readonly #deps: Omit<LineDeps, 'cookies'>;
  readonly #random: Prng;
  readonly #scratch: FickleScratch;
  #boots = 0;
  /** Own wall clock minus true time, ms. */
  wallError = 0;
  /** The clock was right all along: what it says can be held against the truth (I31). */
  wasAlwaysRight = true;
  /** It stopped and started at the end: everything it shows comes from its disk. */
  wasRestarted = false;
  /** The next accepted command is spoiled. */
  spoilNext = false;
  onSpoiled: () => void = () => undefined;

  constructor(name: string, disk: PeerDisk, deps: Omit<LineDeps, 'cookies'>) {
    this.name = name;
    this.disk = disk;
    this.#deps = deps;
    this.#random = deps.random.fork();
    this.line = new Line({ ...deps, random: deps.random.fork(), cookies: disk.cookies });
    const { time, faults } = deps;
    this.#scratch = openSimScratch(time, this.#random.fork(), () => count(faults, 'scratch refused'));
  }

  isRunning(): boolean {
    return this.#peer !== null;
  }
  core(): DataCore | null {
    return this.#peer?.core ?? null;
  }
  workspace(): Workspace | null {
    return this.core()?.workspace() ?? null;
  }
  member(): MemberId | null {
    return this.workspace()?.member() ?? null;
  }

  /** Starts the process on what the disk holds. The one before, if it still runs, loses its right to write. */
  async start(): Promise<void> {
    const { time } = this.#deps;
    const bootedAt = time.now();
    this.#boots += 1;
    const bytes = this.#random.fork();
    /** Names of files this process wrote: it sweeps only others'. */
    const own = new Set<string>();
    const decide: Decide = (command, context) => {
      const decision = judge(command, context);
      if (!this.spoilNext || decision.kind === 'refused') return decision;
      this.spoilNext = false;
      this.onSpoiled();
      return spoiled(decision);
    };
    this.#peer = await makePeer({
      relayUrl: ORIGIN,
      decide,
      makeReadModels,
      makeExtras: makeExtrasOver(
        () =>
          ({ bytes: file, metadata }) =>
            this.line.sendFile(file, metadata['sha256'] ?? ''),
      ),
      disk: this.disk,
      clocks: {
        boot: `${this.name}-${this.#boots}`,
        wall: () => time.now() + this.wallError,
        mono: () => time.now() - bootedAt,
      },
      timers: {
        after: (ms, callback) => {
          const handle = time.setTimeout(callback, ms);
          return () => time.clear(handle);
        },
      },
      randomBytes: (size) => Uint8Array.from({ length: size }, () => bytes.int(256)),
      fetch: this.line.fetch,
      openSocket: (protocols) => this.line.openSocket(protocols),
      makeKeys: () => Promise.resolve({ publicKey: { kty: 'EC', x: this.name }, pair: this.name }),
      ...(this.#random.chance(0.5) ? { sleep: this.#drowsy(own) } : {}),
      scratch: {
        sweep: async (kept) => this.#scratch.lose(new Set([...kept, ...own])),
        wipe: async () => this.#scratch.lose(),
      },
    });
  }

  /** Hardly anybody stays awake. */
  #drowsy(own: Set<string>): Sleep {
    const scratch: Scratch = {
      ...this.#scratch,
      write: async (pieces) => {
        const file = await this.#scratch.write(pieces);
        own.add(file.name);
        return file;
      },
    };
    const { make } = plainDrowsing(() => scratch);
    const told = toldOfOpenings(make, (isBegun) =>
      count(this.#deps.faults, isBegun ? 'begun with an opening' : 'opening given up'),
    );
    return { awake: 1, rows: 1, openingRows: 4, load: () => Promise.resolve(told) };
  }

  /** The disk is what it was once. The process must be dead. */
  restoreDisk(older: PeerDisk): void {
    const { store, replicas, cookies } = copyPeerDisk(older);
    for (const [name, values] of store.stores) refill(this.disk.store.stores.get(name), values);
    refill(this.disk.replicas, replicas);
    refill(this.disk.cookies, cookies);
  }

  /** Ends the process without a goodbye. */
  kill(): void {
    this.#peer?.kill();
    this.#peer = null;
  }

  /** Another process takes the data over while this one goes on, unaware; answers the one before. */
  async overtake(): Promise<Peer | null> {
    const before = this.#peer;
    await this.start();
    return before;
  }

  async stop(): Promise<void> {
    await this.#peer?.stop();
    this.#peer = null;
  }

  run(command: Command, id: string): ReturnType<DataCore['run']> {
    const core = this.core();
    if (core === null) throw new Error(`${this.name} is not running`);
    return core.run(command, id);
  }
}
