import type { Role } from '../roles.ts';
import { type TitleRank, titleRank } from '../text/title-rank.ts';

/** Rank of a role, where no title says more. */
const BY_ROLE: Readonly<Record<Role, TitleRank>> = {
  owner: 'president',
  regionalManager: 'director',
  manager: 'manager',
  admin: 'staff',
  rep: 'staff',
  presales: 'staff',
  finance: 'staff',
  marketing: 'staff',
};

/** Rank of one of ours: by his title, else by his role. */
export const rankOfMember = (member: { readonly role: Role; readonly title?: string | null }): TitleRank =>
  titleRank(member.title ?? '') ?? BY_ROLE[member.role];
