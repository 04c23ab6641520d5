import { useSearchParams } from '@solidjs/router';
import { type Component, createMemo, For, Show } from 'solid-js';
import { METRIC_IDS, type MetricId } from '#rules';
import { useAddressSteps } from '../../app/address-steps.ts';
import { createAnswer, useNow } from '../../app/data-context.tsx';
import { downloadText } from '../../app/download.ts';
import { PATHS } from '../../app/navigation.ts';
import { Page } from '../../app/page.tsx';
import type { Intervention, MetricFilter, MetricRow, MetricsAnswer } from '../../data/metric-contract.ts';
import { metricNames } from '../../locales/zh-CN/metric-names.ts';
import { intervention, metrics as words } from '../../locales/zh-CN/metrics.ts';
import { Banner } from '../../ui/badge.tsx';
import { Button, ButtonLink, IconButton } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { Download, FileText, Gauge, TriangleAlert, X } from '../../ui/icons.ts';
import { Card, EmptyState } from '../../ui/list.tsx';
import { createWide } from '../../ui/wide.ts';
import { toCsv } from '../../views/csv.ts';
import { InterventionPanel } from './intervention-panel.tsx';
import { FILTERS, MetricFilters } from './metric-filters.tsx';
import { METRIC_COLUMNS, MetricItem } from './metric-item.tsx';
import { metricTable, worstFirst } from './metric-table.ts';
import { ValidationSection } from './validation-section.tsx';

const PANEL_PX = 1024;
const MOST_BACK = 52;

/** Packs that stand and whose effect is not due yet; of a week that is over, as it was at its end. */
const actsIn = (
  acts: readonly Intervention[],
  { isRunning, toMs }: MetricsAnswer,
  nowMs: number,
): readonly Intervention[] =>
  acts.filter(({ withdrawUntilMs, effectAtMs, sentAtMs }) => {
    const wasSent = isRunning || sentAtMs < toMs;
    return withdrawUntilMs !== null && wasSent && effectAtMs > (isRunning ? nowMs : toMs);
  });

/** There is something to read in its row, in that week or in those before it: a count of nothing is none. */
const hasNumber = ({ value, trend }: MetricRow): boolean =>
  [value, ...trend.map((week) => week.value)].some(
    (one) => one.kind === 'tooFew' || (one.kind === 'value' && (one.n > 0 || one.value !== 0)),
  );

/** So many people work on a number. */
const peopleOn = (acts: readonly Intervention[], metric: MetricId): number =>
  new Set(acts.filter((act) => act.metric === metric).flatMap(({ rows }) => rows.map(({ member }) => member))).size;

const Summary: Component<{ readonly answer: MetricsAnswer }> = (props) => {
  const well = () => props.answer.rows.filter(({ isBelow }) => isBelow === false).length;
  const unknown = () => props.answer.rows.filter(({ isBelow }) => isBelow === null).length;
  return (
    <p class="m-0 text-item text-ink-2" aria-live="polite">
      <span class="font-semibold text-ink">{words.below(props.answer.below)}</span>
      {words.rest(well(), unknown())}
    </p>
  );
};

const Head: Component<{ readonly isRunning: boolean }> = (props) => (
  <div
    aria-hidden="true"
    class={`hidden gap-x-3 border-b border-line px-3 pb-1.5 text-meta text-ink-3 @min-[46rem]:grid ${METRIC_COLUMNS}`}
  >
    <span>{words.table.name}</span>
    <span class="text-right">{words.table.value[props.isRunning ? 'running' : 'past']}</span>
    <span>{words.table.change}</span>
    <span>{words.table.benchmark}</span>
    <span>{words.table.trend}</span>
    <span class="text-right">{words.table.act}</span>
  </div>
);

/** 拜访质量失控 (R62), with the playbook against it one press away. */
const QualityBanner: Component<{ readonly week: string; readonly onAct: () => void }> = (props) => (
  <Banner
    tone="red"
    icon={<TriangleAlert size={18} />}
    act={<Button onClick={() => props.onAct()}>{words.visitQuality.act}</Button>}
  >
    <span class="font-semibold">{words.visitQuality.title(props.week)}</span> {words.visitQuality.line}
  </Banner>
);

type Address = 'territory' | 'team' | 'store' | 'person' | 'metric' | 'back';

/** 指标与干预: every number with its definition, worst first, and one press to do something about it (R6, R62-R65). */
export const MetricsPage: Component = () => {
  const now = useNow();
  const isWide = createWide(PANEL_PX);
  const [params, setParams] = useSearchParams<Record<Address, string>>();
  const steps = useAddressSteps();
  const filter = createMemo(
    (): MetricFilter => Object.fromEntries(FILTERS.map((name) => [name, params[name] || null])),
  );
  const isNarrowed = (): boolean => FILTERS.some((name) => filter()[name]);
  const back = () => Math.min(MOST_BACK, Math.max(0, Number.parseInt(params.back ?? '0', 10) || 0));
  const answer = createAnswer(() => ({ kind: 'metrics' as const, filter: filter(), back: back() }));
  const interventions = createAnswer(() => ({ kind: 'interventions' as const }));
  const acts = () => interventions()?.list ?? [];
  const open = () => METRIC_IDS.find((id) => id === params.metric) ?? null;
  const rows = createMemo(() => worstFirst(answer()?.rows ?? []));
  const close = (): void => steps.close(() => setParams({ metric: undefined }, { replace: true }));
  const turnTo = (to: number): void => setParams({ back: to === 0 ? undefined : String(to) });
  const outOfControl = (): string | null => {
    const shown = answer();
    if (shown !== undefined && !shown.isRunning && shown.visitQuality === 'outOfControl') return shown.label;
    return interventions()?.visitQuality?.label ?? null;
  };
  const save = (shown: MetricsAnswer): void =>
    downloadText(words.file(shown.week), 'text/csv', toCsv(metricTable(shown)));
  const panel = (metric: MetricId) => (
    <InterventionPanel metric={metric} filter={filter()} back={back()} acts={acts()} />
  );
  return (
    <div class="flex h-full min-h-0">
      <div class="min-w-0 flex-1">
        <Page
          title={words.title}
          isPending={answer() === undefined}
          acts={
            <>
              <ButtonLink
                kind="text"
                icon={<FileText size={17} />}
                class="no-underline max-sm:hidden"
                href={`${PATHS.process}/playbooks`}
              >
                {words.library}
              </ButtonLink>
              <Show when={answer()}>
                {(shown) => (
                  <Button kind="text" icon={<Download size={17} />} onClick={() => save(shown())}>
                    {words.export}
                  </Button>
                )}
              </Show>
            </>
          }
        >
          <Show when={answer()}>
            {(shown) => (
              <div class="mx-auto flex max-w-5xl flex-col gap-3 lg:pt-2">
                <MetricFilters
                  filter={filter()}
                  onFilter={(name, value) => setParams({ [name]: value || undefined })}
                  onClear={() => setParams(Object.fromEntries(FILTERS.map((name) => [name, undefined])))}
                />
                <div class="flex flex-wrap items-center justify-between gap-2">
                  <p class="m-0 text-second font-semibold text-ink" aria-live="polite">
                    {words.weeks(shown().label, shown().isRunning)}
                  </p>
                  <span class="flex gap-2">
                    <Button disabled={back() >= MOST_BACK} onClick={() => turnTo(back() + 1)}>
                      {words.before}
                    </Button>
                    <Button disabled={back() === 0} onClick={() => turnTo(back() - 1)}>
                      {words.after}
                    </Button>
                  </span>
                </div>
                <Show when={outOfControl()}>
                  {(week) => (
                    <QualityBanner week={week()} onAct={() => setParams({ metric: 'validatedNeedRate', back: '1' })} />
                  )}
                </Show>
                <Show
                  when={!isNarrowed() || rows().some(hasNumber)}
                  fallback={<EmptyState icon={<Gauge size={26} />} {...words.nobodys} />}
                >
                  <div>
                    <Summary answer={shown()} />
                    <Show when={shown().isRunning}>
                      <p class="m-0 text-meta text-ink-3">{words.running}</p>
                    </Show>
                  </div>
                  <section aria-label={words.title} class="@container">
                    <Head isRunning={shown().isRunning} />
                    <Card flush={true}>
                      <ul class="m-0 list-none p-0">
                        <For each={rows()}>
                          {(row) => (
                            <MetricItem
                              row={row}
                              sentTo={peopleOn(actsIn(acts(), shown(), now()), row.id)}
                              isOpen={open() === row.id}
                              onOpen={() =>
                                open() === row.id ? close() : setParams({ metric: row.id }, steps.opening(false))
                              }
                            />
                          )}
                        </For>
                      </ul>
                    </Card>
                  </section>
                </Show>
                <ValidationSection
                  filter={filter()}
                  isNarrowed={isNarrowed()}
                  hasPanelBeside={isWide() && open() !== null}
                />
                <div class="flex flex-wrap items-center gap-3">
                  <ButtonLink kind="plain" class="no-underline" href={`${PATHS.process}/metrics`}>
                    {words.settings}
                  </ButtonLink>
                  <Show when={rows().filter(({ ownerName }) => ownerName === null).length}>
                    {(count) => <p class="m-0 text-second text-ink-3">{words.ownerless(count())}</p>}
                  </Show>
                </div>
              </div>
            )}
          </Show>
        </Page>
      </div>
      <Show when={open()} keyed={true}>
        {(metric) => (
          <Show
            when={isWide()}
            fallback={
              <Sheet
                open={true}
                onClose={close}
                title={metricNames[metric]}
                closeLabel={intervention.close}
                height="full"
                hasAddress={true}
              >
                <div class="-mx-gutter">{panel(metric)}</div>
              </Sheet>
            }
          >
            <aside
              aria-label={metricNames[metric]}
              class="w-90 shrink-0 overflow-y-auto border-l border-line bg-surface"
            >
              <header class="flex items-center justify-between gap-2 px-gutter pt-3 pb-1">
                <h2 class="m-0 text-card font-semibold">{metricNames[metric]}</h2>
                <IconButton label={intervention.close} quiet={true} onClick={close}>
                  <X size={18} />
                </IconButton>
              </header>
              {panel(metric)}
            </aside>
          </Show>
        )}
      </Show>
    </div>
  );
};
