import { useSearchParams } from '@solidjs/router';
import { type Component, createMemo, createSignal, onCleanup, Show } from 'solid-js';
import { createAnswer, useOrg } from '../../app/data-context.tsx';
import { PATHS } from '../../app/navigation.ts';
import { Page } from '../../app/page.tsx';
import type { HeatmapAnswer, HeatmapFilter } from '../../data/contract.ts';
import { funnel as words } from '../../locales/zh-CN/funnel.ts';
import { Button, ButtonLink, IconButton } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { SelectField } from '../../ui/field.tsx';
import { HeatGrid, HeatLegend } from '../../ui/heat-grid.tsx';
import { LayoutGrid, X } from '../../ui/icons.ts';
import { EmptyState } from '../../ui/list.tsx';
import { CellPanel, type OpenCell } from './cell-panel.tsx';
import { cellNumbers, fullestCell, makeHeatStep, stepBounds } from './heat-steps.ts';
import { HeatTable } from './heat-table.tsx';
import { weekDates } from './week-words.ts';

const WIDE = '(min-width: 1024px)';

/** Whether the window is wide enough for a panel beside the grid. */
const createWide = () => {
  const query = window.matchMedia(WIDE);
  const [isWide, setIsWide] = createSignal(query.matches);
  const onChange = (): void => {
    setIsWide(query.matches);
  };
  query.addEventListener('change', onChange);
  onCleanup(() => query.removeEventListener('change', onChange));
  return isWide;
};

interface FiltersProps {
  readonly filter: HeatmapFilter;
  readonly onTerritory: (territory: string) => void;
  readonly onOwner: (owner: string) => void;
}

const Filters: Component<FiltersProps> = (props) => {
  const org = useOrg();
  const territories = () => [
    { value: '', label: words.allTerritories },
    ...(org()?.territories.map(({ id, name }) => ({ value: id as string, label: name })) ?? []),
  ];
  const owners = () => [
    { value: '', label: words.allOwners },
    ...Object.values(org()?.members ?? {})
      .filter(({ role }) => role === 'rep')
      .map(({ id, name }) => ({ value: id as string, label: name })),
  ];
  return (
    <div class="flex flex-wrap gap-2">
      <SelectField
        label={words.territory}
        hideLabel={true}
        value={props.filter.territory ?? ''}
        options={territories()}
        onChoose={props.onTerritory}
      />
      <SelectField
        label={words.owner}
        hideLabel={true}
        value={props.filter.person ?? ''}
        options={owners()}
        onChoose={props.onOwner}
      />
    </div>
  );
};

interface MapProps {
  readonly answer: HeatmapAnswer;
  /** Lower bounds of the steps. */
  readonly bounds: readonly number[];
  readonly isWide: boolean;
  readonly open: OpenCell | null;
  readonly onOpen: (row: number, column: number) => void;
}

const HeatMap: Component<MapProps> = (props) => {
  const step = createMemo(() => makeHeatStep(props.bounds));
  return (
    <>
      <div class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 pb-2 text-meta text-ink-3">
        <Show
          when={props.isWide}
          fallback={
            <>
              <HeatLegend from={words.legendLess} to={words.legendMuch} bounds={props.bounds} showNumbers={false} />
              <span class="whitespace-nowrap">{words.shortCorner}</span>
            </>
          }
        >
          <span class="flex items-center gap-2">
            {words.legend}
            <HeatLegend from="0" to={words.legendMore} bounds={props.bounds} showNumbers={true} />
          </span>
          <span>{words.corner}</span>
        </Show>
      </div>
      <div class={props.isWide ? '' : '-mx-3 overflow-x-auto'}>
        <HeatGrid
          label={words.title}
          rowHeading={words.week}
          compact={!props.isWide}
          columns={props.answer.stages.map(({ id, name, limitDays }) => ({
            id,
            label: name,
            line: words.limit(limitDays),
          }))}
          rows={props.answer.weeks.map((week) => ({ id: week.week, label: week.label, line: weekDates(week) }))}
          selected={props.open && { row: props.open.week, column: props.open.stage }}
          onOpen={props.onOpen}
          cell={(row, column) => {
            const { entered, tenths, overdue } = cellNumbers(props.answer, row, column);
            const stage = props.answer.stages[column]?.name ?? '';
            const week = props.answer.weeks[row]?.label ?? '';
            const chip = props.isWide ? words.overdueChip(overdue) : String(overdue);
            return {
              count: entered,
              step: step()(entered),
              corner: entered === 0 ? null : props.isWide ? words.days(tenths) : words.wholeDays(tenths),
              chip: overdue > 0 ? chip : null,
              name: words.cellName({ stage, week, entered, tenths, overdue }),
            };
          }}
        />
      </div>
      <p class="mt-3 mb-0 text-meta text-ink-3">
        {words.fixedScale} <span class="hidden lg:inline">{words.keys}</span>
      </p>
    </>
  );
};

const hasNothing = (answer: HeatmapAnswer): boolean => answer.cells.every((value) => value === 0);
const DEFAULT_WEEKS = 8;

/** 漏斗热力图: stages × natural weeks, live; a cell opens to the customers it counts. The address carries all of it. */
export const FunnelPage: Component = () => {
  const org = useOrg();
  const isWide = createWide();
  const [params, setParams] = useSearchParams<{ territory: string; person: string; stage: string; week: string }>();
  const [isTable, setIsTable] = createSignal(false);
  const filter = createMemo(
    (): HeatmapFilter => ({
      territory: params.territory || null,
      person: params.person || null,
      weeks: org()?.process.heatmap.weeks ?? DEFAULT_WEEKS,
    }),
  );
  const answer = createAnswer(() => ({ kind: 'heatmap' as const, filter: filter() }));
  const isFiltered = (): boolean => filter().territory !== null || filter().person !== null;
  // Without a filter the grid itself is the whole company: nothing is counted twice.
  const company = createAnswer(() =>
    isFiltered() ? { kind: 'heatmap' as const, filter: { weeks: filter().weeks } } : null,
  );
  const bounds = createMemo(() => {
    const whole = isFiltered() ? company() : answer();
    return stepBounds(whole === undefined ? 0 : fullestCell(whole));
  });
  const open = createMemo((): OpenCell | null =>
    params.stage && params.week ? { stage: params.stage, week: params.week } : null,
  );
  const openAt = (row: number, column: number): void => {
    const week = answer()?.weeks[row];
    const stage = answer()?.stages[column];
    if (week && stage) setParams({ week: week.week, stage: stage.id });
  };
  const close = (): void => setParams({ week: undefined, stage: undefined });
  const title = (): string => {
    const stage = answer()?.stages.find(({ id }) => id === open()?.stage);
    const week = answer()?.weeks.find((one) => one.week === open()?.week);
    return words.panelTitle(stage?.name ?? '', week?.label ?? open()?.week ?? '');
  };
  return (
    <div class="flex h-full min-h-0">
      <div class="min-w-0 flex-1">
        <Page
          title={isWide() ? words.title : words.shortTitle}
          acts={
            <Button kind="quiet" onClick={() => setIsTable(!isTable())}>
              {isTable() ? words.asMap : words.asTable}
            </Button>
          }
        >
          <div class="pb-3">
            <Filters
              filter={filter()}
              onTerritory={(territory) => setParams({ territory: territory || undefined })}
              onOwner={(owner) => setParams({ person: owner || undefined })}
            />
          </div>
          <Show when={answer()}>
            {(heat) => (
              <>
                <Show when={hasNothing(heat())}>
                  <EmptyState
                    icon={<LayoutGrid size={26} />}
                    title={words.empty.title}
                    line={words.empty.line}
                    act={<ButtonLink href={PATHS.pool}>{words.empty.act}</ButtonLink>}
                  />
                </Show>
                <Show when={!hasNothing(heat())}>
                  <Show when={!isTable()} fallback={<HeatTable answer={heat()} onOpen={openAt} />}>
                    <HeatMap answer={heat()} bounds={bounds()} isWide={isWide()} open={open()} onOpen={openAt} />
                  </Show>
                </Show>
              </>
            )}
          </Show>
        </Page>
      </div>
      <Show when={open()}>
        {(cell) => (
          <Show
            when={isWide()}
            fallback={
              <Sheet open={true} onClose={close} title={title()} closeLabel={words.close} height="full">
                <div class="-mx-gutter">
                  <CellPanel cell={cell()} filter={filter()} />
                </div>
              </Sheet>
            }
          >
            <aside aria-label={title()} class="w-98 shrink-0 overflow-y-auto border-l border-line bg-surface">
              <header class="flex items-center justify-between gap-2 px-gutter pt-4 pb-1">
                <h2 class="m-0 text-card font-semibold">{title()}</h2>
                <IconButton label={words.close} quiet={true} onClick={close}>
                  <X size={18} />
                </IconButton>
              </header>
              <CellPanel cell={cell()} filter={filter()} />
            </aside>
          </Show>
        )}
      </Show>
    </div>
  );
};
