import type { HttpClient, OutsideAnswer, OutsideRequest } from '../../../sync-relay/notifiers/http-client.ts';

/** How a vendor's network misbehaves for one request. */
export type Trouble = 'html' | 'gatewayTimeout' | 'silentAfterAcceptance' | 'unreachable';

/** What a fake took in, as its receiver would see it. */
export interface Taken {
  readonly atMs: number;
  /** Everything a reader sees, and the address the link leads to. */
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A vendor as a function: answers requests to its host, remembers what it accepted. */
export interface Vendor {
  readonly http: HttpClient;
  readonly taken: readonly Taken[];
  readonly requests: readonly OutsideRequest[];
  /** The next request meets this. */
  trouble(next: Trouble): void;
}

export type Serve = (request: OutsideRequest) => {
  readonly status: number;
  readonly body: object | string;
  readonly headers?: Readonly<Record<string, string>>;
};

export const answered = (
  status: number,
  body: object | string,
  headers: Readonly<Record<string, string>> = {},
): OutsideAnswer => ({
  kind: 'answered',
  status,
  headers,
  text: typeof body === 'string' ? body : JSON.stringify(body),
});

const PAGE = '<!DOCTYPE html><html><head><title>blocked</title></head><body>访问过于频繁</body></html>';

/** Puts a network before a vendor. */
export const withTroubles = (serve: Serve, taken: readonly Taken[]): Vendor => {
  const requests: OutsideRequest[] = [];
  const next: Trouble[] = [];
  return {
    taken,
    requests,
    trouble: (trouble) => next.push(trouble),
    http: async (request) => {
      requests.push(request);
      const trouble = next.shift();
      if (trouble === 'unreachable') return { kind: 'unreachable', detail: 'ECONNREFUSED' };
      if (trouble === 'html') return answered(200, PAGE, { 'content-type': 'text/html' });
      const { status, body, headers } = serve(request);
      if (trouble === 'silentAfterAcceptance') return { kind: 'silent', detail: 'TimeoutError' };
      if (trouble === 'gatewayTimeout') return answered(504, PAGE);
      return answered(status, body, headers);
    },
  };
};

export const jsonBody = ({ body }: OutsideRequest): Readonly<Record<string, unknown>> | null => {
  try {
    const value: unknown = JSON.parse(typeof body === 'string' ? body : '');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
};
export const partOf = (body: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> =>
  (body[name] ?? {}) as Readonly<Record<string, unknown>>;

/** A sliding window, and a block once it is exceeded. */
export const makeWindow = (limit: number, windowMs: number, blockMs: number, now: () => number) => {
  let times: number[] = [];
  let blockedUntil = 0;
  return {
    /** False when this request is one too many, or the block holds. */
    take(): boolean {
      if (now() < blockedUntil) return false;
      times = times.filter((at) => at > now() - windowMs);
      if (times.length >= limit) {
        blockedUntil = now() + blockMs;
        return false;
      }
      times.push(now());
      return true;
    },
  };
};
