import type { MetricRow, MetricsAnswer } from '../../data/metric-contract.ts';
import { metricFormulas, metricNames } from '../../locales/zh-CN/metric-names.ts';
import { metricValues } from '../../locales/zh-CN/metric-values.ts';
import { metrics as words } from '../../locales/zh-CN/metrics.ts';
import { metricBasis, metricChangeWords, metricGap, metricNumber, metricValueWords } from '../../views/metric-words.ts';

/** How far from its benchmark, as a share of the greater of the two: 0 at it, 1 where one of them is nothing. */
const distance = ({ value, benchmark }: MetricRow): number => {
  if (value.kind !== 'value' || benchmark === null) return 0;
  return Math.abs(value.value - benchmark.value) / Math.max(value.value, benchmark.value, Number.EPSILON);
};

/** Those below first, the farthest on top; then those that are well; then what cannot be judged. */
const rankOf = ({ isBelow }: MetricRow): number => (isBelow === null ? 2 : isBelow ? 0 : 1);

/** Rows as the page shows them, worst first; equal ones stay in the order of the catalogue. */
export const worstFirst = (rows: readonly MetricRow[]): readonly MetricRow[] =>
  [...rows].sort((a, b) => rankOf(a) - rankOf(b) || (rankOf(a) === 0 ? distance(b) - distance(a) : 0));

/** What a row says its benchmark is. */
export const benchmarkWords = ({ benchmark, definition }: MetricRow): string => {
  if (benchmark === null) return words.benchmark.none;
  const value = metricNumber(definition, benchmark.value);
  return benchmark.from === 'set' ? words.benchmark.set(value, benchmark.source) : words.benchmark.ownWeeks(value);
};

/** How far it is behind its benchmark; null where it is not. */
export const gapWords = ({ value, benchmark, definition, isBelow }: MetricRow): string | null => {
  if (isBelow !== true || value.kind !== 'value' || benchmark === null) return null;
  const gap = metricGap(definition, value.value, benchmark.value);
  return gap === null ? null : words.benchmark.gap(gap);
};

/** Benchmark and distance in one line, for where no column is theirs. */
export const againstBenchmark = (row: MetricRow): string => {
  if (row.benchmark === null) return words.benchmark.none;
  const benchmark = words.benchmark.short(metricNumber(row.definition, row.benchmark.value));
  const gap = gapWords(row);
  return gap === null ? benchmark : words.benchmark.both(benchmark, gap);
};

/** Against what it is told where that is not the whole week before. */
export const changeWords = ({ change, isUnfinished }: MetricRow): string => {
  if (!isUnfinished) return metricChangeWords(change);
  return change.kind === 'none' ? words.unfinished : words.sameDays(metricChangeWords(change));
};

/** The change with what it is against, where no head of a column says that. */
export const changeInFull = (row: MetricRow): string => {
  const { change, isUnfinished } = row;
  if (change.kind === 'none') return changeWords(row);
  const weeks = isUnfinished ? 'sameDays' : 'whole';
  const said = metricChangeWords(change);
  return said === metricValues.same ? words.unchanged[weeks] : words.against[weeks](said);
};

/** A positive change without its sign: spreadsheet programs would run what begins with one. */
const changeCell = (row: MetricRow): string => changeWords(row).replace(/^\+/, '');
const judgement = (isBelow: boolean | null): string =>
  isBelow === null ? words.unknown : isBelow ? words.yes : words.no;

/** The table of the page as rows of a file: same rows, same order, same words (R6). */
export const metricTable = ({ rows }: MetricsAnswer): readonly (readonly string[])[] => [
  words.columns,
  ...worstFirst(rows).map((row) => [
    metricNames[row.id],
    metricFormulas[row.id],
    row.ownerName ?? '',
    metricValueWords(row.definition, row.value),
    metricBasis(row.value) ?? '',
    changeCell(row),
    benchmarkWords(row),
    judgement(row.isBelow),
    row.trend.map(({ value }) => metricValueWords(row.definition, value)).join(' '),
  ]),
];
