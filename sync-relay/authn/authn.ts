import type { HttpErrorCode, InviteLook } from '#protocol';
import type { DeviceId, MemberId } from '#rules';
import { ORG_ROOM } from '../company/catalogue.ts';
import type { Company } from '../company/company.ts';
import type { FactDraft, LogService } from '../log/index.ts';
import type { Storage } from '../storage/contract.ts';
import { type Links, makeLinks, type StoredLink } from './links.ts';
import { type Change, makeRecords, type Records } from './records.ts';
import { hashSecret, isSameText, makeSecret } from './secrets.ts';
import { makeTickets } from './tickets.ts';
import { makeUnderWay } from './under-way.ts';

/** A signed-in device. */
export interface Session {
  readonly member: MemberId;
  readonly device: DeviceId;
  readonly csrf: string;
}
interface StoredDevice {
  readonly member: string;
  readonly publicKey: Readonly<Record<string, unknown>>;
  /** Hash of the link it came in by, and when: whoever did not hear the answer may ask once more. */
  readonly link?: string;
  readonly joinedAt?: number;
}
/** A device that is signed in, as its member and those who lead him may see it. */
export interface SignedInDevice {
  readonly device: DeviceId;
  readonly member: MemberId;
  /** Start of its session, relay time in ms. */
  readonly since: number;
}
type StoredSession = Session & { readonly madeAt: number };

export type JoinResult =
  | { readonly kind: 'joined'; readonly session: Session; readonly secret: string }
  | { readonly kind: 'refused'; readonly reason: Extract<HttpErrorCode, 'linkUsed' | 'linkExpired' | 'badRequest'> };

/** Links, devices and sessions (architecture §7). No passwords; secrets are stored as hashes. */
export interface Authn {
  /** One-time link secret for the founder, or for the present owner's next device; ends those made before. */
  makeOwnerLink(): Promise<string>;
  /** One-time link secret for a member's next device; the first that is used ends his others. */
  makeInvite(member: MemberId): Promise<{ secret: string; expiresAt: number }>;
  /** What a link says of itself; one of a member who has left is worth nothing any more. */
  look(secret: string): InviteLook | 'linkUsed' | 'linkExpired';
  join(request: JoinRequest): Promise<JoinResult>;
  /** Goes on under another device id (S9); the old one is not used again. */
  replaceDevice(session: Session, secret: string, device: DeviceId): Promise<Session | null>;
  session(secret: string): Session | null;
  /** Whether the secret belongs to a device that was ended: what it still holds is to be wiped. */
  isEnded(secret: string): boolean;
  /** The device's own session ends, and with it the device. */
  signOut(secret: string): Promise<void>;
  /** Ends a device for good; false when there is no such device. Durable when resolved. @throws StorageFailure */
  endDevice(device: DeviceId): Promise<boolean>;
  devices(): readonly SignedInDevice[];
  makeTicket(session: Session): string;
  redeemTicket(ticket: string): Session | null;
}
export interface JoinRequest {
  readonly secret: string;
  readonly device: DeviceId;
  readonly publicKey: Readonly<Record<string, unknown>>;
  readonly name: string | null;
}

/** Devices the relay itself holds for its members (links in messages) begin so; nobody joins as one. */
export const LINK_DEVICE_PREFIX = 'link-';

/** For so long a device that did not hear the answer to its join may ask again. */
const JOIN_AGAIN_MS = 10 * 60_000;

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
  const links = makeLinks(storage, meta, log);
  const sessions: Records<StoredSession> = makeRecords(storage, meta, 'auth.session.');
  const devices: Records<StoredDevice> = makeRecords(storage, meta, 'auth.device.');
  const tickets = makeTickets<Session>();

  const { alone } = makeUnderWay();
  /** One commit: the fact in `org` and the records that go with it, or nothing. */
  const commit = async (fact: FactDraft, changes: readonly Change[]): Promise<void> => {
    await log.appendFacts(ORG_ROOM, [fact], new Map(changes.map(({ meta: entry }) => entry)));
    for (const change of changes) change.done();
  };
  const newSession = (member: MemberId, device: DeviceId): { session: Session; secret: string; change: Change } => {
    const secret = makeSecret();
    const session: Session = { member, device, csrf: makeSecret() };
    return { session, secret, change: sessions.change(hashSecret(secret), { ...session, madeAt: log.now() }) };
  };
  const sessionsOf = (device: DeviceId): string[] =>
    [...sessions.all()].filter(([, session]) => session.device === device).map(([key]) => key);

  /** Who a link lets in: an invited member, the owner, or a founder who does not exist yet. */
  const memberOf = (link: StoredLink, device: DeviceId): { member: MemberId; isNew: boolean } => {
    const known = link.member ?? ownerOf(company);
    return known === null
      ? { member: `m-${device}` as MemberId, isNew: true }
      : { member: known as MemberId, isNew: false };
  };

  const isTaken = (device: DeviceId): boolean => devices.get(device) !== null || device.startsWith(LINK_DEVICE_PREFIX);
  const isListed = ({ member, device }: Pick<Session, 'member' | 'device'>): boolean =>
    company.org().members[member]?.devices.includes(device) ?? false;
  /** What a session or ticket is worth now, not when it was made. */
  const isStanding = (session: Pick<Session, 'member' | 'device'>): boolean =>
    company.org().members[session.member]?.active === true && isListed(session);

  /** The same device with the same key and link once more: it did not hear the answer. A new session replaces its first. */
  const joinAgain = async ({ secret, device, publicKey }: JoinRequest): Promise<JoinResult | null> => {
    const known = devices.get(device);
    if (known === null || known.link !== hashSecret(secret)) return null;
    if (!isListed({ member: known.member as MemberId, device })) return null;
    const isSame = isSameText(JSON.stringify(known.publicKey), JSON.stringify(publicKey));
    if (!isSame || (known.joinedAt ?? 0) + JOIN_AGAIN_MS < log.now()) return null;
    const member = known.member as MemberId;
    const { change, ...started } = newSession(member, device);
    const old = sessionsOf(device).map((key) => sessions.change(key, null));
    const changes = [...old, change];
    await storage.commit({ meta: new Map(changes.map(({ meta: entry }) => entry)) });
    for (const { done } of changes) done();
    return { kind: 'joined', ...started };
  };

  /** A link, unless it is of somebody who was let go: no device of his is admitted. */
  const linkOf = (secret: string): ReturnType<Links['find']> => {
    const link = links.find(secret);
    if (typeof link === 'string' || link.member === null) return link;
    return company.org().members[link.member]?.active === false ? 'linkExpired' : link;
  };

  return {
    makeOwnerLink: links.makeOwner,
    makeInvite: links.makeInvite,
    look(secret) {
      const link = linkOf(secret);
      if (typeof link === 'string') return link;
      const org = company.org();
      const known = link.member ?? ownerOf(company);
      const name = (known && org.members[known]?.name) ?? null;
      return { kind: link.kind, member: known, name, company: org.companyName };
    },
    async join(request) {
      const { secret, device, publicKey, name } = request;
      const again = await joinAgain(request);
      if (again !== null) return again;
      const link = linkOf(secret);
      if (typeof link === 'string') return { kind: 'refused', reason: link };
      const { member, isNew } = memberOf(link, device);
      if (isTaken(device) || (isNew && !name)) return { kind: 'refused', reason: 'badRequest' };
      const key = hashSecret(secret);
      const { change, ...started } = newSession(member, device);
      const founder = isNew && name ? { name, role: 'owner' as const } : null;
      const admit = async (): Promise<JoinResult> => {
        await commit({ kind: 'deviceAdmitted', device, member, founder }, [
          ...links.used(secret),
          devices.change(device, { member, publicKey, link: key, joinedAt: log.now() }),
          change,
        ]);
        return { kind: 'joined', ...started };
      };
      // the founder's name: two owner links at one moment would found two companies
      // of two links of one member, used at one moment, one ends the other
      const names = [`link ${key}`, `member ${member}`, `device ${device}`, ...(isNew ? ['founder'] : [])];
      return alone(names, admit, { kind: 'refused', reason: 'linkUsed' });
    },
    async replaceDevice(session, secret, device) {
      const old = devices.get(session.device);
      if (isTaken(device)) return null;
      const { member } = session;
      const next: Session = { ...session, device };
      const replace = async (): Promise<Session> => {
        await commit({ kind: 'deviceAdmitted', device, member, founder: null }, [
          devices.change(device, { member, publicKey: old?.publicKey ?? {} }),
          sessions.change(hashSecret(secret), { ...next, madeAt: log.now() }),
        ]);
        return next;
      };
      return alone([`device ${device}`], replace, null);
    },
    session(secret) {
      const stored = sessions.get(hashSecret(secret));
      return stored !== null && isStanding(stored) ? stored : null;
    },
    isEnded(secret) {
      const stored = sessions.get(hashSecret(secret));
      return stored !== null && !isListed(stored);
    },
    async signOut(secret) {
      const stored = sessions.get(hashSecret(secret));
      if (stored === null) return;
      await commit({ kind: 'deviceRevoked', device: stored.device }, [sessions.change(hashSecret(secret), null)]);
    },
    async endDevice(device) {
      if (!Object.values(company.org().members).some((member) => member.devices.includes(device))) return false;
      // its session stays on record: that is how the device is told on its next contact
      await commit({ kind: 'deviceRevoked', device }, []);
      return true;
    },
    devices: () =>
      [...sessions.all()].flatMap(([, stored]) => {
        const { device, member, madeAt } = stored;
        return isListed(stored) ? [{ device, member, since: madeAt }] : [];
      }),
    makeTicket: (session) => tickets.make(session, log.now()),
    redeemTicket(ticket) {
      const session = tickets.redeem(ticket, log.now());
      return session !== null && isStanding(session) ? session : null;
    },
  };
};

export { isSameText };
