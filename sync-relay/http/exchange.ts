import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod/mini';
import { HTTP_ERRORS, type HttpErrorCode } from '#protocol';

/** A request refused for a named reason; the answer is `{error}` and nothing more. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';
  readonly code: HttpErrorCode;
  readonly headers: Readonly<Record<string, string>>;
  constructor(code: HttpErrorCode, headers: Readonly<Record<string, string>> = {}) {
    super(code);
    this.code = code;
    this.headers = headers;
  }
}

const BODY_BYTES = 64 * 1024;

/** Reads a body as text. @throws HttpRefusal `tooLarge` beyond 64 KiB, `badRequest` for anything but UTF-8 */
export const readText = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_BYTES) throw new HttpRefusal('tooLarge');
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new HttpRefusal('badRequest');
  }
};

/** Reads a JSON body. @throws HttpRefusal `tooLarge` beyond 64 KiB, `badRequest` for anything but one JSON value */
export const readJson = async (request: IncomingMessage): Promise<unknown> => {
  const text = await readText(request);
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpRefusal('badRequest');
  }
};

/** A body of exactly the route's shape. @throws HttpRefusal `badRequest` */
export const parse = <Schema extends z.core.$ZodType>(schema: Schema, body: unknown): z.infer<Schema> => {
  const result = z.safeParse(schema, body);
  if (!result.success) throw new HttpRefusal('badRequest');
  return result.data;
};

export const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(text);
};

export const sendText = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(text);
};

/** Answers a refusal, or closes the connection when an answer is already under way. */
export const sendRefusal = (response: ServerResponse, code: HttpErrorCode): void => {
  if (response.headersSent) response.destroy();
  else sendJson(response, HTTP_ERRORS[code], { error: code });
};

/** One cookie out of a `Cookie` header. */
export const cookieFrom = (header: string, name: string): string | null => {
  for (const part of header.split(';')) {
    const [key, ...value] = part.trim().split('=');
    if (key === name) return value.join('=');
  }
  return null;
};
