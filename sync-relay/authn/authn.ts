import type { HttpErrorCode, InviteLook } from '#protocol';
import type { DeviceId, MemberId } from '#rules';
import { ORG_ROOM } from '../company/catalogue.ts';
import type { Company } from '../company/company.ts';
import type { LogService } from '../log/index.ts';
import type { Storage } from '../storage/contract.ts';
import { makeRecords, type Records } from './records.ts';
import { hashSecret, isSameText, makeSecret } from './secrets.ts';

/** A signed-in device. */
export interface Session {
  readonly member: MemberId;
  readonly device: DeviceId;
  readonly csrf: string;
}
interface StoredLink {
  readonly kind: 'owner' | 'member';
  /** Null while the company has no owner yet. */
  readonly member: string | null;
  readonly expiresAt: number;
}
interface StoredDevice {
  readonly member: string;
  readonly publicKey: Readonly<Record<string, unknown>>;
}
type StoredSession = Session & { readonly madeAt: number };

export type JoinResult =
  | { readonly kind: 'joined'; readonly session: Session; readonly secret: string }
  | { readonly kind: 'refused'; readonly reason: Extract<HttpErrorCode, 'linkUsed' | 'linkExpired' | 'badRequest'> };

/** Links, devices and sessions (architecture §7). No passwords; secrets are stored as hashes. */
export interface Authn {
  /** One-time link secret for the founder, or for the present owner's next device. */
  makeOwnerLink(): Promise<string>;
  makeInvite(member: MemberId): Promise<{ secret: string; expiresAt: number }>;
  look(secret: string): InviteLook | 'linkUsed' | 'linkExpired';
  join(request: JoinRequest): Promise<JoinResult>;
  /** Goes on under another device id (S9); the old one is not used again. */
  replaceDevice(session: Session, secret: string, device: DeviceId): Promise<Session | null>;
  session(secret: string): Session | null;
  signOut(secret: string): Promise<void>;
  makeTicket(session: Session): string;
  redeemTicket(ticket: string): Session | null;
}
export interface JoinRequest {
  readonly secret: string;
  readonly device: DeviceId;
  readonly publicKey: Readonly<Record<string, unknown>>;
  readonly name: string | null;
}

const INVITE_MS = 48 * 3_600_000;
const OWNER_LINK_MS = 365 * 24 * 3_600_000;
const TICKET_MS = 30_000;

export interface AuthnDeps {
  readonly storage: Storage;
  readonly meta: ReadonlyMap<string, string>;
  readonly log: LogService;
  readonly company: Company;
}

const ownerOf = (company: Company): MemberId | null =>
  Object.values(company.org().members).find(({ role, active }) => role === 'owner' && active)?.id ?? null;

/** Sessions and tickets of one relay. */
export const makeAuthn = ({ storage, meta, log, company }: AuthnDeps): Authn => {
  const links: Records<StoredLink> = makeRecords(storage, meta, 'auth.link.');
  const sessions: Records<StoredSession> = makeRecords(storage, meta, 'auth.session.');
  const devices: Records<StoredDevice> = makeRecords(storage, meta, 'auth.device.');
  const tickets = new Map<string, { session: Session; expiresAt: number }>();

  const makeLink = async (kind: StoredLink['kind'], member: string | null, lifeMs: number) => {
    const secret = makeSecret();
    const expiresAt = log.now() + lifeMs;
    await links.put(hashSecret(secret), { kind, member, expiresAt });
    return { secret, expiresAt };
  };
  const findLink = (secret: string): StoredLink | 'linkUsed' | 'linkExpired' => {
    const link = links.get(hashSecret(secret));
    if (link === null) return 'linkUsed';
    return link.expiresAt < log.now() ? 'linkExpired' : link;
  };
  const startSession = async (member: MemberId, device: DeviceId): Promise<{ session: Session; secret: string }> => {
    const secret = makeSecret();
    const session: Session = { member, device, csrf: makeSecret() };
    await sessions.put(hashSecret(secret), { ...session, madeAt: log.now() });
    return { session, secret };
  };
  const admit = async (device: DeviceId, member: MemberId, founderName: string | null): Promise<void> => {
    const founder = founderName === null ? null : { name: founderName, role: 'owner' as const };
    await log.appendFacts(ORG_ROOM, [{ kind: 'deviceAdmitted', device, member, founder }]);
  };

  /** Who a link lets in: an invited member, the owner, or a founder who does not exist yet. */
  const memberOf = (link: StoredLink, device: DeviceId): { member: MemberId; isNew: boolean } => {
    const known = link.member ?? ownerOf(company);
    return known === null
      ? { member: `m-${device}` as MemberId, isNew: true }
      : { member: known as MemberId, isNew: false };
  };

  return {
    makeOwnerLink: async () => (await makeLink('owner', null, OWNER_LINK_MS)).secret,
    makeInvite: (member) => makeLink('member', member, INVITE_MS),
    look(secret) {
      const link = findLink(secret);
      if (typeof link === 'string') return link;
      const org = company.org();
      const known = link.member ?? ownerOf(company);
      return { kind: link.kind, name: (known && org.members[known]?.name) ?? null, company: org.companyName };
    },
    async join({ secret, device, publicKey, name }) {
      const link = findLink(secret);
      if (typeof link === 'string') return { kind: 'refused', reason: link };
      const { member, isNew } = memberOf(link, device);
      if (devices.get(device) !== null || (isNew && !name)) return { kind: 'refused', reason: 'badRequest' };
      if (!(await links.take(hashSecret(secret)))) return { kind: 'refused', reason: 'linkUsed' };
      await devices.put(device, { member, publicKey });
      await admit(device, member, isNew ? name : null);
      return { kind: 'joined', ...(await startSession(member, device)) };
    },
    async replaceDevice(session, secret, device) {
      const old = devices.get(session.device);
      if (devices.get(device) !== null) return null;
      await devices.put(device, { member: session.member, publicKey: old?.publicKey ?? {} });
      await admit(device, session.member, null);
      const next: Session = { ...session, device };
      await sessions.put(hashSecret(secret), { ...next, madeAt: log.now() });
      return next;
    },
    session(secret) {
      const stored = sessions.get(hashSecret(secret));
      if (stored === null) return null;
      const member = company.org().members[stored.member];
      return member?.active && member.devices.includes(stored.device) ? stored : null;
    },
    async signOut(secret) {
      await sessions.take(hashSecret(secret));
    },
    makeTicket(session) {
      const now = log.now();
      for (const [ticket, { expiresAt }] of tickets) if (expiresAt < now) tickets.delete(ticket);
      const ticket = makeSecret();
      tickets.set(ticket, { session, expiresAt: now + TICKET_MS });
      return ticket;
    },
    redeemTicket(ticket) {
      const found = tickets.get(ticket);
      tickets.delete(ticket);
      return found && found.expiresAt >= log.now() ? found.session : null;
    },
  };
};

export { isSameText };
