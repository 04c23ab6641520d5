import type { Rung } from '../automation/rule.ts';
import { ladderOf } from '../automation/timeline.ts';
import type { Fired } from './facts.ts';
import type { OrgReader } from './org-reader.ts';

/** The rung a fact climbed, of the version that acted; `null` = the rule itself, or a rung unknown here. */
export const rungOf = (org: OrgReader, { rung, rule, version, branch }: Fired): Rung | null => {
  if (rung === null) return null;
  const known = org.ruleAt(version, rule);
  return known === null ? null : (ladderOf(known.rule, branch).find(({ id }) => id === rung) ?? null);
};
