import { isCounted, type MetricItem } from '#rules';

/**
 * Items as text: every name once; four names, by number, of each series; four numbers of each item, which are its
 * series, ms since the item before, numerator and denominator.
 */
export type KeptItems = readonly [
  names: readonly (string | null)[],
  series: readonly number[],
  items: readonly number[],
];

const EACH = 4;

/** Numbers what comes, in the order in which it comes first. */
const numbering = <Key>() => {
  const numbers = new Map<Key, number>();
  return {
    of: (key: Key, onFirst: () => void = () => undefined): number => {
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, numbers.size);
      onFirst();
      return numbers.size - 1;
    },
    keys: () => [...numbers.keys()],
  };
};

/** An index counts `itemsOf(keptItems(items))` as it counts the items: what it would leave out is left out here. */
export const keptItems = (items: readonly MetricItem[]): KeptItems => {
  const names = numbering<string | null>();
  const all = numbering<string>();
  const series: number[] = [];
  const numbers: number[] = [];
  let last = 0;
  for (const { metric, member, territory, facet, atMs, numerator, denominator } of items.filter(isCounted)) {
    const own = [metric, member, territory, facet].map((name) => names.of(name));
    const number = all.of(own.join(), () => series.push(...own));
    // a zero has no sign in a text
    numbers.push(number, atMs - last, numerator + 0, denominator + 0);
    last = atMs;
  }
  return [names.keys(), series, numbers];
};

/** What `keptItems` were made of. */
export const itemsOf = ([names, series, numbers]: KeptItems): readonly MetricItem[] => {
  const items: MetricItem[] = [];
  const nameAt = (at: number): string | null => names[series[at] ?? -1] ?? null;
  let atMs = 0;
  for (let at = 0; at < numbers.length; at += EACH) {
    const own = (numbers[at] ?? 0) * EACH;
    atMs += numbers[at + 1] ?? 0;
    items.push({
      metric: nameAt(own) as MetricItem['metric'],
      member: nameAt(own + 1) as MetricItem['member'],
      territory: nameAt(own + 2) as MetricItem['territory'],
      facet: nameAt(own + 3) ?? '',
      atMs,
      numerator: numbers[at + 2] ?? 0,
      denominator: numbers[at + 3] ?? 0,
    });
  }
  return items;
};
