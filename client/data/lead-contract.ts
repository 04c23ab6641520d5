import type {
  CustomerId,
  Gap,
  LeadFlow,
  LeadId,
  LeadStanding,
  MatchLine,
  MemberId,
  PayloadOf,
  Profile,
  Span,
  TerritoryId,
} from '#rules';

/** Answers about leads of marketing: the pool, who fits whom, and what is suggested to a manager (R49–R51, R83). */

/** A customer with the name of a lead: perhaps the same company. */
export interface Namesake {
  readonly id: CustomerId;
  readonly name: string;
}

export interface LeadRow {
  readonly id: LeadId;
  readonly name: string;
  readonly source: string;
  readonly campaign: string | null;
  readonly territory: TerritoryId | null;
  readonly attributes: PayloadOf<'leadRecorded'>['attributes'];
  readonly remark: string | null;
  readonly flow: LeadFlow;
  readonly ownerName: string | null;
  readonly alsoGivenTo: readonly string[];
  /** What came of it; null = nobody was given it. */
  readonly customer: CustomerId | null;
  /** Until somebody accepts it: whoever has its name already, of the customers this device holds. */
  readonly namesake: Namesake | null;
  /** Nobody has it, and somebody could be given it. */
  readonly isFree: boolean;
  /** Something of it is on this device only. */
  readonly unsynced: boolean;
}
export interface LeadFilter {
  readonly standing: LeadStanding | null;
  readonly source: string | null;
  readonly campaign: string | null;
}
export interface LeadsAnswer {
  /** The latest first; at most the limit of the query. */
  readonly rows: readonly LeadRow[];
  readonly total: number;
  /** By standing, of those the other filters leave. */
  readonly counts: Readonly<Record<LeadStanding, number>>;
  readonly all: number;
  readonly sources: readonly string[];
  readonly campaigns: readonly string[];
  /** Of those the filter leaves. */
  readonly spans: Readonly<Record<'toAccept' | 'acceptToVisit' | 'toVisit' | 'receivedToVisit', Span>>;
  /** First visits of customers of these territories are not known here. */
  readonly unseenVisits: boolean;
  readonly mayRecord: boolean;
  readonly mayAssign: boolean;
}

/** How a person's won customers say a lead fits; `unknown` with why nothing can be said. */
export type Fit =
  | {
      readonly kind: 'match';
      readonly score: number;
      readonly lines: readonly MatchLine[];
      readonly of: Profile['of'];
      readonly won: number;
    }
  | { readonly kind: 'tooFew'; readonly own: number; readonly team: number; readonly needed: number }
  | { readonly kind: 'noFacts'; readonly won: number };

/** Somebody a lead may be given to. */
export interface Taker {
  readonly member: MemberId;
  readonly name: string;
  readonly territories: readonly TerritoryId[];
  readonly fit: Fit;
}
export interface TakersAnswer {
  readonly lead: LeadRow | null;
  /** Those compared by what they won themselves first, then the best fit, then by name. */
  readonly takers: readonly Taker[];
}

/** What became of looking for leads: some, or why none. */
export type Found =
  | { readonly kind: 'leads'; readonly leads: readonly SuggestedLead[]; readonly compared: number }
  | { readonly kind: 'emptyPool' }
  | { readonly kind: 'noneAbove'; readonly compared: number; readonly threshold: number }
  | Exclude<Fit, { readonly kind: 'match' }>;
export interface SuggestedLead {
  readonly row: LeadRow;
  readonly score: number;
  readonly lines: readonly MatchLine[];
}
/** 线索分配建议 for the manager of somebody who had nobody new for so long (R49). */
export interface Suggestion {
  readonly id: string;
  readonly member: MemberId;
  readonly name: string;
  readonly territories: readonly TerritoryId[];
  readonly stageName: string;
  readonly gap: Extract<Gap, { readonly kind: 'gap' }>;
  /** The week in which it came, ms. */
  readonly atMs: number;
  readonly basis: { readonly of: Profile['of']; readonly won: number } | null;
  readonly found: Found;
}
export interface SuggestionsAnswer {
  /** The oldest first, without what was answered. */
  readonly open: readonly Suggestion[];
  /** Of those the viewer decides for: everybody, with why nothing is suggested. */
  readonly people: readonly { readonly member: MemberId; readonly name: string; readonly gap: Gap }[];
}

export type LeadQuery =
  | { readonly kind: 'leads'; readonly filter: LeadFilter; readonly limit: number }
  | { readonly kind: 'takers'; readonly lead: LeadId }
  | { readonly kind: 'suggestions' };
export interface LeadAnswers {
  readonly leads: LeadsAnswer;
  readonly takers: TakersAnswer;
  readonly suggestions: SuggestionsAnswer;
}
