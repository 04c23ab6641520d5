import { worksIn } from '../access/access.ts';
import { partFaults } from '../automation/check.ts';
import { isDated } from '../calendar/dated.ts';
import type { CommandPayload, DecideContext, Decision, Draft } from '../commands.ts';
import type { EventType, PayloadOf } from '../events/payloads.ts';
import type { EventId, TerritoryId } from '../ids.ts';
import { isPossible } from '../metrics/metric-units.ts';
import { partKey } from '../process-parts.ts';
import { ADMINISTERING_ROLES, LEADING_ROLES } from '../roles.ts';
import { hasText } from '../text/invisible.ts';
import { accepted, citing, refused } from './outcome.ts';

const orgDraft = (type: EventType, payload: unknown, cites: readonly EventId[] = []): Draft => ({
  type,
  subject: 'org',
  payload,
  cites,
  document: 'org',
});

const isAdministrator = ({ org, actor }: DecideContext): boolean => {
  const role = org.members[actor]?.role;
  return role !== undefined && ADMINISTERING_ROLES.has(role);
};

export const decideFounding = (payload: PayloadOf<'companyFounded'>, context: DecideContext): Decision => {
  if (context.org.members[context.actor]?.role !== 'owner') {
    return refused(context, { code: 'notEntitled', rule: 'company' });
  }
  return accepted([orgDraft('companyFounded', payload)]);
};

export const decideTerritory = (payload: PayloadOf<'territoryDefined'>, context: DecideContext): Decision => {
  const rule = 'territory';
  if (!isAdministrator(context)) return refused(context, { code: 'notEntitled', rule });
  const isTaken = context.org.territories.some(({ id, name }) => id !== payload.territory && name === payload.name);
  if (isTaken) return refused(context, { code: 'alreadyDone', rule, field: 'name' });
  return accepted([orgDraft('territoryDefined', payload)]);
};

/** 门店, in one territory for good; no two of one name there (R39). */
export const decideStore = (payload: PayloadOf<'storeDefined'>, context: DecideContext): Decision => {
  const rule = 'store';
  const { stores } = context.org;
  if (!isAdministrator(context)) return refused(context, { code: 'notEntitled', rule });
  if (!hasText(payload.name)) return refused(context, { code: 'required', rule, field: 'name' });
  if (unknownTerritory(context, [payload.territory])) {
    return refused(context, { code: 'unknownSubject', rule, field: 'territory' });
  }
  const known = stores.find(({ id }) => id === payload.store);
  if (known !== undefined && known.territory !== payload.territory) {
    return refused(context, { code: 'invalid', rule, field: 'territory' });
  }
  const isTaken = stores.some(({ name, territory }) => territory === payload.territory && name === payload.name);
  if (isTaken) return refused(context, { code: 'alreadyDone', rule, field: 'name' });
  return accepted([orgDraft('storeDefined', payload)]);
};

/** Whether somebody of that role and those territories can work in the store. */
const storeFits = (
  { org }: DecideContext,
  store: string | null | undefined,
  member: Parameters<typeof worksIn>[0],
): boolean => {
  if (store === null || store === undefined) return true;
  const known = org.stores.find(({ id }) => id === store);
  return known !== undefined && worksIn(member, known.territory);
};

const unknownTerritory = ({ org }: DecideContext, territories: readonly string[]): boolean =>
  territories.some((territory) => !org.territories.some(({ id }) => id === territory));

const isHireDate = (hiredAtMs: number | null | undefined): boolean => hiredAtMs == null || isDated(hiredAtMs);

/** Administrators invite anyone; other leaders into their own territories, and never an administrator. */
export const decideInvite = (payload: PayloadOf<'memberInvited'>, context: DecideContext): Decision => {
  const rule = 'member.invite';
  const { org, actor } = context;
  const inviter = org.members[actor];
  if (!inviter || !LEADING_ROLES.has(inviter.role)) return refused(context, { code: 'notEntitled', rule });
  if (org.members[payload.member]) return refused(context, { code: 'alreadyDone', rule, field: 'member' });
  if (unknownTerritory(context, payload.territories)) {
    return refused(context, { code: 'unknownSubject', rule, field: 'territories' });
  }
  if (payload.manager !== undefined && !org.members[payload.manager]) {
    return refused(context, { code: 'unknownSubject', rule, field: 'manager' });
  }
  if (payload.role === 'owner') return refused(context, { code: 'notEntitled', rule, field: 'role' });
  const { role, store, title } = payload;
  if (!storeFits(context, store, { role, territories: payload.territories as TerritoryId[] })) {
    return refused(context, { code: 'unknownSubject', rule, field: 'store' });
  }
  if (title !== undefined && !hasText(title)) return refused(context, { code: 'required', rule, field: 'title' });
  if (!isHireDate(payload.hiredAtMs)) return refused(context, { code: 'invalid', rule, field: 'hiredAtMs' });
  if (!isAdministrator(context)) {
    const isOwn = payload.territories.every((territory) => inviter.territories.some((own) => own === territory));
    if (payload.role === 'admin') return refused(context, { code: 'notEntitled', rule, field: 'role' });
    if (!isOwn || payload.territories.length === 0) {
      return refused(context, { code: 'notEntitled', rule, field: 'territories' });
    }
  }
  return accepted([orgDraft('memberInvited', payload)]);
};

/** Whether making `manager` the manager of `member` would close a circle. */
const closesCircle = ({ org }: DecideContext, member: string, manager: string): boolean => {
  let above: string | null = manager;
  for (let steps = Object.keys(org.members).length; above !== null && steps >= 0; steps--) {
    if (above === member) return true;
    above = org.members[above]?.manager ?? null;
  }
  return false;
};

export const decideMemberChange = (payload: PayloadOf<'memberChanged'>, context: DecideContext): Decision => {
  const rule = 'member.change';
  const member = context.org.members[payload.member];
  if (!isAdministrator(context)) return refused(context, { code: 'notEntitled', rule });
  if (!member) return refused(context, { code: 'unknownSubject', rule, field: 'member' });
  const losesOwner = member.role === 'owner' && (payload.active === false || (payload.role ?? 'owner') !== 'owner');
  if (losesOwner || (payload.role === 'owner' && member.role !== 'owner')) {
    return refused(context, { code: 'notEntitled', rule, field: 'role' });
  }
  if (unknownTerritory(context, payload.territories ?? [])) {
    return refused(context, { code: 'unknownSubject', rule, field: 'territories' });
  }
  if (payload.manager !== undefined && !context.org.members[payload.manager]) {
    return refused(context, { code: 'unknownSubject', rule, field: 'manager' });
  }
  if (payload.manager !== undefined && closesCircle(context, payload.member, payload.manager)) {
    return refused(context, { code: 'invalid', rule, field: 'manager' });
  }
  const role = payload.role ?? member.role;
  const territories = (payload.territories as TerritoryId[] | undefined) ?? member.territories;
  if (!storeFits(context, payload.store, { role, territories })) {
    return refused(context, { code: 'unknownSubject', rule, field: 'store' });
  }
  if (typeof payload.title === 'string' && !hasText(payload.title)) {
    return refused(context, { code: 'required', rule, field: 'title' });
  }
  if (!isHireDate(payload.hiredAtMs)) return refused(context, { code: 'invalid', rule, field: 'hiredAtMs' });
  return accepted([orgDraft('memberChanged', payload)]);
};

/** The latest version of that part in force: what a new one rests on (S19). */
const versionOf = (context: DecideContext, key: string): EventId | null => context.partVersions?.[key] ?? null;

/** A new version of one part of the process; it rests on the version of that part its author saw (S19). */
export const decideProcess = (
  { part, note, spentMs }: CommandPayload<'processPublished'>,
  context: DecideContext,
): Decision => {
  const rule = 'process.publish';
  if (!isAdministrator(context)) return refused(context, { code: 'notEntitled', rule });
  const faults = partFaults(part, context.org.process);
  if (faults.length > 0) {
    return refused(
      context,
      ...faults.map(({ field, why, ...params }) => ({
        code: 'ruleFault' as const,
        rule,
        field,
        params: { why, ...params },
      })),
    );
  }
  const basis = versionOf(context, partKey(part));
  const payload = {
    part,
    ...(basis === null ? {} : { basis }),
    ...(note === undefined ? {} : { note }),
    ...(spentMs === undefined ? {} : { spentMs }),
  };
  return accepted([orgDraft('processPublished', payload, citing(basis))]);
};

/** A baseline of a number (R86): by who administers, once, and no share above 100 %. */
export const decideBaseline = (payload: CommandPayload<'baselineSet'>, context: DecideContext): Decision => {
  const rule = 'baseline';
  if (!isAdministrator(context)) return refused(context, { code: 'notEntitled', rule });
  if (context.org.baselines[payload.metric] !== undefined) {
    return refused(context, { code: 'alreadyDone', rule, field: 'metric' });
  }
  if (!isPossible(payload)) return refused(context, { code: 'invalid', rule, field: 'thousandths' });
  return accepted([orgDraft('baselineSet', payload)]);
};
