import { inShownSteps, type MetricChange, type MetricDefinition, type MetricValue } from '#rules';
import { metricValues as words } from '../locales/zh-CN/metric-values.ts';

type Unit = Pick<MetricDefinition, 'unit'>;

/** One digit behind the point at most, none where it would be a zero. */
const shortNumber = (value: number): string => String(Math.round(value * 10) / 10);

/** A number of a metric in its unit: `18.4%`, `3.2 天`, `146 次`. */
export const metricNumber = ({ unit }: Unit, value: number): string => {
  const shown = String(inShownSteps({ unit }, value) / 10);
  if (unit === 'ratio') return `${shown}${words.percent}`;
  return `${shown} ${unit === 'days' ? words.days : words.times}`;
};

/** So much apart, as the two are written: 43.4 % beside 0 % are 43.4 个百分点; null = they are written alike. */
export const metricGap = ({ unit }: Unit, from: number, to: number): string | null => {
  const gap = Math.abs(inShownSteps({ unit }, from) - inShownSteps({ unit }, to)) / 10;
  if (gap === 0) return null;
  return unit === 'ratio' ? `${gap} ${words.points}` : metricNumber({ unit }, gap);
};

/** The number, or in words why there is none; never an empty cell. */
export const metricValueWords = (definition: Unit, value: MetricValue): string => {
  switch (value.kind) {
    case 'value':
      return metricNumber(definition, value.value);
    case 'noDenominator':
      return words.noDenominator;
    case 'tooFew':
      return words.tooFew(value.n);
  }
};

/** What it rests on, for whoever asks: `9/16`, or the cases. */
export const metricBasis = (value: MetricValue): string | null => {
  if (value.kind !== 'value') return null;
  const { fraction, n } = value;
  return fraction === null ? words.cases(n) : words.fraction(fraction.numerator, shortNumber(fraction.denominator));
};

/** A change beyond so many times says nothing but that the ground was next to nothing. */
const MOST_SAID = 10;

/** `+2.6 个百分点` between shares, `−66%` between everything else; sign first, a real minus. */
export const metricChangeWords = (change: MetricChange): string => {
  if (change.kind === 'none') return words.noChange;
  if (Math.abs(change.by) > MOST_SAID) return words.manyTimes(MOST_SAID);
  const by = Math.round(change.by * 1000) / 10;
  if (by === 0) return words.same;
  const sign = by > 0 ? words.plus : words.minus;
  return `${sign}${shortNumber(Math.abs(by))}${change.kind === 'points' ? ` ${words.points}` : words.percent}`;
};
