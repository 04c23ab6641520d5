import { type Component, Show } from 'solid-js';
import { TriangleAlert } from '../../../ui/icons.ts';

/** What a part was refused for, read out at once; a second line names the rule (R13). */
export const Refused: Component<{ readonly text: string | null }> = (props) => {
  const lines = () => (props.text ?? '').split('\n');
  return (
    <Show when={props.text}>
      <p role="alert" class="mt-1 mb-0 flex items-start gap-1.5 text-second text-red-text">
        <TriangleAlert size={16} class="mt-0.5 shrink-0" />
        <span>
          {lines()[0]}
          <Show when={lines()[1]}>{(rule) => <span class="block text-meta text-ink-3">{rule()}</span>}</Show>
        </span>
      </p>
    </Show>
  );
};
