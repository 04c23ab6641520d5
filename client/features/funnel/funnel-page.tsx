import {
  type Component,
  createEffect,
  createMemo,
  createSignal,
  For,
  type JSX,
  on,
  type ParentProps,
  Show,
} from 'solid-js';
import { createStore } from 'solid-js/store';
import type { MoveOf } from '#rules';
import { useIsFetching, useNow, useOrg } from '../../app/data-context.tsx';
import { Page } from '../../app/page.tsx';
import { usePageKeys } from '../../app/shortcuts.ts';
import type { HeatmapAnswer } from '../../data/board-contract.ts';
import { dayAndTime } from '../../locales/zh-CN/day-words.ts';
import { funnel as words } from '../../locales/zh-CN/funnel.ts';
import { IconButton } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { X } from '../../ui/icons.ts';
import { createWide } from '../../ui/wide.ts';
import { moveHead } from '../../views/move-words.ts';
import { createBoardAddress, type OpenCell } from './board-address.ts';
import { BoardSection } from './board-section.tsx';
import { CellPanel } from './cell-panel.tsx';
import { createFilters, FilterRow, OwnFigures } from './filters.tsx';
import { headName } from './head-words.ts';
import { hasAny, isComing } from './heat-steps.ts';
import { MovePanel } from './moves/move-panel.tsx';
import { MovesTiles } from './moves/moves-tiles.tsx';
import { UnlikelySheet } from './unlikely-sheet.tsx';
import { ViewActs } from './view-acts.tsx';

/** Wide enough for a panel beside the grid, px. */
const PANEL_PX = 1024;

/** The words of a cell's heads; null where the board has none like that. */
const titleOf = ({ column, row }: OpenCell, { columns, rows }: HeatmapAnswer): string | null => {
  const under = columns.find(({ id }) => id === column);
  const beside = rows.find(({ id }) => id === row);
  return under && beside ? words.cell(headName(under), headName(beside)) : null;
};

const isSame = (a: OpenCell | null, b: OpenCell | null): boolean =>
  a?.component === b?.component && a?.column === b?.column && a?.row === b?.row;

/** What a press on a number opens: beside the board where there is room, else over it. */
const SidePanel: Component<
  ParentProps<{
    readonly title: string;
    readonly isWide: boolean;
    readonly onClose: () => void;
    readonly act?: JSX.Element;
  }>
> = (props) => (
  <Show
    when={props.isWide}
    fallback={
      <Sheet
        open={true}
        onClose={() => props.onClose()}
        title={props.title}
        closeLabel={words.close}
        height="full"
        hasAddress={true}
      >
        <div class="-mx-gutter">{props.children}</div>
      </Sheet>
    }
  >
    <aside aria-label={props.title} class="w-98 shrink-0 overflow-y-auto border-l border-line bg-surface print:hidden">
      <header class="flex items-center justify-between gap-2 px-gutter pt-4 pb-1">
        <h2 class="m-0 text-card font-semibold">{props.title}</h2>
        <span class="flex items-center gap-1">
          {props.act}
          <IconButton label={words.close} quiet={true} onClick={() => props.onClose()}>
            <X size={18} />
          </IconButton>
        </span>
      </header>
      {props.children}
    </aside>
  </Show>
);

/**
 * 漏斗热力图: the components of the board under one filter, live; a cell opens to the customers it counts. The address
 * carries all of it.
 */
export const FunnelPage: Component = () => {
  const org = useOrg();
  const now = useNow();
  const isFetching = useIsFetching();
  const isWide = createWide(PANEL_PX);
  const address = createBoardAddress();
  const [answers, setAnswers] = createStore<Record<string, HeatmapAnswer>>({});
  /** Its list stays while the keys walk other cells; opening another one lets go of it. */
  const [pinned, setPinned] = createSignal<OpenCell | null>(null);
  const [unlikelyOf, setUnlikelyOf] = createSignal<string | null>(null);
  const components = () => org()?.process.board.components ?? [];
  const shown = (): readonly HeatmapAnswer[] => components().flatMap(({ id }) => answers[id] ?? []);
  const unread = createMemo(() => shown()[0]?.unread);
  const filters = createFilters(address, unread);
  const isPinned = (): boolean => pinned() !== null && isSame(pinned(), address.open());
  const isFollowing = (id: string): boolean => isWide() && !isPinned() && address.open()?.component === id;
  createEffect(
    on(address.open, (cell) => setPinned((one) => (isSame(one, cell) ? one : null)), {
      defer: true,
    }),
  );
  /** There is nobody under this filter, and nothing more is coming. */
  const isEmpty = (): boolean =>
    address.isFiltered() &&
    shown().length > 0 &&
    shown().every((answer) => !hasAny(answer) && !isComing(answer, isFetching()));
  /** Of the open cell: undefined until it is known, null where there is no such cell. */
  const cellTitle = (cell: OpenCell): string | null | undefined => {
    if (org() !== undefined && !components().some(({ id }) => id === cell.component)) return null;
    const answer = answers[cell.component];
    return answer === undefined ? undefined : titleOf(cell, answer);
  };
  let opener: Element | null = null;
  const openMove = (of: MoveOf): void => {
    opener = document.activeElement;
    address.openMove(of);
  };
  /** The focus goes back to what the panel was opened from: a sheet sees to that by itself. */
  const close = (): void => {
    const cell = address.open() === null ? opener : document.querySelector('[aria-selected="true"] button');
    if (isWide() && cell instanceof HTMLElement) cell.focus();
    address.close();
  };
  const moveTitle = (of: MoveOf): string => {
    const company = org();
    return company === undefined ? '' : moveHead(of, company);
  };
  usePageKeys({
    t: () => address.turn(),
    escape: () => {
      if (address.open() || address.move()) close();
    },
  });
  return (
    <div class="flex h-full min-h-0">
      <div class="min-w-0 flex-1">
        <Page
          title={isWide() ? words.title : words.shortTitle}
          isPending={org() === undefined || shown().length < components().length}
          acts={<ViewActs address={address} isWide={isWide()} filters={filters} answers={shown} />}
        >
          <p class="m-0 hidden pb-2 text-second print:block">
            {words.printed(filters.words(), dayAndTime(now(), now()))}
          </p>
          <FilterRow address={address} filters={filters} isEmpty={isEmpty()} />
          <OwnFigures filters={filters} />
          <Show when={!isEmpty() && shown().every((answer) => !isComing(answer, isFetching()))}>
            <MovesTiles filter={address.filter()} isWide={isWide()} onOpen={openMove} />
          </Show>
          <div class="pt-2">
            <For each={components()}>
              {(component) => (
                <BoardSection
                  component={component}
                  address={address}
                  isWide={isWide()}
                  isOneOfMany={components().length > 1}
                  isFollowing={isFollowing(component.id)}
                  onPin={setPinned}
                  onUnlikely={() => setUnlikelyOf(component.id)}
                  onAnswer={(answer) => setAnswers(component.id, answer)}
                />
              )}
            </For>
          </div>
          <p class="m-0 text-meta text-ink-3 max-lg:hidden print:hidden">{words.keys}</p>
        </Page>
      </div>
      <Show when={address.open()}>
        {(cell) => {
          const title = () => cellTitle(cell());
          return (
            <SidePanel
              title={title() === null ? words.noCell.title : (title() ?? '')}
              isWide={isWide()}
              onClose={close}
              act={
                <Show when={isPinned()}>
                  <Chip pressed={true} label={words.unpin} onPress={() => setPinned(null)}>
                    {words.pinned}
                  </Chip>
                </Show>
              }
            >
              <Show
                when={title() !== null}
                fallback={<p class="m-0 px-gutter py-3 text-body text-ink-2">{words.noCell.line}</p>}
              >
                <CellPanel cell={cell()} filter={address.filter()} />
              </Show>
            </SidePanel>
          );
        }}
      </Show>
      <Show when={address.move()}>
        {(of) => (
          <SidePanel title={moveTitle(of())} isWide={isWide()} onClose={close}>
            <MovePanel of={of()} filter={address.filter()} onNarrow={address.narrowTo} />
          </SidePanel>
        )}
      </Show>
      <Show when={unlikelyOf()}>
        {(component) => (
          <UnlikelySheet component={component()} filter={address.filter()} onClose={() => setUnlikelyOf(null)} />
        )}
      </Show>
    </div>
  );
};
