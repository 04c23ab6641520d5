import type { MetricItem } from '#rules';

/** Items as text: every name once, and seven numbers an item, the first four of which number names. */
export type KeptItems = readonly [names: readonly (string | null)[], numbers: readonly number[]];

const PER_ITEM = 7;

/** What an index counts of `itemsOf(keptItems(items))` is what it counts of the items. */
export const keptItems = (items: readonly MetricItem[]): KeptItems => {
  const places = new Map<string | null, number>();
  const placeOf = (name: string | null): number => {
    const place = places.get(name) ?? places.size;
    places.set(name, place);
    return place;
  };
  const numbers: number[] = [];
  for (const { metric, member, territory, facet, atMs, numerator, denominator } of items) {
    numbers.push(placeOf(metric), placeOf(member), placeOf(territory), placeOf(facet));
    // a zero has no sign in a text
    numbers.push(atMs, numerator + 0, denominator + 0);
  }
  return [[...places.keys()], numbers];
};

export const itemsOf = ([names, numbers]: KeptItems): readonly MetricItem[] => {
  const items: MetricItem[] = [];
  const nameAt = (at: number): string | null => names[numbers[at] ?? -1] ?? null;
  for (let at = 0; at < numbers.length; at += PER_ITEM) {
    items.push({
      metric: nameAt(at) as MetricItem['metric'],
      member: nameAt(at + 1) as MetricItem['member'],
      territory: nameAt(at + 2) as MetricItem['territory'],
      facet: nameAt(at + 3) ?? '',
      atMs: numbers[at + 4] ?? 0,
      numerator: numbers[at + 5] ?? 0,
      denominator: numbers[at + 6] ?? 0,
    });
  }
  return items;
};
