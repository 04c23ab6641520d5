import { type Component, type JSX, Show, splitProps } from 'solid-js';

/**
 * `primary` the one filled act of a screen · `ink` the black note button · `outline` a second act with a brand
 * edge · `plain` a bordered act · `quiet` filled grey · `text` a link-like act. Red is never a button colour.
 */
export type ButtonKind = 'primary' | 'ink' | 'outline' | 'plain' | 'quiet' | 'text';

const BASE =
  'hit inline-flex items-center justify-center gap-2 rounded-ctl text-item font-semibold transition-colors duration-120 select-none disabled:opacity-55 disabled:cursor-not-allowed';
const KINDS: Readonly<Record<ButtonKind, string>> = {
  primary: 'bg-brand text-on-brand hover:bg-brand-hover px-4 min-h-control',
  ink: 'bg-ink text-on-ink px-4 min-h-control',
  outline: 'border-[1.5px] border-brand text-brand-text bg-surface hover:bg-brand-soft px-4 min-h-control',
  plain: 'border border-line-2 text-ink bg-surface hover:bg-hover px-4 min-h-control',
  quiet: 'bg-fill text-ink hover:bg-hover px-4 min-h-control',
  text: 'text-brand-text hover:bg-brand-soft px-2 min-h-control font-normal',
};

export interface ButtonProps extends JSX.ButtonHTMLAttributes<HTMLButtonElement> {
  readonly kind?: ButtonKind;
  /** Takes the full width. */
  readonly wide?: boolean;
  readonly icon?: JSX.Element;
}

export const Button: Component<ButtonProps> = (props) => {
  const [own, rest] = splitProps(props, ['kind', 'wide', 'icon', 'children', 'class', 'type']);
  return (
    <button
      type={own.type ?? 'button'}
      class={`${BASE} ${KINDS[own.kind ?? 'plain']} ${own.wide ? 'w-full' : ''} ${own.class ?? ''}`}
      {...rest}
    >
      <Show when={own.icon}>{own.icon}</Show>
      {own.children}
    </button>
  );
};

export interface IconButtonProps extends JSX.ButtonHTMLAttributes<HTMLButtonElement> {
  /** Accessible name; the icon has none. */
  readonly label: string;
  readonly quiet?: boolean;
}

/** A square button with an icon only; never the only way to something important. */
export const IconButton: Component<IconButtonProps> = (props) => {
  const [own, rest] = splitProps(props, ['label', 'quiet', 'children', 'class']);
  return (
    <button
      type="button"
      aria-label={own.label}
      title={own.label}
      class={`hit inline-flex size-control items-center justify-center rounded-ctl text-ink-2 hover:bg-hover disabled:opacity-40 ${own.quiet ? '' : 'bg-fill'} ${own.class ?? ''}`}
      {...rest}
    >
      {own.children}
    </button>
  );
};

export interface ButtonLinkProps extends JSX.AnchorHTMLAttributes<HTMLAnchorElement> {
  readonly kind?: ButtonKind;
  readonly wide?: boolean;
  readonly icon?: JSX.Element;
}

/** A link that looks like a button: it goes somewhere, so that it can be opened in a new tab. */
export const ButtonLink: Component<ButtonLinkProps> = (props) => {
  const [own, rest] = splitProps(props, ['kind', 'wide', 'icon', 'children', 'class']);
  return (
    <a class={`${BASE} ${KINDS[own.kind ?? 'plain']} ${own.wide ? 'w-full' : ''} ${own.class ?? ''}`} {...rest}>
      <Show when={own.icon}>{own.icon}</Show>
      {own.children}
    </a>
  );
};
