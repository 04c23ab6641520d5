import { type Component, Show } from 'solid-js';
import { Banner } from './badge.tsx';
import { TriangleAlert } from './icons.ts';

/** What went wrong, read out at once, across the width; nothing while there is nothing. */
export const Problem: Component<{ readonly text: string | null | undefined }> = (props) => (
  <Show when={props.text}>
    <Banner tone="red" alert={true} icon={<TriangleAlert size={18} />}>
      {props.text}
    </Banner>
  </Show>
);

/** The same beside what it is about. */
export const ProblemLine: Component<{ readonly text: string | null | undefined }> = (props) => (
  <Show when={props.text}>
    <p role="alert" class="m-0 text-second text-red-text">
      {props.text}
    </p>
  </Show>
);
