import { type Component, createSignal, For, type JSX, Show } from 'solid-js';
import { ADMINISTERING_ROLES, type MetricId, metricDefinition, type ValidationRow } from '#rules';
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

const HEAD = 'px-1 py-2 text-right align-bottom text-meta font-normal text-ink-3 sm:px-3 sm:whitespace-nowrap';
const CELL = 'px-1 py-2 text-right align-baseline text-second text-ink-2 sm:px-3 sm:text-item sm:whitespace-nowrap';
/** From here on a row has room for its name beside its numbers; below, the name stands over them, px. */
const ROOMY_PX = 640;
/** The same where a panel stands beside it, px. */
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
            class="lg:pointer-fine:min-h-6"
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
          class="lg:pointer-fine:min-h-6"
          aria-label={words.form.title(metricNames[props.row.metric])}
          onClick={() => props.onEnter()}
        >
          {words.enter}
        </Button>
      </Show>
    </span>
  );
};

/** 验证表 (R82-R86): before, day 42, day 60 and now; a day that is not over says so. */
export const ValidationSection: Component<{ readonly filter: MetricFilter; readonly hasPanelBeside: boolean }> = (
  props,
) => {
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
    <Show when={table()}>
      {(known) => (
        <section aria-label={words.title}>
          <SectionTitle>
            {words.title} <span class="ml-2 font-normal text-ink-3">{counter()}</span>
          </SectionTitle>
          <p class="m-0 pb-2 text-second text-ink-3">{words.line}</p>
          <Show when={judgedDay() === days().at(-1) ? null : known().day}>
            {(day) => (
              <div class="max-w-60 pb-2">
                <ProgressBar label={words.progress} value={Math.min(60, day())} max={60} />
              </div>
            )}
          </Show>
          <Card flush={true}>
            <section aria-label={words.table} tabindex={0} class="overflow-x-auto">
              <table aria-label={words.title} class="w-full border-collapse max-sm:table-fixed">
                <thead>
                  <tr>
                    <Show when={isRoomy()}>
                      <th scope="col" class={`${HEAD} text-left!`}>
                        {words.columns.metric}
                      </th>
                    </Show>
                    <th scope="col" class={HEAD}>
                      {words.columns.baseline}
                    </th>
                    <For each={days()}>
                      {(day) => (
                        <th scope="col" class={HEAD}>
                          {words.columns.at(day)}
                        </th>
                      )}
                    </For>
                    <th scope="col" class={HEAD}>
                      {words.columns.now}
                    </th>
                    <th scope="col" class={HEAD}>
                      {words.columns.change(judgedDay())}
                    </th>
                  </tr>
                </thead>
                <For each={known().rows}>
                  {(row) => (
                    <tbody class="border-t border-line">
                      <Show when={!isRoomy()}>
                        <tr>
                          <th
                            scope="rowgroup"
                            colspan={days().length + 3}
                            class="px-1 pt-2 text-left text-item font-semibold text-ink"
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
                        <td class={CELL}>
                          <Baseline
                            row={row}
                            mayEnter={mayEnter()}
                            onOpen={() => setOpened({ metric: row.metric, what: 'source' })}
                            onEnter={() => setOpened({ metric: row.metric, what: 'form' })}
                          />
                        </td>
                        <For each={row.snapshots}>
                          {({ day, value }) => (
                            <td class={CELL}>
                              {value === null
                                ? words.notYet(day)
                                : metricValueWords(metricDefinition(row.metric), value)}
                            </td>
                          )}
                        </For>
                        <td class={`${CELL} font-semibold text-ink`}>
                          {metricValueWords(metricDefinition(row.metric), row.now)}
                        </td>
                        <td class={CELL}>
                          <Change row={row} />
                        </td>
                      </tr>
                    </tbody>
                  )}
                </For>
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
