import { type Component, createMemo, createSignal, For, type JSX, type ParentProps, Show } from 'solid-js';
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
import { isComing } from './heat-steps.ts';
import { MovePanel } from './moves/move-panel.tsx';
import { MovesTiles } from './moves/moves-tiles.tsx';
import { UnlikelySheet } from './unlikely-sheet.tsx';
import { ViewActs } from './view-acts.tsx';

/** Wide enough for a panel beside the grid, px. */
const PANEL_PX = 1024;

const titleOf = ({ column, row }: OpenCell, answer: HeatmapAnswer | undefined): string => {
  const under = answer?.columns.find(({ id }) => id === column);
  const beside = answer?.rows.find(({ id }) => id === row);
  return words.cell(under ? headName(under) : column, beside ? headName(beside) : row);
};

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
  const [isPinned, setIsPinned] = createSignal(false);
  const [unlikelyOf, setUnlikelyOf] = createSignal<string | null>(null);
  const components = () => org()?.process.board.components ?? [];
  const shown = (): readonly HeatmapAnswer[] => components().flatMap(({ id }) => answers[id] ?? []);
  const unread = createMemo(() => shown()[0]?.unread);
  const filters = createFilters(address, unread);
  const close = (): void => {
    setIsPinned(false);
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
          acts={<ViewActs address={address} isWide={isWide()} filter={filters.words()} answers={shown} />}
        >
          <p class="m-0 hidden pb-2 text-second print:block">
            {words.printed(filters.words(), dayAndTime(now(), now()))}
          </p>
          <FilterRow address={address} filters={filters} />
          <OwnFigures address={address} filters={filters} unread={unread() ?? []} />
          <Show when={shown().every((answer) => !isComing(answer, isFetching()))}>
            <MovesTiles filter={address.filter()} isWide={isWide()} onOpen={address.openMove} />
          </Show>
          <div class="pt-2">
            <For each={components()}>
              {(component) => (
                <BoardSection
                  component={component}
                  address={address}
                  isWide={isWide()}
                  isOneOfMany={components().length > 1}
                  isFollowing={isWide() && !isPinned() && address.open()?.component === component.id}
                  onPin={() => setIsPinned(true)}
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
          const title = () => titleOf(cell(), answers[cell().component]);
          return (
            <SidePanel
              title={title()}
              isWide={isWide()}
              onClose={close}
              act={
                <Show when={isPinned()}>
                  <Chip pressed={true} label={words.unpin} onPress={() => setIsPinned(false)}>
                    {words.pinned}
                  </Chip>
                </Show>
              }
            >
              <CellPanel cell={cell()} filter={address.filter()} />
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
