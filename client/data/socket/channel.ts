/** Connects channels with the one socket; what a channel class needs of it. */
export interface ChannelHost {
  /** Takes a new channel; it stays connecting until the socket is up. */
  attach(channel: Channel): void;
  send(channel: Channel, payload: Uint8Array): void;
  detach(channel: Channel): void;
}

const CONNECTING = 0;
const OPEN = 1;
const CLOSED = 3;

/** y-websocket's kind of message that is about the document; others (who is here, who may) bring nothing to it. */
export const SYNC = 0;
/** Socket closed below the channel; y-websocket tries again. */
export const LOST = 1006;

/**
 * A WebSocket as y-websocket's provider knows it, over the one real socket: carries one room's messages. While the
 * real socket is down it stays CONNECTING, so that only the multiplexer backs off.
 */
export class Channel {
  readonly CONNECTING = CONNECTING;
  readonly OPEN = OPEN;
  readonly CLOSING = 2;
  readonly CLOSED = CLOSED;
  readonly room: string;
  binaryType = 'arraybuffer';
  readyState: number = CONNECTING;
  onopen: ((event: unknown) => void) | null = null;
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;
  readonly #host: ChannelHost;

  constructor(host: ChannelHost, room: string) {
    this.#host = host;
    this.room = room;
    host.attach(this);
  }

  send(payload: Uint8Array): void {
    if (this.readyState === OPEN) this.#host.send(this, payload);
  }

  /** Called by the provider. */
  close(): void {
    if (this.readyState === CLOSED) return;
    this.readyState = CLOSED;
    this.#host.detach(this);
  }

  /** Called by the multiplexer. */
  opened(): void {
    this.readyState = OPEN;
    this.onopen?.({});
  }
  received(payload: Uint8Array): void {
    if (payload[0] !== SYNC) return;
    // a copy: the provider keeps views into it
    const data = payload.buffer.slice(payload.byteOffset, payload.byteOffset + payload.byteLength) as ArrayBuffer;
    this.onmessage?.({ data });
  }
  ended(code: number, reason: string): void {
    if (this.readyState === CLOSED) return;
    this.readyState = CLOSED;
    this.onclose?.({ code, reason });
  }

  /** Called by whoever got what cannot be read: as if the socket were lost, for this room alone. */
  lose(): void {
    this.#host.detach(this);
    this.ended(LOST, 'unreadable');
  }
}

/** The class to give y-websocket as `WebSocketPolyfill` for one room. */
export const channelClass = (host: ChannelHost, room: string): typeof WebSocket =>
  class extends Channel {
    constructor() {
      super(host, room);
    }
  } as unknown as typeof WebSocket;
