import { type Component, For, Show } from 'solid-js';
import { process as words } from '../../locales/zh-CN/process.ts';
import type { PartDifference } from '../../views/part-words.ts';

/** What one version says otherwise than another, one change a line: before struck, after plain. */
export const DifferenceList: Component<{
  readonly label: string;
  readonly differences: readonly PartDifference[];
  /** Shows only so many, and how many more there are. */
  readonly atMost?: number;
}> = (props) => {
  const shown = () => props.differences.slice(0, props.atMost ?? props.differences.length);
  return (
    <Show when={props.differences.length > 0} fallback={<p class="m-0 text-second text-ink-3">{words.noDifference}</p>}>
      <ul aria-label={props.label} class="m-0 flex list-none flex-col gap-1.5 p-0">
        <For each={shown()}>
          {({ label, from, to }) => (
            <li class="text-second text-ink">
              <span class="text-ink-3">
                {from === null ? `${words.added} ` : ''}
                {to === null ? `${words.removed} ` : ''}
                {label}
              </span>
              <Show when={from}>{(text) => <del class="block break-words text-ink-3">{text()}</del>}</Show>
              <Show when={to}>{(text) => <ins class="block break-words no-underline">{text()}</ins>}</Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={props.differences.length > shown().length}>
        <p class="m-0 mt-1 text-meta text-ink-3">{words.moreDifferences(props.differences.length - shown().length)}</p>
      </Show>
    </Show>
  );
};
