import type { MemberId, TerritoryId } from '../ids.ts';
import { compareText } from '../order.ts';
import type { CustomerState, LeadState } from '../state.ts';
import { normalise } from '../text/normalise.ts';
import { titleRank } from '../text/title-rank.ts';
import { MATCH_FACTORS, type MatchFactor, type SuggestionSettings } from './suggestion-settings.ts';

/** What is compared, as written for people to read; null = not filled in. */
export type MatchFacts = Readonly<Record<MatchFactor, string | null>>;

/** Where a lead's city is not known its territory stands for it. */
const facts = (
  from: (field: 'industry' | 'level' | 'city' | 'source' | 'product' | 'decisionMakerTitle') => string | undefined,
  territory: TerritoryId | null,
): MatchFacts => ({
  industry: from('industry') ?? null,
  size: from('level') ?? null,
  region: from('city') ?? territory,
  source: from('source') ?? null,
  product: from('product') ?? null,
  decisionMaker: titleRank(from('decisionMakerTitle') ?? ''),
});

export const leadFacts = ({ recorded }: LeadState): MatchFacts => {
  const { source, territory, attributes } = recorded.payload;
  return facts(
    (field) => (field === 'source' ? source : attributes[field]),
    (territory as TerritoryId | undefined) ?? null,
  );
};

/** A won customer, for whoever had it when it was won. */
export interface WonCustomer {
  readonly member: MemberId;
  readonly facts: MatchFacts;
}

/** What a customer says about whom its owner wins; `null` = nothing was won, or by nobody. */
export const wonContribution = (customer: CustomerState): WonCustomer | null => {
  const won = customer.opportunities.find(({ ended }) => ended?.outcome === 'won');
  if (won === undefined || won.ended === null || customer.voided !== null || customer.mergedInto.length > 0)
    return null;
  const { t } = won.ended;
  const member = (customer.owners.findLast((change) => change.t <= t) ?? customer.owners[0])?.owner ?? null;
  if (member === null) return null;
  return {
    member,
    facts: facts((field) => {
      const value = won.fields[field]?.leaves[0]?.value ?? customer.fields[field]?.leaves[0]?.value;
      return typeof value === 'string' && value.trim() !== '' ? value : undefined;
    }, customer.territory),
  };
};

/** How often each value stands among won customers. */
interface FactorProfile {
  readonly counts: ReadonlyMap<string, number>;
  /** Those with any value, and the most that share one. */
  readonly known: number;
  readonly most: number;
  /** Written as the first of them is. */
  readonly usual: string;
}
export interface Profile {
  /** `own` of the person, or of his `team` where he has won too few. */
  readonly of: 'own' | 'team';
  readonly won: number;
  readonly factors: Readonly<Partial<Record<MatchFactor, FactorProfile>>>;
}
export type ProfileAnswer =
  | { readonly kind: 'profile'; readonly profile: Profile }
  /** Neither the person nor his team has won enough. */
  | { readonly kind: 'tooFew'; readonly own: number; readonly team: number; readonly needed: number }
  /** Won customers have too little filled in to compare by. */
  | { readonly kind: 'noFacts'; readonly won: number };

const factorProfile = (values: readonly string[]): FactorProfile => {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(normalise(value), (counts.get(normalise(value)) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  const usual = values.find((value) => counts.get(normalise(value)) === most) ?? '';
  return { counts, known: values.length, most, usual };
};

/** Fields that fewer than half of the won customers have say nothing about the others. */
const profileOf = (of: Profile['of'], won: readonly WonCustomer[]): Profile => {
  const factors: Partial<Record<MatchFactor, FactorProfile>> = {};
  for (const factor of MATCH_FACTORS) {
    const values = won.flatMap((one) => one.facts[factor] ?? []).toSorted(compareText);
    if (values.length * 2 >= won.length && values.length > 0) factors[factor] = factorProfile(values);
  }
  return { of, won: won.length, factors };
};

const weightOf = (factors: Iterable<string>, { weights }: SuggestionSettings): number => {
  let sum = 0;
  for (const factor of factors) sum += weights[factor as MatchFactor];
  return sum;
};

/**
 * Whom the person wins (A10): from his own won customers when there are enough, else from those of his team, which is
 * said. `team`: he, and whoever has the same direct manager.
 */
export const profileFor = (
  member: MemberId,
  team: ReadonlySet<MemberId>,
  won: Iterable<WonCustomer>,
  settings: SuggestionSettings,
): ProfileAnswer => {
  const own: WonCustomer[] = [];
  const all: WonCustomer[] = [];
  for (const one of won) {
    if (one.member === member) own.push(one);
    if (one.member === member || team.has(one.member)) all.push(one);
  }
  const needed = settings.minimumWon;
  if (all.length < needed) return { kind: 'tooFew', own: own.length, team: all.length, needed };
  const profile = own.length >= needed ? profileOf('own', own) : profileOf('team', all);
  const known = weightOf(Object.keys(profile.factors), settings);
  // Compared by less than half of what counts, a high match would mean nothing.
  if (known * 2 < weightOf(MATCH_FACTORS, settings) || known === 0) return { kind: 'noFacts', won: profile.won };
  return { kind: 'profile', profile };
};

/** One line of the explanation: what the lead has, what is usual, and what that gave. */
export interface MatchLine {
  readonly factor: MatchFactor;
  /** The lead's own value; null = not known, which counts nothing. */
  readonly value: string | null;
  readonly usual: string;
  /** Won customers with the lead's value, of those with any. */
  readonly same: number;
  readonly known: number;
  /** Points of at most so many. */
  readonly points: number;
  readonly most: number;
}
export interface Match {
  /** 0 to 100. */
  readonly score: number;
  readonly lines: readonly MatchLine[];
}

/** Rids sums of thirds and the like of what the last bits make of them: 85 stays 85, and is not above it. */
const exact = (score: number): number => Math.round(score * 1e6) / 1e6;

/**
 * Likeness of a lead to whom the person wins, 0 to 100: each factor gives of its weight what the lead's value is
 * frequent among the won customers, measured by their most frequent one. Factors the won customers do not have are
 * left out; what the lead does not have gives nothing.
 */
export const matchScore = (lead: MatchFacts, { factors }: Profile, settings: SuggestionSettings): Match => {
  const all = weightOf(Object.keys(factors), settings);
  const lines: MatchLine[] = [];
  for (const factor of MATCH_FACTORS) {
    const profile = factors[factor];
    if (profile === undefined) continue;
    const value = lead[factor];
    const same = value === null ? 0 : (profile.counts.get(normalise(value)) ?? 0);
    const most = (100 * settings.weights[factor]) / all;
    lines.push({
      ...{ factor, value, usual: profile.usual, same, known: profile.known, most },
      points: (most * same) / profile.most,
    });
  }
  return { score: exact(lines.reduce((sum, { points }) => sum + points, 0)), lines };
};

export interface RankedLead<Id extends string = string> extends Match {
  readonly lead: Id;
}
export interface RankedLeads<Id extends string> {
  /** Above the threshold, best first, equal ones by id; never padded with others. */
  readonly best: readonly RankedLead<Id>[];
  /** Leads compared. */
  readonly compared: number;
}

/** The best leads for a person: at most `limit`, only those strictly above the threshold (R50). */
export const rankLeads = <Id extends string>(
  leads: Iterable<readonly [id: Id, facts: MatchFacts]>,
  profile: Profile,
  settings: SuggestionSettings,
  limit: number,
): RankedLeads<Id> => {
  const above: RankedLead<Id>[] = [];
  let compared = 0;
  for (const [lead, given] of leads) {
    compared += 1;
    const match = matchScore(given, profile, settings);
    if (match.score > settings.threshold) above.push({ lead, ...match });
  }
  above.sort((a, b) => b.score - a.score || compareText(a.lead, b.lead));
  return { best: above.slice(0, limit), compared };
};
