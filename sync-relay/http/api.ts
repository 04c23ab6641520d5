import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  backupRequest,
  contactBatchRequest,
  contactRevealRequest,
  type DevicesAnswer,
  endDeviceRequest,
  type InviteAnswer,
  inviteRequest,
  joinRequest,
  lookRequest,
  replaceDeviceRequest,
  type SessionAnswer,
  type TicketAnswer,
} from '#protocol';
import { type CustomerId, type DeviceId, LEADING_ROLES, leads, type MemberId, standsAbove } from '#rules';
import type { Session } from '../authn/authn.ts';
import type { ContactDesk } from '../contacts/contact-desk.ts';
import type { RelayCore } from '../relay-core.ts';
import type { AddressLimit } from './address-limit.ts';
import { HttpRefusal, parse, readJson, sendJson } from './exchange.ts';
import { makeMessageRoutes } from './message-routes.ts';
import { endedCookie, type SessionGuard, sessionCookie } from './session-guard.ts';

export interface ApiDeps {
  readonly core: Pick<RelayCore, 'authn' | 'company' | 'duties' | 'hub' | 'messages' | 'metrics'>;
  readonly guard: SessionGuard;
  readonly contacts: ContactDesk;
  /** Tries at links, per address. */
  readonly limit: AddressLimit;
  readonly addressOf: (request: IncomingMessage) => string;
  readonly isSecure: boolean;
  /** Address people open, without a slash at the end. */
  readonly publicUrl: () => string;
}
type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const answerOf = ({ member, device, csrf }: Session): SessionAnswer => ({ member, device, csrf });

/** Runs a try at a link; only one that fails counts against the address. @throws HttpRefusal `rateLimited` */
const tryLink = async ({ core, limit, addressOf }: ApiDeps, request: IncomingMessage, attempt: () => Promise<void>) => {
  const address = addressOf(request);
  const waitSeconds = limit.take(address);
  if (waitSeconds > 0) {
    core.metrics.count('jieli_link_tries_refused_total');
    throw new HttpRefusal('rateLimited', { 'retry-after': String(waitSeconds) });
  }
  await attempt();
  limit.giveBack(address);
};

const linkRoutes = (deps: ApiDeps): Record<string, Handler> => {
  const { guard, isSecure } = deps;
  const { authn } = deps.core;
  return {
    async 'POST /api/join'(request, response) {
      guard.stranger(request);
      await tryLink(deps, request, async () => {
        const { secret, device, publicKey, name } = parse(joinRequest, await readJson(request));
        const result = await authn.join({ secret, device: device as DeviceId, publicKey, name: name?.trim() || null });
        if (result.kind === 'refused') throw new HttpRefusal(result.reason);
        response.setHeader('set-cookie', sessionCookie(result.secret, isSecure));
        sendJson(response, 200, answerOf(result.session));
      });
    },
    async 'POST /api/invites/look'(request, response) {
      guard.stranger(request);
      await tryLink(deps, request, async () => {
        const look = authn.look(parse(lookRequest, await readJson(request)).secret);
        if (typeof look === 'string') throw new HttpRefusal(look);
        sendJson(response, 200, look);
      });
    },
  };
};

const sessionRoutes = ({ core: { authn, hub }, guard, isSecure }: ApiDeps): Record<string, Handler> => ({
  async 'GET /api/session'(request, response) {
    sendJson(response, 200, answerOf(guard.reader(request).session));
  },
  async 'POST /api/session/end'(request, response) {
    const { session, secret } = guard.writer(request);
    await authn.signOut(secret);
    hub.end(session.device, 'notSignedIn');
    response.setHeader('set-cookie', endedCookie(isSecure));
    sendJson(response, 200, {});
  },
});

/** An invite link signs its holder in as that member, and ending a device locks him out: only who leads him may. */
const mayAdmit = ({ core: { company } }: ApiDeps, inviter: MemberId, invited: MemberId): boolean => {
  const org = company.org();
  const [by, target] = [org.members[inviter], org.members[invited]];
  if (!by?.active || !target?.active || !LEADING_ROLES.has(by.role)) return false;
  if (by.role === 'owner') return true;
  if (target.role === 'owner' || target.role === 'admin') return false;
  if (standsAbove(org, inviter, invited) || by.role === 'admin') return true;
  return target.territories.some((territory) => leads(org, inviter, invited, territory));
};

/** False where a leader asks for somebody whose invitation has not come here yet; to others nothing is said of it. */
const isKnownTo = ({ core: { company } }: ApiDeps, inviter: MemberId, invited: MemberId): boolean => {
  const { members } = company.org();
  return members[invited] !== undefined || !LEADING_ROLES.has(members[inviter]?.role ?? 'rep');
};

const memberRoutes = (deps: ApiDeps): Record<string, Handler> => {
  const { core, guard, isSecure } = deps;
  const { authn } = core;
  return {
    async 'POST /api/invites'(request, response) {
      const { session } = guard.writer(request);
      const member = parse(inviteRequest, await readJson(request)).member as MemberId;
      if (!isKnownTo(deps, session.member, member)) throw new HttpRefusal('notFound');
      if (!mayAdmit(deps, session.member, member)) throw new HttpRefusal('notEntitled');
      const { secret, expiresAt } = await authn.makeInvite(member);
      const answer: InviteAnswer = { link: `${deps.publicUrl()}/join#${secret}`, expiresAt };
      sendJson(response, 200, answer);
    },
    async 'POST /api/ticket'(request, response) {
      const answer: TicketAnswer = { ticket: authn.makeTicket(guard.writer(request).session) };
      sendJson(response, 200, answer);
    },
    async 'POST /api/devices/replace'(request, response) {
      const { session, secret } = guard.writer(request);
      const { device } = parse(replaceDeviceRequest, await readJson(request));
      const next = await authn.replaceDevice(session, secret, device as DeviceId);
      if (next === null) throw new HttpRefusal('badRequest');
      response.setHeader('set-cookie', sessionCookie(secret, isSecure));
      sendJson(response, 200, answerOf(next));
    },
  };
};

const deviceRoutes = (deps: ApiDeps): Record<string, Handler> => {
  const { core, guard } = deps;
  const mayEnd = (by: MemberId, member: MemberId): boolean => by === member || mayAdmit(deps, by, member);
  return {
    async 'GET /api/devices'(request, response) {
      const { member } = guard.reader(request).session;
      const answer: DevicesAnswer = { devices: core.authn.devices().filter((entry) => mayEnd(member, entry.member)) };
      sendJson(response, 200, answer);
    },
    async 'POST /api/devices/end'(request, response) {
      const { session } = guard.writer(request);
      const device = parse(endDeviceRequest, await readJson(request)).device as DeviceId;
      const holder = Object.values(core.company.org().members).find(({ devices }) => devices.includes(device));
      // Whose devices there are is nobody's business who does not lead them.
      if (holder === undefined || !mayEnd(session.member, holder.id)) throw new HttpRefusal('notFound');
      await core.authn.endDevice(device);
      core.hub.end(device, 'deviceRevoked');
      sendJson(response, 200, {});
    },
  };
};

const contactRoutes = ({ guard, contacts }: ApiDeps): Record<string, Handler> => ({
  async 'POST /api/contacts/batch'(request, response) {
    const { session } = guard.writer(request);
    const { customers } = parse(contactBatchRequest, await readJson(request));
    sendJson(response, 200, contacts.batch(session.member, customers as CustomerId[]));
  },
  async 'POST /api/contacts/reveal'(request, response) {
    const { session } = guard.writer(request);
    const { customer } = parse(contactRevealRequest, await readJson(request));
    sendJson(response, 200, await contacts.reveal(session, customer as CustomerId));
  },
});

const adminRoutes = ({ core: { company, duties }, guard }: ApiDeps): Record<string, Handler> => {
  const owner = (request: IncomingMessage): void => {
    const { member } = guard.writer(request).session;
    if (company.org().members[member]?.role !== 'owner') throw new HttpRefusal('notEntitled');
  };
  return {
    async 'POST /api/admin/end-recovery'(request, response) {
      owner(request);
      sendJson(response, 200, { health: (await duties.endRecovery()).health });
    },
    async 'POST /api/admin/backup-made'(request, response) {
      owner(request);
      const { tick } = parse(backupRequest, await readJson(request));
      const status = await duties.backupMade(tick);
      if (status === null) throw new HttpRefusal('badRequest');
      sendJson(response, 200, { tick: status.backupTick });
    },
    async 'POST /api/admin/confirm-clock'(request, response) {
      owner(request);
      sendJson(response, 200, { health: (await duties.confirmClock()).health });
    },
  };
};

/** JSON routes by `METHOD /path`. */
export const makeApi = (deps: ApiDeps): ReadonlyMap<string, Handler> => {
  const { messages, company } = deps.core;
  return new Map(
    Object.entries({
      ...linkRoutes(deps),
      ...sessionRoutes(deps),
      ...memberRoutes(deps),
      ...deviceRoutes(deps),
      ...contactRoutes(deps),
      ...adminRoutes(deps),
      ...(messages === null ? {} : makeMessageRoutes({ messages, company, guard: deps.guard })),
    }),
  );
};
