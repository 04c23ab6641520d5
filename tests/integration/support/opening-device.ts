import { decide, type MemberId } from '#rules';
import { makeReadModels } from '../../../client/data/answers/index.ts';
import type { Clocks } from '../../../client/data/clock/device-clock.ts';
import type { OpeningFiles, ReplicaStore, Scratch, Timers } from '../../../client/data/platform.ts';
import { makeMemoryReplicas } from '../../../client/data/replica/memory-store.ts';
import { plainDrowsing } from '../../support/drowsy.ts';
import { everyQuestion } from '../../support/every-question.ts';
import { type FickleScratch, makeFickleScratch } from '../../support/fickle-scratch.ts';
import { noExtras } from '../../support/no-extras.ts';
import { copyOfDisk, digestOf, makePeer, makePeerDisk, type Peer, type PeerDisk } from '../../support/peer.ts';
import { realTimers } from '../../support/real-timers.ts';

/** A customer or two: who sleeps lies in several files. */
const FILE_BYTES = 1_000;
/** What waits for a minute or for a quiet moment waits so long, ms. */
const SHORT_MS = 20;

/** Where clocks stand: later than anything these tests do. */
const STANDS_AT = Date.now() + 600_000;

/** As long as they are told, but for those that look every minute whether something is due, or for a quiet room. */
const hasty: Timers = {
  after: (ms, callback) => realTimers.after(ms === 60_000 || ms === 2_000 ? SHORT_MS : ms, callback),
};

/** Rooms whose copies a start with an opening does not read. */
export const isOfCustomers = (room: string): boolean => /^(log|mql|pool):/.test(room);

/** The opening as it is named on a disk. */
export interface NamedOpening {
  readonly build: string;
  readonly member: string;
  readonly files: OpeningFiles;
}

/** What one process laid on a scratch that is not only its own. */
const laidDownOn = (scratch: FickleScratch) => {
  const mine = new Set<string>();
  const open = (): Scratch => ({
    ...scratch,
    write: async (pieces) => {
      const file = await scratch.write(pieces);
      mine.add(file.name);
      return file;
    },
  });
  return { open, sweep: async (kept: ReadonlySet<string>) => scratch.lose(new Set([...kept, ...mine])) };
};

interface StartOptions {
  /** Without a line its clocks stand, so that two devices can be compared. */
  readonly isOnline?: boolean;
  readonly isDrowsy?: boolean;
}
const standing: Clocks = { boot: 'standing', wall: () => STANDS_AT, mono: () => 0 };

/** One device, process after process: its disk and its scratch outlive them. */
export class OpeningDevice {
  readonly #url: string;
  readonly disk: PeerDisk;
  readonly scratch: FickleScratch;
  /** Replicas of customers that the last start opened. */
  opened: string[] = [];
  /** Writes to the scratch wait until they are told to end. */
  isHeld = false;
  readonly #peers: Peer[] = [];

  constructor(url: string, disk: PeerDisk = makePeerDisk(), fileBytes = FILE_BYTES) {
    this.#url = url;
    this.disk = disk;
    this.scratch = makeFickleScratch(fileBytes, () => {
      if (!this.isHeld) queueMicrotask(() => this.scratch.end(false));
    });
  }

  /** Starts a process; those before, if they still run, lose their right to write. */
  async start({ isOnline = true, isDrowsy = true }: StartOptions = {}): Promise<Peer> {
    const opened: string[] = [];
    this.opened = opened;
    const { make } = plainDrowsing(() => mine.open());
    const mine = laidDownOn(this.scratch);
    const peer = await makePeer({
      relayUrl: this.#url,
      disk: this.disk,
      decide,
      makeReadModels,
      makeExtras: noExtras,
      timers: hasty,
      replicas: tellingOpens(makeMemoryReplicas(this.disk.replicas), opened),
      scratch: { sweep: mine.sweep, wipe: async () => this.scratch.lose() },
      ...(isOnline ? {} : { clocks: standing, fetch: () => Promise.reject(new TypeError('no network')) }),
      ...(isDrowsy ? { sleep: { awake: 0, rows: 0, openingRows: 1, load: () => Promise.resolve(make) } } : {}),
    });
    this.#peers.push(peer);
    return peer;
  }

  named(): NamedOpening | undefined {
    return this.disk.store.stores.get('meta')?.get('opening') as NamedOpening | undefined;
  }
  rename(change: Partial<NamedOpening>): void {
    this.disk.store.stores.get('meta')?.set('opening', { ...this.named(), ...change });
  }
  /** Of all files that the opening speaks of, those that are there. */
  filesOf(named: NamedOpening | undefined): readonly string[] {
    if (named === undefined) return [];
    return [named.files.opening, ...named.files.parts].filter((name) => this.scratch.files.has(Number(name)));
  }

  async end(): Promise<void> {
    for (const peer of this.#peers.splice(0)) await peer.stop();
  }
}

const tellingOpens = (replicas: ReplicaStore, opened: string[]): ReplicaStore => ({
  ...replicas,
  open: (room, doc) => {
    if (isOfCustomers(room)) opened.push(room);
    return replicas.open(room, doc);
  },
});

/** Of a device that is loaded: what its fold holds, and what it answers to every question. */
export const toldBy = async ({ core }: Peer, member: string) => {
  const answers: (readonly [kind: string, answer: unknown])[] = [];
  for (const query of everyQuestion(member)) answers.push([query.kind, await core.ask(query)]);
  return { digest: digestOf(core), answers };
};

/** What a device tells that begins with the same copies, reads all of them, and lets nobody sleep. */
export const toldByReader = async (url: string, disk: PeerDisk, member: MemberId) => {
  const reader = new OpeningDevice(url, copyOfDisk(disk));
  const told = await toldBy(await reader.start({ isOnline: false, isDrowsy: false }), member);
  await reader.end();
  return told;
};
