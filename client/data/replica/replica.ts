import { writeVarUint } from 'lib0/encoding';
import { messageYjsSyncStep2, readSyncMessage } from 'y-protocols/sync';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { ReplicaFile, ReplicaStore } from '../platform.ts';
import { type Channel, type ChannelHost, channelClass, SYNC } from '../socket/channel.ts';
import { type Delta, everythingIn, makeDeltaReader } from './read-delta.ts';

/** Parts of y-websocket 3.1.0 without a public name; a test asserts that they are there. */
interface ProviderInternals {
  readonly _checkInterval: ReturnType<typeof setInterval>;
  readonly awareness: { readonly _checkInterval: ReturnType<typeof setInterval> };
}

/**
 * Stops the two timers every provider brings: per-channel liveness and awareness. The one socket decides about
 * liveness; with them, a hundred idle documents reconnect four hundred times in two minutes (browser facts §1).
 */
const quiet = (provider: WebsocketProvider): void => {
  const internals = provider as unknown as ProviderInternals;
  clearInterval(internals._checkInterval);
  clearInterval(internals.awareness._checkInterval);
  provider.awareness.setLocalState(null);
};

/**
 * Reads what is about the document as y-websocket does, but never throws out of the socket's handler: after what cannot
 * be read something may be missing, so it is no answer either, and the room asks with its state on another channel.
 */
const readSync: WebsocketProvider['messageHandlers'][number] = (encoder, decoder, provider) => {
  const { doc, ws } = provider;
  const lose = (): void => (ws as unknown as Channel | null)?.lose();
  writeVarUint(encoder, SYNC);
  let step: number | null = null;
  try {
    step = readSyncMessage(decoder, encoder, doc, provider, lose);
  } catch {
    lose();
  }
  if (step === messageYjsSyncStep2 && provider.ws === ws) provider.synced = true;
};

export interface ReplicaEvents {
  readonly onDelta: (room: string, delta: Delta) => void;
  /** Complete at this moment, or no longer known to be. */
  readonly onSynced: (room: string) => void;
  /** The relay ended the channel for good. */
  readonly onClosed: (room: string, code: number) => void;
}

/** One room's durable rows as the relay echoed them: loaded from this device first, then brought up to date. */
export class Replica {
  readonly room: string;
  readonly doc: Y.Doc;
  readonly file: ReplicaFile;
  /** Up to here the listener was told of everything before. */
  readonly known: Map<number, number>;
  /** Its socket goes on in other hands once the room rests. */
  readonly provider: WebsocketProvider;
  readonly whenLoaded: Promise<void>;
  /** It is awake: see `RestingRoom`. */
  readonly wakesWith = null;
  #closed = false;
  #loaded = false;

  /** `known`: the state up to which the listener was told of everything before; it is told of what lies beyond. */
  constructor(
    room: string,
    store: ReplicaStore,
    host: ChannelHost,
    events: ReplicaEvents,
    known: Map<number, number> = new Map(),
  ) {
    this.room = room;
    this.known = known;
    // A name of its own spares forty draws of randomness per room.
    this.doc = new Y.Doc({ guid: room });
    const read = makeDeltaReader(this.doc, known);
    this.doc.on('afterTransaction', (transaction: Y.Transaction) => {
      const delta = read(transaction);
      if (!this.#closed && delta.rows.length + delta.facts.length > 0) events.onDelta(room, delta);
    });
    this.provider = new WebsocketProvider('mux:', room, this.doc, {
      connect: false,
      disableBc: true,
      WebSocketPolyfill: channelClass(host, room),
    });
    quiet(this.provider);
    this.provider.messageHandlers[SYNC] = readSync;
    this.provider.on('sync', (synced: boolean) => {
      if (synced && !this.#closed) events.onSynced(room);
    });
    this.provider.on('closed', ({ code }) => {
      if (!this.#closed) events.onClosed(room, code);
    });
    this.file = store.open(room, this.doc);
    this.whenLoaded = this.file.whenLoaded.then(() => {
      this.#loaded = true;
      // Connecting earlier would send everything loaded afterwards up to the relay.
      if (!this.#closed) this.provider.connect();
    });
  }

  isLoaded(): boolean {
    return this.#loaded;
  }
  isSynced(): boolean {
    return this.provider.synced;
  }

  /** Every row and fact held; what comes or is loaded later is told of in full, whatever was known before. */
  everything(): Delta {
    this.known.clear();
    return everythingIn(this.doc);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.provider.destroy();
    await this.file.close();
    this.doc.destroy();
  }
}
