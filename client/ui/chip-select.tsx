import { type Component, For, Show } from 'solid-js';
import type { SelectOption } from './field.tsx';
import { ChevronDown } from './icons.ts';

export interface ChipGroup {
  /** Heading over its options; null = they stand by themselves. */
  readonly label: string | null;
  readonly options: readonly SelectOption[];
}

/** A filter in one line with others: a native select as a chip, black once something is chosen. `''` = everything. */
export const ChipSelect: Component<{
  readonly label: string;
  /** What the chip says while nothing is chosen. */
  readonly all: string;
  readonly value: string;
  readonly groups: readonly ChipGroup[];
  readonly onChoose: (value: string) => void;
}> = (props) => (
  <span class="relative inline-flex shrink-0 self-start">
    <select
      aria-label={props.label}
      onChange={(event) => props.onChoose(event.currentTarget.value)}
      class={`hit min-h-control max-w-48 appearance-none truncate rounded-ctl border pr-8 pl-3 text-second lg:min-h-8.5 ${props.value === '' ? 'border-line-2 bg-surface text-ink' : 'border-ink bg-ink text-on-ink'}`}
    >
      <option value="" selected={props.value === ''}>
        {props.all}
      </option>
      <For each={props.groups}>
        {(group) => (
          <Show when={group.label} fallback={<Options options={group.options} value={props.value} />}>
            {(label) => (
              <optgroup label={label()}>
                <Options options={group.options} value={props.value} />
              </optgroup>
            )}
          </Show>
        )}
      </For>
    </select>
    <ChevronDown
      size={16}
      class={`pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 ${props.value === '' ? 'text-ink-3' : 'text-on-ink'}`}
    />
  </span>
);

const Options: Component<{ readonly options: readonly SelectOption[]; readonly value: string }> = (props) => (
  <For each={props.options}>
    {(option) => (
      <option value={option.value} selected={option.value === props.value}>
        {option.label}
      </option>
    )}
  </For>
);
