import { shanghaiDay, startOfDayMs, weekdayOf } from '../calendar/shanghai.ts';
import type { MemberId } from '../ids.ts';
import { compareText } from '../order.ts';
import { DAY_MS } from '../time.ts';
import { isWithin, type MetricCheckpoint, quarterDays } from './checkpoint.ts';
import { metricDefinition } from './definitions.ts';
import type { MetricItem } from './item.ts';
import { METRIC_IDS, type MetricId } from './metric-ids.ts';
import { type DayRange, type Series, type SeriesKey, SumSeries, type Sums, seriesName, ValueSeries } from './series.ts';
import { countOf, type MetricValue, meanOf, perWeekOf, shareOf } from './value.ts';

/** Whose numbers: of a territory, of some people (null among them: nobody's), of one stage, source or product; null = all. */
export interface MetricScope {
  readonly territory: string | null;
  readonly people: ReadonlySet<MemberId | null> | null;
  readonly facet: string | null;
  /** Salespeople a number per person counts, and whether they are still there; others' pieces are left out of it. */
  readonly sellers: ReadonlyMap<MemberId, { readonly isActive: boolean }>;
}

/** What of an item is counted, once its series is known. */
interface Counted {
  readonly series: Series;
  readonly atMs: number;
  readonly numerator: number;
  readonly denominator: number;
}
/** Numbers per item as it is kept: series, time, numerator, denominator. */
const PER_ITEM = 4;

const WEEK_DAYS = 7;
const mondayOf = (day: number): number => day - weekdayOf(day);
/** Natural weeks that a span of days touches. */
const weeksIn = (from: number, to: number): number => (to < from ? 0 : (mondayOf(to) - mondayOf(from)) / WEEK_DAYS + 1);

/**
 * Every number, kept up subject by subject: what a subject counted for is taken out and put in again, and a number is
 * read off the sums by metric, day, member and territory. Equal to an index made afresh whatever was replaced how often.
 */
export class MetricIndex {
  readonly #byMetric = new Map<MetricId, Map<string, Series>>(METRIC_IDS.map((id) => [id, new Map()]));
  readonly #all: Series[] = [];
  /** Items of each subject, packed: there are millions, and they are only looked at when their subject is replaced. */
  readonly #subjects = new Map<string, Float64Array>();
  /** Subjects with items on a day, from `exactFromDay` on: what is to come today is taken off by its exact time. */
  readonly #ofDay = new Map<number, Set<string>>();
  readonly #exactFromDay: number;
  readonly #adopted = new Map<string, MetricCheckpoint>();
  /** First and last day of a member in a perWeek metric, until the next change. */
  readonly #spans = new Map<string, DayRange | null>();

  /** `exactFromDay`: before that day a `nowMs` in the middle of a day counts the whole day. */
  constructor(exactFromDay = 0) {
    this.#exactFromDay = exactFromDay;
  }

  /** Replaces what a subject counted for; null takes it out. Costs its items, whatever else there is. */
  set(subject: string, items: readonly MetricItem[] | null): void {
    this.#count(subject, -1);
    if (items === null) this.#subjects.delete(subject);
    else this.#subjects.set(subject, this.#pack(items));
    this.#count(subject, 1);
    this.#spans.clear();
  }

  #pack(items: readonly MetricItem[]): Float64Array {
    const packed = new Float64Array(items.length * PER_ITEM);
    items.forEach((item, index) => {
      packed.set([this.#series(item).number, item.atMs, item.numerator, item.denominator], index * PER_ITEM);
    });
    return packed;
  }

  *#itemsOf(subject: string): Iterable<Counted> {
    const packed = this.#subjects.get(subject) ?? [];
    for (let at = 0; at < packed.length; at += PER_ITEM) {
      const series = this.#all[packed[at] ?? -1];
      const [atMs = 0, numerator = 0, denominator = 0] = [packed[at + 1], packed[at + 2], packed[at + 3]];
      if (series !== undefined) yield { series, atMs, numerator, denominator };
    }
  }

  #count(subject: string, sign: 1 | -1): void {
    for (const item of this.#itemsOf(subject)) {
      const day = shanghaiDay(item.atMs);
      if (day >= this.#exactFromDay) this.#note(day, subject, sign);
      if (!this.#isAdopted(day)) this.#add(item, day, sign);
    }
  }

  #isAdopted(day: number): boolean {
    for (const quarter of this.#adopted.keys()) if (isWithin(quarterDays(quarter), day)) return true;
    return false;
  }

  #note(day: number, subject: string, sign: 1 | -1): void {
    const subjects = this.#ofDay.get(day) ?? new Set();
    if (sign === 1) subjects.add(subject);
    else subjects.delete(subject);
    if (subjects.size === 0) this.#ofDay.delete(day);
    else this.#ofDay.set(day, subjects);
  }

  #series(key: SeriesKey): Series {
    const ofMetric = this.#byMetric.get(key.metric) ?? new Map<string, Series>();
    const name = seriesName(key);
    const known = ofMetric.get(name);
    if (known !== undefined) return known;
    const { metric, member, territory, facet } = key;
    const values = metricDefinition(metric).aggregate === 'mean' ? new ValueSeries() : null;
    const made = { metric, member, territory, facet, sums: new SumSeries(), values, number: this.#all.length };
    ofMetric.set(name, made);
    this.#all.push(made);
    return made;
  }

  #add({ series, numerator, denominator }: Counted, day: number, sign: 1 | -1): void {
    if (series.values === null) series.sums.add(day, numerator, denominator, sign);
    else series.values.add(day, numerator, sign);
  }

  /** The number of a period as known at `nowMs`; nothing of what is later counts, whatever the period. */
  value(metric: MetricId, scope: MetricScope, period: DayRange, nowMs: number): MetricValue {
    const today = shanghaiDay(nowMs);
    const range = { from: period.from, to: Math.min(period.to, today) };
    const later = range.to === today ? this.#laterToday(nowMs) : [];
    switch (metricDefinition(metric).aggregate) {
      case 'mean':
        return meanOf(this.#spansIn(metric, scope, range, later), DAY_MS);
      case 'flow': {
        const { numerator, denominator } = this.#sums(metric, scope, range, later);
        return shareOf(numerator, denominator);
      }
      case 'stock': {
        const everything = { from: Number.NEGATIVE_INFINITY, to: range.to };
        const { numerator, denominator } = this.#sums(metric, scope, everything, later);
        return shareOf(numerator, denominator);
      }
      case 'moved': {
        const before = { from: Number.NEGATIVE_INFINITY, to: range.from - 1 };
        // what stood there when the period began: the same stays as those of the long ones
        const { denominator: standing } = this.#sums('longStayShare', scope, before, []);
        const { numerator, denominator } = this.#sums(metric, scope, range, later);
        return shareOf(numerator, standing + denominator);
      }
      case 'perWeek': {
        const ofSellers = { ...scope, people: new Set(this.#sellersOf(scope)) };
        const { numerator } = this.#sums(metric, ofSellers, range, later);
        return perWeekOf(numerator, this.#personWeeks(metric, scope, range));
      }
      case 'count':
        return countOf(this.#sums(metric, scope, range, later).numerator);
    }
  }

  /** Facets, or members, that have anything in a metric: what a table by them lists. */
  *keys(metric: MetricId): Iterable<SeriesKey> {
    yield* this.#byMetric.get(metric)?.values() ?? [];
  }

  #isIn({ member, territory, facet }: SeriesKey, scope: MetricScope): boolean {
    return (
      (scope.territory === null || territory === scope.territory) &&
      (scope.people === null || scope.people.has(member)) &&
      (scope.facet === null || facet === scope.facet)
    );
  }

  *#within(metric: MetricId, scope: MetricScope): Iterable<Series> {
    for (const series of this.#byMetric.get(metric)?.values() ?? []) if (this.#isIn(series, scope)) yield series;
  }

  #sums(metric: MetricId, scope: MetricScope, range: DayRange, later: readonly Counted[]): Sums {
    const sums = { numerator: 0, denominator: 0 };
    for (const series of this.#within(metric, scope)) series.sums.addTo(sums, range);
    for (const item of later) {
      if (item.series.metric !== metric || !this.#isIn(item.series, scope)) continue;
      sums.numerator -= item.numerator;
      sums.denominator -= item.denominator;
    }
    return sums;
  }

  #spansIn(metric: MetricId, scope: MetricScope, range: DayRange, later: readonly Counted[]): readonly number[] {
    const spans: number[] = [];
    for (const { values } of this.#within(metric, scope)) values?.addTo(spans, range);
    for (const item of later) {
      if (item.series.metric === metric && this.#isIn(item.series, scope))
        spans.splice(spans.indexOf(item.numerator), 1);
    }
    return spans;
  }

  /** Items of the day of `nowMs` that are still to come. */
  #laterToday(nowMs: number): readonly Counted[] {
    const subjects = this.#ofDay.get(shanghaiDay(nowMs));
    if (subjects === undefined) return [];
    const endMs = startOfDayMs(shanghaiDay(nowMs) + 1);
    return [...subjects].flatMap((subject) =>
      [...this.#itemsOf(subject)].filter(({ atMs }) => atMs > nowMs && atMs < endMs),
    );
  }

  #sellersOf({ people, sellers }: MetricScope): readonly MemberId[] {
    return [...sellers.keys()].filter((member) => people === null || people.has(member));
  }

  /** A person counts from the week of his first piece on, and who has left until that of his last. */
  #personWeeks(metric: MetricId, scope: MetricScope, { from, to }: DayRange): number {
    let weeks = 0;
    for (const member of this.#sellersOf(scope)) {
      const span = this.#spanOf(metric, member, scope.territory);
      if (span === null || span.from > to) continue;
      const isActive = scope.sellers.get(member)?.isActive ?? false;
      weeks += weeksIn(Math.max(from, span.from), isActive ? to : Math.min(to, span.to));
    }
    return weeks;
  }

  #spanOf(metric: MetricId, member: MemberId, territory: string | null): DayRange | null {
    const key = seriesName({ metric, member, territory: (territory ?? '') as never, facet: '' });
    const known = this.#spans.get(key);
    if (known !== undefined) return known;
    const scope = { territory, people: new Set([member]), facet: null, sellers: new Map() };
    const spans = [...this.#within(metric, scope)].map(({ sums }) => sums.span()).filter((one) => one !== null);
    const from = Math.min(...spans.map((one) => one.from));
    const span = spans.length === 0 ? null : { from, to: Math.max(...spans.map(({ to }) => to)) };
    this.#spans.set(key, span);
    return span;
  }

  /** Sums of one quarter as plain data, equal for equal contributions; `key` says what it was computed from. */
  checkpoint(quarter: string, key: MetricCheckpoint['key']): MetricCheckpoint {
    const days = quarterDays(quarter);
    const isIn = ({ day }: { readonly day: number }): boolean => isWithin(days, day);
    const all = METRIC_IDS.flatMap((metric) =>
      [...(this.#byMetric.get(metric)?.values() ?? [])].sort((a, b) => compareText(seriesName(a), seriesName(b))),
    );
    const series = all
      .map(({ metric, member, territory, facet, sums, values }) => ({
        metric,
        member,
        territory,
        facet,
        sums: sums.days().filter(isIn),
        values: values?.days().filter(isIn) ?? [],
      }))
      .filter(({ sums, values }) => sums.length + values.length > 0);
    return { key, quarter, series };
  }

  /**
   * Takes a quarter's sums from a checkpoint: the items of that quarter are neither needed nor looked at until it is
   * opened again. The caller has compared its key, and the quarter ended before any `nowMs` to be asked about.
   */
  adopt(checkpoint: MetricCheckpoint): void {
    this.open(checkpoint.quarter);
    this.#countQuarter(checkpoint.quarter, -1);
    this.#adopted.set(checkpoint.quarter, checkpoint);
    this.#restore(checkpoint, 1);
  }

  /** Counts a quarter from the subjects' items again, as a late event in it asks for. */
  open(quarter: string): void {
    const checkpoint = this.#adopted.get(quarter);
    if (checkpoint === undefined) return;
    this.#restore(checkpoint, -1);
    this.#adopted.delete(quarter);
    this.#countQuarter(quarter, 1);
  }

  #restore({ series }: MetricCheckpoint, sign: 1 | -1): void {
    for (const one of series) {
      const { sums, values } = this.#series(one);
      for (const { day, numerator, denominator } of one.sums) sums.add(day, numerator, denominator, sign);
      for (const { day, values: spans } of one.values) for (const span of spans) values?.add(day, span, sign);
    }
    this.#spans.clear();
  }

  #countQuarter(quarter: string, sign: 1 | -1): void {
    const days = quarterDays(quarter);
    for (const subject of this.#subjects.keys()) {
      for (const item of this.#itemsOf(subject)) {
        const day = shanghaiDay(item.atMs);
        if (isWithin(days, day)) this.#add(item, day, sign);
      }
    }
  }
}
