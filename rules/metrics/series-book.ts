import type { MemberId, TerritoryId } from '../ids.ts';
import { metricDefinition } from './definitions.ts';
import type { MetricId } from './metric-ids.ts';
import { type DayRange, type Series, type SeriesKey, SumSeries, ValueSeries } from './series.ts';

/** Whose numbers: of a territory, of some people (null among them: nobody's), of one stage, source or product; null = all. */
export interface MetricScope {
  readonly territory: string | null;
  readonly people: ReadonlySet<MemberId | null> | null;
  readonly facet: string | null;
  /** Salespeople a number per person counts, and whether they are still there; others' pieces are left out of it. */
  readonly sellers: ReadonlyMap<MemberId, { readonly isActive: boolean }>;
}

/** Whether a series belongs to what is asked for. */
export const isInScope = ({ member, territory, facet }: SeriesKey, scope: MetricScope): boolean =>
  (scope.territory === null || territory === scope.territory) &&
  (scope.people === null || scope.people.has(member)) &&
  (scope.facet === null || facet === scope.facet);

/** What was found for one scope, good while nothing has changed. */
interface Selection {
  readonly version: number;
  readonly series: Map<MetricId, readonly Series[]>;
  readonly totals: Map<MetricId, SumSeries>;
}

const below = <Key, Name, Value>(map: Map<Key, Map<Name, Value>>, key: Key): Map<Name, Value> => {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = new Map<Name, Value>();
  map.set(key, made);
  return made;
};

/** Every series there is, and which of them a scope asks for: looked for once per scope, read many times. */
export class SeriesBook {
  readonly #byMetric = new Map<MetricId, Series[]>();
  /** Looked up part by part: a name made of all parts for every one of millions of items would cost more than the rest. */
  readonly #found = new Map<MetricId, Map<TerritoryId, Map<MemberId | null, Map<string, Series>>>>();
  readonly #all: Series[] = [];
  #version = 0;
  readonly #selections = new WeakMap<MetricScope, Selection>();
  /** Days on which each member has anything, by metric and territory, until the next change. */
  readonly #spans = new Map<string, ReadonlyMap<MemberId | null, DayRange>>();

  /** @throws RangeError: no series has that number */
  at(number: number): Series {
    const found = this.#all[number];
    if (found === undefined) throw new RangeError(`there is no series ${number}`);
    return found;
  }

  /** The series of a key, made when it is the first of it. */
  of({ metric, member, territory, facet }: SeriesKey): Series {
    const facets = below(below(below(this.#found, metric), territory), member);
    const known = facets.get(facet);
    if (known !== undefined) return known;
    const values = metricDefinition(metric).aggregate === 'mean' ? new ValueSeries() : null;
    const made = { metric, member, territory, facet, sums: new SumSeries(), values, number: this.#all.length };
    facets.set(facet, made);
    const ofMetric = this.#byMetric.get(metric) ?? [];
    this.#byMetric.set(metric, ofMetric);
    ofMetric.push(made);
    this.#all.push(made);
    return made;
  }

  #selection(scope: MetricScope): Selection {
    const known = this.#selections.get(scope);
    if (known?.version === this.#version) return known;
    const made = { version: this.#version, series: new Map(), totals: new Map() };
    this.#selections.set(scope, made);
    return made;
  }

  within(metric: MetricId, scope: MetricScope): readonly Series[] {
    const { series } = this.#selection(scope);
    const known = series.get(metric);
    if (known !== undefined) return known;
    const found = [...this.keys(metric)].filter((one) => isInScope(one, scope));
    series.set(metric, found);
    return found;
  }

  /** Everything of a scope as one series: added up once, read for every week and benchmark. */
  total(metric: MetricId, scope: MetricScope): SumSeries {
    const { totals } = this.#selection(scope);
    const known = totals.get(metric);
    if (known !== undefined) return known;
    const total = new SumSeries();
    for (const { sums } of this.within(metric, scope)) total.addAll(sums);
    totals.set(metric, total);
    return total;
  }

  keys(metric: MetricId): Iterable<Series> {
    return this.#byMetric.get(metric) ?? [];
  }

  /** What stands in the series has changed. */
  changed(): void {
    this.#version += 1;
    this.#spans.clear();
  }

  /** First and last day of each member in a metric. */
  spans(metric: MetricId, territory: string | null): ReadonlyMap<MemberId | null, DayRange> {
    const key = `${metric}\n${territory ?? ''}`;
    const known = this.#spans.get(key);
    if (known !== undefined) return known;
    const spans = new Map<MemberId | null, DayRange>();
    for (const series of this.keys(metric)) {
      if (territory !== null && series.territory !== territory) continue;
      const span = series.sums.span();
      if (span === null) continue;
      const before = spans.get(series.member) ?? span;
      spans.set(series.member, { from: Math.min(before.from, span.from), to: Math.max(before.to, span.to) });
    }
    this.#spans.set(key, spans);
    return spans;
  }
}
