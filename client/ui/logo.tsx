import type { Component } from 'solid-js';

/** Two batons, one handed to the other. Decorative. */
export const Logo: Component<{ readonly size?: number }> = (props) => (
  <svg viewBox="0 0 24 24" width={props.size ?? 24} height={props.size ?? 24} fill="none" aria-hidden="true">
    <path d="M4.5 17.2l6.6-3.9" class="stroke-ink" stroke-width="4.2" stroke-linecap="round" />
    <path d="M11.6 11.6l7.4-4.8" class="stroke-brand" stroke-width="4.6" stroke-linecap="round" />
  </svg>
);

/** The funnel as a stair of squares. Decorative. */
export const FunnelGlyph: Component<{ readonly size?: number }> = (props) => (
  <svg
    viewBox="0 0 24 24"
    width={props.size ?? 22}
    height={props.size ?? 22}
    fill="none"
    stroke="currentColor"
    stroke-width="1.75"
    stroke-linejoin="round"
    aria-hidden="true"
    class="shrink-0"
  >
    <path d="M3.5 4h17v5.5h-17zM9.2 4v11h5.6V4M9.2 9.5v10.5h5.6V9.5" />
  </svg>
);
