import type { Rule } from '../automation/rule.ts';
import type { RuleTimeline } from '../automation/timeline.ts';
import type { MemberId, TerritoryId } from '../ids.ts';
import { compareText } from '../order.ts';
import type { Process } from '../process.ts';
import { LEADING_ROLES } from '../roles.ts';
import type { MemberVersion, OrgHistory, OrgUse, ProcessVersion } from './org.ts';
import { compareRec, type Rec } from './records.ts';

/**
 * The company as one customer's fold sees it. Notes what was looked at, so that a later change of the company
 * folds only those customers again that depend on it.
 */
export interface OrgReader {
  /** What the member was at the event's place in the order; a member's first state also before it. */
  memberAt(id: MemberId, at: Rec): MemberVersion | null;
  /** As `leads` of the access rules, at a place in the order: owner or admin, a leader of the territory, or above `owner`. */
  leads(actor: MemberId, at: Rec, owner: MemberId | null, territory: TerritoryId): boolean;
  /** Whom to tell above `owner`: his manager, else those who lead the territory, else the company's owners. */
  managersOf(owner: MemberId | null, at: Rec, territory: TerritoryId): readonly MemberId[];
  /** Version whose input rules applied at a device that had seen `seen` (S21). */
  processAt(seen: number): ProcessVersion;
  /** The rule as of a process version, on or off; `null` = unknown here. */
  ruleAt(version: string, rule: string): KnownRule | null;
  /** A rule through time; `null` = there never was one. */
  timeline(rule: string): RuleTimeline | null;
  /** When the company was founded here, ms. */
  wentLiveAt(): number | null;
  /** The regional managers of a territory, the company's owners. */
  leadersByRole(role: 'regionalManager' | 'owner', at: Rec, territory: TerritoryId): readonly MemberId[];
  /**
   * Presales engineer for a task that starts at `t`, ms: of those active with the territory the least id, else of
   * all active ones; when there is none yet, the first who comes later; `null` when none ever does.
   */
  presalesAt(t: number, territory: TerritoryId): MemberId | null;
}

export interface KnownRule {
  readonly rule: Rule;
  readonly process: Process;
}

const isBefore = (version: MemberVersion, at: Rec): boolean =>
  version.since === null || compareRec(version.since, at) < 0;

const lastThat = (
  versions: readonly MemberVersion[],
  holds: (version: MemberVersion) => boolean,
): MemberVersion | null => {
  for (let i = versions.length - 1; i >= 0; i--) {
    const version = versions[i];
    if (version !== undefined && holds(version)) return version;
  }
  return null;
};

/** A colleague's device may lag: before a member's first state, that first state counts. */
const versionAt = (versions: readonly MemberVersion[], at: Rec): MemberVersion | null =>
  lastThat(versions, (version) => isBefore(version, at)) ?? versions[0] ?? null;

const presalesFrom = (
  members: ReadonlyMap<MemberId, readonly MemberVersion[]>,
  t: number,
  territory: TerritoryId,
): MemberId | null => {
  const candidates: MemberId[] = [];
  const anywhere: MemberId[] = [];
  for (const [id, versions] of members) {
    const version = lastThat(versions, ({ since }) => since === null || since.t <= t);
    if (version === null || version.role !== 'presales' || !version.active) continue;
    anywhere.push(id);
    if (version.territories.includes(territory)) candidates.push(id);
  }
  const from = candidates.length > 0 ? candidates : anywhere;
  return from.sort(compareText)[0] ?? null;
};

const presalesAtOrAfter = (history: OrgHistory, t: number, territory: TerritoryId): MemberId | null => {
  const found = presalesFrom(history.members, t, territory);
  if (found !== null) return found;
  const later: number[] = [];
  for (const versions of history.members.values()) {
    for (const { since, role } of versions)
      if (since !== null && since.t > t && role === 'presales') later.push(since.t);
  }
  later.sort((a, b) => a - b);
  for (const time of later) {
    const next = presalesFrom(history.members, time, territory);
    if (next !== null) return next;
  }
  return null;
};

const leadersOf = (history: OrgHistory, at: Rec, territory: TerritoryId): MemberId[] => {
  const ranks: MemberId[][] = [[], [], []];
  for (const [id, versions] of history.members) {
    const version = versionAt(versions, at);
    if (version === null || !version.active) continue;
    if (version.role === 'manager' && version.territories.includes(territory)) ranks[0]?.push(id);
    else if (version.role === 'regionalManager' && version.territories.includes(territory)) ranks[1]?.push(id);
    else if (version.role === 'owner') ranks[2]?.push(id);
  }
  return (ranks.find((rank) => rank.length > 0) ?? []).sort(compareText);
};

/** A reader over `history` that notes into `use`. */
export const makeOrgReader = (history: OrgHistory, use: OrgUse): OrgReader => {
  const memberAt = (id: MemberId, at: Rec): MemberVersion | null => {
    if (!use.members.includes(id)) use.members.push(id);
    const versions = history.members.get(id);
    return versions === undefined ? null : versionAt(versions, at);
  };

  const isAbove = (actor: MemberId, owner: MemberId, at: Rec): boolean => {
    const passed = new Set<MemberId>([owner]);
    for (let next = memberAt(owner, at)?.manager ?? null; next !== null && !passed.has(next); ) {
      if (next === actor) return true;
      passed.add(next);
      next = memberAt(next, at)?.manager ?? null;
    }
    return false;
  };

  /** The nearest manager above who is still there. */
  const activeAbove = (owner: MemberId, at: Rec): MemberId | null => {
    const passed = new Set<MemberId>([owner]);
    for (let next = memberAt(owner, at)?.manager ?? null; next !== null && !passed.has(next); ) {
      const member = memberAt(next, at);
      if (member?.active === true) return next;
      passed.add(next);
      next = member?.manager ?? null;
    }
    return null;
  };

  return {
    memberAt,
    leads: (actor, at, owner, territory) => {
      const member = memberAt(actor, at);
      if (member === null || !member.active) return false;
      if (member.role === 'owner' || member.role === 'admin') return true;
      if (LEADING_ROLES.has(member.role) && member.territories.includes(territory)) return true;
      return owner !== null && isAbove(actor, owner, at);
    },
    managersOf: (owner, at, territory) => {
      const direct = owner === null ? null : activeAbove(owner, at);
      if (direct !== null) return [direct];
      use.everyone = true;
      return leadersOf(history, at, territory).filter((id) => id !== owner);
    },
    processAt: (seen) => {
      use.process = true;
      let found = history.processes[0];
      for (const version of history.processes) if (version.sinceTick <= seen) found = version;
      if (found === undefined) throw new Error('no template');
      return found;
    },
    ruleAt: (version, rule) => {
      use.process = true;
      const process = history.processes.find(({ id }) => id === version)?.process;
      const found = process?.rules.find(({ id }) => id === rule);
      return process === undefined || found === undefined ? null : { rule: found, process };
    },
    timeline: (rule) => {
      use.process = true;
      return history.rules.find(({ id }) => id === rule) ?? null;
    },
    wentLiveAt: () => {
      use.process = true;
      return history.state.wentLiveAt;
    },
    leadersByRole: (role, at, territory) => {
      use.everyone = true;
      const found: MemberId[] = [];
      for (const [id, versions] of history.members) {
        const version = versionAt(versions, at);
        if (version === null || !version.active || version.role !== role) continue;
        if (role === 'owner' || version.territories.includes(territory)) found.push(id);
      }
      return found.sort(compareText);
    },
    presalesAt: (t, territory) => {
      use.everyone = true;
      return presalesAtOrAfter(history, t, territory);
    },
  };
};
