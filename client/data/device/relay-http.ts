import type { ContactAnswer, HttpErrorCode, InviteAnswer, InviteLook, SessionAnswer, TicketAnswer } from '#protocol';
import { BLOB_PATH, HTTP_ERRORS } from '#protocol';
import type { BlobHash } from '#rules';
import type { Platform } from '../platform.ts';

/** What the relay said; `offline` = it was not reached, `failed` = it answered nothing we know. */
export type HttpOutcome<Answer> =
  | { readonly kind: 'ok'; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly error: HttpErrorCode }
  | { readonly kind: 'offline' };

const errorOf = async (response: Response): Promise<HttpErrorCode | null> => {
  try {
    const body: unknown = await response.json();
    const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : null;
    return typeof error === 'string' && Object.hasOwn(HTTP_ERRORS, error) ? (error as HttpErrorCode) : null;
  } catch {
    return null;
  }
};

/** The relay's HTTP side as one object; every method resolves, whatever the network does. */
export interface RelayHttp {
  join(body: {
    secret: string;
    device: string;
    publicKey: JsonWebKey;
    name?: string;
  }): Promise<HttpOutcome<SessionAnswer>>;
  lookAtInvite(secret: string): Promise<HttpOutcome<InviteLook>>;
  invite(member: string): Promise<HttpOutcome<InviteAnswer>>;
  /** The session and its device end on the relay too; its cookie is of no use to whoever has the phone next. */
  endSession(): Promise<HttpOutcome<object>>;
  ticket(): Promise<HttpOutcome<TicketAnswer>>;
  replaceDevice(device: string): Promise<HttpOutcome<SessionAnswer>>;
  contactBatch(customers: readonly string[]): Promise<HttpOutcome<ContactAnswer>>;
  contactReveal(customer: string): Promise<HttpOutcome<ContactAnswer>>;
  /** Bytes of a file. */
  file(hash: BlobHash): Promise<HttpOutcome<Uint8Array>>;
  /** Anything else; the caller knows what is answered there. */
  send<Answer>(method: 'GET' | 'POST' | 'PUT', path: string, body: unknown): Promise<HttpOutcome<Answer>>;
}

/** `csrf` is read at each call: it changes with the session. */
export const makeRelayHttp = (fetch: Platform['fetch'], csrf: () => string | null): RelayHttp => {
  /** `read` takes what the relay answers with; what it throws is an answer that did not come whole. */
  const ask = async <Answer>(
    path: string,
    init: RequestInit,
    read: (response: Response) => Promise<Answer>,
  ): Promise<HttpOutcome<Answer>> => {
    try {
      const response = await fetch(path, { ...init, credentials: 'same-origin' });
      if (response.ok) return { kind: 'ok', answer: await read(response) };
      const error = await errorOf(response);
      return error === null ? { kind: 'offline' } : { kind: 'refused', error };
    } catch {
      return { kind: 'offline' };
    }
  };
  const send: RelayHttp['send'] = (method, path, body) => {
    const headers: Record<string, string> = {};
    const token = csrf();
    if (token !== null) headers['x-jieli-csrf'] = token;
    const init: RequestInit = { method, headers };
    if (method !== 'GET') {
      headers['content-type'] = 'application/json';
      init.body = JSON.stringify(body);
    }
    return ask(path, init, async (response) => await response.json());
  };
  const post = <Answer>(path: string, body: unknown): Promise<HttpOutcome<Answer>> => send('POST', path, body);
  return {
    join: (body) => post('/api/join', body),
    lookAtInvite: (secret) => post('/api/invites/look', { secret }),
    invite: (member) => post('/api/invites', { member }),
    endSession: () => post('/api/session/end', {}),
    ticket: () => post('/api/ticket', {}),
    replaceDevice: (device) => post('/api/devices/replace', { device }),
    contactBatch: (customers) => post('/api/contacts/batch', { customers }),
    contactReveal: (customer) => post('/api/contacts/reveal', { customer }),
    file: (hash) =>
      ask(`${BLOB_PATH}/${hash}`, { method: 'GET' }, async (response) => new Uint8Array(await response.arrayBuffer())),
    send,
  };
};
