import { type Component, createSignal, For, type JSX, Show } from 'solid-js';
import { ADMINISTERING_ROLES, type MetricId, type MetricValue, metricDefinition, type ValidationRow } from '#rules';
import { createAnswer, useMe } from '../../app/data-context.tsx';
import type { MetricFilter } from '../../data/metric-contract.ts';
import { metricNames } from '../../locales/zh-CN/metric-names.ts';
import { validation as words } from '../../locales/zh-CN/validation.ts';
import { ProgressBar } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, SectionTitle } from '../../ui/list.tsx';
import { createWide } from '../../ui/wide.ts';
import { metricChangeWords, metricValueWords } from '../../views/metric-words.ts';
import { BaselineForm, BaselineSource } from './baseline-sheet.tsx';

const HEAD = 'px-3 py-2 text-right align-bottom text-meta font-normal whitespace-nowrap text-ink-3';
const CELL = 'px-3 py-2 text-right align-baseline text-item whitespace-nowrap text-ink-2';
/** From here on the numbers of a row have room beside each other, and their name beside them; below, each has a line, px. */
const ROOMY_PX = 640;
/** From here on the name has room beside them where a panel stands there too; below it stands over them, px. */
const ROOMY_BESIDE_PX = 1440;

const Change: Component<{ readonly row: ValidationRow }> = (props) => (
  <Show when={props.row.change.kind !== 'none'} fallback="–">
    <span class={props.row.isBetter ? 'font-semibold text-green-text' : 'text-ink-2'}>
      {metricChangeWords(props.row.change)}
    </span>
  </Show>
);

const Baseline: Component<{
  readonly row: ValidationRow;
  readonly mayEnter: boolean;
  readonly onOpen: () => void;
  readonly onEnter: () => void;
}> = (props) => {
  const definition = () => metricDefinition(props.row.metric);
  return (
    <span class="inline-flex flex-wrap items-center justify-end gap-1">
      <Show when={props.row.baseline} fallback={<Show when={!props.mayEnter}>{words.noBaseline}</Show>}>
        {(baseline) => (
          <Button
            kind="text"
            class="px-0! lg:pointer-fine:min-h-6"
            aria-label={`${metricValueWords(definition(), baseline().value)}，${words.open(metricNames[props.row.metric])}`}
            onClick={() => props.onOpen()}
          >
            {metricValueWords(definition(), baseline().value)}
          </Button>
        )}
      </Show>
      <Show when={props.mayEnter && props.row.baseline?.from !== 'set'}>
        <Button
          kind="text"
          class="px-0! lg:pointer-fine:min-h-6"
          aria-label={words.form.title(metricNames[props.row.metric])}
          onClick={() => props.onEnter()}
        >
          {words.enter}
        </Button>
      </Show>
    </span>
  );
};

/** One number of a row, with the head it stands under. */
interface Figure {
  readonly head: string;
  readonly figure: () => JSX.Element;
  readonly isLoud?: boolean;
}

/** On a phone a number has a line of its own, its head before it: five beside each other broke in the middle of words. */
const PhoneRow: Component<{ readonly row: ValidationRow; readonly figures: readonly Figure[] }> = (props) => (
  <tbody class="border-b border-line last:border-0">
    <tr>
      <th scope="rowgroup" colspan={2} class="px-4 pt-2.5 text-left text-item font-semibold text-ink">
        {metricNames[props.row.metric]}
      </th>
    </tr>
    <For each={props.figures}>
      {({ head, figure, isLoud }) => (
        <tr class="last:*:pb-2.5">
          <th scope="row" class="px-4 py-0.5 text-left text-second font-normal whitespace-nowrap text-ink-3">
            {head}
          </th>
          <td class={`px-4 py-0.5 text-right text-item ${isLoud ? 'font-semibold text-ink' : 'text-ink-2'}`}>
            {figure()}
          </td>
        </tr>
      )}
    </For>
  </tbody>
);

/**
 * 验证表 (R82-R86): before, day 42, day 60 and now; a day that is not over says so. What was before is
 * the whole company's: beside the numbers of some of it, it is no comparison.
 */
export const ValidationSection: Component<{
  readonly filter: MetricFilter;
  /** The filter keeps a part of the company. */
  readonly isNarrowed: boolean;
  readonly hasPanelBeside: boolean;
}> = (props) => {
  const me = useMe();
  const [isWide, isWidest] = [createWide(ROOMY_PX), createWide(ROOMY_BESIDE_PX)];
  const isRoomy = () => (props.hasPanelBeside ? isWidest() : isWide());
  const table = createAnswer(() => ({ kind: 'validation' as const, filter: props.filter }));
  const [opened, setOpened] = createSignal<{ readonly metric: MetricId; readonly what: 'source' | 'form' } | null>(
    null,
  );
  const mayEnter = () => {
    const role = me.role();
    return role !== null && ADMINISTERING_ROLES.has(role);
  };
  const days = () => table()?.rows[0]?.snapshots.map(({ day }) => day) ?? [];
  /** The day the change is told of; null = none is over, and it is told of now. */
  const judgedDay = () => table()?.rows[0]?.snapshots.findLast(({ value }) => value !== null)?.day ?? null;
  const counter = (): string => {
    const day = table()?.day ?? null;
    if (day === null) return words.notLive;
    const next = days().find((at) => day <= at);
    return `${words.day(day)}，${next === undefined ? words.over : words.next(next, next - day + 1)}`;
  };
  /** Left where it stands over the numbers: they begin where it does. */
  const sideOf = (at: number): string => (at === 0 && !isRoomy() ? 'text-left!' : '');
  const figuresOf = (row: ValidationRow): readonly Figure[] => {
    const written = (value: MetricValue): string => metricValueWords(metricDefinition(row.metric), value);
    const before: Figure = {
      head: words.columns.baseline,
      figure: () => (
        <Baseline
          row={row}
          mayEnter={mayEnter()}
          onOpen={() => setOpened({ metric: row.metric, what: 'source' })}
          onEnter={() => setOpened({ metric: row.metric, what: 'form' })}
        />
      ),
    };
    const change: Figure = { head: words.columns.change(judgedDay()), figure: () => <Change row={row} /> };
    const figures: readonly Figure[] = [
      ...row.snapshots.map(({ day, value }) => ({
        head: words.columns.at(day),
        figure: () => (value === null ? words.notYet(day) : written(value)),
      })),
      { head: words.columns.now, figure: () => written(row.now), isLoud: true },
    ];
    return props.isNarrowed ? figures : [before, ...figures, change];
  };
  /** Of a part of the company there may be nothing at all. */
  const isBare = (rows: readonly ValidationRow[]): boolean =>
    props.isNarrowed &&
    rows.every(({ now, snapshots }) =>
      [now, ...snapshots.map(({ value }) => value)].every((value) => value === null || value.kind === 'noDenominator'),
    );
  const shown = () => {
    const all = table();
    return all === undefined || isBare(all.rows) ? undefined : all;
  };
  const baseline = () => table()?.rows.find(({ metric }) => metric === opened()?.metric)?.baseline ?? null;
  const sheet = (metric: MetricId): JSX.Element => (
    <Show
      when={opened()?.what === 'form'}
      fallback={
        <Show when={baseline()}>
          {(found) => <BaselineSource metric={metric} baseline={found()} onClose={() => setOpened(null)} />}
        </Show>
      }
    >
      <BaselineForm metric={metric} onClose={() => setOpened(null)} />
    </Show>
  );
  return (
    <Show when={shown()}>
      {(known) => (
        <section aria-label={words.title}>
          <SectionTitle>
            {words.title} <span class="ml-2 font-normal text-ink-3">{counter()}</span>
          </SectionTitle>
          <p class="m-0 pb-2 text-second text-ink-3">{props.isNarrowed ? words.narrowed : words.line}</p>
          <Show when={judgedDay() === days().at(-1) ? null : known().day}>
            {(day) => (
              <div class="max-w-60 pb-2">
                <ProgressBar label={words.progress} value={Math.min(60, day())} max={60} />
              </div>
            )}
          </Show>
          <Card flush={true}>
            <section aria-label={words.table} tabindex={0} class="overflow-x-auto">
              <table aria-label={words.title} class="w-full border-collapse">
                <Show
                  when={isWide()}
                  fallback={<For each={known().rows}>{(row) => <PhoneRow row={row} figures={figuresOf(row)} />}</For>}
                >
                  <thead>
                    <tr>
                      <Show when={isRoomy()}>
                        <th scope="col" class={`${HEAD} text-left!`}>
                          {words.columns.metric}
                        </th>
                      </Show>
                      <For each={known().rows.slice(0, 1).flatMap(figuresOf)}>
                        {({ head }, at) => (
                          <th scope="col" class={`${HEAD} ${sideOf(at())}`}>
                            {head}
                          </th>
                        )}
                      </For>
                    </tr>
                  </thead>
                  <For each={known().rows}>
                    {(row) => (
                      <tbody class="border-t border-line">
                        <Show when={!isRoomy()}>
                          <tr>
                            <th
                              scope="rowgroup"
                              colspan={figuresOf(row).length}
                              class="px-3 pt-2 text-left text-item font-semibold text-ink"
                            >
                              {metricNames[row.metric]}
                            </th>
                          </tr>
                        </Show>
                        <tr>
                          <Show when={isRoomy()}>
                            <th scope="row" class="min-w-40 px-3 py-2 text-left text-item font-semibold text-ink">
                              {metricNames[row.metric]}
                            </th>
                          </Show>
                          <For each={figuresOf(row)}>
                            {({ figure, isLoud }, at) => (
                              <td class={`${CELL} ${sideOf(at())} ${isLoud ? 'font-semibold text-ink' : ''}`}>
                                {figure()}
                              </td>
                            )}
                          </For>
                        </tr>
                      </tbody>
                    )}
                  </For>
                </Show>
              </table>
            </section>
          </Card>
          <Show when={opened()?.metric} keyed={true}>
            {(metric) => sheet(metric)}
          </Show>
        </section>
      )}
    </Show>
  );
};
