/** Roles a member can hold. One role per member; what it may do is in `access.ts`. */
export const ROLES = [
  'owner', // 老板
  'admin', // 管理员
  'regionalManager', // 区域经理
  'manager', // 主管
  'rep', // 销售
  'presales', // 售前
  'finance', // 财务
  'marketing', // 市场
] as const;
export type Role = (typeof ROLES)[number];

/** Roles that lead others: they may hand over, settle, and see contacts of those they lead. */
export const LEADING_ROLES: ReadonlySet<Role> = new Set<Role>(['owner', 'admin', 'regionalManager', 'manager']);

/** Roles that know the leads of marketing before anybody has them (R51). */
export const LEAD_ROLES: ReadonlySet<Role> = new Set<Role>([...LEADING_ROLES, 'marketing']);

/** Roles that shape the company itself: process, territories, who is in it. */
export const ADMINISTERING_ROLES: ReadonlySet<Role> = new Set<Role>(['owner', 'admin']);
