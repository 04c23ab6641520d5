import { type Component, createMemo, For, Show } from 'solid-js';
import { HOUR_MS, MINUTE_MS } from '#rules';
import { useNow } from '../../../app/data-context.tsx';
import { PATHS } from '../../../app/navigation.ts';
import { Page } from '../../../app/page.tsx';
import { thresholds as words } from '../../../locales/zh-CN/thresholds.ts';
import { Tag } from '../../../ui/badge.tsx';
import { Card, SectionTitle } from '../../../ui/list.tsx';
import { stopRate } from '../../../views/stop-rate.ts';
import { spanWords } from '../../../views/time-left.ts';
import { useProcess } from '../process-context.tsx';
import { type Threshold, type ThresholdGroup, thresholdGroups, timeSpent } from './groups.ts';

/** 每周仅需花 2 小时 (R75). */
const TARGET_MS = 2 * HOUR_MS;

/** A change made in less than a minute took some time all the same. */
const spentWords = (ms: number): string => (ms > 0 && ms < MINUTE_MS ? words.underMinute : spanWords(ms));

/** null where no rule acts by the number. */
const effectWords = ({ record }: Threshold): string | null => (record === null ? null : words.acted(record.lastWeek));
/** null where no rule has done anything that could be taken back. */
const rateWords = ({ record }: Threshold): string | null => {
  if (record === null || record.acted === 0) return null;
  const rate = stopRate(record);
  if (rate === null) return words.few(record.acted);
  return rate.isTight ? words.tight(rate.percent) : words.rate(rate.percent);
};
const isTight = ({ record }: Threshold): boolean => record !== null && (stopRate(record)?.isTight ?? false);

/** Keeps its place where there is nothing to say, so that the cells of all rows stand below each other. */
const Cell: Component<{
  readonly term: string;
  readonly at: 'col-start-1' | 'col-start-2' | 'col-start-3';
  readonly value: string | null;
  readonly isLoud?: boolean;
}> = (props) => (
  <Show when={props.value}>
    <div class={`min-w-0 ${props.at}`}>
      <dt class="text-meta text-ink-3">{props.term}</dt>
      <dd class={`m-0 break-keep text-second ${props.isLoud ? 'font-semibold text-yellow-text' : 'text-ink-2'}`}>
        {props.value}
      </dd>
    </div>
  </Show>
);

const Row: Component<{ readonly item: Threshold; readonly group: string }> = (props) => {
  const { answer } = useProcess();
  const item = () => props.item;
  // the lines of a rule are sentences that name themselves
  const isSentence = () => item().key.startsWith('rule:');
  return (
    <li class="grid gap-x-6 gap-y-2 border-b border-line px-gutter py-3 last:border-0 sm:grid-cols-[1fr_20rem]">
      <div class="min-w-0">
        <Show when={item().name}>
          {(name) => (
            <p class="m-0 flex items-center gap-2 text-item font-semibold text-ink">
              {name()}
              <Show when={!item().isOn}>
                <Tag tone="quiet">{words.off}</Tag>
              </Show>
            </p>
          )}
        </Show>
        <dl class="m-0">
          <For each={item().numbers}>
            {({ label, value }) => (
              <div class="flex flex-wrap justify-between gap-x-4 py-0.5 text-body">
                <dt class={isSentence() ? 'sr-only' : 'text-ink-3'}>{label}</dt>
                <dd class="m-0 text-ink">{value}</dd>
              </div>
            )}
          </For>
        </dl>
        <Show when={item().href}>
          {(href) => (
            <a
              href={href()}
              class="inline-flex min-h-11 items-center text-second text-brand-text no-underline hover:underline lg:min-h-8"
            >
              {words[answer().mayEdit ? 'edit' : 'view'](item().name ?? props.group)}
            </a>
          )}
        </Show>
      </div>
      <dl class="m-0 grid grid-cols-3 content-start gap-x-3">
        <Cell term={words.columns.effect} at="col-start-1" value={effectWords(item())} />
        <Cell term={words.columns.rate} at="col-start-2" value={rateWords(item())} isLoud={isTight(item())} />
        <Cell
          term={words.columns.spent}
          at="col-start-3"
          value={item().spentMs === 0 ? null : spentWords(item().spentMs)}
        />
      </dl>
    </li>
  );
};

const Group: Component<{ readonly group: ThresholdGroup }> = (props) => {
  const name = () => words.groups[props.group.id];
  return (
    <section aria-label={name()}>
      <SectionTitle>{name()}</SectionTitle>
      <Card flush={true}>
        <ul class="m-0 list-none p-0">
          <For each={props.group.items}>{(item) => <Row item={item} group={name()} />}</For>
        </ul>
      </Card>
    </section>
  );
};

/** 阈值: every number of the process with what it did last week, how often that was taken back, and the time it took (R75). */
export const ThresholdsPage: Component = () => {
  const { answer, process } = useProcess();
  const now = useNow();
  const spent = createMemo(() => timeSpent(answer().changes, now()));
  const groups = createMemo(() => thresholdGroups(process(), answer().effects, spent().of));
  const isOver = () => spent().totalMs > TARGET_MS;
  return (
    <Page title={words.title} back={PATHS.process}>
      <div class="mx-auto flex max-w-4xl flex-col gap-4 pt-2">
        <p class="m-0 text-body text-ink-2">{words.lead}</p>
        <Card label={words.columns.spent}>
          <p class="m-0 flex flex-wrap items-center gap-x-2 text-item font-semibold text-ink">
            {spent().versions === 0 ? words.nothing : words.spent(spentWords(spent().totalMs))}
            <Show when={isOver()}>
              <Tag tone="yellow">{words.over}</Tag>
            </Show>
          </p>
          <p class="m-0 text-second text-ink-3">
            {words.target(spanWords(TARGET_MS))}
            <Show when={spent().untimed > 0}>{`，${words.untimed(spent().untimed)}`}</Show>
          </p>
        </Card>
        <For each={groups()}>{(group) => <Group group={group} />}</For>
      </div>
    </Page>
  );
};
