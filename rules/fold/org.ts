import { leadsAmong, worksIn } from '../access/access.ts';
import { type RuleTimeline, ruleTimelines } from '../automation/timeline.ts';
import type { DeviceId, EventId, MemberId, StoreId, TerritoryId } from '../ids.ts';
import { fromThousandths, isPossible } from '../metrics/metric-units.ts';
import { compareText } from '../order.ts';
import type { MemberState, OrgState, ProcessChange, StoreState } from '../org-state.ts';
import type { Process, ProcessPart } from '../process.ts';
import { partKey, withPart } from '../process-parts.ts';
import { LEADING_ROLES, type Role } from '../roles.ts';
import { DEFAULT_PROCESS } from '../templates/default.ts';
import { TEMPLATE_VERSION } from '../templates/version.ts';
import type { FactBook } from './facts.ts';
import { Leaves } from './leaves.ts';
import { compareRec, payloadOf, placed, type Rec } from './records.ts';

/** What a member was from a place in the order on. */
export interface MemberVersion {
  /** `null` = since ever: a founder, who exists by a relay fact. */
  readonly since: Rec | null;
  readonly name: string;
  readonly role: Role;
  readonly territories: readonly TerritoryId[];
  readonly manager: MemberId | null;
  readonly store: StoreId | null;
  readonly title: string | null;
  readonly hiredAt: number | null;
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
  readonly stores: Map<StoreId, StoreState>;
  readonly members: Map<MemberId, MemberVersion[]>;
  readonly published: Rec[];
  readonly baselines: Rec[];
  readonly leaves: Leaves;
  wentLiveAt: number | null;
}

const latest = (draft: Draft, member: MemberId): MemberVersion | undefined => {
  const versions = draft.members.get(member);
  return versions?.[versions.length - 1];
};

/** Who may write which org event (architecture §2): the relay knows only roles, the fold judges the place. */
const isEntitled = (draft: Draft, rec: Rec): boolean => {
  const author = latest(draft, rec.event.author);
  if (author === undefined || !author.active) return false;
  if (author.role === 'owner' || author.role === 'admin') return true;
  // Whose leave it is tells who may say so.
  if (rec.event.type === 'leaveEntered' || rec.event.type === 'leaveCancelled') return LEADING_ROLES.has(author.role);
  if (rec.event.type !== 'memberInvited' || !LEADING_ROLES.has(author.role)) return false;
  const { role, territories } = payloadOf(rec, 'memberInvited');
  return (
    role !== 'owner' &&
    role !== 'admin' &&
    territories.length > 0 &&
    territories.every((territory) => author.territories.includes(territory as TerritoryId))
  );
};

/** Whether the author leads the person at this place in the order. */
const leadsHere = (draft: Draft, rec: Rec, member: MemberId): boolean =>
  leadsAmong((id) => latest(draft, id), rec.event.author, member);

/** The later name holds; the territory stays the first one's. */
const defineStore = (draft: Draft, rec: Rec): void => {
  const { store, territory, name } = payloadOf(rec, 'storeDefined');
  const id = store as StoreId;
  draft.stores.set(id, { id, territory: draft.stores.get(id)?.territory ?? (territory as TerritoryId), name });
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
      store: (payload.store as StoreId | undefined) ?? null,
      title: payload.title ?? null,
      hiredAt: payload.hiredAtMs ?? null,
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
    store: payload.store === undefined ? before.store : (payload.store as StoreId | null),
    title: payload.title === undefined ? before.title : payload.title,
    hiredAt: payload.hiredAtMs === undefined ? before.hiredAt : payload.hiredAtMs,
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
    case 'storeDefined':
      defineStore(draft, rec);
      break;
    case 'memberInvited':
      invite(draft, rec);
      break;
    case 'memberChanged':
      change(draft, rec);
      break;
    case 'leaveEntered':
      draft.leaves.enter(rec, (member) => leadsHere(draft, rec, member));
      break;
    case 'leaveCancelled':
      draft.leaves.cancel(rec, (member) => leadsHere(draft, rec, member));
      break;
    case 'processPublished':
      draft.published.push(rec);
      break;
    case 'baselineSet':
      draft.baselines.push(rec);
      break;
  }
};

const admitFounders = (draft: Draft, facts: FactBook): void => {
  const admissions = [...facts.admissions.values()].sort((a, b) => a.tick - b.tick || compareText(a.device, b.device));
  for (const { member, founder } of admissions) {
    if (founder === null || draft.members.has(member)) continue;
    draft.members.set(member, [
      {
        since: null,
        name: founder.name,
        role: founder.role,
        territories: [],
        manager: null,
        store: null,
        title: null,
        hiredAt: null,
        active: true,
      },
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

/** Made apart, a move to another territory and to a store may not fit together: then he is in no store. */
const storeOf = ({ stores }: Draft, member: MemberVersion): StoreId | null => {
  const store = member.store === null ? undefined : stores.get(member.store);
  return store !== undefined && worksIn(member, store.territory) ? store.id : null;
};

const memberStates = (draft: Draft, facts: FactBook): Record<string, MemberState> => {
  const devices = devicesOf(facts);
  const states: [string, MemberState][] = [];
  for (const [id, versions] of draft.members) {
    const last = versions[versions.length - 1];
    if (last === undefined) continue;
    const { since: _since, ...member } = last;
    states.push([
      id,
      {
        ...member,
        id,
        store: storeOf(draft, last),
        leaves: draft.leaves.of(id),
        devices: devices.get(id) ?? [],
        joinedAt: versions[0]?.since?.t ?? null,
      },
    ]);
  }
  // Without what every object has: an id out of a row or an address may be `constructor`.
  return Object.setPrototypeOf(Object.fromEntries(states), null);
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
    const { part, basis, note, spentMs } = payloadOf(rec, 'processPublished');
    const key = partKey(part as ProcessPart);
    const before = last.get(key) ?? null;
    const replacedUnseen = before !== null && before !== basis ? before : null;
    changes.push(
      placed(rec, {
        part: part as ProcessPart,
        note: note ?? null,
        spentMs: spentMs ?? null,
        sinceTick: rec.tick,
        replacedUnseen,
      }),
    );
    if (rec.tick === null) continue;
    last.set(key, rec.event.id);
    process = withPart(process, part as ProcessPart);
    versions.push({ id: rec.event.id, sinceTick: rec.tick, process });
  }
  return { versions, changes };
};

/** The first sealed baseline of each number holds: two people offline never freeze two (R86). */
const baselinesOf = (recs: readonly Rec[]): OrgState['baselines'] => {
  const held: { -readonly [Id in keyof OrgState['baselines']]: OrgState['baselines'][Id] } = {};
  for (const rec of recs.filter((one) => isPossible(payloadOf(one, 'baselineSet'))).sort(byTick)) {
    const { metric, thousandths, source } = payloadOf(rec, 'baselineSet');
    held[metric] ??= placed(rec, { metric, value: fromThousandths(thousandths), source });
  }
  return held;
};

/** Replays the company from its events and the relay's admissions; unentitled events have no effect. */
export const foldOrg = (recs: readonly Rec[], facts: FactBook): OrgHistory => {
  const draft: Draft = {
    companyName: null,
    territories: new Map(),
    stores: new Map(),
    members: new Map(),
    published: [],
    baselines: [],
    leaves: new Leaves(),
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
      stores: [...draft.stores.values()],
      members: memberStates(draft, facts),
      process: inForce?.process ?? DEFAULT_PROCESS,
      processVersion: inForce?.id ?? TEMPLATE_VERSION,
      wentLiveAt: draft.wentLiveAt,
      baselines: baselinesOf(draft.baselines),
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

/** All of the company that customers can depend on, as texts: names and devices do not matter. */
export interface OrgMark {
  readonly members: Readonly<Record<MemberId, string>>;
  readonly process: string;
}
export const orgMark = ({ members, state, processes }: OrgHistory): OrgMark => ({
  members: Object.fromEntries(Array.from(members, ([id, versions]) => [id, versions.map(versionText).join()])),
  process: JSON.stringify([state.wentLiveAt, processes.map(({ id, sinceTick }) => [id, sinceTick])]),
});

export interface OrgDifference {
  readonly members: ReadonlySet<MemberId>;
  readonly process: boolean;
}

/** What changed between two moments as far as customers can depend on it. */
export const orgDifference = (before: OrgMark, after: OrgMark): OrgDifference => {
  const all = [...Object.keys(before.members), ...Object.keys(after.members)] as MemberId[];
  const members = new Set(all.filter((id) => before.members[id] !== after.members[id]));
  return { members, process: before.process !== after.process };
};

export const isConcerned = (use: OrgUse, difference: OrgDifference): boolean =>
  (use.process && difference.process) ||
  (difference.members.size > 0 && (use.everyone || use.members.some((id) => difference.members.has(id))));
