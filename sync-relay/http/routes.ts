import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod/mini';
import {
  BLOB_PATH,
  contactBatchRequest,
  contactRevealRequest,
  type InviteAnswer,
  inviteRequest,
  joinRequest,
  lookRequest,
  replaceDeviceRequest,
  type SessionAnswer,
  type TicketAnswer,
} from '#protocol';
import { type CustomerId, type DeviceId, isBlobHash, LEADING_ROLES, type MemberId } from '#rules';
import type { Authn, Session } from '../authn/authn.ts';
import type { BlobStore } from '../blobs/blob-store.ts';
import type { Uploads } from '../blobs/uploads.ts';
import type { Company } from '../company/company.ts';
import type { Contacts } from '../contacts/contacts.ts';
import type { LogService } from '../log/index.ts';
import { HttpRefusal, readJson, sendJson, sessionCookie, sessionSecret } from './respond.ts';
import { SECURITY_HEADERS } from './static-files.ts';

export interface RouteDeps {
  readonly log: LogService;
  readonly company: Company;
  readonly authn: Authn;
  readonly contacts: Contacts;
  readonly blobs: BlobStore;
  readonly uploads: Uploads;
  /** Address people reach the relay at, without a slash at the end. */
  readonly publicUrl: (request: IncomingMessage) => string;
}

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly deps: RouteDeps;
}
type SignedCall = Call & { readonly session: Session; readonly secret: string };

const body = async <Schema extends z.core.$ZodType>(call: Call, schema: Schema): Promise<z.infer<Schema>> => {
  const parsed = z.safeParse(schema, await readJson(call.request));
  if (!parsed.success) throw new HttpRefusal('badRequest');
  return parsed.data;
};
const isSecure = ({ deps, request }: Call): boolean => deps.publicUrl(request).startsWith('https:');

const sessionAnswer = ({ member, device, csrf }: Session): SessionAnswer => ({ member, device, csrf });

const look = async (call: Call): Promise<void> => {
  const { secret } = await body(call, lookRequest);
  const found = call.deps.authn.look(secret);
  if (typeof found === 'string') throw new HttpRefusal(found);
  sendJson(call.response, found);
};

const join = async (call: Call): Promise<void> => {
  const { secret, device, publicKey, name } = await body(call, joinRequest);
  const result = await call.deps.authn.join({ secret, device: device as DeviceId, publicKey, name: name ?? null });
  if (result.kind === 'refused') throw new HttpRefusal(result.reason);
  call.response.setHeader('set-cookie', sessionCookie(result.secret, isSecure(call)));
  sendJson(call.response, sessionAnswer(result.session));
};

const session = async (call: SignedCall): Promise<void> => sendJson(call.response, sessionAnswer(call.session));

const signOut = async (call: SignedCall): Promise<void> => {
  await call.deps.authn.signOut(call.secret);
  call.response.setHeader('set-cookie', sessionCookie(null, isSecure(call)));
  call.response.setHeader('clear-site-data', '"storage"');
  sendJson(call.response, {});
};

const replaceDevice = async (call: SignedCall): Promise<void> => {
  const { device } = await body(call, replaceDeviceRequest);
  const next = await call.deps.authn.replaceDevice(call.session, call.secret, device as DeviceId);
  if (next === null) throw new HttpRefusal('badRequest');
  sendJson(call.response, sessionAnswer(next));
};

/** Leaders may invite; whom, the company's log decided when the invitation was written. */
const invite = async (call: SignedCall): Promise<void> => {
  const { member } = await body(call, inviteRequest);
  const { members } = call.deps.company.org();
  const role = members[call.session.member]?.role;
  if (role === undefined || !LEADING_ROLES.has(role)) throw new HttpRefusal('notEntitled');
  const invited = members[member];
  if (!invited?.active) throw new HttpRefusal('notFound');
  if ((invited.role === 'owner' || invited.role === 'admin') && role !== 'owner') throw new HttpRefusal('notEntitled');
  const { secret, expiresAt } = await call.deps.authn.makeInvite(member as MemberId);
  const answer: InviteAnswer = { link: `${call.deps.publicUrl(call.request)}/join#${secret}`, expiresAt };
  sendJson(call.response, answer);
};

const ticket = async (call: SignedCall): Promise<void> => {
  const answer: TicketAnswer = { ticket: call.deps.authn.makeTicket(call.session) };
  sendJson(call.response, answer);
};

const contactBatch = async (call: SignedCall): Promise<void> => {
  const { customers } = await body(call, contactBatchRequest);
  sendJson(call.response, call.deps.contacts.batch(call.session.member, customers as CustomerId[]));
};
const contactReveal = async (call: SignedCall): Promise<void> => {
  const { customer } = await body(call, contactRevealRequest);
  sendJson(call.response, await call.deps.contacts.reveal(call.session.member, customer as CustomerId));
};

const ownerOnly = ({ deps, session: { member } }: SignedCall): void => {
  if (deps.company.org().members[member]?.role !== 'owner') throw new HttpRefusal('notEntitled');
};
const endRecovery = async (call: SignedCall): Promise<void> => {
  ownerOnly(call);
  await call.deps.log.endRecovery();
  sendJson(call.response, { health: call.deps.log.health() });
};
const confirmClock = async (call: SignedCall): Promise<void> => {
  ownerOnly(call);
  call.deps.log.confirmClock();
  sendJson(call.response, { health: call.deps.log.health() });
};

const OPEN: Readonly<Record<string, (call: Call) => Promise<void>>> = {
  'POST /api/invites/look': look,
  'POST /api/join': join,
};
const SIGNED: Readonly<Record<string, (call: SignedCall) => Promise<void>>> = {
  'GET /api/session': session,
  'POST /api/session/end': signOut,
  'POST /api/devices/replace': replaceDevice,
  'POST /api/invites': invite,
  'POST /api/ticket': ticket,
  'POST /api/contacts/batch': contactBatch,
  'POST /api/contacts/reveal': contactReveal,
  'POST /api/admin/end-recovery': endRecovery,
  'POST /api/admin/confirm-clock': confirmClock,
};

/** A stored file, as a download: never shown by the browser under the app's own origin. */
const download = ({ deps, response }: SignedCall, hash: string): void => {
  const file = isBlobHash(hash) ? deps.blobs.find(hash) : null;
  const bytes = isBlobHash(hash) ? deps.blobs.read(hash) : null;
  if (file === null || bytes === null) throw new HttpRefusal('notFound');
  response.writeHead(200, {
    ...SECURITY_HEADERS,
    'content-type': file.mediaType,
    'content-length': file.size,
    'content-disposition': 'attachment',
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, max-age=31536000, immutable',
  });
  bytes.pipe(response);
};

const signed = (call: Call): SignedCall => {
  const secret = sessionSecret(call.request);
  const found = secret && call.deps.authn.session(secret);
  if (!secret || !found) throw new HttpRefusal('notSignedIn');
  if (call.request.method !== 'GET' && call.request.method !== 'HEAD') {
    if (call.request.headers['x-jieli-csrf'] !== found.csrf) throw new HttpRefusal('csrf');
  }
  return { ...call, session: found, secret };
};

/** Answers `/api/…`. @throws HttpRefusal for everything expected */
export const routeApi = async (call: Call, path: string): Promise<void> => {
  const key = `${call.request.method} ${path}`;
  const open = OPEN[key];
  if (open) return open(call);
  const route = SIGNED[key];
  if (route) return route(signed(call));
  if (path === BLOB_PATH || path.startsWith(`${BLOB_PATH}/`)) {
    const signedCall = signed(call);
    const name = path.slice(BLOB_PATH.length + 1);
    if (call.request.method === 'GET') return download(signedCall, name);
    return call.deps.uploads.handle(call.request, call.response);
  }
  throw new HttpRefusal('notFound');
};
