import { performance } from 'node:perf_hooks';
import * as encoding from 'lib0/encoding';
import { WebSocket } from 'ws';
import { decodeDown, encodeUp, MUX_PROTOCOL, type Receipt, TICKET_PREFIX, type UpFrame } from '#protocol';
import { SESSION_COOKIE } from '../../../sync-relay/http/session-guard.ts';
import type { Worker } from './company.ts';

/** First byte of the frames a load client looks into; everything else is counted and dropped. */
const DATA = 1;
const CLOSED = 2;
const ACK = 3;
const REJECT = 4;
const SYNC_MESSAGE = 0;
const STEP_1 = 0;
const EMPTY_VECTOR = Uint8Array.of(0);

/** A socket of one device as load clients use it: as little work here as a promise of an answer allows. */
export interface Line {
  /** Resolves with the time from sending to the acknowledgement, ms. @throws when it is refused */
  append(room: string, update: Uint8Array): Promise<{ readonly ms: number; readonly receipts: readonly Receipt[] }>;
  /** Opens a channel and asks for everything after `vector`; resolves when the relay says that this was all. @throws when it may not */
  read(room: string, vector?: Uint8Array): Promise<void>;
  /** Bytes, data frames and acknowledgements that came so far. */
  readonly got: { bytes: number; dataFrames: number; ackFrames: number };
  close(): void;
}

const CLOCK = { boot: 'bench', mono: 1, wall: 1_790_000_000_000 };

const step1 = (vector: Uint8Array): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, SYNC_MESSAGE);
  encoding.writeVarUint(encoder, STEP_1);
  encoding.writeVarUint8Array(encoder, vector);
  return encoding.toUint8Array(encoder);
};

/** The empty sync step 2 that ends an answer: `[data, channel, length, 0, 1, 2, 0, 0]`. */
const endsSync = (bytes: Buffer): boolean => bytes.length <= 9 && bytes.at(-5) === 0 && bytes.at(-4) === 1;

const ticketOf = async (url: string, { secret, csrf }: Worker): Promise<string> => {
  const headers = {
    'content-type': 'application/json',
    origin: url,
    cookie: `${SESSION_COOKIE}=${secret}`,
    'x-jieli-csrf': csrf,
  };
  const response = await fetch(`${url}/api/ticket`, { method: 'POST', headers, body: '{}' });
  if (response.status !== 200) throw new Error(`no ticket: ${response.status}`);
  return ((await response.json()) as { ticket: string }).ticket;
};

export const openLine = async (url: string, worker: Worker): Promise<Line> => {
  const protocols = [MUX_PROTOCOL, TICKET_PREFIX + (await ticketOf(url, worker))];
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/mux`, protocols, {
    origin: url,
    perMessageDeflate: false,
  });
  const waiting = new Map<
    number,
    { readonly resolve: (receipts: readonly Receipt[]) => void; readonly reject: (cause: Error) => void }
  >();
  const syncing = new Map<number, () => void>();
  const refused = new Map<number, (cause: Error) => void>();
  const got = { bytes: 0, dataFrames: 0, ackFrames: 0 };
  let nextBatch = 1;
  let nextChannel = 1;
  socket.on('message', (data: Buffer) => {
    got.bytes += data.length;
    const type = data[0];
    if (type === DATA) {
      got.dataFrames += 1;
      if (syncing.size > 0 && endsSync(data)) syncing.get(data[1] ?? 0)?.();
    } else if (type === CLOSED) {
      const frame = decodeDown(data);
      if (frame.type === 'closed') refused.get(frame.channel)?.(new Error(`channel closed: ${frame.reason}`));
    } else if (type === ACK || type === REJECT) {
      const frame = decodeDown(data);
      if (frame.type === 'ack') {
        got.ackFrames += 1;
        for (const { batches, receipts } of frame.rooms) {
          for (const batch of batches) waiting.get(batch)?.resolve(receipts);
        }
      }
      if (frame.type === 'reject') waiting.get(frame.batch)?.reject(new Error(`${frame.reason} ${frame.detail}`));
    }
  });
  const send = (frame: UpFrame): void => socket.send(encodeUp(frame));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return {
    got,
    async append(room, update) {
      const batch = nextBatch;
      nextBatch += 1;
      const startedAt = performance.now();
      const receipts = await new Promise<readonly Receipt[]>((resolve, reject) => {
        waiting.set(batch, { resolve, reject });
        send({ type: 'append', batch, room, clock: CLOCK, update });
      });
      waiting.delete(batch);
      return { ms: performance.now() - startedAt, receipts };
    },
    async read(room, vector = EMPTY_VECTOR) {
      const channel = nextChannel;
      nextChannel += 1;
      await new Promise<void>((resolve, reject) => {
        syncing.set(channel, resolve);
        refused.set(channel, reject);
        send({ type: 'open', channel, room });
        send({ type: 'data', channel, payload: step1(vector) });
      });
      syncing.delete(channel);
      refused.delete(channel);
    },
    close: () => socket.close(),
  };
};
