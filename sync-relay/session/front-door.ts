import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { LIMITS, MUX_PROTOCOL, TICKET_PREFIX } from '#protocol';
import type { Authn } from '../authn/authn.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Hub } from './hub.ts';
import type { Timers, Wire } from './wire.ts';

export interface FrontDoorDeps {
  readonly server: Server;
  readonly hub: Hub;
  readonly authn: Authn;
  readonly metrics: Metrics;
  readonly timers: Timers;
  /** Whether an Origin header names this relay itself. */
  readonly isOwnOrigin: (origin: string | undefined, host: string | undefined) => boolean;
}

type Refusal = 'path' | 'origin' | 'ticket';
const STATUS: Readonly<Record<Refusal, string>> = {
  path: '404 Not Found',
  origin: '403 Forbidden',
  ticket: '401 Unauthorized',
};
const STOCK_PATH = /^\/y\/([^/?]{1,200})$/;
const PING_MS = 20_000;

const offered = (request: IncomingMessage): string[] =>
  (request.headers['sec-websocket-protocol'] ?? '').split(',').map((text) => text.trim());

/** The room a path asks for: null = the multiplexed socket; undefined = no socket here. */
const roomOfPath = (path: string): string | null | undefined => {
  if (path === '/mux') return null;
  const match = STOCK_PATH.exec(path);
  if (!match?.[1]) return undefined;
  try {
    return decodeURIComponent(match[1]);
  } catch {
    return undefined;
  }
};

const bytesOf = (data: RawData): Uint8Array => {
  if (Array.isArray(data)) return new Uint8Array(Buffer.concat(data));
  return data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(data.buffer, data.byteOffset, data.length);
};

const wireOf = (socket: WebSocket, drained: () => void): Wire => ({
  send: (bytes) => socket.send(bytes, drained),
  close: (code, reason) => socket.close(code, reason),
  buffered: () => socket.bufferedAmount,
  pause: () => socket.pause(),
  resume: () => socket.resume(),
});

/** Takes upgrades: own Origin, a one-use ticket in the sub-protocol, a known path; everything else is refused unread. */
export const openFrontDoor = ({
  server,
  hub,
  authn,
  metrics,
  timers,
  isOwnOrigin,
}: FrontDoorDeps): { close(): void } => {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LIMITS.frameBytes,
    perMessageDeflate: false,
    handleProtocols: (protocols) => (protocols.has(MUX_PROTOCOL) ? MUX_PROTOCOL : ([...protocols][0] ?? false)),
  });
  const refuse = (socket: Duplex, refusal: Refusal): void => {
    metrics.count('jieli_upgrades_refused_total', refusal);
    socket.end(`HTTP/1.1 ${STATUS[refusal]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  };

  const serve = (socket: WebSocket, ticketed: NonNullable<ReturnType<Authn['redeemTicket']>>, room: string | null) => {
    metrics.count('jieli_sockets_opened_total', room === null ? 'mux' : 'stock');
    let alive = true;
    // A bad or oversize frame ends this socket, never the process.
    socket.on('error', () => metrics.count('jieli_frames_malformed_total'));
    let drained: () => void = () => undefined;
    const connection = hub.connect(
      ticketed,
      wireOf(socket, () => drained()),
      room,
    );
    drained = () => connection.drained();
    let stopPing: () => void = () => undefined;
    const ping = (): void => {
      stopPing = timers.after(PING_MS, () => {
        // No answer since the ping before: the line is dead, whatever the system says.
        if (!alive) {
          socket.terminate();
          return;
        }
        alive = false;
        socket.ping();
        ping();
      });
    };
    ping();
    socket.on('pong', () => {
      alive = true;
    });
    socket.on('message', (data, isBinary) => {
      if (isBinary) connection.receive(bytesOf(data));
      else connection.close('malformedFrame');
    });
    socket.on('close', () => {
      stopPing();
      connection.ended();
    });
  };

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const room = roomOfPath(request.url ?? '');
    if (room === undefined) return refuse(socket, 'path');
    if (!isOwnOrigin(request.headers.origin, request.headers.host)) return refuse(socket, 'origin');
    const ticket = offered(request).find((text) => text.startsWith(TICKET_PREFIX));
    const session = ticket ? authn.redeemTicket(ticket.slice(TICKET_PREFIX.length)) : null;
    if (session === null) return refuse(socket, 'ticket');
    sockets.handleUpgrade(request, socket, head, (ready) => serve(ready, session, room));
  });

  return {
    close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
};
