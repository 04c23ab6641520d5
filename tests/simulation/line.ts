import { decodeDown, decodeUp, TICKET_PREFIX } from '#protocol';
import type { Platform, SocketLike } from '../../client/data/platform.ts';
import type { Connection } from '../../sync-relay/session/hub.ts';
import type { Prng } from '../support/prng.ts';
import { type Counts, count, type Fault } from './faults.ts';
import type { RelayMachine } from './relay-machine.ts';
import type { VirtualTime } from './virtual-time.ts';

/** First byte of a frame: its type (protocol/frames.ts). */
const UP_OPEN = 1;
const UP_CLOSE = 3;
const UP_APPEND = 4;
const DOWN_DATA = 1;
const DOWN_CLOSED = 2;
const DOWN_ACK = 3;

const FULL_BYTES = 1024 * 1024;
const LOST = 1006;
const PING_MS = 40_000;
/** A device hears of a broken line within this, ms, however slow the line was. */
const NOTICE_MS = 30;

export interface LineDeps {
  readonly time: VirtualTime;
  readonly random: Prng;
  readonly faults: Counts<Fault>;
  readonly relay: RelayMachine;
  readonly cookies: Map<string, string>;
  /** Everything the relay hands to this device, at the moment it does. `room` for a replica's update. */
  readonly onSent: (bytes: Uint8Array, session: Connection | null, room: string | null) => void;
}

interface Parcel {
  readonly at: number;
  readonly run: () => void;
  readonly isData: boolean;
}

/** One ordered direction of a socket. */
class Lane {
  readonly #line: Line;
  #parcels: Parcel[] = [];
  #last = 0;
  #timer: number | null = null;
  isHeld = false;

  constructor(line: Line) {
    this.#line = line;
  }
  push(run: () => void, isData = false): void {
    const { time } = this.#line.deps;
    this.#last = Math.max(this.#last, time.now() + this.#line.latency());
    this.#parcels.push({ at: this.#last, run, isData });
    this.pump();
  }
  pump(): void {
    const [head] = this.#parcels;
    if (head === undefined || this.#timer !== null || this.isHeld || this.#line.isSilent) return;
    const { time } = this.#line.deps;
    this.#timer = time.setTimeout(
      () => {
        this.#timer = null;
        if (this.isHeld || this.#line.isSilent) return;
        this.#parcels.shift()?.run();
        this.pump();
      },
      Math.max(0, head.at - time.now()),
    );
  }
  /** The line is fast again: what is under way arrives now. */
  hurry(): void {
    const { time } = this.#line.deps;
    this.#last = time.now();
    this.#parcels = this.#parcels.map((parcel) => ({ ...parcel, at: this.#last }));
    if (this.#timer !== null) time.clear(this.#timer);
    this.#timer = null;
    this.pump();
  }
  /** Drops what is under way; how many updates of replicas were among it. */
  clear(): number {
    const lost = this.#parcels.filter(({ isData }) => isData).length;
    this.#parcels = [];
    if (this.#timer !== null) this.#line.deps.time.clear(this.#timer);
    this.#timer = null;
    return lost;
  }
}

/** A socket from a device to the relay: two lanes, each in order. */
class Pipe {
  readonly #line: Line;
  readonly client: SocketLike;
  readonly up: Lane;
  readonly down: Lane;
  readonly #rooms = new Map<number, string>();
  /** Channels the relay has been asked for and has not ended, by number. */
  readonly channels = new Map<number, string>();
  connection: Connection | null = null;
  #isOver = false;
  /** Updates of replicas delivered so far. */
  #delivered = 0;

  constructor(line: Line) {
    this.#line = line;
    this.up = new Lane(line);
    this.down = new Lane(line);
    this.client = {
      binaryType: '',
      onopen: null,
      onmessage: null,
      onclose: null,
      onerror: null,
      send: (bytes) => this.#send(bytes),
      close: () => this.#closedByClient(),
    };
  }

  open(ticket: string): void {
    const { time, relay } = this.#line.deps;
    time.setTimeout(() => {
      if (this.#isOver) return;
      const core = relay.core();
      const session = this.#line.isUp && !this.#line.isSilent ? (core?.authn.redeemTicket(ticket) ?? null) : null;
      if (core === null || session === null) {
        this.#isOver = true;
        this.#line.pipes.delete(this);
        this.client.onclose?.({ code: LOST, reason: '' });
        return;
      }
      this.down.push(() => this.client.onopen?.({}));
      this.connection = core.hub.connect(
        session,
        {
          send: (bytes) => this.#sent(bytes),
          close: (code, reason) => {
            this.down.push(() => this.#end(() => this.client.onclose?.({ code, reason })));
          },
          buffered: () => (this.#line.isStuck() ? FULL_BYTES : 0),
          pause: () => {
            this.up.isHeld = true;
          },
          resume: () => {
            this.up.isHeld = false;
            this.up.pump();
          },
        },
        null,
      );
    }, this.#line.latency());
  }

  #send(bytes: Uint8Array): void {
    if (this.#isOver) return;
    const type = bytes[0];
    if (type === UP_OPEN) {
      const frame = decodeUp(bytes);
      if (frame.type === 'open') this.#rooms.set(frame.channel, frame.room);
    }
    const times = type === UP_APPEND && this.#line.take('append sent twice') ? 2 : 1;
    for (let turn = 0; turn < times; turn += 1) this.up.push(() => this.#arrive(bytes));
  }

  #arrive(bytes: Uint8Array): void {
    if (this.connection === null) return;
    if (bytes[0] === UP_OPEN || bytes[0] === UP_CLOSE) {
      const frame = decodeUp(bytes);
      if (frame.type === 'open') this.channels.set(frame.channel, frame.room);
      else if (frame.type === 'close') this.channels.delete(frame.channel);
    }
    this.connection.receive(bytes);
  }

  #roomOf(bytes: Uint8Array): string | null {
    if (bytes[0] !== DOWN_DATA) return null;
    // Channels are numbered from 1; one byte up to 127, two beyond.
    const [, low = 0, high = 0] = bytes;
    return this.#rooms.get(low < 128 ? low : (low & 127) + high * 128) ?? null;
  }

  #sent(bytes: Uint8Array): void {
    if (this.#isOver) return;
    const { deps } = this.#line;
    const room = this.#roomOf(bytes);
    deps.onSent(bytes, this.connection, room);
    if (bytes[0] === DOWN_CLOSED) {
      const frame = decodeDown(bytes);
      if (frame.type === 'closed') this.channels.delete(frame.channel);
    }
    if (bytes[0] === DOWN_ACK && this.#line.take('acknowledgement lost')) {
      this.cut();
      return;
    }
    if (room !== null) this.#line.passed(room);
    this.down.push(() => this.#deliver(bytes, room), room !== null);
  }

  #deliver(bytes: Uint8Array, room: string | null): void {
    const whole = bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer;
    this.client.onmessage?.({ data: whole });
    if (room === null) return;
    this.#delivered += 1;
    if (this.#line.cutAfter !== null && this.#delivered >= this.#line.cutAfter) {
      this.#line.cutAfter = null;
      this.cut();
    }
  }

  /** The line breaks: what is under way is gone, each side notices by itself. */
  cut(): void {
    if (this.#isOver) return;
    const { faults, time, random } = this.#line.deps;
    const lost = this.down.clear();
    count(faults, lost > 0 && this.#delivered > 0 ? 'document delivered in part' : 'socket cut');
    const { connection } = this;
    this.#end(() => undefined);
    time.setTimeout(() => this.client.onclose?.({ code: LOST, reason: '' }), random.int(NOTICE_MS));
    time.setTimeout(() => connection?.ended(), random.chance(0.5) ? this.#line.latency() : random.int(PING_MS));
  }
  /** The relay's process is gone. */
  reset(): void {
    if (this.#isOver) return;
    this.#end(() => undefined);
    const { time, random } = this.#line.deps;
    time.setTimeout(() => this.client.onclose?.({ code: LOST, reason: '' }), random.int(NOTICE_MS));
  }

  #closedByClient(): void {
    if (this.#isOver) return;
    const { connection } = this;
    const { time, random } = this.#line.deps;
    this.down.clear();
    // What was sent before may still arrive, or not.
    const isFlushed = this.#line.isUp && random.chance(0.5);
    const last = (): void => {
      this.#end(() => undefined);
      connection?.ended();
    };
    if (isFlushed) this.up.push(last);
    else {
      this.#end(() => undefined);
      time.setTimeout(() => connection?.ended(), this.#line.latency());
    }
  }

  #end(tell: () => void): void {
    this.#isOver = true;
    this.up.clear();
    this.down.clear();
    this.#line.pipes.delete(this);
    tell();
  }
}

/** A device's way to the relay: sockets and requests with latency, and everything that can go wrong on it. */
export class Line {
  readonly deps: LineDeps;
  readonly pipes = new Set<Pipe>();
  readonly #armed = new Set<Fault>();
  readonly #held = new Set<string>();
  isUp = true;
  /** Nothing passes and nobody is told. */
  isSilent = false;
  /** So many messages of rooms go out until the relay's buffer for this device is full. */
  #free = Number.POSITIVE_INFINITY;
  /** Longest extra delay of a message, ms. */
  slowMs = 0;
  /** Cut once this many updates of replicas were delivered. */
  cutAfter: number | null = null;

  constructor(deps: LineDeps) {
    this.deps = deps;
  }

  latency(): number {
    const { random, faults } = this.deps;
    if (this.slowMs === 0) return 2 + random.int(30);
    count(faults, 'message delayed');
    return 2 + random.int(this.slowMs);
  }

  /** The fault happens at the next occasion. */
  arm(fault: Fault): void {
    this.#armed.add(fault);
  }
  take(fault: Fault): boolean {
    if (!this.#armed.delete(fault)) return false;
    if (fault !== 'acknowledgement lost') count(this.deps.faults, fault);
    else count(this.deps.faults, 'acknowledgement lost');
    return true;
  }

  /** The relay's buffer for this device is full: sync answers wait, everything else passes them. */
  isStuck(): boolean {
    return this.#free <= 0;
  }
  /** Something of `room` went out. On a stuck line it is a commit, ahead of the answers of other rooms that wait. */
  passed(room: string): void {
    if (!this.isStuck()) {
      this.#free -= 1;
      return;
    }
    if (this.#held.has(room)) return;
    this.#held.add(room);
    count(this.deps.faults, 'documents reordered');
  }
  /** @param free so many messages of rooms still go out: whose answer is complete by then is told of commits. */
  setFull(isFull: boolean, free = 0): void {
    this.#free = isFull ? free : Number.POSITIVE_INFINITY;
    this.#held.clear();
    if (!isFull) for (const { connection } of [...this.pipes]) connection?.drained();
  }
  setSilent(isSilent: boolean): void {
    this.isSilent = isSilent;
    if (isSilent) return;
    for (const pipe of this.pipes) {
      pipe.up.pump();
      pipe.down.pump();
    }
  }
  cut(): void {
    for (const pipe of [...this.pipes]) pipe.cut();
  }
  reset(): void {
    for (const pipe of [...this.pipes]) pipe.reset();
  }

  /** Everything as it should be. */
  heal(): void {
    this.isUp = true;
    this.slowMs = 0;
    this.cutAfter = null;
    this.#armed.clear();
    this.setFull(false);
    this.setSilent(false);
    for (const pipe of this.pipes) {
      pipe.up.hurry();
      pipe.down.hurry();
    }
  }

  /** Rooms whose rows the relay goes on sending to this device. */
  *openRooms(): Iterable<string> {
    for (const { channels } of this.pipes) yield* channels.values();
  }

  openSocket(protocols: readonly string[]): SocketLike {
    const pipe = new Pipe(this);
    this.pipes.add(pipe);
    pipe.open(protocols.find((text) => text.startsWith(TICKET_PREFIX))?.slice(TICKET_PREFIX.length) ?? '');
    return pipe.client;
  }

  pass(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.deps.time.setTimeout(
        () => (this.isUp && !this.isSilent ? resolve() : reject(new TypeError('no network'))),
        this.latency(),
      );
    });
  }

  fetch: Platform['fetch'] = async (path, init) => {
    const { relay, cookies, onSent } = this.deps;
    await this.pass();
    const headers = { ...(init.headers as Record<string, string>) };
    if (cookies.size > 0) headers['cookie'] = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await relay.request(init.method ?? 'GET', path, headers, String(init.body ?? ''));
    onSent(new TextEncoder().encode(answer.body), null, null);
    if (this.take('HTTP answer lost')) throw new TypeError('connection reset');
    await this.pass();
    const [pair] = (answer.headers['set-cookie'] ?? '').split(';');
    const at = pair?.indexOf('=') ?? -1;
    if (pair !== undefined && at > 0) cookies.set(pair.slice(0, at), pair.slice(at + 1));
    const { status, body } = answer;
    return {
      ok: status >= 200 && status < 300,
      status,
      json: async () => JSON.parse(body) as unknown,
    } as Response;
  };

  /** Carries a file. */
  sendFile = async (bytes: Uint8Array, sha256: string): Promise<'stored' | 'refused'> => {
    await this.pass();
    const outcome = await this.deps.relay.storeFile(bytes, sha256);
    await this.pass();
    return outcome;
  };
}
