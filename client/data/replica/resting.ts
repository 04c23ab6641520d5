import * as Y from 'yjs';
import { Channel, LOST } from '../socket/channel.ts';
import { type Delta, everythingIn } from './read-delta.ts';
import type { Replica } from './replica.ts';
import type { Held, RestingRoom } from './rests-contract.ts';

/** y-websocket's kind of message that is about the document; others (who is here, who may) bring nothing to it. */
const SYNC = 0;
/** Its sync message of step 1 in front of a state vector, and the step 2 that carries nothing. */
const STEP_1 = [0, 0];
const NOTHING_NEW = [0, 1, 2, 0, 0];
/** Closing codes after which coming back cannot help: the range y-websocket stops at too. */
const isFinal = (code: number): boolean => code >= 4400 && code < 4500;

const isNothingNew = (message: Uint8Array): boolean =>
  message.length === NOTHING_NEW.length && NOTHING_NEW.every((byte, at) => message[at] === byte);

/** Length as a varUint, as lib0 writes it. */
const varUint = (value: number): readonly number[] =>
  value < 128 ? [value] : [128 | (value % 128), ...varUint(Math.floor(value / 128))];

const step1 = (vector: Uint8Array): Uint8Array => Uint8Array.from([...STEP_1, ...varUint(vector.length), ...vector]);

/**
 * A room of which only the state is kept: it stays on its channel, asks with that state on each new socket, and wakes
 * when anything comes. What woke it is not used: the replica that opens asks for all it lacks.
 */
export class Resting implements RestingRoom {
  readonly whenLoaded = Promise.resolve();
  wakesWith: Map<number, number> | null = null;
  readonly #room: string;
  readonly #held: Held;
  readonly #vector: Uint8Array;
  readonly #before: Promise<void>;
  #channel: Channel | null;
  #isSynced: boolean;
  #isClosed = false;

  /** Takes over from a replica that is kept on disk in full. */
  constructor(replica: Replica, held: Held) {
    this.#room = replica.room;
    this.#held = held;
    this.#vector = Y.encodeStateVector(replica.doc);
    // If not, the answer to its question is still to come.
    this.#isSynced = replica.isSynced();
    const { channel, closed } = replica.handOver();
    this.#before = closed;
    this.#channel = channel;
    this.#listen();
  }

  #listen(): void {
    const channel = this.#channel;
    if (channel === null) return;
    channel.onopen = () => channel.send(step1(this.#vector));
    channel.onmessage = ({ data }) => this.#heard(new Uint8Array(data));
    channel.onclose = ({ code }) => this.#ended(code);
    // The provider's, with which its document would stay in memory.
    channel.onerror = null;
  }

  #heard(message: Uint8Array): void {
    if (message[0] !== SYNC) return;
    if (!isNothingNew(message)) this.#wake(Y.decodeStateVector(this.#vector));
    else if (!this.#isSynced) {
      this.#isSynced = true;
      this.#held.events.onSynced(this.#room);
    }
  }

  #ended(code: number): void {
    this.#isSynced = false;
    if (code === LOST) {
      this.#channel = new Channel(this.#held.host, this.#room);
      this.#listen();
    } else if (isFinal(code)) this.#held.events.onClosed(this.#room, code);
    else this.#wake(Y.decodeStateVector(this.#vector));
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
  isSynced(): boolean {
    return this.#isSynced;
  }

  /** What the disk holds. Where that is less than was here once, the room wakes, and the relay sends the rest. */
  async everything(): Promise<Delta> {
    const doc = new Y.Doc({ guid: this.#room });
    const file = this.#held.store.open(this.#room, doc);
    await file.whenLoaded;
    const delta = everythingIn(doc);
    const there = Y.decodeStateVector(Y.encodeStateVector(doc));
    await file.close();
    doc.destroy();
    const isWhole = [...Y.decodeStateVector(this.#vector)].every(
      ([client, clock]) => (there.get(client) ?? 0) >= clock,
    );
    if (!isWhole) this.#wake(new Map());
    return delta;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#channel?.close();
    await this.#before;
  }
}
