import type { Component } from 'solid-js';

/** An octagon with two bars: where an automatic act can be stopped. Decorative. */
export const BrakeGlyph: Component<{ readonly size?: number }> = (props) => (
  <svg
    viewBox="0 0 24 24"
    width={props.size ?? 20}
    height={props.size ?? 20}
    fill="none"
    stroke="currentColor"
    stroke-width="1.75"
    stroke-linejoin="round"
    stroke-linecap="round"
    aria-hidden="true"
    class="shrink-0"
  >
    <path d="M8.3 3.5h7.4l4.8 4.8v7.4l-4.8 4.8H8.3l-4.8-4.8V8.3z" />
    <path d="M10 9v6M14 9v6" />
  </svg>
);
