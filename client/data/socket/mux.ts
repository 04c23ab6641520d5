import {
  type ClockReading,
  closeReasonOf,
  type DownFrame,
  decodeDown,
  encodeUp,
  FrameError,
  MUX_PROTOCOL,
  PROTOCOL_VERSION,
  TICKET_PREFIX,
  type UpFrame,
} from '#protocol';
import type { Clocks } from '../clock/device-clock.ts';
import type { SocketLike, Timers } from '../platform.ts';
import { type Channel, type ChannelHost, LOST } from './channel.ts';
import { makePace } from './pace.ts';

/** Back-off of the one socket, ms; each wait is drawn from the upper half. */
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 4_000;
/** No answer to the greeting within this, ms: the line is dead. */
const GREETING_MS = 10_000;
/** Something waits for an answer and nothing at all has come for this long, ms: the line is dead. */
const SILENCE_MS = 20_000;

export type Connection = 'online' | 'connecting' | 'offline';
export type TicketOutcome =
  | { readonly kind: 'ticket'; readonly ticket: string }
  | { readonly kind: 'offline' | 'notSignedIn' };

export interface MuxDeps {
  readonly clocks: Clocks;
  readonly timers: Timers;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly ticket: () => Promise<TicketOutcome>;
  readonly openSocket: (protocols: readonly string[]) => SocketLike;
  readonly statement: () => ClockReading;
  readonly onFrame: (frame: Exclude<DownFrame, { type: 'data' | 'closed' }>) => void;
  readonly onState: (state: Connection) => void;
  /** The session is over (`notSignedIn`, `deviceRevoked`) or this build is too old (`upgradeNeeded`). */
  readonly onEnded: (reason: 'notSignedIn' | 'deviceRevoked' | 'upgradeNeeded') => void;
  /** An answer is awaited (appends under way, rooms not complete). */
  readonly isWaiting: () => boolean;
}

/** The one socket of a device: tickets, back-off, greeting, channels. */
export class Mux implements ChannelHost {
  readonly #deps: MuxDeps;
  readonly #channels = new Map<number, Channel>();
  readonly #numbers = new Map<Channel, number>();
  readonly #pace: ReturnType<typeof makePace>;
  #nextChannel = 1;
  #socket: SocketLike | null = null;
  #state: Connection = 'offline';
  #welcomed = false;
  #running = false;
  #attempt = 0;
  #failures = 0;
  #cancelWait: (() => void) | null = null;
  #cancelWatch: (() => void) | null = null;
  #heardMono = 0;

  constructor(deps: MuxDeps) {
    this.#deps = deps;
    this.#pace = makePace(deps.clocks, deps.timers);
  }

  state(): Connection {
    return this.#state;
  }
  isUp(): boolean {
    return this.#welcomed;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#connect();
  }
  stop(): void {
    this.#running = false;
    this.#cancelWait?.();
    this.#drop();
    this.#setState('offline');
  }
  /** Tries at once: the network is back, or the page is visible again. */
  kick(): void {
    if (!this.#running || this.#socket !== null || this.#cancelWait === null) return;
    this.#failures = 0;
    this.#cancelWait();
    this.#connect();
  }
  /** The network is gone: do not wait for the socket to notice. */
  lost(): void {
    if (this.#running && this.#socket !== null) this.#fail();
  }
  /** New ticket, new socket: the device id changed. */
  restart(): void {
    this.#drop();
    this.#cancelWait?.();
    this.#cancelWait = null;
    this.#failures = 0;
    if (this.#running) this.#connect();
  }

  /** False when the socket is not up; the frame is then not sent at all. */
  post(frame: UpFrame): boolean {
    if (!this.#welcomed) return false;
    this.#push(frame);
    return true;
  }

  attach(channel: Channel): void {
    const number = this.#nextChannel;
    this.#nextChannel += 1;
    this.#channels.set(number, channel);
    this.#numbers.set(channel, number);
    // Whoever made the channel sets its handlers after this.
    if (this.#welcomed) queueMicrotask(() => this.#openAttached(number, channel));
  }
  #openAttached(number: number, channel: Channel): void {
    if (this.#welcomed && this.#channels.get(number) === channel && channel.readyState === channel.CONNECTING) {
      this.#openChannel(number, channel);
    }
  }
  send(channel: Channel, payload: Uint8Array): void {
    const number = this.#numbers.get(channel);
    if (number !== undefined && this.#welcomed) this.#push({ type: 'data', channel: number, payload });
  }
  detach(channel: Channel): void {
    const number = this.#numbers.get(channel);
    if (number === undefined) return;
    this.#channels.delete(number);
    this.#numbers.delete(channel);
    if (this.#welcomed) this.#push({ type: 'close', channel: number });
  }

  #openChannel(number: number, channel: Channel): void {
    this.#push({ type: 'open', channel: number, room: channel.room });
    // Open at once: frames are read in order, so what the channel says comes after the request.
    channel.opened();
  }

  #push(frame: UpFrame): void {
    const socket = this.#socket;
    this.#pace.push(() => {
      if (socket !== null && socket === this.#socket) socket.send(encodeUp(frame));
    });
  }

  #setState(state: Connection): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#deps.onState(state);
  }

  #connect(): void {
    this.#cancelWait = null;
    this.#attempt += 1;
    const attempt = this.#attempt;
    if (this.#state === 'offline' && this.#failures === 0) this.#setState('connecting');
    void this.#deps.ticket().then((outcome) => {
      if (attempt !== this.#attempt || !this.#running) return;
      if (outcome.kind === 'ticket') this.#open(outcome.ticket);
      else if (outcome.kind === 'notSignedIn') this.#end('notSignedIn');
      else this.#fail();
    });
  }

  #open(ticket: string): void {
    const socket = this.#deps.openSocket([MUX_PROTOCOL, `${TICKET_PREFIX}${ticket}`]);
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    this.#heardMono = this.#deps.clocks.mono();
    socket.onopen = () => {
      if (socket !== this.#socket) return;
      socket.send(encodeUp({ type: 'hello', version: PROTOCOL_VERSION, clock: this.#deps.statement() }));
    };
    socket.onmessage = ({ data }) => {
      if (socket === this.#socket) this.#read(data);
    };
    // An error is always followed by a close.
    socket.onerror = () => undefined;
    socket.onclose = ({ code }) => {
      if (socket === this.#socket) this.#closed(code);
    };
    this.#watch();
  }

  /** Notices a line that died without a word. */
  #watch(): void {
    this.#cancelWatch?.();
    this.#cancelWatch = this.#deps.timers.after(GREETING_MS / 2, () => {
      const silence = this.#deps.clocks.mono() - this.#heardMono;
      const dead = this.#welcomed ? this.#deps.isWaiting() && silence > SILENCE_MS : silence > GREETING_MS;
      if (dead) this.#fail();
      else this.#watch();
    });
  }

  #read(data: unknown): void {
    this.#heardMono = this.#deps.clocks.mono();
    let frame: DownFrame;
    try {
      frame = decodeDown(new Uint8Array(data as ArrayBuffer));
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      this.#fail();
      return;
    }
    if (frame.type === 'data') this.#channels.get(frame.channel)?.received(frame.payload);
    else if (frame.type === 'closed') this.#channelClosed(frame.channel, frame.code, frame.reason);
    else if (frame.type === 'welcome') this.#welcome(frame);
    else this.#deps.onFrame(frame);
  }

  #welcome(frame: Extract<DownFrame, { type: 'welcome' }>): void {
    if (frame.version !== PROTOCOL_VERSION) {
      this.#end('upgradeNeeded');
      return;
    }
    this.#welcomed = true;
    this.#failures = 0;
    this.#deps.onFrame(frame);
    if (!this.#welcomed) return;
    this.#setState('online');
    for (const [number, channel] of [...this.#channels]) this.#openChannel(number, channel);
  }

  #channelClosed(number: number, code: number, reason: string): void {
    const channel = this.#channels.get(number);
    if (channel === undefined) return;
    this.#channels.delete(number);
    this.#numbers.delete(channel);
    channel.ended(code, reason);
  }

  #closed(code: number): void {
    const reason = closeReasonOf(code);
    if (reason === 'notSignedIn' || reason === 'deviceRevoked' || reason === 'upgradeNeeded') this.#end(reason);
    else this.#fail();
  }

  #end(reason: 'notSignedIn' | 'deviceRevoked' | 'upgradeNeeded'): void {
    this.stop();
    this.#deps.onEnded(reason);
  }

  #drop(): void {
    this.#attempt += 1;
    this.#cancelWatch?.();
    this.#cancelWatch = null;
    this.#pace.clear();
    const socket = this.#socket;
    this.#socket = null;
    this.#welcomed = false;
    if (socket !== null) socket.close(1000);
    const channels = [...this.#channels.values()];
    this.#channels.clear();
    this.#numbers.clear();
    for (const channel of channels) channel.ended(LOST, 'socket lost');
  }

  #fail(): void {
    this.#drop();
    this.#setState('offline');
    if (!this.#running) return;
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures);
    this.#failures += 1;
    this.#cancelWait?.();
    this.#cancelWait = this.#deps.timers.after(longest * (0.5 + this.#deps.random() / 2), () => this.#connect());
  }
}
