import type { Component } from 'solid-js';
import { shell } from '../locales/zh-CN/shell.ts';

/** In a panel whose answer is on its way: an empty one looks as if there were nothing. */
export const PanelPending: Component = () => (
  <p role="status" class="m-0 animate-late py-6 text-center text-body text-ink-3">
    {shell.pending}
  </p>
);
