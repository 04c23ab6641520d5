import {
  type CustomerId,
  compareText,
  type Fold,
  LEAD_ROLES,
  LEAD_STANDINGS,
  LEADING_ROLES,
  type LeadId,
  type LeadStanding,
  leadCustomer,
  leadFacts,
  leadSpans,
  leads as leadsMember,
  type MemberId,
  type MemberState,
  matchScore,
  mayHoldType,
  type OrgState,
  type ProfileAnswer,
  profileFor,
  type TerritoryId,
} from '#rules';
import type { Fit, LeadFilter, LeadRow, LeadsAnswer, Namesake, Taker, TakersAnswer } from '../../lead-contract.ts';
import type { KnownLead, LeadIndex } from './lead-index.ts';

export interface LeadContext {
  readonly fold: Fold;
  readonly member: MemberId;
  readonly nowMs: number;
  readonly index: LeadIndex;
  readonly unsynced: (subject: string) => boolean;
  readonly namesake: (name: string, of: CustomerId) => Namesake | null;
  readonly readsRecordsOf: (territory: TerritoryId) => boolean;
}

const FREE: ReadonlySet<LeadStanding> = new Set<LeadStanding>(['unassigned', 'returned']);
/** Nobody has accepted it yet, and somebody may. */
const WAITING: ReadonlySet<LeadStanding> = new Set<LeadStanding>([...FREE, 'assigned']);

/** A lead as lists show it. */
export const leadRow = ({ state, customer, flow }: KnownLead, context: LeadContext): LeadRow => {
  const { fold, unsynced, namesake } = context;
  const { name, source, campaign, territory, attributes, remark } = state.recorded.payload;
  const { members } = fold.org();
  return {
    ...{ id: state.id, name, source, attributes, flow },
    campaign: campaign ?? null,
    territory: customer?.territory ?? (territory as TerritoryId | undefined) ?? null,
    remark: remark ?? null,
    ownerName: flow.owner === null ? null : (members[flow.owner]?.name ?? null),
    alsoGivenTo: flow.alsoGivenTo.flatMap((id) => members[id]?.name ?? []),
    customer: customer?.id ?? null,
    namesake: WAITING.has(flow.standing) ? namesake(name, leadCustomer(state.id)) : null,
    isFree: FREE.has(flow.standing),
    unsynced: unsynced(state.id) || (customer !== null && unsynced(customer.id)),
  };
};

const newestFirst = (a: KnownLead, b: KnownLead): number =>
  b.flow.receivedAt - a.flow.receivedAt || (a.state.id < b.state.id ? -1 : 1);

const distinct = (values: readonly (string | undefined)[]): readonly string[] =>
  [...new Set(values.filter((one): one is string => one !== undefined))].sort((a, b) => (a < b ? -1 : 1));

/** Leads as one list: empty for whoever does not get them. */
export const leadsAnswer = (filter: LeadFilter, limit: number, context: LeadContext): LeadsAnswer => {
  const { fold, member, index, readsRecordsOf } = context;
  const role = fold.org().members[member]?.role;
  const known = role !== undefined && LEAD_ROLES.has(role) ? [...index.leads().values()] : [];
  const payloads = known.map(({ state }) => state.recorded.payload);
  const narrowed = known.filter(({ state: { recorded } }) => {
    const { source, campaign } = recorded.payload;
    return (
      (filter.source === null || source === filter.source) && (filter.campaign === null || campaign === filter.campaign)
    );
  });
  const counts = Object.fromEntries(LEAD_STANDINGS.map((one) => [one, 0])) as Record<LeadStanding, number>;
  for (const { flow } of narrowed) counts[flow.standing] += 1;
  const shown = narrowed.filter(({ flow }) => filter.standing === null || flow.standing === filter.standing);
  return {
    rows: shown
      .sort(newestFirst)
      .slice(0, limit)
      .map((one) => leadRow(one, context)),
    total: shown.length,
    counts,
    all: narrowed.length,
    sources: distinct(payloads.map(({ source }) => source)),
    campaigns: distinct(payloads.map(({ campaign }) => campaign)),
    spans: leadSpans(shown.map(({ flow }) => flow)),
    unseenVisits: narrowed.some(({ customer }) => customer !== null && !readsRecordsOf(customer.territory)),
    mayRecord: role !== undefined && mayHoldType(role, 'leadRecorded'),
    mayAssign: role !== undefined && LEADING_ROLES.has(role),
  };
};

/** He, and whoever has the same direct manager. */
export const teamOf = ({ members }: OrgState, { id, manager }: MemberState): ReadonlySet<MemberId> =>
  new Set(
    Object.values(members)
      .filter((one) => one.id === id || (manager !== null && one.manager === manager))
      .map((one) => one.id),
  );

export const profileOfMember = (person: MemberState, { fold, index }: LeadContext): ProfileAnswer => {
  const org = fold.org();
  return profileFor(person.id, teamOf(org, person), index.won(), org.process.suggestion);
};

const fitOf = (lead: KnownLead, person: MemberState, context: LeadContext): Fit => {
  const answer = profileOfMember(person, context);
  if (answer.kind !== 'profile') return answer;
  const { profile } = answer;
  const match = matchScore(leadFacts(lead.state), profile, context.fold.org().process.suggestion);
  return { kind: 'match', ...match, of: profile.of, won: profile.won };
};

/** What one has won himself says more of him than what his team has: scores of the two are not compared. */
const isOwn = ({ fit }: Taker): boolean => fit.kind === 'match' && fit.of === 'own';
const score = ({ fit }: Taker): number => (fit.kind === 'match' ? fit.score : -1);
const byFit = (a: Taker, b: Taker): number =>
  Number(isOwn(b)) - Number(isOwn(a)) ||
  score(b) - score(a) ||
  compareText(a.name, b.name) ||
  compareText(a.member, b.member);

/** Whom a lead may be given to by the viewer: salespeople he leads, in the territories where he does. */
export const takersAnswer = (id: LeadId, context: LeadContext): TakersAnswer => {
  const lead = context.index.leads().get(id);
  if (lead === undefined) return { lead: null, takers: [] };
  const org = context.fold.org();
  const given = lead.customer?.territory;
  const takers = Object.values(org.members).flatMap((person): Taker[] => {
    if (!person.active || person.id === context.member || !mayHoldType(person.role, 'leadAccepted')) return [];
    const territories = person.territories.filter(
      (one) => (given === undefined || given === one) && leadsMember(org, context.member, person.id, one),
    );
    if (territories.length === 0 || person.role !== 'rep') return [];
    return [{ member: person.id, name: person.name, territories, fit: fitOf(lead, person, context) }];
  });
  takers.sort(byFit);
  return { lead: leadRow(lead, context), takers };
};
