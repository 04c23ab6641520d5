import { type Component, createEffect, createMemo, type JSX, Match, Show, Switch } from 'solid-js';
import type { BoardComponent } from '#rules';
import { createAnswer, useIsFetching } from '../../app/data-context.tsx';
import { PATHS } from '../../app/navigation.ts';
import type { HeatmapAnswer } from '../../data/board-contract.ts';
import { board } from '../../locales/zh-CN/board.ts';
import { funnel as words } from '../../locales/zh-CN/funnel.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { type HeatCell, HeatGrid, HeatLegend } from '../../ui/heat-grid.tsx';
import { LayoutGrid } from '../../ui/icons.ts';
import { EmptyState } from '../../ui/list.tsx';
import { createPrinting } from '../../ui/printing.ts';
import type { BoardAddress, OpenCell } from './board-address.ts';
import { cellName, cornerWords, headLine, headName, headShort, headShortLine, smallFigures } from './head-words.ts';
import { cellNumbers, hasAny, isComing, makeHeatStep, stepBounds } from './heat-steps.ts';
import { HeatTable } from './heat-table.tsx';
import { PaperParts } from './paper-parts.tsx';

interface GridProps {
  readonly answer: HeatmapAnswer;
  readonly isWide: boolean;
  readonly address: BoardAddress;
  readonly onOpen: (row: number, column: number) => void;
  readonly onWalk: (row: number, column: number) => void;
  readonly onPin: (row: number, column: number) => void;
}

const Legend: Component<{
  readonly answer: HeatmapAnswer;
  readonly bounds: readonly number[];
  readonly isWide: boolean;
}> = (props) => {
  const value = () => props.answer.component.value;
  return (
    <div class="flex break-after-avoid flex-wrap items-center justify-between gap-x-4 gap-y-1 pb-2 text-meta text-ink-3">
      <span class="flex flex-wrap items-center gap-2">
        <Show
          when={props.isWide}
          fallback={
            <HeatLegend from={words.legendLess} to={words.legendMuch} bounds={props.bounds} showNumbers={false} />
          }
        >
          {words.legend[value()]}
          <HeatLegend from="0" to={words.legendMore[value()]} bounds={props.bounds} showNumbers={true} />
        </Show>
      </span>
      <span>{cornerWords(props.answer, props.isWide)}</span>
    </div>
  );
};

const Grid: Component<GridProps> = (props) => {
  const bounds = createMemo(() => stepBounds(props.answer.fullest));
  const step = createMemo(() => makeHeatStep(bounds()));
  const heads = (side: 'columns' | 'rows') =>
    props.answer[side].map((head) =>
      props.isWide
        ? { id: head.id, label: headName(head), line: headLine(head) }
        : { id: head.id, label: headShort(head), line: headShortLine(head) },
    );
  const columns = createMemo(() => heads('columns'));
  const rows = createMemo(() => heads('rows'));
  const selected = () => {
    const open = props.address.open();
    return open?.component === props.answer.component.id ? { row: open.row, column: open.column } : null;
  };
  const cellAt = (row: number, column: number): HeatCell => {
    const numbers = cellNumbers(props.answer, row, column);
    return {
      count: numbers.value,
      step: step()(numbers.value),
      ...smallFigures(props.answer, numbers, props.isWide),
      name: cellName(props.answer, row, column, numbers),
    };
  };
  return (
    <>
      <Legend answer={props.answer} bounds={bounds()} isWide={props.isWide} />
      <div class={`overflow-x-auto print:overflow-visible ${props.isWide ? '' : '-mx-3'}`}>
        <PaperParts answer={props.answer} isCompact={!props.isWide}>
          {(from, size) => (
            <HeatGrid
              label={props.answer.component.name}
              rowHeading={board.axes[props.answer.component.y]}
              compact={!props.isWide}
              corner={props.answer.component.corner}
              columns={columns().slice(from, from + size())}
              rows={rows()}
              selected={selected()}
              onOpen={(row, column) => props.onOpen(row, from + column)}
              onWalk={(row, column) => props.onWalk(row, from + column)}
              onPin={(row, column) => props.onPin(row, from + column)}
              cell={(row, column) => cellAt(row, from + column)}
            />
          )}
        </PaperParts>
      </div>
    </>
  );
};

const Foot: Component<{
  readonly answer: HeatmapAnswer;
  readonly address: BoardAddress;
  /** There is no grid above it. */
  readonly isBare: boolean;
  readonly onUnlikely: () => void;
}> = (props) => {
  const isWeekly = () => props.answer.component.x === 'week' || props.answer.component.y === 'week';
  return (
    <div class="flex break-after-avoid flex-col items-start gap-1 pt-2 text-meta text-ink-3 print:pt-0 print:pb-2">
      <Show when={isWeekly()}>
        <Switch>
          <Match when={props.answer.hasEarlier}>
            <Button kind="quiet" class="print:hidden" onClick={() => props.address.lookBack()}>
              {words.earlier}
            </Button>
          </Match>
          <Match when={!props.isBare}>
            <p class="m-0">{words.earliest}</p>
          </Match>
        </Switch>
      </Show>
      <Show when={props.answer.beyond > 0}>
        <p class="m-0">{words.beyond(props.answer.beyond)}</p>
      </Show>
      <Show when={props.answer.unlikely > 0}>
        <p class="m-0 flex flex-wrap items-center text-yellow-text">
          {words.unlikely(props.answer.unlikely)}
          <Button kind="text" class="print:hidden" onClick={() => props.onUnlikely()}>
            {words.unlikelyAct}
          </Button>
        </p>
      </Show>
      <Show when={!props.isBare}>
        <p class="m-0">{words.fixedScale}</p>
      </Show>
    </div>
  );
};

/** No cell has anybody: because records are still coming, because of the filter, or because there is nobody. */
const Nothing: Component<{ readonly answer: HeatmapAnswer; readonly address: BoardAddress }> = (props) => {
  const isFetching = useIsFetching();
  return (
    <Switch
      fallback={
        <EmptyState
          icon={<LayoutGrid size={26} />}
          title={words.empty.title}
          line={words.empty.line}
          act={<ButtonLink href={PATHS.pool}>{words.empty.act}</ButtonLink>}
        />
      }
    >
      <Match when={isComing(props.answer, isFetching())}>
        <EmptyState icon={<LayoutGrid size={26} />} title={words.coming.title} line={words.coming.line} />
      </Match>
      <Match when={props.address.isFiltered()}>
        <EmptyState
          icon={<LayoutGrid size={26} />}
          title={words.filteredEmpty}
          line=""
          act={<Button onClick={() => props.address.clear()}>{words.clear}</Button>}
        />
      </Match>
    </Switch>
  );
};

export interface BoardSectionProps {
  readonly component: BoardComponent;
  readonly address: BoardAddress;
  readonly isWide: boolean;
  /** More than one grid stands on the page: each says what it is. */
  readonly isOneOfMany: boolean;
  /** A key walks the cells of this component while its list is open and not pinned: the list follows. */
  readonly isFollowing: boolean;
  readonly onPin: (cell: OpenCell) => void;
  readonly onUnlikely: () => void;
  readonly onAnswer: (answer: HeatmapAnswer) => void;
}

/** One component of the board: its grid or table, what is not in it, and the way back in time. */
export const BoardSection: Component<BoardSectionProps> = (props) => {
  const isFetching = useIsFetching();
  const isPrinting = createPrinting();
  const answer = createAnswer(() => ({
    kind: 'heatmap' as const,
    component: props.component.id,
    filter: props.address.filter(),
  }));
  createEffect(() => {
    const shown = answer();
    if (shown !== undefined) props.onAnswer(shown);
  });
  const openAt = (row: number, column: number, inPlace: boolean): OpenCell | null => {
    const [head, under] = [answer()?.rows[row], answer()?.columns[column]];
    if (head === undefined || under === undefined) return null;
    const cell = { component: props.component.id, row: head.id, column: under.id };
    props.address.openAt(cell, inPlace);
    return cell;
  };
  const period = () => words.period(props.address.filter().weeks);
  const isWeekly = () => props.component.x === 'week' || props.component.y === 'week';
  const isBare = (heat: HeatmapAnswer): boolean => !hasAny(heat) && (props.address.isFiltered() || !heat.hasEarlier);
  const foot = (heat: () => HeatmapAnswer): JSX.Element => (
    <Show when={!isComing(heat(), isFetching())}>
      <Foot answer={heat()} address={props.address} isBare={isBare(heat())} onUnlikely={() => props.onUnlikely()} />
    </Show>
  );
  return (
    <Show when={answer()}>
      {(heat) => (
        <section aria-label={props.component.name} class="pb-6 print:last:pb-0">
          <Show when={props.isOneOfMany || !isWeekly()}>
            <h2 class="m-0 flex break-after-avoid items-baseline gap-2 pb-1 text-card font-semibold">
              {props.component.name}
              <Show when={!isWeekly()}>
                <span class="text-meta font-normal text-ink-3">{period()}</span>
              </Show>
            </h2>
          </Show>
          {/* On paper what belongs to the grid stands above it: below it would now and then have a sheet to itself. */}
          <Show when={isPrinting()}>{foot(heat)}</Show>
          <Show when={!isBare(heat())} fallback={<Nothing answer={heat()} address={props.address} />}>
            <Show
              when={!props.address.isTable()}
              fallback={
                <PaperParts answer={heat()} isCompact={false}>
                  {(from, size) => (
                    <HeatTable
                      answer={heat()}
                      from={from}
                      size={size()}
                      onOpen={(row, column) => openAt(row, column, false)}
                    />
                  )}
                </PaperParts>
              }
            >
              <Grid
                answer={heat()}
                isWide={props.isWide}
                address={props.address}
                onOpen={(row, column) => openAt(row, column, false)}
                onWalk={(row, column) => {
                  if (props.isFollowing) openAt(row, column, true);
                }}
                onPin={(row, column) => {
                  const cell = openAt(row, column, false);
                  if (cell !== null) props.onPin(cell);
                }}
              />
            </Show>
          </Show>
          <Show when={!isPrinting()}>{foot(heat)}</Show>
        </section>
      )}
    </Show>
  );
};
