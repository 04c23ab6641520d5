import {
  type DeviceId,
  encodeRelayFact,
  encodeRow,
  type Fold,
  type FoldChange,
  type FoldFact,
  type FoldRow,
  relayLog,
} from '#rules';
import { encodeOwnRows } from '../../client/data/outbox/log-encoding.ts';
import type { Outbox } from '../../client/data/outbox/outbox.ts';
import type { ReplicaStore, Sleep, Timers } from '../../client/data/platform.ts';
import { type LettingRest, letRest, type RoomMarks } from '../../client/data/replica/let-rest.ts';
import { makeMemoryReplicas, type ReplicaDisk } from '../../client/data/replica/memory-store.ts';
import type { Delta } from '../../client/data/replica/read-delta.ts';
import { Replica } from '../../client/data/replica/replica.ts';
import { Replicas } from '../../client/data/replica/replicas.ts';
import type { Held } from '../../client/data/replica/rests-contract.ts';
import { Folding } from '../../client/data/worker/folding.ts';
import { Rebuild } from '../../client/data/worker/rebuild.ts';
import { RoomLine } from './room-line.ts';
import { makeStage, note, type RulesStage, yellow } from './rules-stage.ts';

export const Q3 = 'log:east:2026Q3@1';
export const Q4 = 'log:east:2026Q4@1';
export const POOL = 'pool:east@1';
export const ORG = 'org@1';
export const ROOMS: readonly string[] = [ORG, POOL, Q3, Q4];
const MAC = 'M'.repeat(43);
const RELAY = relayLog(1).slice(2) as DeviceId;

/** A company whose people write into the log of a quarter that is over and into the open one. */
export const busyStage = (acts: number): RulesStage => {
  const stage = makeStage();
  for (let at = 0; at < acts; at += 1) {
    const doc = at % 2 === 0 ? 'log:east:2026Q3' : 'log:east:2026Q4';
    if (at % 3 === 0) stage.act('rae', 'statusMarked', yellow(), { doc });
    else stage.act(at % 4 < 2 ? 'rae' : 'mia', 'visitNoteRecorded', note(), { doc });
    stage.pass(60_000);
  }
  return stage;
};

/** Rows and facts of a stage as updates of rooms, in the order they came about. */
export class RoomWriter {
  readonly #counts = new Map<string, number>();

  row({ event, doc }: FoldRow): readonly [room: string, update: Uint8Array] {
    return this.#next(`${doc}@1`, event.device, encodeRow(event));
  }
  fact({ fact, doc }: FoldFact): readonly [room: string, update: Uint8Array] {
    return this.#next(`${doc}@1`, RELAY, encodeRelayFact(fact, MAC));
  }
  #next(room: string, device: DeviceId, text: string): readonly [room: string, update: Uint8Array] {
    const key = `${room} ${device}`;
    const from = this.#counts.get(key) ?? 0;
    this.#counts.set(key, from + 1);
    return [room, encodeOwnRows(device, room, from, [text])];
  }
}

/** Replicas, fold and rebuild of a device as the worker joins them, over a disk and a line of its own. */
export class RestingDevice {
  readonly line: RoomLine;
  readonly disk: ReplicaDisk;
  readonly folding: Folding;
  readonly replicas: Replicas;
  readonly rebuild: Rebuild;
  readonly deltas: (readonly [room: string, delta: Delta])[] = [];
  readonly closed: (readonly [room: string, code: number])[] = [];
  readonly synced: string[] = [];
  readonly changes: FoldChange[] = [];
  own: readonly FoldRow[] = [];
  loadOwn: () => Promise<readonly FoldRow[]> = () => Promise.resolve(this.own);
  /** What rebuilds said of themselves. */
  readonly told: ('begin' | 'end')[] = [];
  /** Resolves once all that was told is taken in. */
  takenIn: () => Promise<void> = () => Promise.resolve();
  readonly #isStaged: ((room: string) => boolean) | null;
  #held: Held | null = null;
  readonly #rests: LettingRest | null;

  /** Rooms may rest, and those that are staged are loaded after all others; `null`: none rests. */
  constructor(
    timers: Timers,
    isStaged: ((room: string) => boolean) | null,
    store: (disk: ReplicaDisk) => ReplicaStore = makeMemoryReplicas,
    /** Another start on the same disk, at marks or from the beginning. */
    before: Pick<RestingDevice, 'line' | 'disk'> & { readonly marks?: RoomMarks } = {
      line: new RoomLine(),
      disk: new Map(),
    },
    sleep?: Sleep,
  ) {
    this.line = before.line;
    this.disk = before.disk;
    this.#isStaged = isStaged;
    this.folding = new Folding({
      timers,
      receivedOf: () => null,
      onTick: () => undefined,
      sleep,
      onUnreadable: () => void this.rebuild.run(),
    });
    this.folding.onChange((change) => this.changes.push(change));
    this.replicas = new Replicas(store(this.disk), this.line, {
      onDelta: (room, delta) => {
        this.deltas.push([room, delta]);
        this.folding.takeDelta(room, delta, this.replicas.isLoaded(room));
      },
      onSynced: (room) => this.synced.push(room),
      onClosed: (room, code) => this.closed.push([room, code]),
    });
    this.rebuild = new Rebuild({
      folding: this.folding,
      replicas: this.replicas,
      outbox: { replay: () => undefined } as unknown as Outbox,
      loadOwn: () => this.loadOwn(),
      onBegin: () => this.told.push('begin'),
      onEnd: () => this.told.push('end'),
      timers,
      isStopped: () => false,
    });
    const make = letRest(() => this.takenIn(), before.marks);
    this.#rests =
      isStaged &&
      this.replicas.letRest(timers, (held) => {
        this.#held = held;
        return make(held);
      });
  }

  /** See `Replicas.setRooms`. */
  setRooms(rooms: readonly string[]): boolean {
    return this.replicas.setRooms(rooms, new Set(rooms.filter((room) => this.#isStaged?.(room))));
  }

  /** See `LettingRest.marks`. */
  takeMarks<T>(take: (marks: RoomMarks) => T): Promise<T | null> {
    return this.#rests?.marks(take) ?? Promise.resolve(null);
  }

  isAwake(room: string): boolean {
    return this.#held?.rooms.get(room) instanceof Replica;
  }
  isAtRest(room: string): boolean {
    return this.replicas.isOpen(room) && !this.isAwake(room);
  }
  fold(): Fold {
    return this.folding.fold();
  }
}
