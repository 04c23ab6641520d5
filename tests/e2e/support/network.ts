import { connect, createServer, type Socket } from 'node:net';

/**
 * One device's way to the relay: a TCP relay of bytes that can be cut, and that keeps what came down. A browser's
 * own offline switch does not reach a SharedWorker; a cut wire does.
 */
export interface Network {
  /** Where this device finds the relay. */
  readonly url: string;
  /** Address on this device's way for a link the relay gave out. */
  through(link: string): string;
  /** No byte passes any more, as in a tunnel; every connection breaks. */
  cut(): void;
  restore(): void;
  /** How many connections were ever made. */
  connections(): number;
  /** Everything the relay sent to this device so far. */
  received(): Buffer;
  /** How many bytes of it came over sockets, not as answers to requests. */
  socketBytes(): number;
  close(): Promise<void>;
}

/** How the relay's answer begins when a connection becomes a socket. */
const UPGRADED = 'HTTP/1.1 101';

export const openNetwork = async (relayUrl: string): Promise<Network> => {
  const target = Number(new URL(relayUrl).port);
  const open = new Set<Socket>();
  const received: Buffer[] = [];
  let isCut = false;
  let made = 0;
  let socketBytes = 0;
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    made += 1;
    let isSocket: boolean | null = null;
    const far = connect(target, '127.0.0.1');
    for (const socket of [near, far]) open.add(socket);
    const end = (): void => {
      for (const socket of [near, far]) {
        open.delete(socket);
        socket.destroy();
      }
    };
    for (const socket of [near, far]) socket.on('error', end).on('close', end);
    near.on('data', (chunk) => far.write(chunk));
    far.on('data', (chunk: Buffer) => {
      received.push(chunk);
      isSocket ??= chunk.subarray(0, UPGRADED.length).toString('latin1') === UPGRADED;
      if (isSocket) socketBytes += chunk.length;
      near.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    through: (link) => `${url}${link.slice(new URL(link).origin.length)}`,
    cut: () => {
      isCut = true;
      for (const socket of open) socket.destroy();
    },
    restore: () => {
      isCut = false;
    },
    connections: () => made,
    received: () => Buffer.concat(received),
    socketBytes: () => socketBytes,
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};
