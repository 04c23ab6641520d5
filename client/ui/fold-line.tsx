import type { Component } from 'solid-js';
import { ChevronDown } from './icons.ts';

/** What stands of something folded: its name, how much is in it, and an arrow that says it opens. In a `details`. */
export const FoldLine: Component<{ readonly title: string; readonly count: string }> = (props) => (
  <summary class="flex min-h-11 cursor-pointer items-center justify-between gap-3 text-item font-semibold">
    <span class="min-w-0">{props.title}</span>
    <span class="flex shrink-0 items-center gap-1 text-second font-normal text-brand-text">
      {props.count}
      <ChevronDown size={16} aria-hidden="true" class="[[open]>summary_&]:rotate-180" />
    </span>
  </summary>
);
