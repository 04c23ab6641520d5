import type { CustomerId } from '../ids.ts';
import { compareText } from '../order.ts';
import type { ScopeFacts } from './scope.ts';

/** Facets whose values people type or choose: what a filter offers is what customers have. */
const COUNTED = ['product', 'source', 'tag'] as const;
export type CountedFacet = (typeof COUNTED)[number];
export type FacetChoices = Readonly<Record<CountedFacet, readonly { readonly id: string; readonly count: number }[]>>;

const valuesOf = ({ product, source, tags }: ScopeFacts, facet: CountedFacet): readonly string[] => {
  if (facet === 'tag') return tags;
  const value = facet === 'product' ? product : source;
  return value === null ? [] : [value];
};

/** How many customers have each product, source and tag, kept up to date customer by customer. */
export class FacetCounts {
  readonly #counts: Readonly<Record<CountedFacet, Map<string, number>>> = {
    product: new Map(),
    source: new Map(),
    tag: new Map(),
  };
  readonly #facts = new Map<CustomerId, ScopeFacts>();

  /** Replaces what was known of a customer; null takes it out. */
  set(customer: CustomerId, facts: ScopeFacts | null): void {
    const before = this.#facts.get(customer);
    if (before) this.#count(before, -1);
    if (facts === null) {
      this.#facts.delete(customer);
      return;
    }
    this.#facts.set(customer, facts);
    this.#count(facts, 1);
  }

  #count(facts: ScopeFacts, by: number): void {
    for (const facet of COUNTED) {
      const counts = this.#counts[facet];
      for (const value of valuesOf(facts, facet)) {
        const count = (counts.get(value) ?? 0) + by;
        if (count === 0) counts.delete(value);
        else counts.set(value, count);
      }
    }
  }

  /** What there is, the most frequent first. */
  choices(): FacetChoices {
    const of = (facet: CountedFacet) =>
      [...this.#counts[facet]]
        .map(([id, count]) => ({ id, count }))
        .sort((a, b) => b.count - a.count || compareText(a.id, b.id));
    return { product: of('product'), source: of('source'), tag: of('tag') };
  }
}
