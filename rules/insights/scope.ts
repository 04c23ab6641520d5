import type { MemberId, TerritoryId } from '../ids.ts';
import type { MemberState } from '../org-state.ts';
import type { CustomerState } from '../state.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import { tagsOf } from '../tags.ts';
import { leadingOpportunity } from './dwell.ts';

/** What a view is narrowed to: absent or null = all of it. `UNSET` asks for customers with nothing there. */
export interface Scope {
  readonly territory?: string | null;
  /** A leader: his own customers and those of the people whose direct manager he is. */
  readonly team?: string | null;
  readonly store?: string | null;
  /** Who is responsible. */
  readonly person?: string | null;
  readonly product?: string | null;
  readonly source?: string | null;
  /** Id of a tag the customer has among its tags. */
  readonly tag?: string | null;
}
export const SCOPE_FACETS = ['territory', 'team', 'store', 'person', 'product', 'source', 'tag'] as const;
export type ScopeFacet = (typeof SCOPE_FACETS)[number];

/** The facet is asked to be empty: nobody responsible, no product filled in … */
export const UNSET = '-';

/** What a customer is narrowed by, as of the present responsible person and the present company. */
export interface ScopeFacts {
  readonly territory: TerritoryId;
  readonly person: MemberId | null;
  /** Direct manager of the responsible person. */
  readonly team: MemberId | null;
  /** Store of the responsible person. */
  readonly store: string | null;
  readonly product: string | null;
  readonly source: string | null;
  readonly tags: readonly string[];
}

const filled = (value: unknown): string | null => {
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' || text === UNSET ? null : text;
};

/** The leading opportunity's own value, else the customer's, as conditions read it. */
const textOf = (customer: CustomerState, field: 'product' | 'source'): string | null =>
  filled(leadingOpportunity(customer)?.fields[field]?.leaves[0]?.value) ??
  filled(customer.fields[field]?.leaves[0]?.value);

/** People, or whoever is responsible at least. */
export interface Responsible {
  readonly members: Readonly<Record<string, Pick<MemberState, 'manager' | 'store'>>>;
}

export const scopeFacts = (customer: CustomerState, { members }: Responsible): ScopeFacts => {
  const person = customer.owner === null ? undefined : members[customer.owner];
  return {
    territory: customer.territory,
    person: customer.owner,
    team: person?.manager ?? null,
    store: person?.store ?? null,
    product: textOf(customer, 'product'),
    source: textOf(customer, 'source'),
    tags: Object.values(customer.fields).flatMap(({ leaves }) => tagsOf(leaves[0]?.value)),
  };
};

/** Whether a value, or a customer with these tags, is what is asked for. */
export const matchesValue = (wanted: string, value: string | null): boolean =>
  wanted === UNSET ? value === null : value === wanted;
export const hasTag = (tags: readonly string[], wanted: string): boolean =>
  wanted === UNSET ? tags.length === 0 : tags.includes(wanted);

/** The same text for the same narrowing everywhere: what a guess is about (R52). */
export const scopeText = (scope: Scope): string =>
  canonicalJson(
    Object.fromEntries(SCOPE_FACETS.flatMap((facet) => (scope[facet] == null ? [] : [[facet, scope[facet]]]))),
  );

/** The scope of such a text; of one that is none, null. */
export const scopeOfText = (text: string): Scope | null => {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== 'object' || read === null) return null;
    const facets = new Map(Object.entries(read));
    const scope = Object.fromEntries(SCOPE_FACETS.map((facet) => [facet, facets.get(facet) ?? null]));
    return Object.values(scope).every((value) => value === null || typeof value === 'string') ? (scope as Scope) : null;
  } catch {
    return null;
  }
};
