import { connect, createServer, type Socket } from 'node:net';

/** A way to the relay with the speed and delay of a phone network. */
export interface ShapedLine {
  readonly url: string;
  readonly received: { bytes: number };
  close(): Promise<void>;
}
export interface Shape {
  readonly bitsPerSecond: number;
  readonly roundTripMs: number;
}

/** No more than this waits in the line, as in a router's queue; the sender is held back beyond. */
const QUEUE_BYTES = 128 * 1024;

const pass = (
  from: Socket,
  to: Socket,
  { bitsPerSecond, roundTripMs }: Shape,
  count: (bytes: number) => void,
): void => {
  let freeAt = 0;
  let queued = 0;
  from.on('data', (chunk: Buffer) => {
    const now = performance.now();
    freeAt = Math.max(freeAt, now) + (chunk.length * 8000) / bitsPerSecond;
    queued += chunk.length;
    if (queued > QUEUE_BYTES) from.pause();
    setTimeout(() => {
      queued -= chunk.length;
      if (queued <= QUEUE_BYTES) from.resume();
    }, freeAt - now);
    setTimeout(
      () => {
        count(chunk.length);
        to.write(chunk);
      },
      freeAt - now + roundTripMs / 2,
    );
  });
};

export const openShapedLine = async (relayUrl: string, shape: Shape): Promise<ShapedLine> => {
  const target = Number(new URL(relayUrl).port);
  const open = new Set<Socket>();
  const received = { bytes: 0 };
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    const end = (): void => {
      for (const socket of [near, far]) socket.destroy();
    };
    for (const socket of [near, far]) {
      open.add(socket);
      socket.setNoDelay(true);
      socket.on('error', end).on('close', end);
    }
    pass(near, far, shape, () => undefined);
    pass(far, near, shape, (bytes) => {
      received.bytes += bytes;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};
