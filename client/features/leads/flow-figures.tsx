import { type Component, For, Show } from 'solid-js';
import { FEWEST_CASES, type Span } from '#rules';
import type { LeadsAnswer } from '../../data/lead-contract.ts';
import { leads } from '../../locales/zh-CN/leads.ts';
import { Card } from '../../ui/list.tsx';
import { spanWords } from '../../views/time-left.ts';

const words = leads.flow;
const STEPS = ['toAccept', 'acceptToVisit', 'toVisit', 'receivedToVisit'] as const;

const Figure: Component<{ readonly label: string; readonly span: Span }> = (props) => {
  const value = () => (props.span.kind === 'value' && props.span.n >= FEWEST_CASES ? props.span : null);
  const none = (): string => (props.span.kind === 'none' ? words.none : words.few(props.span.n));
  return (
    <div class="min-w-0">
      <dt class="text-meta text-ink-3">{props.label}</dt>
      <Show when={value()} fallback={<dd class="m-0 text-second text-ink-3">{none()}</dd>}>
        {(span) => (
          <>
            <dd class="m-0 text-item font-semibold">{words.mean(spanWords(span().mean))}</dd>
            <dd class="m-0 text-meta text-ink-3">{words.median(spanWords(span().median), span().n)}</dd>
          </>
        )}
      </Show>
    </div>
  );
};

/** 派发 → 接收 → 首访 of the leads in view: mean and median, with over how many (R83). */
export const FlowFigures: Component<{ readonly spans: LeadsAnswer['spans']; readonly hasUnseen: boolean }> = (
  props,
) => (
  <Card label={words.title}>
    <dl class="m-0 grid grid-cols-2 gap-3 sm:grid-cols-4">
      <For each={STEPS}>{(step) => <Figure label={words[step]} span={props.spans[step]} />}</For>
    </dl>
    <Show when={props.hasUnseen}>
      <p class="m-0 pt-2 text-meta text-ink-3">{words.unseen}</p>
    </Show>
  </Card>
);
