import {
  type Gap,
  gapOf,
  isSuggestedFor,
  type LeadId,
  leadFacts,
  leads,
  type MatchFacts,
  type MemberId,
  type MemberState,
  type OrgState,
  rankLeads,
  type SuggestionAnswer,
  suggestionId,
  weekOf,
} from '#rules';
import type { Found, Suggestion, SuggestionsAnswer } from '../../lead-contract.ts';
import { type LeadContext, leadRow, profileOfMember } from './lead-answers.ts';

/** Leads named in one suggestion (R50). */
const NAMED = 3;

/** The direct manager decides; where there is none who is there, whoever leads the person. */
const decidesFor = (org: OrgState, viewer: MemberId, { id, manager, territories }: MemberState): boolean => {
  if (manager !== null && org.members[manager]?.active === true) return manager === viewer;
  return territories.some((territory) => leads(org, viewer, id, territory));
};

/** Weeks count from when both the person and the company were here. */
const sinceOf = ({ wentLiveAt }: OrgState, { joinedAt }: MemberState): number | null =>
  wentLiveAt === null ? null : Math.max(wentLiveAt, joinedAt ?? 0);

const gapFor = (person: MemberState, entries: readonly number[], { fold, nowMs }: LeadContext): Gap => {
  const org = fold.org();
  if (!isSuggestedFor(person)) return { kind: 'notSelling' };
  return gapOf(entries, sinceOf(org, person), nowMs, org.process.suggestion, org.process.calendar, person.leaves);
};

/** Every answer on a desk that comes here: whoever else was his manager then may have given one. */
const answersBy = ({ fold }: LeadContext): ReadonlyMap<string, SuggestionAnswer> => {
  const found = new Map<string, SuggestionAnswer>();
  for (const member of fold.deskMembers()) {
    for (const one of fold.desk(member).answers) {
      const known = found.get(one.suggestion);
      if (known === undefined || one.t < known.t) found.set(one.suggestion, one);
    }
  }
  return found;
};

function* freeLeads({ index }: LeadContext): Iterable<readonly [LeadId, MatchFacts]> {
  for (const [id, { state, flow }] of index.leads()) {
    if (flow.standing === 'unassigned' || flow.standing === 'returned') yield [id, leadFacts(state)];
  }
}

const findLeads = (person: MemberState, context: LeadContext): Pick<Suggestion, 'basis' | 'found'> => {
  const answer = profileOfMember(person, context);
  if (answer.kind !== 'profile') return { basis: null, found: answer };
  const settings = context.fold.org().process.suggestion;
  const { best, compared } = rankLeads(freeLeads(context), answer.profile, settings, NAMED);
  const known = context.index.leads();
  const named = best.flatMap(({ lead, score, lines }) => {
    const one = known.get(lead);
    return one === undefined ? [] : [{ row: leadRow(one, context), score, lines }];
  });
  const none: Found =
    compared === 0 ? { kind: 'emptyPool' } : { kind: 'noneAbove', compared, threshold: settings.threshold };
  const { of, won } = answer.profile;
  return { basis: { of, won }, found: named.length === 0 ? none : { kind: 'leads', leads: named, compared } };
};

/** What is suggested to the viewer, derived here from what this device holds: the same id wherever it is derived. */
export const suggestionsAnswer = (context: LeadContext): SuggestionsAnswer => {
  const org = context.fold.org();
  // Nobody enters a stage that is gone: that calls for nothing.
  const stage = org.process.stages.find(({ id }) => id === org.process.suggestion.stage);
  if (stage === undefined) return { open: [], people: [] };
  const people = Object.values(org.members).filter(
    (person) => person.role === 'rep' && person.id !== context.member && decidesFor(org, context.member, person),
  );
  if (people.length === 0) return { open: [], people: [] };
  const entries = context.index.entries();
  const answers = answersBy(context);
  const open: Suggestion[] = [];
  const looked = people.map((person) => ({ person, gap: gapFor(person, entries.get(person.id) ?? [], context) }));
  for (const { person, gap } of looked) {
    if (gap.kind !== 'gap') continue;
    const id = suggestionId(person.id, gap.firstWeek, gap.n);
    if (answers.has(id)) continue;
    open.push({
      ...{ id, member: person.id, name: person.name, territories: person.territories, gap },
      stageName: stage.name,
      atMs: weekOf(context.nowMs).fromMs,
      ...findLeads(person, context),
    });
  }
  open.sort((a, b) => b.gap.weeks - a.gap.weeks || (a.id < b.id ? -1 : 1));
  return { open, people: looked.map(({ person, gap }) => ({ member: person.id, name: person.name, gap })) };
};
