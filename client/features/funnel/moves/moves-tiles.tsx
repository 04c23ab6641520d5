import { type Component, createEffect, createSignal, For, on, Show } from 'solid-js';
import { type Move, type MoveOf, type OrgState, SCOPE_FACETS, type Scope } from '#rules';
import { createAnswer, useOrg } from '../../../app/data-context.tsx';
import type { MovesAnswer } from '../../../data/insight-contract.ts';
import { moveWords as words } from '../../../locales/zh-CN/insights.ts';
import { Button } from '../../../ui/button.tsx';
import { Chip } from '../../../ui/chip.tsx';
import { Sheet } from '../../../ui/dialog.tsx';
import { FoldLine } from '../../../ui/fold-line.tsx';
import { TriangleAlert, Zap } from '../../../ui/icons.ts';
import { hasNoUsual, type MoveLook, moveLook } from '../../../views/move-words.ts';

const TILES = 4;
const TONES = { worse: 'text-red-text', better: 'text-green-text' } as const;

const Change: Component<{ readonly look: MoveLook }> = (props) => (
  <span
    class={`inline-flex items-center gap-1 text-second font-semibold ${props.look.mark === null ? 'text-ink-2' : TONES[props.look.mark]}`}
  >
    <Show when={props.look.mark}>
      {(mark) => (
        <>
          <Show when={mark() === 'worse'} fallback={<Zap size={14} />}>
            <TriangleAlert size={14} />
          </Show>
          <span class="sr-only">{mark() === 'worse' ? words.anomalous : words.better}</span>
        </>
      )}
    </Show>
    {props.look.change}
  </span>
);

const Figures: Component<{ readonly look: MoveLook }> = (props) => (
  <>
    <span class="block text-second text-ink-2">{props.look.head}</span>
    <span class="flex flex-wrap items-baseline gap-x-2">
      <span class="text-page font-semibold text-ink">{props.look.value}</span>
      <Change look={props.look} />
    </span>
    <span class="block text-meta text-ink-3">{props.look.line}</span>
  </>
);

const TILE =
  'flex h-full w-full flex-col justify-start rounded-card border border-line bg-surface px-3 py-2.5 text-left';

/** One change; pressed, it opens to the customers it counts. */
const Tile: Component<{ readonly look: MoveLook; readonly onOpen: () => void }> = (props) => (
  <button
    type="button"
    class={`hit ${TILE} hover:bg-hover`}
    title={words.open(props.look.head)}
    onClick={() => props.onOpen()}
  >
    <Figures look={props.look} />
  </button>
);

/** What there is to say instead of tiles; null = there are tiles. */
const silenceOf = ({ kind, moves, workingDays }: MovesAnswer, isFiltered: boolean): string | null => {
  if (kind === 'shortWeek') return words.shortWeek(workingDays);
  if (kind === 'tooEarly') return isFiltered ? words.tooEarlyHere : words.tooEarly;
  return moves.length === 0 ? words.nothing : null;
};

/** What is usual of a change is not known: it takes no tile from one of which it is. */
const tilesOf = (moves: readonly Move[]): readonly Move[] =>
  [...moves.filter((move) => !hasNoUsual(move)), ...moves.filter(hasNoUsual)].slice(0, TILES);

/** There was enough to compare, and nothing stands out. */
const isCalm = ({ moves, marked }: MovesAnswer): boolean => moves.length > 0 && marked === 0;

interface TilesProps {
  readonly answer: MovesAnswer;
  readonly isFiltered: boolean;
  readonly org: OrgState;
  readonly moves: readonly Move[];
  /** One below the other, as a sheet has room for. */
  readonly isList?: boolean;
  readonly onOpen: (of: MoveOf) => void;
}
const Tiles: Component<TilesProps> = (props) => (
  <Show
    when={silenceOf(props.answer, props.isFiltered) === null}
    fallback={<p class="m-0 text-second text-ink-2">{silenceOf(props.answer, props.isFiltered)}</p>}
  >
    <ul class={`m-0 grid list-none grid-cols-1 gap-2.5 p-0 ${props.isList ? '' : 'sm:grid-cols-2 xl:grid-cols-4'}`}>
      <For each={props.moves}>
        {(move) => (
          <li>
            <Tile look={moveLook(move, props.org)} onOpen={() => props.onOpen(move)} />
          </li>
        )}
      </For>
    </ul>
  </Show>
);

type AllMovesProps = Omit<TilesProps, 'moves' | 'isList'> & { readonly onClose: () => void };

/** Those marked, and behind a line the rest: what is as usual is looked up, not read. */
const AllMoves: Component<AllMovesProps> = (props) => {
  const marked = () => props.answer.moves.filter(({ isAnomalous }) => isAnomalous);
  const usual = () => props.answer.moves.filter(({ isAnomalous }) => !isAnomalous);
  const open = (of: MoveOf): void => {
    props.onClose();
    props.onOpen(of);
  };
  const list = (moves: readonly Move[]) => (
    <Tiles
      answer={props.answer}
      isFiltered={props.isFiltered}
      org={props.org}
      moves={moves}
      isList={true}
      onOpen={open}
    />
  );
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={words.title}
      line={words.week(props.answer.week.label)}
      closeLabel={words.close}
      height="full"
    >
      <div class="flex flex-col gap-3 pb-4">
        <Show when={isCalm(props.answer)}>
          <p class="m-0 text-second text-ink-2">{words.calm(props.answer.moves.length)}</p>
        </Show>
        <Show when={marked().length > 0 && usual().length > 0} fallback={list(props.answer.moves)}>
          {list(marked())}
          <details>
            <FoldLine title={words.usual} count={words.count(usual().length)} />
            {list(usual())}
          </details>
        </Show>
        <Show when={props.answer.tooFew > 0}>
          <p class="m-0 text-meta text-ink-3">{words.tooFew(props.answer.tooFew)}</p>
        </Show>
        <p class="m-0 text-meta text-ink-3">{words.method}</p>
      </div>
    </Sheet>
  );
};

/** The same a moment later: whoever changes a filter waits for the grid, which is asked for in between. */
const createAfter = <Value,>(source: () => Value): (() => Value) => {
  const [value, setValue] = createSignal(source());
  createEffect(on(source, (next) => queueMicrotask(() => setValue(() => next)), { defer: true }));
  return value;
};

/**
 * 异动: what changed in the last completed week, before everything else (R47, R48): four tiles with room for them, on a
 * phone a chip that opens them all.
 */
export const MovesTiles: Component<{
  readonly filter: Scope;
  readonly isWide: boolean;
  readonly onOpen: (of: MoveOf) => void;
}> = (props) => {
  const org = useOrg();
  const [isOpen, setIsOpen] = createSignal(false);
  const filter = createAfter(() => props.filter);
  const answer = createAnswer(() => ({
    kind: 'moves' as const,
    filter: Object.fromEntries(SCOPE_FACETS.map((facet) => [facet, filter()[facet] ?? null])) as Scope,
  }));
  const isFiltered = () => SCOPE_FACETS.some((facet) => props.filter[facet]);
  const found = () => {
    const [moves, company] = [answer(), org()];
    return moves === undefined || company === undefined ? null : { moves, company };
  };
  return (
    <Show when={found()}>
      {(both) => (
        <section aria-label={words.title} class="pt-2 print:hidden">
          <Show
            when={props.isWide}
            fallback={
              <Chip
                pressed={false}
                alarm={both().moves.marked > 0}
                icon={<Zap size={16} />}
                onPress={() => setIsOpen(true)}
              >
                {words.chip(both().moves.marked)}
              </Chip>
            }
          >
            <Tiles
              answer={both().moves}
              org={both().company}
              isFiltered={isFiltered()}
              moves={tilesOf(both().moves.moves)}
              onOpen={props.onOpen}
            />
            <p class="m-0 flex items-center justify-between gap-3 text-meta text-ink-3">
              <span>
                {words.week(both().moves.week.label)}
                <Show when={isCalm(both().moves)}>{words.thatIs(words.calm(both().moves.moves.length))}</Show>
              </span>
              <Show when={both().moves.moves.length > 0}>
                <Button kind="text" onClick={() => setIsOpen(true)}>
                  {words.all(both().moves.moves.length)}
                </Button>
              </Show>
            </p>
          </Show>
          <Show when={isOpen()}>
            <AllMoves
              answer={both().moves}
              isFiltered={isFiltered()}
              org={both().company}
              onOpen={props.onOpen}
              onClose={() => setIsOpen(false)}
            />
          </Show>
        </section>
      )}
    </Show>
  );
};
