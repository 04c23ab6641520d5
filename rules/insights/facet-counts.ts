import { compareText } from '../order.ts';
import type { HeatmapIndex } from './heatmap.ts';

/** Facets whose values people type or choose: what a filter offers is what customers have. */
export type CountedFacet = 'product' | 'source' | 'tag';
export type FacetChoices = Readonly<Record<CountedFacet, readonly { readonly id: string; readonly count: number }[]>>;

/** How many customers have each product, source and tag, the most frequent first. */
export const facetChoices = (index: HeatmapIndex): FacetChoices => {
  const { facts } = index;
  const customers = new Uint32Array(facts.size);
  for (const number of index.customers()) customers[number] = (customers[number] ?? 0) + 1;
  const of = (valuesOf: (number: number) => readonly string[]) => {
    const counts = new Map<string, number>();
    for (const [number, count] of customers.entries()) {
      if (count > 0) for (const id of valuesOf(number)) counts.set(id, (counts.get(id) ?? 0) + count);
    }
    return [...counts]
      .map(([id, count]) => ({ id, count }))
      .sort((a, b) => b.count - a.count || compareText(a.id, b.id));
  };
  const ofFacet = (facet: 'product' | 'source') => {
    const { values, of: numbers } = facts.facet(facet);
    return of((number) => {
      const value = values[numbers[number] ?? 0] ?? null;
      return value === null ? [] : [value];
    });
  };
  return { product: ofFacet('product'), source: ofFacet('source'), tag: of((number) => facts.tags(number)) };
};
