import type { IncomingMessage, ServerResponse } from 'node:http';
import { HTTP_ERRORS, type HttpErrorCode } from '#protocol';

/** An expected refusal of a request; anything else thrown is a fault of ours and answered with 500. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';
  readonly code: HttpErrorCode;
  constructor(code: HttpErrorCode) {
    super(code);
    this.code = code;
  }
}

export const sendJson = (response: ServerResponse, body: unknown, status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
};

export const sendRefusal = (response: ServerResponse, code: HttpErrorCode): void =>
  sendJson(response, { error: code }, HTTP_ERRORS[code]);

const BODY_BYTES = 64 * 1024;

/** Reads a JSON body. @throws HttpRefusal `tooLarge`, `badRequest` */
export const readJson = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_BYTES) throw new HttpRefusal('tooLarge');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new HttpRefusal('badRequest');
  }
};

const COOKIE = 'jieli_session';

/** The session secret in the request's cookie. */
export const sessionSecret = (request: IncomingMessage): string | null => {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=');
    if (name === COOKIE && value) return value;
  }
  return null;
};

const YEAR_SECONDS = 365 * 24 * 3600;

/** HttpOnly, same site, and Secure where the relay is reached over HTTPS. `null` ends it. */
export const sessionCookie = (secret: string | null, isSecure: boolean): string =>
  `${COOKIE}=${secret ?? ''}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${secret === null ? 0 : YEAR_SECONDS}${isSecure ? '; Secure' : ''}`;
