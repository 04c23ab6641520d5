import { medianOf } from '../support/median.ts';
import { DAY_MS } from '../time.ts';
import { FEWEST_CASES, type MetricDefinition } from './definitions.ts';

/** A number, or why there is none. Never NaN, and never a zero that only means that nothing is known. */
export type MetricValue =
  | {
      readonly kind: 'value';
      /** Share in [0, 1], days, pieces or pieces per person and week, by the definition's unit. */
      readonly value: number;
      /** Of days, where it was asked for: the value in the middle. */
      readonly median: number | null;
      /** Cases it rests on: the denominator, values, or pieces. */
      readonly n: number;
      /** What was divided by what; null where nothing was. */
      readonly fraction: { readonly numerator: number; readonly denominator: number } | null;
    }
  /** Nothing it could be a share of: no promise was due, no salesperson counts. */
  | { readonly kind: 'noDenominator' }
  /** Too few cases to say anything. */
  | { readonly kind: 'tooFew'; readonly n: number };

const NOTHING: MetricValue = { kind: 'noDenominator' };

/** A share; below `FEWEST_CASES` it is not said. */
export const shareOf = (numerator: number, denominator: number): MetricValue => {
  if (denominator <= 0) return NOTHING;
  if (denominator < FEWEST_CASES) return { kind: 'tooFew', n: denominator };
  const fraction = { numerator, denominator };
  return { kind: 'value', value: numerator / denominator, median: null, n: denominator, fraction };
};

/** Pieces per person and week; nobody who counts is no denominator, nothing done by somebody is a true zero. */
export const perWeekOf = (pieces: number, personWeeks: number): MetricValue => {
  if (personWeeks <= 0) return NOTHING;
  const fraction = { numerator: pieces, denominator: personWeeks };
  return { kind: 'value', value: pieces / personWeeks, median: null, n: pieces, fraction };
};

export const countOf = (pieces: number): MetricValue => ({
  kind: 'value',
  value: pieces,
  median: null,
  n: pieces,
  fraction: null,
});

/** Mean of `n` spans in days, and their median where the spans themselves, ms, are given; moves those about. */
export const meanOf = (totalMs: number, n: number, spans: Float64Array | null): MetricValue => {
  if (n <= 0) return NOTHING;
  if (n < FEWEST_CASES) return { kind: 'tooFew', n };
  const median = spans === null ? null : medianOf(spans) / DAY_MS;
  return { kind: 'value', value: totalMs / n / DAY_MS, median, n, fraction: null };
};

/** A number in the steps it is shown in, tenths of a percent and of everything else: two of one step are one number. */
export const inShownSteps = ({ unit }: Pick<MetricDefinition, 'unit'>, value: number): number =>
  Math.round(value * (unit === 'ratio' ? 1000 : 10));

/** From one number to another: 百分点 between shares, % between everything else; `none` where one is missing or 0 is the ground. */
export type MetricChange =
  | { readonly kind: 'points'; readonly by: number }
  | { readonly kind: 'percent'; readonly by: number }
  | { readonly kind: 'none' };

/**
 * How much `after` differs from `before`, both in the definition's unit; `by` is a share of one: 0.79 = 79 % or 79 百分点.
 * Numbers that are shown alike do not differ.
 */
export const changeBetween = (
  { unit }: Pick<MetricDefinition, 'unit'>,
  before: number,
  after: number,
): MetricChange => {
  const isAlike = inShownSteps({ unit }, before) === inShownSteps({ unit }, after);
  if (unit === 'ratio') return { kind: 'points', by: isAlike ? 0 : after - before };
  return before === 0 ? { kind: 'none' } : { kind: 'percent', by: isAlike ? 0 : (after - before) / before };
};

export const changeOf = (definition: MetricDefinition, before: MetricValue, after: MetricValue): MetricChange =>
  before.kind === 'value' && after.kind === 'value'
    ? changeBetween(definition, before.value, after.value)
    : { kind: 'none' };

/** Whether a change is for the better; null where there is none, or nothing changed. */
export const isBetter = ({ better }: Pick<MetricDefinition, 'better'>, change: MetricChange): boolean | null =>
  change.kind === 'none' || change.by === 0 ? null : change.by > 0 === (better === 'higher');

/** Whether a value is worse than its benchmark; one that is shown as the same number is not. */
export const isBelow = (
  definition: Pick<MetricDefinition, 'better' | 'unit'>,
  value: number,
  benchmark: number,
): boolean => {
  const gap = inShownSteps(definition, value) - inShownSteps(definition, benchmark);
  return definition.better === 'higher' ? gap < 0 : gap > 0;
};

/** Whether a judgement of a week that still runs may turn: what is counted up grows better, or grows worse, never back. */
export const mayTurn = ({ better }: Pick<MetricDefinition, 'better'>, isWorse: boolean): boolean =>
  isWorse === (better === 'higher');
