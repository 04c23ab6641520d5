import { type Component, Show } from 'solid-js';
import { TriangleAlert } from '../../../ui/icons.ts';

/** What a part was refused for, read out at once. */
export const Refused: Component<{ readonly text: string | null }> = (props) => (
  <Show when={props.text}>
    <p role="alert" class="mt-1 mb-0 flex items-start gap-1.5 text-second text-red-text">
      <TriangleAlert size={16} class="mt-0.5 shrink-0" />
      <span>{props.text}</span>
    </p>
  </Show>
);
