import { type Component, type JSX, Show } from 'solid-js';
import { DAY_MS } from '#rules';
import { useNow } from '../../app/data-context.tsx';
import type { MetricRow } from '../../data/metric-contract.ts';
import { dayAndTime } from '../../locales/zh-CN/day-words.ts';
import { metricFormulas, metricNames } from '../../locales/zh-CN/metric-names.ts';
import { metrics as words } from '../../locales/zh-CN/metrics.ts';
import { Tag } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { TriangleAlert } from '../../ui/icons.ts';
import { metricBasis, metricGap, metricNumber, metricValueWords } from '../../views/metric-words.ts';
import { Bullet, TrendLine } from './charts.tsx';
import { againstBenchmark, benchmarkWords, changeInFull, changeWords, gapWords } from './metric-table.ts';

/** The columns where there is room, beside an open panel too; where there is none name, value, change and act stand, the rest folds. */
export const METRIC_COLUMNS = '@min-[46rem]:grid-cols-[minmax(8rem,1fr)_5.5rem_8rem_7.5rem_5.5rem_6.5rem]';
/** So long a changed definition is said to be new. */
const NEW_MS = 7 * DAY_MS;

export interface MetricItemProps {
  readonly row: MetricRow;
  /** People its playbook was sent to whose effect is not due yet. */
  readonly sentTo: number;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}

/** Formula, owner and last change: beside every number (R6). */
const DefinitionLine: Component<{ readonly row: MetricRow }> = (props) => {
  const now = useNow();
  const parts = () => [
    metricFormulas[props.row.id],
    ...(props.row.ownerName === null ? [] : [words.owner(props.row.ownerName)]),
    ...(props.row.changed === null ? [] : [words.changed(dayAndTime(props.row.changed.atMs, now()))]),
  ];
  return <>{parts().join('，')}</>;
};

const Change: Component<{ readonly row: MetricRow }> = (props) => (
  <span
    class={`flex items-center gap-1 text-second whitespace-nowrap ${props.row.isBetter === false && props.row.isBelow ? 'font-semibold text-red-text' : 'text-ink-2'}`}
  >
    <Show when={props.row.isBetter === false && props.row.isBelow}>
      <TriangleAlert size={14} aria-label={words.worse} />
    </Show>
    <span class="@max-[46rem]:hidden">{changeWords(props.row)}</span>
    <span class="@min-[46rem]:hidden">{changeInFull(props.row)}</span>
  </span>
);

const Measures: Component<{ readonly row: MetricRow }> = (props) => {
  const bar = () => {
    const { value, benchmark } = props.row;
    return value.kind === 'value' && benchmark !== null ? { value: value.value, benchmark: benchmark.value } : null;
  };
  const written = (value: number): string => metricNumber(props.row.definition, value);
  const weeks = () =>
    props.row.trend.map((one) => words.trendWeek(one.label, metricValueWords(props.row.definition, one.value)));
  return (
    <>
      <div class="min-w-0">
        <Show when={bar()}>
          {(both) => (
            <Bullet
              {...both()}
              name={words.benchmark.bar(written(both().value), written(both().benchmark))}
              isBelow={props.row.isBelow === true}
            />
          )}
        </Show>
        <span class="block text-meta text-ink-3">{benchmarkWords(props.row)}</span>
        <Show when={gapWords(props.row)}>
          {(gap) => <span class="block text-meta font-semibold text-red-text">{gap()}</span>}
        </Show>
      </div>
      <TrendLine
        name={words.trendName(metricNames[props.row.id], weeks().join('，'))}
        values={props.row.trend.map(({ value }) => value)}
        isBelow={props.row.isBelow === true}
      />
    </>
  );
};

/** Loud below the benchmark, else the reason; it opens the same panel either way, never dead. */
const Act: Component<MetricItemProps> = (props) => {
  const look = (): { readonly kind: 'outline' | 'quiet' | 'text'; readonly text: string } => {
    if (props.sentTo > 0) return { kind: 'quiet', text: words.sent(props.sentTo) };
    if (props.row.isBelow === true) return { kind: 'outline', text: words.act };
    if (props.row.isBelow === null) return { kind: 'text', text: words.noJudgement };
    const { value, benchmark, definition } = props.row;
    // Compared as it is written: 81 % beside 81 % is not above it.
    const isAt =
      value.kind === 'value' && benchmark !== null && metricGap(definition, value.value, benchmark.value) === null;
    return { kind: 'text', text: isAt ? words.atBenchmark : words.better[definition.better] };
  };
  return (
    <Button
      kind={look().kind}
      class={`whitespace-nowrap ${look().kind === 'text' ? 'text-ink-3!' : ''}`}
      aria-label={`${words.actOf(metricNames[props.row.id])}，${look().text}`}
      aria-expanded={props.isOpen}
      onClick={() => props.onOpen()}
    >
      {look().text}
    </Button>
  );
};

/** One number: name, definition, value, change, benchmark, eight weeks, act. */
export const MetricItem: Component<MetricItemProps> = (props) => {
  const now = useNow();
  const isNew = () => props.row.changed !== null && now() - props.row.changed.atMs < NEW_MS;
  const title = (): JSX.Element => (
    <>
      {metricNames[props.row.id]}
      <Show when={isNew()}>
        <Tag tone="yellow">{words.justChanged}</Tag>
      </Show>
    </>
  );
  return (
    <li
      class={`relative grid grid-cols-[1fr_auto] items-center gap-x-3 gap-y-1 border-b border-line px-gutter py-2.5 last:border-0 @min-[46rem]:px-3 ${METRIC_COLUMNS} ${props.isOpen ? 'bg-hover before:absolute before:inset-y-0 before:left-0 before:w-1 before:bg-brand' : ''}`}
    >
      <div class="min-w-0">
        <h2 class="m-0 flex flex-wrap items-center gap-2 text-item font-semibold">{title()}</h2>
        <p class="m-0 text-meta text-ink-3 @max-[46rem]:hidden">
          <DefinitionLine row={props.row} />
        </p>
      </div>
      <div class="text-right">
        <span
          class={
            props.row.value.kind === 'value'
              ? 'text-card font-semibold whitespace-nowrap'
              : 'block break-keep text-second text-ink-3'
          }
        >
          {metricValueWords(props.row.definition, props.row.value)}
        </span>
        <Show when={metricBasis(props.row.value)}>
          {(basis) => <span class="block text-meta text-ink-3">{basis()}</span>}
        </Show>
      </div>
      <div class="min-w-0">
        <Change row={props.row} />
        <p class="m-0 text-second text-ink-2 @min-[46rem]:hidden">{againstBenchmark(props.row)}</p>
      </div>
      <div class="hidden @min-[46rem]:contents">
        <Measures row={props.row} />
      </div>
      <div class="flex justify-end">
        <Act {...props} />
      </div>
      <details class="col-span-2 @min-[46rem]:hidden">
        <summary class="min-h-6 text-meta text-ink-3" aria-label={words.fold(metricNames[props.row.id])}>
          {metricFormulas[props.row.id]}
        </summary>
        <div class="flex flex-wrap items-center justify-between gap-3 py-2">
          <p class="m-0 w-full text-meta text-ink-3">
            <DefinitionLine row={props.row} />
          </p>
          <Measures row={props.row} />
        </div>
      </details>
    </li>
  );
};
