import { type RuleTimeline, ruleTimelines } from '../automation/timeline.ts';
import type { DeviceId, EventId, MemberId, TerritoryId } from '../ids.ts';
import { compareText } from '../order.ts';
import { type Process, type ProcessPart, partKey, withPart } from '../process.ts';
import { LEADING_ROLES, type Role } from '../roles.ts';
import type { MemberState, OrgState, ProcessChange } from '../state.ts';
import { DEFAULT_PROCESS, TEMPLATE_VERSION } from '../templates/default.ts';
import type { FactBook } from './facts.ts';
import { compareRec, payloadOf, placed, type Rec } from './records.ts';

/** What a member was from a place in the order on. */
export interface MemberVersion {
  /** `null` = since ever: a founder, who exists by a relay fact. */
  readonly since: Rec | null;
  readonly name: string;
  readonly role: Role;
  readonly territories: readonly TerritoryId[];
  readonly manager: MemberId | null;
  readonly active: boolean;
}
export interface ProcessVersion {
  readonly id: string;
  /** In force from this tick (S19); the template since ever. */
  readonly sinceTick: number;
  readonly process: Process;
}

/** The company with its past: who was what when, which process was in force from which tick. */
export interface OrgHistory {
  readonly state: OrgState;
  readonly members: ReadonlyMap<MemberId, readonly MemberVersion[]>;
  /** Ascending by tick; the first is the template. */
  readonly processes: readonly ProcessVersion[];
  /** Every rule through time (S20). */
  readonly rules: readonly RuleTimeline[];
  /** Every published part, those in force by tick, then those that wait for their seal. */
  readonly changes: readonly ProcessChange[];
}

interface Draft {
  companyName: string | null;
  readonly territories: Map<TerritoryId, string>;
  readonly members: Map<MemberId, MemberVersion[]>;
  readonly published: Rec[];
  wentLiveAt: number | null;
}

const latest = (draft: Draft, member: MemberId): MemberVersion | undefined => {
  const versions = draft.members.get(member);
  return versions?.[versions.length - 1];
};

/** Who may write which org event (architecture §2): the relay knows only roles, the fold judges the place. */
const isEntitled = (draft: Draft, rec: Rec): boolean => {
  const author = latest(draft, rec.event.author);
  if (author === undefined) return false;
  if (author.role === 'owner' || author.role === 'admin') return true;
  if (rec.event.type !== 'memberInvited' || !LEADING_ROLES.has(author.role)) return false;
  const { role, territories } = payloadOf(rec, 'memberInvited');
  return (
    role !== 'owner' &&
    role !== 'admin' &&
    territories.length > 0 &&
    territories.every((territory) => author.territories.includes(territory as TerritoryId))
  );
};

const invite = (draft: Draft, rec: Rec): void => {
  const payload = payloadOf(rec, 'memberInvited');
  const member = payload.member as MemberId;
  if (draft.members.has(member)) return;
  draft.members.set(member, [
    {
      since: rec,
      name: payload.name,
      role: payload.role,
      territories: payload.territories as TerritoryId[],
      manager: (payload.manager as MemberId | undefined) ?? null,
      active: true,
    },
  ]);
};

const change = (draft: Draft, rec: Rec): void => {
  const payload = payloadOf(rec, 'memberChanged');
  const versions = draft.members.get(payload.member as MemberId);
  const before = versions?.[versions.length - 1];
  if (versions === undefined || before === undefined) return;
  versions.push({
    since: rec,
    name: payload.name ?? before.name,
    role: payload.role ?? before.role,
    territories: (payload.territories as TerritoryId[] | undefined) ?? before.territories,
    manager: (payload.manager as MemberId | undefined) ?? before.manager,
    active: payload.active ?? before.active,
  });
};

const step = (draft: Draft, rec: Rec): void => {
  if (!isEntitled(draft, rec)) return;
  switch (rec.event.type) {
    case 'companyFounded':
      draft.companyName = payloadOf(rec, 'companyFounded').name;
      draft.wentLiveAt ??= rec.t;
      break;
    case 'territoryDefined': {
      const { territory, name } = payloadOf(rec, 'territoryDefined');
      draft.territories.set(territory as TerritoryId, name);
      break;
    }
    case 'memberInvited':
      invite(draft, rec);
      break;
    case 'memberChanged':
      change(draft, rec);
      break;
    case 'processPublished':
      draft.published.push(rec);
      break;
  }
};

const admitFounders = (draft: Draft, facts: FactBook): void => {
  const admissions = [...facts.admissions.values()].sort((a, b) => a.tick - b.tick || compareText(a.device, b.device));
  for (const { member, founder } of admissions) {
    if (founder === null || draft.members.has(member)) continue;
    draft.members.set(member, [
      { since: null, name: founder.name, role: founder.role, territories: [], manager: null, active: true },
    ]);
  }
};

const devicesOf = (facts: FactBook): Map<MemberId, DeviceId[]> => {
  const devices = new Map<MemberId, DeviceId[]>();
  for (const { device, member } of facts.admissions.values()) {
    if (facts.revocations.has(device)) continue;
    const own = devices.get(member);
    if (own === undefined) devices.set(member, [device]);
    else own.push(device);
  }
  for (const own of devices.values()) own.sort(compareText);
  return devices;
};

const memberStates = (draft: Draft, facts: FactBook): Record<string, MemberState> => {
  const devices = devicesOf(facts);
  const states: [string, MemberState][] = [];
  for (const [id, versions] of draft.members) {
    const last = versions[versions.length - 1];
    if (last === undefined) continue;
    const { name, role, territories, manager, active } = last;
    states.push([
      id,
      {
        id,
        name,
        role,
        territories,
        manager,
        active,
        devices: devices.get(id) ?? [],
        joinedAt: versions[0]?.since?.t ?? null,
      },
    ]);
  }
  return Object.fromEntries(states);
};

/** Published offline = in force when sealed; those not sealed come last, in order (S19). */
const byTick = (a: Rec, b: Rec): number =>
  (a.tick ?? Number.POSITIVE_INFINITY) === (b.tick ?? Number.POSITIVE_INFINITY)
    ? compareRec(a, b)
    : (a.tick ?? Number.POSITIVE_INFINITY) - (b.tick ?? Number.POSITIVE_INFINITY);

interface Published {
  readonly versions: readonly ProcessVersion[];
  readonly changes: readonly ProcessChange[];
}

/** Each published part on top of those before it: the later tick holds, and says whom it did not know (S19). */
const publish = (published: readonly Rec[]): Published => {
  const versions: ProcessVersion[] = [{ id: TEMPLATE_VERSION, sinceTick: 0, process: DEFAULT_PROCESS }];
  const changes: ProcessChange[] = [];
  const last = new Map<string, EventId>();
  let process = DEFAULT_PROCESS;
  for (const rec of [...published].sort(byTick)) {
    const { part, basis, note } = payloadOf(rec, 'processPublished');
    const key = partKey(part as ProcessPart);
    const before = last.get(key) ?? null;
    const replacedUnseen = before !== null && before !== basis ? before : null;
    changes.push(placed(rec, { part: part as ProcessPart, note: note ?? null, sinceTick: rec.tick, replacedUnseen }));
    if (rec.tick === null) continue;
    last.set(key, rec.event.id);
    process = withPart(process, part as ProcessPart);
    versions.push({ id: rec.event.id, sinceTick: rec.tick, process });
  }
  return { versions, changes };
};

/** Replays the company from its events and the relay's admissions; unentitled events have no effect. */
export const foldOrg = (recs: readonly Rec[], facts: FactBook): OrgHistory => {
  const draft: Draft = {
    companyName: null,
    territories: new Map(),
    members: new Map(),
    published: [],
    wentLiveAt: null,
  };
  admitFounders(draft, facts);
  for (const rec of [...recs].sort(compareRec)) step(draft, rec);
  const { versions, changes } = publish(draft.published);
  const inForce = versions[versions.length - 1];
  return {
    state: {
      companyName: draft.companyName,
      territories: [...draft.territories].map(([id, name]) => ({ id, name })),
      members: memberStates(draft, facts),
      process: inForce?.process ?? DEFAULT_PROCESS,
      processVersion: inForce?.id ?? TEMPLATE_VERSION,
      wentLiveAt: draft.wentLiveAt,
    },
    members: draft.members,
    processes: versions,
    rules: ruleTimelines(versions),
    changes,
  };
};

/** What of the company a customer's state was derived from; only its change calls for a new fold. */
export interface OrgUse {
  members: MemberId[];
  everyone: boolean;
  process: boolean;
}

const versionText = (version: MemberVersion): string => {
  const { since, role, territories, manager, active } = version;
  const place = since && [since.t, since.event.lam, since.event.device, since.event.n, since.event.id];
  return JSON.stringify([place, role, territories, manager, active]);
};
const versionsText = (versions: readonly MemberVersion[] | undefined): string =>
  versions === undefined ? '' : versions.map(versionText).join();

export interface OrgDifference {
  readonly members: ReadonlySet<MemberId>;
  readonly process: boolean;
}

/** What changed between two histories as far as customers can depend on it; names and devices do not matter. */
export const orgDifference = (before: OrgHistory, after: OrgHistory): OrgDifference => {
  const members = new Set<MemberId>();
  for (const id of new Set([...before.members.keys(), ...after.members.keys()])) {
    if (versionsText(before.members.get(id)) !== versionsText(after.members.get(id))) members.add(id);
  }
  const text = (history: OrgHistory): string =>
    JSON.stringify([history.state.wentLiveAt, history.processes.map(({ id, sinceTick }) => [id, sinceTick])]);
  return { members, process: text(before) !== text(after) };
};

export const isConcerned = (use: OrgUse, difference: OrgDifference): boolean =>
  (use.process && difference.process) ||
  (difference.members.size > 0 && (use.everyone || use.members.some((id) => difference.members.has(id))));
