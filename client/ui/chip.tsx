import { type Component, type JSX, type ParentProps, Show } from 'solid-js';

export interface ChipProps {
  readonly pressed: boolean;
  readonly onPress: () => void;
  readonly icon?: JSX.Element;
  /** Number behind the word. */
  readonly count?: number | undefined;
  /** Accessible name when the visible text is not enough. */
  readonly label?: string;
  /** `filter`: chosen = black; `choice`: chosen = brand edge (forms). */
  readonly look?: 'filter' | 'choice';
  readonly alarm?: boolean;
}

const look = (props: ChipProps): string => {
  if (props.look === 'choice') {
    return props.pressed
      ? 'border-2 border-brand bg-brand-soft text-brand-text font-semibold min-h-control px-4'
      : 'border border-line-2 bg-surface text-ink-2 min-h-control px-4';
  }
  if (props.pressed) return 'border border-ink bg-ink text-on-ink min-h-8 lg:min-h-7.5 px-3';
  return `border border-line-2 bg-surface ${props.alarm ? 'text-red-text' : 'text-ink'} min-h-8 lg:min-h-7.5 px-3`;
};

/** A toggle: filter chips above lists and choices in forms. */
export const Chip: Component<ParentProps<ChipProps>> = (props) => (
  <button
    type="button"
    aria-pressed={props.pressed}
    aria-label={props.label}
    onClick={() => props.onPress()}
    class={`hit inline-flex shrink-0 items-center gap-1.5 rounded-chip text-second whitespace-nowrap transition-colors duration-120 ${look(props)}`}
  >
    <Show when={props.icon}>{props.icon}</Show>
    {props.children}
    <Show when={props.count !== undefined}>
      <span>{props.count}</span>
    </Show>
  </button>
);

/** A way to another page among chips. */
export const ChipLink: Component<ParentProps<{ readonly href: string }>> = (props) => (
  <a
    href={props.href}
    class="hit inline-flex min-h-8 shrink-0 items-center rounded-chip bg-hover px-3 text-second whitespace-nowrap text-ink no-underline lg:min-h-7.5"
  >
    {props.children}
  </a>
);

/** One line of chips that scrolls sideways on a phone. */
export const ChipRow: Component<ParentProps<{ readonly label: string }>> = (props) => (
  <fieldset class="no-bar -mx-gutter m-0 flex min-w-0 gap-2 overflow-x-auto border-0 px-gutter py-1.5">
    <legend class="sr-only">{props.label}</legend>
    {props.children}
  </fieldset>
);
