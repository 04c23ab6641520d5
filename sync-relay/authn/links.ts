import type { MemberId } from '#rules';
import type { LogService } from '../log/index.ts';
import type { Storage } from '../storage/contract.ts';
import { type Change, makeRecords, type Records } from './records.ts';
import { hashSecret, makeSecret } from './secrets.ts';

export interface StoredLink {
  readonly kind: 'owner' | 'member';
  /** Null while the company has no owner yet. */
  readonly member: string | null;
  readonly expiresAt: number;
}

const INVITE_MS = 48 * 3_600_000;
const OWNER_LINK_MS = 365 * 24 * 3_600_000;

/** Links that sign a device in, once. Made links are durable when resolved. */
export interface Links {
  /** For the founder, or the present owner's next device; ends those made before. */
  makeOwner(): Promise<string>;
  /** For a member's next device. */
  makeInvite(member: MemberId): Promise<{ secret: string; expiresAt: number }>;
  find(secret: string): StoredLink | 'linkUsed' | 'linkExpired';
  /** Using it up, and with it every other one of that member: one of them may have gone astray. Part of another commit. */
  used(secret: string): readonly Change[];
}

export const makeLinks = (storage: Storage, meta: ReadonlyMap<string, string>, log: Pick<LogService, 'now'>): Links => {
  const links: Records<StoredLink> = makeRecords(storage, meta, 'auth.link.');
  const endAll = (isMeant: (link: StoredLink) => boolean): Change[] =>
    [...links.all()].flatMap(([key, link]) => (isMeant(link) ? [links.change(key, null)] : []));
  return {
    async makeOwner() {
      const secret = makeSecret();
      const link: StoredLink = { kind: 'owner', member: null, expiresAt: log.now() + OWNER_LINK_MS };
      // An unused link of an earlier start would still let somebody in as the owner.
      const changes = [...endAll(({ kind }) => kind === 'owner'), links.change(hashSecret(secret), link)];
      await storage.commit({ meta: new Map(changes.map(({ meta: entry }) => entry)) });
      for (const { done } of changes) done();
      return secret;
    },
    async makeInvite(member) {
      const secret = makeSecret();
      const expiresAt = log.now() + INVITE_MS;
      await links.put(hashSecret(secret), { kind: 'member', member, expiresAt });
      return { secret, expiresAt };
    },
    find(secret) {
      const link = links.get(hashSecret(secret));
      if (link === null) return 'linkUsed';
      return link.expiresAt < log.now() ? 'linkExpired' : link;
    },
    used(secret) {
      const { kind, member } = links.get(hashSecret(secret)) ?? { kind: null, member: null };
      const others = kind === 'member' ? endAll((link) => link.kind === kind && link.member === member) : [];
      return [...others, links.change(hashSecret(secret), null)];
    },
  };
};
