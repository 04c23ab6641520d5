import WebSocket from 'ws';
import {
  type DownFrame,
  decodeDown,
  encodeUp,
  MUX_PROTOCOL,
  type SessionAnswer,
  TICKET_PREFIX,
  type UpFrame,
} from '#protocol';
import type { DeviceId, Envelope, MemberId } from '#rules';
import { makeEvent, makeYjsLog, type YjsLog } from '../../support/yjs-log.ts';

export const CLOCK = { boot: 'boot-1', mono: 1000, wall: 1_790_000_000_000 };

/** HTTP as a page of the relay's own origin does it. */
export interface Http {
  cookie: string;
  csrf: string;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<{ status: number; body: unknown }>;
  put(path: string, body: unknown, headers?: Record<string, string>): Promise<{ status: number; body: unknown }>;
  get(path: string): Promise<Response>;
  headers(): Record<string, string>;
}

export const makeHttp = (url: string): Http => {
  const writeBy =
    (method: 'POST' | 'PUT'): Http['post'] =>
    async (path, body, headers = {}) => {
      const response = await fetch(url + path, {
        method,
        headers: { 'content-type': 'application/json', ...http.headers(), ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      const [cookie] = response.headers.getSetCookie();
      if (cookie !== undefined) http.cookie = cookie.split(';')[0] ?? '';
      return { status: response.status, body: await response.json() };
    };
  const http: Http = {
    cookie: '',
    csrf: '',
    headers: () => ({ origin: url, cookie: http.cookie, 'x-jieli-csrf': http.csrf }),
    post: writeBy('POST'),
    put: writeBy('PUT'),
    get: (path) => fetch(url + path, { headers: { cookie: http.cookie } }),
  };
  return http;
};

export const join = async (
  url: string,
  secret: string,
  device: string,
  name?: string,
): Promise<Http & SessionAnswer> => {
  const http = makeHttp(url);
  const body = { secret, device, publicKey: { kty: 'EC' }, ...(name === undefined ? {} : { name }) };
  const answer = await http.post('/api/join', body);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer));
  const session = answer.body as SessionAnswer;
  http.csrf = session.csrf;
  return Object.assign(http, session);
};

/** Frames in the order they came; `take` waits for the first that fits and removes it. */
export interface Line {
  readonly socket: WebSocket;
  readonly closed: Promise<{ code: number; reason: string }>;
  /** Type of every frame that came, in order. */
  readonly heard: readonly DownFrame['type'][];
  send(frame: UpFrame): void;
  take<Type extends DownFrame['type']>(
    type: Type,
    fits?: (frame: Extract<DownFrame, { type: Type }>) => boolean,
  ): Promise<Extract<DownFrame, { type: Type }>>;
}

export const openSocket = (url: string, path: string, protocols: readonly string[], origin = url): WebSocket =>
  new WebSocket(url.replace(/^http/, 'ws') + path, [...protocols], { origin });

export const ticketOf = async (http: Http): Promise<string> => {
  const { body } = await http.post('/api/ticket', {});
  return (body as { ticket: string }).ticket;
};

export const openLine = async (url: string, http: Http): Promise<Line> => {
  const socket = openSocket(url, '/mux', [MUX_PROTOCOL, TICKET_PREFIX + (await ticketOf(http))]);
  socket.binaryType = 'arraybuffer';
  const frames: DownFrame[] = [];
  const heard: DownFrame['type'][] = [];
  const waiting = new Set<() => void>();
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.on('close', (code, reason) => resolve({ code, reason: String(reason) })),
  );
  socket.on('message', (data: ArrayBuffer) => {
    const frame = decodeDown(new Uint8Array(data));
    frames.push(frame);
    heard.push(frame.type);
    for (const look of [...waiting]) look();
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return {
    socket,
    closed,
    heard,
    send: (frame) => socket.send(encodeUp(frame)),
    take: (type, fits = () => true) =>
      new Promise((resolve) => {
        const look = (): void => {
          const at = frames.findIndex((frame) => frame.type === type && fits(frame as never));
          if (at < 0) return;
          waiting.delete(look);
          resolve(frames.splice(at, 1)[0] as never);
        };
        waiting.add(look);
        look();
      }),
  };
};

/** A device that writes honest events in order, one Yjs log per room. */
export interface Author {
  readonly member: MemberId;
  readonly device: DeviceId;
  update(room: string, type: string, subject: string, payload: unknown, fields?: Partial<Envelope>): Uint8Array;
  log(room: string): YjsLog;
}

export const makeAuthor = ({ member, device }: { member: string; device: string }): Author => {
  const logs = new Map<string, YjsLog>();
  let n = 0;
  let prev: Envelope['prev'] = null;
  const log = (room: string): YjsLog => {
    const found = logs.get(room) ?? makeYjsLog(device, 1000 + logs.size + device.length * 10);
    logs.set(room, found);
    return found;
  };
  return {
    member: member as MemberId,
    device: device as DeviceId,
    log,
    update(room, type, subject, payload, fields = {}) {
      const event = makeEvent({
        n,
        device: device as DeviceId,
        author: member as MemberId,
        type,
        subject,
        payload,
        prev,
        ...fields,
      });
      n += 1;
      prev = event.id;
      return log(room).push(event);
    },
  };
};
