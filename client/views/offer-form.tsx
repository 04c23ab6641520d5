import { type Component, createSignal, For, type JSX, Show } from 'solid-js';
import type { OfferedLead } from '#rules';
import { leads } from '../locales/zh-CN/leads.ts';
import { Banner } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { TextArea } from '../ui/field.tsx';
import { Fact } from '../ui/list.tsx';
import type { KeptText } from './create-kept-text.ts';

const words = leads.offer;

const FACTS = ['source', 'campaign', 'industry', 'level', 'city', 'product', 'decisionMakerTitle', 'remark'] as const;

const Facts: Component<OfferedLead> = (props) => (
  <dl class="m-0 empty:hidden">
    <For each={FACTS.filter((field) => props[field] !== '')}>
      {(field) => <Fact term={leads.add[field]}>{props[field]}</Fact>}
    </For>
  </dl>
);

/**
 * 接收, or 退回 with a reason: what somebody says to a lead he was given. Nothing typed is lost when it is refused, or
 * when he changes his mind and back.
 */
export const OfferForm: Component<{
  /** What else he should know before he answers. */
  readonly children?: JSX.Element;
  readonly lead: OfferedLead;
  readonly problem: string | null;
  /** Why it is returned; whoever saves the answer drops it. */
  readonly reason: KeptText;
  readonly onAccept: () => void;
  readonly onDecline: (reason: string) => void;
}> = (props) => {
  const [isDeclining, setIsDeclining] = createSignal(false);
  const [isMissing, setIsMissing] = createSignal(false);
  const decline = (): void => {
    setIsMissing(props.reason.text().trim() === '');
    if (!isMissing()) props.onDecline(props.reason.text().trim());
  };
  return (
    <div class="flex flex-col gap-3">
      {props.children}
      <Facts {...props.lead} />
      <p class="m-0 text-second text-ink-2">{words.line}</p>
      <Show when={props.problem}>
        {(said) => (
          <Banner tone="red" alert={true}>
            {said()}
          </Banner>
        )}
      </Show>
      <Show
        when={isDeclining()}
        fallback={
          <div class="flex gap-2">
            <Button kind="primary" class="flex-1" onClick={() => props.onAccept()}>
              {words.accept}
            </Button>
            <Button class="flex-1" onClick={() => setIsDeclining(true)}>
              {words.decline}
            </Button>
          </div>
        }
      >
        <TextArea
          label={words.declineReason}
          value={props.reason.text()}
          error={isMissing() ? words.reasonMissing : null}
          onText={(text) => {
            setIsMissing(false);
            props.reason.setText(text);
          }}
        />
        <div class="flex gap-2">
          <Button onClick={() => setIsDeclining(false)}>{words.keep}</Button>
          <Button kind="primary" class="flex-1" onClick={decline}>
            {words.decline}
          </Button>
        </div>
      </Show>
    </div>
  );
};
