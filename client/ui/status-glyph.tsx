import { type Component, Match, Show, Switch } from 'solid-js';

/** Shape, sign and lightness say the same thing; colour is only the third channel. */
export type GlyphMark = 'circle' | 'diamond' | 'square' | 'dashed';
/** `solid` counts · `upload` waits for its file · `clock` set by the system or provisional. */
export type GlyphVariant = 'solid' | 'upload' | 'clock';

interface Paint {
  readonly fill: string;
  readonly soft: string;
  readonly edge: string;
  readonly sign: string;
  readonly text: string;
}
const PAINT: Readonly<Record<Exclude<GlyphMark, 'dashed'>, Paint>> = {
  circle: {
    fill: 'fill-green',
    soft: 'fill-green-soft',
    edge: 'stroke-green-edge',
    sign: 'stroke-on-green',
    text: 'stroke-green-text',
  },
  diamond: {
    fill: 'fill-yellow',
    soft: 'fill-yellow-soft',
    edge: 'stroke-yellow-edge',
    sign: 'stroke-on-yellow',
    text: 'stroke-yellow-text',
  },
  square: {
    fill: 'fill-red',
    soft: 'fill-red-soft',
    edge: 'stroke-red-edge',
    sign: 'stroke-on-red',
    text: 'stroke-red-text',
  },
};
const OUTLINE: Readonly<Record<Exclude<GlyphMark, 'dashed'>, string>> = {
  circle: 'M12 2.5a9.5 9.5 0 1 0 0 19a9.5 9.5 0 0 0 0-19z',
  diamond:
    'M10.4 2.8a2.3 2.3 0 0 1 3.2 0l7.6 7.6a2.3 2.3 0 0 1 0 3.2l-7.6 7.6a2.3 2.3 0 0 1-3.2 0l-7.6-7.6a2.3 2.3 0 0 1 0-3.2z',
  square: 'M6.5 3h11A3.5 3.5 0 0 1 21 6.5v11a3.5 3.5 0 0 1-3.5 3.5h-11A3.5 3.5 0 0 1 3 17.5v-11A3.5 3.5 0 0 1 6.5 3z',
};

const Sign: Component<{ readonly mark: GlyphMark; readonly variant: GlyphVariant }> = (props) => (
  <Switch>
    <Match when={props.variant === 'upload'}>
      <path d="M12 16.5v-8.5M8.5 11.2L12 7.7l3.5 3.5" />
    </Match>
    <Match when={props.variant === 'clock'}>
      <path d="M12 7.6v4.7l2.8 1.8" />
    </Match>
    <Match when={props.mark === 'circle'}>
      <path d="M7.6 12.4l3 3 5.8-6.2" />
    </Match>
    <Match when={props.mark === 'diamond'}>
      <path d="M9.7 9.9c.2-1.4 1.1-2.1 2.4-2.1 1.4 0 2.4.9 2.4 2.1 0 1.7-2.4 1.8-2.4 3.6M12.1 16.4v.1" />
    </Match>
    <Match when={props.mark === 'square'}>
      <path d="M8.6 8.6l6.8 6.8M15.4 8.6l-6.8 6.8" />
    </Match>
  </Switch>
);

/** A status mark on a 24 grid. Give `label` unless the word stands beside it. */
export const StatusGlyph: Component<{
  readonly mark: GlyphMark;
  readonly variant?: GlyphVariant;
  /** Edge length in px: 14 history, 17–22 rows, 24 card. */
  readonly size?: number;
  readonly label?: string;
}> = (props) => {
  const paint = () => (props.mark === 'dashed' ? null : PAINT[props.mark]);
  const variant = () => props.variant ?? 'solid';
  return (
    <svg
      viewBox="0 0 24 24"
      width={props.size ?? 20}
      height={props.size ?? 20}
      fill="none"
      class="shrink-0"
      role={props.label ? 'img' : undefined}
      aria-label={props.label}
      aria-hidden={props.label ? undefined : 'true'}
    >
      <Show
        when={paint()}
        fallback={
          <circle
            cx="12"
            cy="12"
            r="9.5"
            class="glyph-edge stroke-line-strong"
            stroke-width="1.75"
            stroke-dasharray="3 2.6"
          />
        }
      >
        {(p) => (
          <>
            <path
              d={OUTLINE[props.mark as Exclude<GlyphMark, 'dashed'>]}
              class={`glyph-fill glyph-edge ${variant() === 'solid' ? p().fill : p().soft} ${p().edge}`}
              stroke-width="1.75"
              stroke-dasharray={variant() === 'upload' ? '3.2 2.4' : undefined}
            />
            <g
              class={`glyph-sign ${variant() === 'solid' ? p().sign : p().text}`}
              stroke-width="2.2"
              stroke-linecap="round"
              stroke-linejoin="round"
            >
              <Sign mark={props.mark} variant={variant()} />
            </g>
          </>
        )}
      </Show>
    </svg>
  );
};
