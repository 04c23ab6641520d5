import { type Component, Index, Show } from 'solid-js';
import { processRules as words } from '../../../locales/zh-CN/process-rules.ts';
import { OctagonPause, StepForward } from '../../../ui/icons.ts';
import type { BlockId, SentenceLine, SentencePiece } from '../../../views/rule-words.ts';

/** The rule in words; each token opens the block it belongs to. */
export const RuleSentence: Component<{
  readonly lines: readonly SentenceLine[];
  readonly wrong: ReadonlySet<string>;
  /** Null = only to be read. */
  readonly onOpen: ((block: BlockId) => void) | null;
}> = (props) => {
  const look = (line: SentenceLine, piece: SentencePiece): string => {
    if (piece.block !== null && props.wrong.has(piece.block))
      return 'bg-red-soft text-red-text outline outline-red-edge';
    return line.kind === 'exit' || line.kind === 'ladder' ? 'bg-fill text-ink' : 'bg-brand-soft text-brand-text';
  };
  return (
    <section aria-label={words.sentence} class="flex flex-col gap-1.5 text-body leading-9">
      <Index each={props.lines}>
        {(line) => (
          <p class={`m-0 ${line().kind === 'branch' ? 'pl-6' : ''}`}>
            <Show when={line().kind === 'exit'}>
              <OctagonPause size={16} class="mr-1.5 inline align-[-2px]" />
            </Show>
            <Show when={line().kind === 'ladder'}>
              <StepForward size={16} class="mr-1.5 inline align-[-2px]" />
            </Show>
            <Index each={line().pieces}>
              {(piece) => (
                <Show when={piece().block} fallback={<span>{piece().text}</span>}>
                  {(block) => (
                    <button
                      type="button"
                      disabled={props.onOpen === null}
                      onClick={() => props.onOpen?.(block())}
                      class={`mx-0.5 inline rounded-tag px-1.5 py-1 text-left font-semibold leading-6 ${look(line(), piece())}`}
                    >
                      {piece().text}
                    </button>
                  )}
                </Show>
              )}
            </Index>
          </p>
        )}
      </Index>
    </section>
  );
};
