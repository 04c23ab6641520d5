import { shanghaiDay, weekdayOf } from '../calendar/shanghai.ts';
import type { MemberId } from '../ids.ts';
import { BytesTable } from '../support/bytes-table.ts';
import { metricDefinition } from './definitions.ts';
import type { MetricItem } from './item.ts';
import { METRIC_IDS, type MetricId } from './metric-ids.ts';
import { type Counted, packItems, unpackItems } from './packed-items.ts';
import type { DayRange, SeriesKey, Sums } from './series.ts';
import { isInScope, type MetricScope, SeriesBook } from './series-book.ts';
import { countOf, type MetricValue, meanOf, perWeekOf, shareOf } from './value.ts';

const WEEK_DAYS = 7;
const mondayOf = (day: number): number => day - weekdayOf(day);
const sundayOf = (day: number): number => mondayOf(day) + WEEK_DAYS - 1;
const isOfWholeWeeks = ({ from, to }: DayRange): boolean => from === mondayOf(from) && to === sundayOf(to);
/** All days of the natural weeks that a span touches. */
const wholeWeeks = ({ from, to }: DayRange): DayRange => ({ from: mondayOf(from), to: sundayOf(to) });
const upTo = (to: number): DayRange => ({ from: Number.NEGATIVE_INFINITY, to });

/** Of which number, of whom, when, and as known at which moment. */
export interface MetricCasesScope {
  readonly metric: MetricId;
  readonly scope: MetricScope;
  readonly period: DayRange;
  readonly nowMs: number;
}

/**
 * Every number, kept up subject by subject: what a subject counted for is taken out and put in again, and a number is
 * read off the sums by metric, day, member and territory. Equal to an index made afresh whatever was replaced how often.
 */
export class MetricIndex {
  readonly #book = new SeriesBook();
  /** What each counted for, packed. */
  readonly #subjects = new BytesTable();
  /** Who has items of a day, from `exactFromDay` on: what is to come today is taken off by its exact time. */
  readonly #ofDay = new Map<number, Set<string>>();
  readonly #exactFromDay: number;
  /** What is still to come on the day of an instant, until the next change. */
  #later: { readonly nowMs: number; readonly items: ReadonlyMap<MetricId, readonly Counted[]> } | null = null;
  readonly #ofSellers = new WeakMap<MetricScope, MetricScope>();

  /** `exactFromDay`: before that day a `nowMs` in the middle of a day counts the whole day. */
  constructor(exactFromDay = 0) {
    this.#exactFromDay = exactFromDay;
  }

  /** Replaces what a subject counted for; null takes it out. Costs its items, whatever else there is. */
  set(subject: string, items: readonly MetricItem[] | null): void {
    this.#count(subject, -1);
    this.#subjects.set(subject, items && packItems(items, (item) => this.#book.of(item), this.#exactFromDay));
    this.#count(subject, 1);
    this.#changed();
  }

  #changed(): void {
    this.#book.changed();
    this.#later = null;
  }

  #itemsOf(subject: string): readonly Counted[] {
    const packed = this.#subjects.get(subject);
    return packed === null ? [] : unpackItems(packed, (number) => this.#book.at(number), this.#exactFromDay);
  }

  #count(subject: string, sign: 1 | -1): void {
    for (const item of this.#itemsOf(subject)) {
      if (item.day >= this.#exactFromDay) this.#note(item.day, subject, sign);
      this.#add(item, sign);
    }
  }

  #note(day: number, subject: string, sign: 1 | -1): void {
    const subjects = this.#ofDay.get(day) ?? new Set<string>();
    // a subject is taken out as a whole before it is put in again
    if (sign === -1) subjects.delete(subject);
    else subjects.add(subject);
    if (subjects.size === 0) this.#ofDay.delete(day);
    else this.#ofDay.set(day, subjects);
  }

  #add({ series, day, numerator, denominator }: Omit<Counted, 'atMs'>, sign: 1 | -1): void {
    series.sums.add(day, numerator, denominator, sign);
    series.values?.add(day, numerator, sign);
  }

  /**
   * The number of a period as known at `nowMs`; nothing of what is later counts, whatever the period. A median costs a
   * look at every value: it is left out where it is not wanted.
   */
  value(metric: MetricId, scope: MetricScope, period: DayRange, nowMs: number, withMedian = true): MetricValue {
    const today = shanghaiDay(nowMs);
    const range = { from: period.from, to: Math.min(period.to, today) };
    const later = range.to === today ? this.#laterToday(metric, nowMs) : [];
    const sums = (days: DayRange): Sums => this.#sums(metric, scope, days, later);
    switch (metricDefinition(metric).aggregate) {
      case 'mean':
        return this.#mean(metric, scope, range, later, withMedian);
      case 'flow': {
        const { numerator, denominator } = sums(range);
        return shareOf(numerator, denominator);
      }
      case 'stock': {
        const { numerator, denominator } = sums(upTo(range.to));
        return shareOf(numerator, denominator);
      }
      case 'moved': {
        // what stood there when the period began: the same stays as those of the long ones
        const { denominator: standing } = this.#sums('longStayShare', scope, upTo(range.from - 1), []);
        const { numerator, denominator } = sums(range);
        return shareOf(numerator, standing + denominator);
      }
      case 'perWeek': {
        const { numerator } = this.#sums(metric, this.#sellersOnly(scope), range, later);
        return perWeekOf(numerator, this.#personWeeks(metric, scope, range, isOfWholeWeeks(period)));
      }
      case 'count':
        return countOf(sums(range).numerator);
    }
  }

  /** Who has items; may go on while others are replaced, of whom one that was told is not told again. */
  subjects(): Iterable<string> {
    return this.#subjects.keys();
  }

  /** What a subject counts for in the number of a period as known at `nowMs`, by member; nothing = in no way. */
  casesOf(
    subject: string,
    { metric, scope, period, nowMs }: MetricCasesScope,
  ): ReadonlyMap<MemberId | null, Readonly<Sums>> {
    const last = Math.min(period.to, shanghaiDay(nowMs));
    const first = metricDefinition(metric).aggregate === 'stock' ? Number.NEGATIVE_INFINITY : period.from;
    const found = new Map<MemberId | null, Sums>();
    for (const { series, day, atMs, numerator, denominator } of this.#itemsOf(subject)) {
      if (series.metric !== metric || day < first || day > last || atMs > nowMs || !isInScope(series, scope)) continue;
      const sums = found.get(series.member) ?? { numerator: 0, denominator: 0 };
      sums.numerator += numerator;
      sums.denominator += denominator;
      found.set(series.member, sums);
    }
    return found;
  }

  /** Facets, or members, that have anything in a metric: what a table by them lists. */
  keys(metric: MetricId): Iterable<SeriesKey> {
    return this.#book.keys(metric);
  }

  /** First day on which a scope has anything in any number: it is at work from then on; null = it never was. */
  firstDay(scope: MetricScope): number | null {
    const days = METRIC_IDS.flatMap((metric) => this.#book.total(metric, scope).span()?.from ?? []);
    return days.length === 0 ? null : Math.min(...days);
  }

  /** First day of a range on which each of some members has a piece of a metric, whatever the territory and facet. */
  firstDays(metric: MetricId, ranges: ReadonlyMap<MemberId, DayRange>): ReadonlyMap<MemberId, number> {
    const found = new Map<MemberId, number>();
    for (const { member, sums } of this.#book.keys(metric)) {
      const range = member === null ? undefined : ranges.get(member);
      const day = range === undefined ? null : sums.firstCounted(range);
      if (member !== null && day !== null) found.set(member, Math.min(day, found.get(member) ?? day));
    }
    return found;
  }

  #sums(metric: MetricId, scope: MetricScope, range: DayRange, later: readonly Counted[]): Sums {
    const sums = { numerator: 0, denominator: 0 };
    this.#book.total(metric, scope).addTo(sums, range);
    for (const item of later) {
      if (!isInScope(item.series, scope)) continue;
      sums.numerator -= item.numerator;
      sums.denominator -= item.denominator;
    }
    return sums;
  }

  #mean(
    metric: MetricId,
    scope: MetricScope,
    range: DayRange,
    later: readonly Counted[],
    withMedian: boolean,
  ): MetricValue {
    const { numerator, denominator } = this.#sums(metric, scope, range, later);
    return meanOf(numerator, denominator, withMedian ? this.#spansIn(metric, scope, range, later) : null);
  }

  #spansIn(metric: MetricId, scope: MetricScope, range: DayRange, later: readonly Counted[]): Float64Array {
    const spans = new Float64Array(this.#sums(metric, scope, range, []).denominator);
    let end = 0;
    for (const { values } of this.#book.within(metric, scope)) end = values?.writeTo(spans, end, range) ?? end;
    for (const { series, numerator } of later) {
      if (!isInScope(series, scope)) continue;
      end -= 1;
      spans[spans.indexOf(numerator)] = spans[end] ?? 0;
    }
    return spans.subarray(0, end);
  }

  /** Items of a number that are still to come on the day of `nowMs`. */
  #laterToday(metric: MetricId, nowMs: number): readonly Counted[] {
    if (this.#later?.nowMs !== nowMs) {
      const today = shanghaiDay(nowMs);
      const items = new Map<MetricId, Counted[]>();
      for (const subject of this.#ofDay.get(today) ?? []) {
        for (const item of this.#itemsOf(subject)) {
          if (item.day !== today || item.atMs <= nowMs) continue;
          const some = items.get(item.series.metric) ?? [];
          items.set(item.series.metric, some);
          some.push(item);
        }
      }
      this.#later = { nowMs, items };
    }
    return this.#later.items.get(metric) ?? [];
  }

  #sellersOf({ people, sellers }: MetricScope): readonly MemberId[] {
    return [...sellers.keys()].filter((member) => people === null || people.has(member));
  }

  #sellersOnly(scope: MetricScope): MetricScope {
    const known = this.#ofSellers.get(scope);
    if (known !== undefined) return known;
    const only = { ...scope, people: new Set(this.#sellersOf(scope)) };
    this.#ofSellers.set(scope, only);
    return only;
  }

  /**
   * A person counts from the week of his first piece on, and who has left until that of his last. `isByWeeks`: the period
   * was asked for in whole weeks, and the one that runs counts as one. Any other has the days it has: it may touch a week
   * more than they make.
   */
  #personWeeks(metric: MetricId, scope: MetricScope, range: DayRange, isByWeeks: boolean): number {
    const spans = this.#book.spans(metric, scope.territory);
    const { from, to } = isByWeeks ? wholeWeeks(range) : range;
    let days = 0;
    for (const member of this.#sellersOf(scope)) {
      const span = spans.get(member);
      const isActive = scope.sellers.get(member)?.isActive ?? false;
      if (span === undefined || span.from > range.to || (!isActive && span.to < from)) continue;
      const there = wholeWeeks(span);
      days += Math.max(0, (isActive ? to : Math.min(to, there.to)) - Math.max(from, there.from) + 1);
    }
    return days / WEEK_DAYS;
  }
}
