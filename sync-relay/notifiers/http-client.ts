/** HTTP to the outside. Injected, so that a vendor can be a function of the tests. */
export interface OutsideRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
}
export type OutsideAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly text: string;
    }
  /** The request never left: refused connection, unknown name. */
  | { readonly kind: 'unreachable'; readonly detail: string }
  /** The request may have arrived: no answer in time, connection lost. */
  | { readonly kind: 'silent'; readonly detail: string };

/** Never throws. */
export type HttpClient = (request: OutsideRequest) => Promise<OutsideAnswer>;

const TIMEOUT_MS = 15_000;
const ANSWER_BYTES = 256 * 1024;
/** Before these nothing was written to a connection. */
const NEVER_SENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

const codesOf = (cause: unknown): readonly string[] => {
  if (!(cause instanceof Error)) return [];
  const own = 'code' in cause && typeof cause.code === 'string' ? [cause.code] : [];
  const several = cause instanceof AggregateError ? cause.errors.flatMap(codesOf) : [];
  return [...own, ...several, ...codesOf(cause.cause)];
};

const readText = async (response: Response): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > ANSWER_BYTES) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

/** Over Node's own `fetch`; follows no redirect, for an answer from elsewhere is not the vendor's. */
export const makeHttpClient =
  (timeoutMs: number = TIMEOUT_MS): HttpClient =>
  async ({ method, url, headers, body }) => {
    try {
      const response = await fetch(url, {
        method,
        headers,
        body: typeof body === 'string' || body === null ? body : Buffer.from(body),
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      const text = await readText(response);
      return { kind: 'answered', status: response.status, headers: Object.fromEntries(response.headers), text };
    } catch (cause) {
      const codes = codesOf(cause);
      const detail = codes[0] ?? (cause instanceof Error ? cause.name : 'failed');
      return { kind: codes.some((code) => NEVER_SENT.has(code)) ? 'unreachable' : 'silent', detail };
    }
  };
