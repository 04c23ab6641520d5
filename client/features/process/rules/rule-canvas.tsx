import { select, type ZoomBehavior, zoom, zoomIdentity } from 'd3';
import { type Component, createEffect, createMemo, createSignal, For, on, onCleanup, onMount } from 'solid-js';
import type { Rule } from '#rules';
import { processRules as words } from '../../../locales/zh-CN/process-rules.ts';
import { IconButton } from '../../../ui/button.tsx';
import { Maximize, ZoomIn, ZoomOut } from '../../../ui/icons.ts';
import type { BlockId } from '../../../views/rule-words.ts';
import { BlockCards } from './block-cards.tsx';
import type { RuleBlock } from './rule-edits.ts';
import { layoutRule } from './rule-layout.ts';

interface View {
  readonly x: number;
  readonly y: number;
  readonly k: number;
}
const STEP = 1.25;
const LEAST = 0.4;
const MOST = 1.6;
const PAD = 12;
/** A picture taller than this is made smaller instead, px. */
const TALLEST = 760;

/** Pans and zooms a viewport by wheel, drag and pinch; `view` is the transform of what lies in it. */
const createZoom = (viewport: () => HTMLElement | undefined) => {
  const [view, setView] = createSignal<View>({ x: 0, y: 0, k: 1 });
  let behaviour: ZoomBehavior<HTMLElement, unknown> | undefined;
  onMount(() => {
    const element = viewport();
    if (element === undefined) return;
    behaviour = zoom<HTMLElement, unknown>()
      .scaleExtent([LEAST, MOST])
      // A plain wheel scrolls the page; a block is pressed, not dragged.
      .filter((event: Event) => {
        if (event instanceof WheelEvent) return event.ctrlKey || event.metaKey;
        return !(event.target instanceof Element && event.target.closest('button'));
      })
      .on('zoom', ({ transform }: { readonly transform: View }) =>
        setView({ x: transform.x, y: transform.y, k: transform.k }),
      );
    select(element).call(behaviour);
    onCleanup(() => select(element).on('.zoom', null));
  });
  const to = (next: View): void => {
    const element = viewport();
    if (element === undefined || behaviour === undefined) return;
    select(element).call(behaviour.transform, zoomIdentity.translate(next.x, next.y).scale(next.k));
  };
  return { view, to };
};

/** The rule as a picture, laid out by itself. Tab walks the blocks, Enter opens one, Delete takes it out. */
export const RuleCanvas: Component<{
  readonly rule: Rule;
  readonly blocks: readonly RuleBlock[];
  readonly wrong: ReadonlySet<string>;
  readonly onOpen: (id: BlockId) => void;
  readonly onRemove: (id: BlockId) => void;
  readonly onFocus: (id: BlockId) => void;
}> = (props) => {
  let viewport: HTMLElement | undefined;
  const layout = createMemo(() => layoutRule(props.rule));
  const { view, to } = createZoom(() => viewport);
  const wide = () => viewport?.clientWidth ?? 0;
  const showAll = (): void => {
    const high = viewport?.clientHeight ?? 0;
    const most = Math.min((wide() - 2 * PAD) / layout().width, (high - 2 * PAD) / layout().height);
    const k = Math.max(LEAST, Math.min(1, most));
    to({ x: Math.max(PAD, (wide() - layout().width * k) / 2), y: PAD, k });
  };
  createEffect(
    on(
      () => `${layout().width} ${layout().height}`,
      () => showAll(),
      { defer: true },
    ),
  );
  onMount(() => {
    showAll();
    const seen = new ResizeObserver(() => showAll());
    if (viewport !== undefined) seen.observe(viewport);
    onCleanup(() => seen.disconnect());
  });
  const by = (factor: number): void => {
    const { x, y, k } = view();
    const next = Math.max(LEAST, Math.min(MOST, k * factor));
    const middle = wide() / 2;
    to({ x: middle - ((middle - x) / k) * next, y: PAD + ((y - PAD) / k) * next, k: next });
  };
  /** What is walked to comes into view: the browser would scroll the viewport away under its transform. */
  const reveal = (id: BlockId): void => {
    viewport?.scrollTo(0, 0);
    const block = layout().blocks.find((one) => one.id === id);
    const { x, y, k } = view();
    if (block === undefined || viewport === undefined) return;
    const top = y + block.y * k;
    const below = top + block.height * k - viewport.clientHeight + PAD;
    if (top < PAD) to({ x, y: y + PAD - top, k });
    else if (below > 0) to({ x, y: y - below, k });
    props.onFocus(id);
  };
  return (
    <section
      ref={viewport}
      aria-label={words.canvas}
      style={{ 'min-height': `${Math.min(TALLEST, layout().height + 2 * PAD)}px` }}
      class="relative flex-1 touch-none overflow-hidden rounded-card border border-line bg-paper"
    >
      <div
        class="absolute top-0 left-0 origin-top-left"
        style={{
          transform: `translate(${view().x}px, ${view().y}px) scale(${view().k})`,
          width: `${layout().width}px`,
          height: `${layout().height}px`,
        }}
      >
        <svg
          aria-hidden="true"
          class="absolute inset-0 size-full fill-none stroke-line-strong"
          viewBox={`0 0 ${layout().width} ${layout().height}`}
        >
          <defs>
            <marker
              id="rule-arrow"
              viewBox="0 0 10 10"
              refX="9"
              refY="5"
              markerWidth="7"
              markerHeight="7"
              orient="auto"
            >
              <path d="M1 1L9 5L1 9" class="fill-none stroke-line-strong" stroke-width="1.6" />
            </marker>
          </defs>
          <For each={layout().edges}>
            {(path) => <path d={path} stroke-width="1.5" marker-end="url(#rule-arrow)" />}
          </For>
        </svg>
        <BlockCards {...props} onFocus={reveal} placeOf={(id) => layout().blocks.find((one) => one.id === id)} />
      </div>
      <div class="absolute right-2 bottom-2 flex gap-1">
        <IconButton label={words.zoomOut} onClick={() => by(1 / STEP)}>
          <ZoomOut size={17} />
        </IconButton>
        <IconButton label={words.zoomIn} onClick={() => by(STEP)}>
          <ZoomIn size={17} />
        </IconButton>
        <IconButton label={words.zoomFit} onClick={showAll}>
          <Maximize size={17} />
        </IconButton>
      </div>
    </section>
  );
};
