import { createDecoder, readVarUint, readVarUint8Array } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeVarUint, writeVarUint8Array } from 'lib0/encoding';
import { messageYjsSyncStep1, messageYjsSyncStep2, messageYjsUpdate } from 'y-protocols/sync';
import * as Y from 'yjs';
import { Channel, LOST, SYNC } from '../socket/channel.ts';
import { isIn, LogEnds, type RoomEnds } from './log-ends.ts';
import { type Delta, everythingIn } from './read-delta.ts';
import type { Replica } from './replica.ts';
import type { Held, RestingRoom } from './rests-contract.ts';
import { Tail } from './tail.ts';

/** Closing codes after which coming back cannot help: the range y-websocket stops at too. */
const isFinal = (code: number): boolean => code >= 4400 && code < 4500;

const questionOf = (vector: Uint8Array): Uint8Array => {
  const encoder = createEncoder();
  writeVarUint(encoder, SYNC);
  writeVarUint(encoder, messageYjsSyncStep1);
  writeVarUint8Array(encoder, vector);
  return toUint8Array(encoder);
};

interface Told {
  /** It answers the room's question: with it everything is here. */
  readonly isAnswer: boolean;
  readonly update: Uint8Array;
}

/** What a message about the document brings; null when it is none that brings anything. */
const toldIn = (message: Uint8Array): Told | null => {
  try {
    const decoder = createDecoder(message);
    readVarUint(decoder);
    const step = readVarUint(decoder);
    if (step !== messageYjsSyncStep2 && step !== messageYjsUpdate) return null;
    return { isAnswer: step === messageYjsSyncStep2, update: readVarUint8Array(decoder) };
  } catch {
    return null;
  }
};

/** What a room at rest goes on with. */
interface Left {
  readonly room: string;
  /** What was told of, and the state of the copy. */
  readonly ends: LogEnds;
  readonly isSynced: boolean;
  /** Null where the relay has ended it for good. */
  readonly channel: Channel | null;
  /** Whoever had the copy open has closed it. */
  readonly before: Promise<void>;
}

/** Takes the channel out of the replica's hands; null where the relay has ended it for good. */
const takeChannel = ({ provider }: Replica): Channel | null => {
  // A socket lost a moment ago is waited for by nobody else.
  if (provider.shouldConnect) provider.connect();
  const channel = provider.ws as unknown as Channel | null;
  provider.ws = null;
  return channel;
};

/**
 * A room without its document: it stays on its channel, asks with its state on each new socket, takes in what goes on
 * where its logs end, and wakes when anything else comes. What woke it is not used: the replica that opens asks for
 * all it lacks.
 */
export class Resting implements RestingRoom {
  readonly whenLoaded = Promise.resolve();
  wakesWith: Map<number, number> | null = null;
  readonly #room: string;
  readonly #held: Held;
  readonly #ends: LogEnds;
  readonly #tail: Tail;
  readonly #before: Promise<void>;
  #channel: Channel | null;
  #isSynced: boolean;
  #isClosed = false;

  constructor({ room, ends, isSynced, channel, before }: Left, held: Held) {
    this.#room = room;
    this.#held = held;
    this.#ends = ends;
    const wake = (): void => this.#wake(this.#ends.clocks());
    this.#tail = new Tail(room, held.store, held.timers, () => this.#ends.vector(), wake);
    this.#isSynced = isSynced;
    this.#channel = channel;
    this.#before = before;
    this.#listen();
  }

  /** Takes over from a replica that is kept on disk in full. */
  static after(replica: Replica, held: Held): Resting {
    const left: Left = {
      room: replica.room,
      ends: LogEnds.of(replica.doc),
      // If not, the answer to its question is still to come.
      isSynced: replica.isSynced(),
      channel: takeChannel(replica),
      before: replica.close(),
    };
    return new Resting(left, held);
  }

  /** Of a room whose copy is in the state these ends make, and was in sync in it. */
  static from(room: string, ends: LogEnds, held: Held): Resting {
    const channel = new Channel(held.host, room);
    return new Resting({ room, ends, isSynced: false, channel, before: Promise.resolve() }, held);
  }

  #listen(): void {
    const channel = this.#channel;
    if (channel === null) return;
    channel.onopen = () => channel.send(questionOf(this.#ends.vector()));
    channel.onmessage = ({ data }) => this.#heard(new Uint8Array(data));
    channel.onclose = ({ code }) => this.#ended(code);
    // The provider's, with which its document would stay in memory.
    channel.onerror = null;
  }

  #heard(message: Uint8Array): void {
    const told = toldIn(message);
    const delta = told === null ? null : this.#ends.append(told.update);
    if (told === null || delta === null) {
      this.#wake(this.#ends.clocks());
      return;
    }
    if (delta.rows.length + delta.facts.length > 0) {
      this.#tail.add(told.update);
      this.#held.events.onDelta(this.#room, delta);
    }
    if (!told.isAnswer || this.#isSynced) return;
    this.#isSynced = true;
    this.#held.events.onSynced(this.#room);
  }

  #ended(code: number): void {
    this.#isSynced = false;
    if (code === LOST) {
      this.#channel = new Channel(this.#held.host, this.#room);
      this.#listen();
    } else if (isFinal(code)) this.#held.events.onClosed(this.#room, code);
    else this.#wake(this.#ends.clocks());
  }

  #wake(known: Map<number, number>): void {
    if (this.#isClosed) return;
    this.#isSynced = false;
    this.wakesWith = known;
    this.#channel?.close();
    this.#held.load();
  }

  isLoaded(): boolean {
    return true;
  }
  /** Where its logs end now. */
  ends(): RoomEnds {
    return this.#ends.plain();
  }
  isSynced(): boolean {
    return this.#isSynced;
  }

  /**
   * What the disk holds, with what is on its way there or was refused. Where that is less than was here once, the room
   * wakes, and the relay sends the rest.
   */
  async everything(): Promise<Delta> {
    const known = this.#ends.clocks();
    const gathered = this.#tail.gathered();
    const doc = new Y.Doc({ guid: this.#room });
    const file = this.#held.store.open(this.#room, doc);
    await file.whenLoaded;
    await file.close();
    for (const update of gathered) Y.applyUpdate(doc, update);
    const delta = everythingIn(doc);
    const isWhole = isIn(doc, known);
    doc.destroy();
    if (!isWhole) this.#wake(new Map());
    return delta;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#channel?.close();
    await Promise.all([this.#before, this.#tail.flush()]);
  }
}
