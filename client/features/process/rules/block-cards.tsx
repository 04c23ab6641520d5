import { type Component, createMemo, For, type JSX, Show } from 'solid-js';
import { processRules as words } from '../../../locales/zh-CN/process-rules.ts';
import { Check, CircleDashed, ListFilter, OctagonPause, StepForward, Zap } from '../../../ui/icons.ts';
import type { BlockId } from '../../../views/rule-words.ts';
import type { BlockLead, RuleBlock } from './rule-edits.ts';
import type { PlacedBlock } from './rule-layout.ts';

const icon = (lead: BlockLead): JSX.Element => {
  switch (lead) {
    case 'when':
      return <Zap size={17} />;
    case 'if':
    case 'elseIf':
      return <ListFilter size={17} />;
    case 'otherwise':
      return <CircleDashed size={17} />;
    case 'do':
      return <Check size={17} />;
    case 'exit':
      return <OctagonPause size={17} />;
    case 'again':
      return <StepForward size={17} />;
  }
};

/** One block as a button: its word and what it says; Enter opens it, Delete takes it out. */
const BlockCard: Component<{
  readonly block: RuleBlock;
  readonly isWrong: boolean;
  readonly onOpen: () => void;
  readonly onRemove: () => void;
  readonly onFocus?: (id: BlockId) => void;
  readonly class?: string;
  readonly style?: JSX.CSSProperties;
}> = (props) => {
  const lead = () => words.leads[props.block.lead];
  const edge = () => {
    if (props.isWrong) return 'border-red-edge';
    return props.block.lead === 'exit' ? 'border-ink bg-fill' : 'border-line-2 bg-surface';
  };
  return (
    <button
      type="button"
      data-block={props.block.id}
      aria-label={words.blockName(lead(), props.block.title)}
      title={props.block.title}
      onClick={() => props.onOpen()}
      onFocus={() => props.onFocus?.(props.block.id)}
      onKeyDown={(event) => {
        if (event.key !== 'Delete' && event.key !== 'Backspace') return;
        event.preventDefault();
        props.onRemove();
      }}
      class={`flex items-center gap-3 rounded-inner border-[1.5px] px-3.5 py-2 text-left shadow-1 hover:border-brand ${edge()} ${props.class ?? ''}`}
      style={props.style}
    >
      <span class="flex w-14 shrink-0 flex-col items-center text-meta text-ink-3">
        {icon(props.block.lead)}
        {lead()}
      </span>
      <span class="line-clamp-2 min-w-0 flex-1 text-item font-semibold text-ink">{props.block.title}</span>
    </button>
  );
};

/**
 * Every block of a rule, placed on a canvas or one under another. A block keeps its element while it stays in the
 * rule, so that the focus comes back to it after it was edited.
 */
export const BlockCards: Component<{
  readonly blocks: readonly RuleBlock[];
  readonly wrong: ReadonlySet<string>;
  readonly onOpen: (id: BlockId) => void;
  readonly onRemove: (id: BlockId) => void;
  readonly onFocus: (id: BlockId) => void;
  /** Absent = one under another, branches indented. */
  readonly placeOf?: (id: BlockId) => PlacedBlock | undefined;
}> = (props) => {
  const ids = createMemo(() => props.blocks.map(({ id }) => id));
  const place = (id: BlockId): JSX.CSSProperties => {
    const found = props.placeOf?.(id);
    if (found === undefined) return {};
    const { x, y, width, height } = found;
    return { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` };
  };
  const isIndented = (block: RuleBlock): boolean => block.branch !== null && block.id !== `when:${block.branch}`;
  const look = (block: RuleBlock): string => {
    if (props.placeOf !== undefined) return 'absolute';
    return isIndented(block) ? 'ml-6 min-h-row' : 'min-h-row';
  };
  return (
    <For each={ids()}>
      {(id) => (
        <Show when={props.blocks.find((block) => block.id === id)}>
          {(block) => (
            <BlockCard
              block={block()}
              isWrong={props.wrong.has(id)}
              onOpen={() => props.onOpen(id)}
              onRemove={() => props.onRemove(id)}
              onFocus={props.onFocus}
              class={look(block())}
              style={place(id)}
            />
          )}
        </Show>
      )}
    </For>
  );
};
