import { type Component, createMemo, createSignal, For, Show } from 'solid-js';
import type { Rule } from '#rules';
import { useNow } from '../../../app/data-context.tsx';
import { PATHS } from '../../../app/navigation.ts';
import type { DryRunAnswer } from '../../../data/contract.ts';
import { dryRun as words } from '../../../locales/zh-CN/process-dry-run.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { Banner, ProgressBar } from '../../../ui/badge.tsx';
import { TriangleAlert } from '../../../ui/icons.ts';
import { Card, ListRow, SectionTitle } from '../../../ui/list.tsx';
import { Segments } from '../../../ui/tabs.tsx';
import { dayNear } from '../../../views/day-near.ts';
import { createDryRun, DRY_RUN_DAYS } from '../create-dry-run.ts';

type Result = NonNullable<DryRunAnswer['result']>;
const SPANS = [30, DRY_RUN_DAYS, 180] as const;

/** One number of a result, with what it is called. */
interface Figure {
  readonly label: string;
  readonly count: number;
}
const figuresOf = (result: Result): readonly Figure[] => [
  { label: words.customers, count: result.customers },
  ...result.actions.map(({ kind, colour, count }) => ({
    label: kind === 'mark' ? words.marks[colour ?? 'yellow'] : words.actions[kind],
    count,
  })),
  ...(['tell', 'takeOver'] as const).flatMap((act) => {
    const count = result.rungs.filter((rung) => rung.act === act).reduce((sum, rung) => sum + rung.count, 0);
    return count === 0 ? [] : [{ label: words.rungs[act], count }];
  }),
];

const Figures: Component<{
  readonly result: Result;
  readonly before: { readonly number: number; readonly result: Result } | null;
}> = (props) => {
  const figures = createMemo(() => figuresOf(props.result));
  const beforeOf = (label: string): number =>
    props.before === null ? 0 : (figuresOf(props.before.result).find((one) => one.label === label)?.count ?? 0);
  return (
    <dl class="m-0 grid grid-cols-3 gap-2">
      <For each={figures()}>
        {({ label, count }) => (
          <div class="flex flex-col-reverse rounded-inner border border-line bg-surface p-2.5">
            <Show when={props.before}>
              {(before) => <dd class="m-0 text-meta text-ink-3">{words.against(before().number, beforeOf(label))}</dd>}
            </Show>
            <dt class="text-second text-ink-2">{label}</dt>
            <dd class="m-0 text-figure font-semibold">{count}</dd>
          </div>
        )}
      </For>
    </dl>
  );
};

const Doubts: Component<{ readonly result: Result }> = (props) => (
  <>
    <Show when={props.result.matchesEverybody}>
      <Banner tone="yellow" icon={<TriangleAlert size={16} />}>
        {words.everybody(props.result.customers, props.result.running)}
      </Banner>
    </Show>
    <Show when={props.result.sendsTooMuch}>
      <Banner tone="yellow" icon={<TriangleAlert size={16} />}>
        {words.tooMany(props.result.messagesPerDay)}
      </Banner>
    </Show>
  </>
);

const Customers: Component<{ readonly result: Result; readonly isBranched: boolean }> = (props) => {
  const now = useNow();
  return (
    <section>
      <SectionTitle>{words.list}</SectionTitle>
      <Card flush={true}>
        <For each={props.result.rows}>
          {({ customer, name, ownerName, atMs, branch }) => (
            <ListRow
              href={`${PATHS.pool}/${customer}`}
              title={<span class="truncate">{name}</span>}
              line={`${dayNear(atMs, now())}${props.isBranched ? `，${words.branch(branch + 1)}` : ''}`}
              right={ownerName === null ? words.noOwner : <Avatar name={ownerName} size={22} />}
            />
          )}
        </For>
      </Card>
      <Show when={props.result.customers > props.result.rows.length}>
        <p class="m-0 pt-2 text-second text-ink-3">{words.more(props.result.customers - props.result.rows.length)}</p>
      </Show>
    </section>
  );
};

/** 试运行: what the rule would have done over what has happened, against the version in force, with the customers. */
export const DryRunPanel: Component<{
  readonly rule: Rule;
  /** The version in force, when the rule is a draft of it. */
  readonly before: { readonly number: number; readonly rule: Rule } | null;
}> = (props) => {
  const [days, setDays] = createSignal<number>(DRY_RUN_DAYS);
  const run = createDryRun(() => props.rule, days);
  const old = createDryRun(() => props.before?.rule ?? null, days);
  const result = () => run()?.answer.result ?? null;
  const before = () => {
    const found = old()?.answer.result ?? null;
    return props.before === null || found === null ? null : { number: props.before.number, result: found };
  };
  const isRunning = () => run() !== null && result() === null;
  return (
    <section aria-label={words.title} class="flex flex-col gap-3" aria-busy={isRunning()}>
      <div class="flex items-baseline justify-between gap-2">
        <h2 class="m-0 text-card font-semibold">{words.title}</h2>
        <Show when={result() && run()}>
          {(done) => <span class="text-meta text-ink-3">{words.took((done().tookMs / 1000).toFixed(1))}</span>}
        </Show>
      </div>
      <Segments
        label={words.days}
        items={SPANS.map((span) => ({ id: String(span), label: words.lastDays(span) }))}
        value={String(days())}
        onChoose={(span) => setDays(Number(span))}
      />
      <Show when={run()} fallback={<p class="m-0 text-second text-ink-3">{words.fix}</p>}>
        {(now) => <p class="m-0 text-second text-ink-3">{words.line(days(), now().answer.total)}</p>}
      </Show>
      <Show when={isRunning() && run()}>
        {(now) => (
          <div role="status" class="flex flex-col gap-1">
            <ProgressBar label={words.progressLabel} value={now().answer.done} max={now().answer.total} />
            <span class="text-meta text-ink-3">{words.progress(now().answer.done, now().answer.total)}</span>
          </div>
        )}
      </Show>
      <Show when={result()}>
        {(found) => (
          <>
            <Figures result={found()} before={before()} />
            <Doubts result={found()} />
            <p class="m-0 text-meta text-ink-3">{words.today}</p>
            <Show when={found().rows.length > 0} fallback={<p class="m-0 text-second text-ink-2">{words.none}</p>}>
              <Customers result={found()} isBranched={props.rule.branches.length > 1} />
            </Show>
          </>
        )}
      </Show>
    </section>
  );
};
