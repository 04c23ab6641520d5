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
  /** For a member's next device; ends those made for him before. */
  makeInvite(member: MemberId): Promise<{ secret: string; expiresAt: number }>;
  find(secret: string): StoredLink | 'linkUsed' | 'linkExpired';
  /** Using it up, as part of another commit. */
  used(secret: string): Change;
}

export const makeLinks = (storage: Storage, meta: ReadonlyMap<string, string>, log: Pick<LogService, 'now'>): Links => {
  const links: Records<StoredLink> = makeRecords(storage, meta, 'auth.link.');
  /** An unused link made before would still let somebody in, on behalf of whoever asked for a new one. */
  const replace = async (link: StoredLink): Promise<string> => {
    const secret = makeSecret();
    const earlier = [...links.all()].flatMap(([key, { kind, member }]) =>
      kind === link.kind && member === link.member ? [links.change(key, null)] : [],
    );
    const changes = [...earlier, links.change(hashSecret(secret), link)];
    await storage.commit({ meta: new Map(changes.map(({ meta: entry }) => entry)) });
    for (const { done } of changes) done();
    return secret;
  };
  return {
    makeOwner: () => replace({ kind: 'owner', member: null, expiresAt: log.now() + OWNER_LINK_MS }),
    async makeInvite(member) {
      const expiresAt = log.now() + INVITE_MS;
      return { secret: await replace({ kind: 'member', member, expiresAt }), expiresAt };
    },
    find(secret) {
      const link = links.get(hashSecret(secret));
      if (link === null) return 'linkUsed';
      return link.expiresAt < log.now() ? 'linkExpired' : link;
    },
    used: (secret) => links.change(hashSecret(secret), null),
  };
};
