import type { IncomingMessage } from 'node:http';

/**
 * Who asks. Behind a proxy on this machine or network (`PUBLIC_URL` is set) every socket is the proxy's, and the last
 * address it added tells people apart; what stands before that anybody may have written.
 */
export const makeAddressOf =
  (isBehindProxy: boolean) =>
  (request: IncomingMessage): string => {
    const own = request.socket.remoteAddress ?? '';
    const forwarded = request.headers['x-forwarded-for'];
    if (!isBehindProxy || forwarded === undefined || !isNear(own)) return own;
    return String(forwarded).split(',').at(-1)?.trim() || own;
  };

/** Loopback and private networks, where a company's own proxy stands. */
const isNear = (address: string): boolean =>
  /^(?:::1$|(?:::ffff:)?(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)|f[cd])/.test(address);

/** How many failed tries at a link one address has, and how fast they come back. */
export interface AddressLimit {
  /** Takes one try; seconds to wait when there is none left, 0 = go on. */
  take(address: string): number;
  /** The try succeeded and costs nothing: a whole office may join in a minute. */
  giveBack(address: string): void;
}

const TRIES = 20;
const PER_SECOND = 0.5;
/** Addresses remembered at most; full ones are forgotten first. */
const MOST_ADDRESSES = 10_000;

/** IPv6 hosts choose their last 64 bits at will: the network counts. */
const keyOf = (address: string): string => {
  const plain = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
  return plain.includes(':') ? plain.split(':').slice(0, 4).join(':') : plain;
};

/** `now` in ms. */
export const makeAddressLimit = (now: () => number): AddressLimit => {
  const left = new Map<string, { tries: number; atMs: number }>();
  const current = (key: string): { tries: number; atMs: number } => {
    const atMs = now();
    const known = left.get(key) ?? { tries: TRIES, atMs };
    return { tries: Math.min(TRIES, known.tries + ((atMs - known.atMs) / 1000) * PER_SECOND), atMs };
  };
  const forgetFull = (): void => {
    if (left.size < MOST_ADDRESSES) return;
    for (const key of left.keys()) if (current(key).tries >= TRIES) left.delete(key);
    const [oldest] = left.keys();
    if (left.size >= MOST_ADDRESSES && oldest !== undefined) left.delete(oldest);
  };
  return {
    take(address) {
      const key = keyOf(address);
      const state = current(key);
      if (state.tries < 1) return Math.ceil((1 - state.tries) / PER_SECOND);
      forgetFull();
      left.set(key, { tries: state.tries - 1, atMs: state.atMs });
      return 0;
    },
    giveBack(address) {
      const key = keyOf(address);
      const state = current(key);
      left.set(key, { tries: Math.min(TRIES, state.tries + 1), atMs: state.atMs });
    },
  };
};
