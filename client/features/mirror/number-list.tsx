import { type Component, For, Show } from 'solid-js';
import { changeBetween, isBetter, type MetricChange } from '#rules';
import type { MirrorAnswer } from '../../data/metric-contract.ts';
import { metricFormulas, metricNames } from '../../locales/zh-CN/metric-names.ts';
import { mirror as words } from '../../locales/zh-CN/mirror.ts';
import { Card } from '../../ui/list.tsx';
import { metricBasis, metricChangeWords, metricNumber, metricValueWords } from '../../views/metric-words.ts';

type Row = MirrorAnswer['rows'][number];

/** Nothing of it is known of him: neither now nor before, so there is nothing to look at. */
const isEmpty = ({ reading, past }: Row): boolean => reading.value.kind === 'noDenominator' && past === null;

const changeOf = ({ definition, reading, past }: Row): MetricChange =>
  reading.value.kind === 'value' && past !== null && !reading.isUnfinished
    ? changeBetween(definition, past, reading.value.value)
    : { kind: 'none' };

const Cell: Component<{
  readonly term: string;
  readonly value: string;
  readonly line?: string | null;
  readonly isGood?: boolean;
  readonly isQuiet?: boolean;
}> = (props) => (
  <div class="min-w-0">
    <dt class="text-meta text-ink-3">{props.term}</dt>
    <dd class={`m-0 break-keep text-item ${props.isQuiet ? 'text-ink-2' : 'font-semibold text-ink'}`}>{props.value}</dd>
    <Show when={props.line}>
      <dd class={`m-0 text-meta ${props.isGood ? 'text-green-text' : 'text-ink-3'}`}>{props.line}</dd>
    </Show>
  </div>
);

const NumberRow: Component<{ readonly row: Row; readonly hasMedian: boolean }> = (props) => {
  const { definition } = props.row;
  const change = () => changeOf(props.row);
  const written = (value: number | null, none: string): string =>
    value === null ? none : metricNumber(definition, value);
  return (
    <li class="grid gap-x-4 gap-y-2 border-b border-line px-gutter py-3 last:border-0 sm:grid-cols-[1fr_22rem]">
      <div class="min-w-0">
        <p class="m-0 text-item font-semibold text-ink">{metricNames[definition.id]}</p>
        <p class="m-0 text-second text-ink-3">{metricFormulas[definition.id]}</p>
      </div>
      <dl class={`m-0 grid gap-x-3 ${props.hasMedian ? 'grid-cols-3' : 'grid-cols-2'}`}>
        <Cell
          term={words.own}
          value={metricValueWords(definition, props.row.reading.value)}
          line={metricBasis(props.row.reading.value)}
        />
        <Cell
          term={words.past}
          value={written(props.row.past, words.noPast)}
          line={change().kind === 'none' ? null : metricChangeWords(change())}
          isGood={isBetter(definition, change()) === true}
          isQuiet={true}
        />
        <Show when={props.hasMedian}>
          <Cell term={words.median} value={written(props.row.teamMedian, words.noMedian)} isQuiet={true} />
        </Show>
      </dl>
    </li>
  );
};

/** Own numbers, each with its definition, the own past and the median of the team: nobody's name, no order by value (R88). */
export const NumberList: Component<{ readonly rows: MirrorAnswer['rows'] }> = (props) => {
  const known = () => props.rows.filter((row) => !isEmpty(row));
  const unknown = () => props.rows.filter(isEmpty);
  /** In a team too small no number has one. */
  const hasMedian = () => known().some(({ teamMedian }) => teamMedian !== null);
  return (
    <>
      <Card flush={true}>
        <Show
          when={known().length > 0}
          fallback={<p class="m-0 px-gutter py-4 text-item text-ink-2">{words.noNumbers}</p>}
        >
          <ul class="m-0 list-none p-0">
            <For each={known()}>{(row) => <NumberRow row={row} hasMedian={hasMedian()} />}</For>
          </ul>
        </Show>
      </Card>
      <Show when={known().length > 0 && !hasMedian()}>
        <p class="mt-2 mb-0 text-second text-ink-3">{words.noMedians}</p>
      </Show>
      <Show when={unknown().length > 0}>
        <p class="mt-2 mb-0 text-second text-ink-3">
          {words.empty(
            unknown()
              .map(({ definition }) => metricNames[definition.id])
              .join(words.separator),
          )}
        </p>
      </Show>
    </>
  );
};
