import * as Y from 'yjs';
import type { Channel, ChannelHost } from '../../client/data/socket/channel.ts';
import { LOST } from '../../client/data/socket/channel.ts';
import { readSyncMessage, syncedMessage, updateMessage } from '../../sync-relay/session/sync-messages.ts';

interface Coming {
  readonly channel: Channel;
  readonly payload: Uint8Array;
}

/**
 * Rooms of a relay at the other end of a device's channels, in the relay's own messages. What it sends waits until it
 * is let through, so that a test decides what comes when.
 */
export class RoomLine implements ChannelHost {
  readonly #docs = new Map<string, Y.Doc>();
  readonly #channels = new Set<Channel>();
  #coming: Coming[] = [];
  #isUp = true;
  /** How often a state was asked with, by room. */
  readonly asked = new Map<string, number>();

  docOf(room: string): Y.Doc {
    const doc = this.#docs.get(room) ?? new Y.Doc();
    this.#docs.set(room, doc);
    return doc;
  }
  /** The relay stores an update and passes it on. */
  commit(room: string, update: Uint8Array): void {
    Y.applyUpdate(this.docOf(room), update);
    for (const channel of this.#channels) {
      if (channel.room === room && channel.readyState === channel.OPEN) this.#send(channel, updateMessage(update));
    }
  }

  attach(channel: Channel): void {
    this.#channels.add(channel);
    if (this.#isUp) queueMicrotask(() => this.#openOne(channel));
  }
  send(channel: Channel, payload: Uint8Array): void {
    const message = readSyncMessage(payload);
    if (message?.kind !== 'step1') return;
    this.asked.set(channel.room, (this.asked.get(channel.room) ?? 0) + 1);
    const doc = this.docOf(channel.room);
    const missing = Y.encodeStateAsUpdate(doc, message.stateVector);
    // an update of nothing but the empty delete set has two bytes; the relay sends none of those
    if (missing.length > 2) this.#send(channel, updateMessage(missing));
    this.#send(channel, syncedMessage());
  }
  detach(channel: Channel): void {
    this.#channels.delete(channel);
    this.#coming = this.#coming.filter((one) => one.channel !== channel);
  }

  #openOne(channel: Channel): void {
    if (this.#isUp && this.#channels.has(channel) && channel.readyState === channel.CONNECTING) channel.opened();
  }
  #send(channel: Channel, payload: Uint8Array): void {
    this.#coming.push({ channel, payload });
  }

  /** Lets through the next `count` messages; how many there were. */
  deliver(count = Number.POSITIVE_INFINITY): number {
    let done = 0;
    for (; done < count; done += 1) {
      const next = this.#coming.shift();
      if (next === undefined) break;
      next.channel.received(next.payload);
    }
    return done;
  }
  /** The last two updates under way change places: the one that then comes first goes on where something is missing. */
  swap(): void {
    const updates = this.#coming.filter(({ payload }) => payload.length > syncedMessage().length);
    const [first, second] = updates.slice(-2);
    if (first === undefined || second === undefined) return;
    const [at, behind] = [this.#coming.indexOf(first), this.#coming.indexOf(second)];
    [this.#coming[at], this.#coming[behind]] = [second, first];
  }
  /** What was sent last comes as this instead. */
  spoil(payload: Uint8Array): void {
    const last = this.#coming.pop();
    if (last !== undefined) this.#send(last.channel, payload);
  }
  /** The socket is lost with everything under way. */
  cut(): void {
    this.#isUp = false;
    const lost = [...this.#channels];
    this.#channels.clear();
    this.#coming = [];
    for (const channel of lost) channel.ended(LOST, 'socket lost');
  }
  /** A new socket. */
  restore(): void {
    if (this.#isUp) return;
    this.#isUp = true;
    for (const channel of [...this.#channels]) this.#openOne(channel);
  }
  /** The relay ends the channels of a room. */
  end(room: string, code: number): void {
    for (const channel of this.channelsOf(room)) {
      this.detach(channel);
      channel.ended(code, 'ended');
    }
  }
  channelsOf(room: string): readonly Channel[] {
    return [...this.#channels].filter((channel) => channel.room === room);
  }
  isOpen(room: string): boolean {
    return this.channelsOf(room).some((channel) => channel.readyState === channel.OPEN);
  }
}
