import type { Component } from 'solid-js';
import { insecure as words } from '../locales/zh-CN/insecure.ts';
import { PlainPage } from './plain-page.tsx';

/** Without a secure origin there is no storage to trust, no keys, no offline: say so and how to mend it. */
export const InsecureOrigin: Component<{ readonly origin: string }> = (props) => (
  <PlainPage title={words.title} line={words.line}>
    <p class="m-0 text-prose text-ink-2">{words.how}</p>
    <p class="m-0 text-second text-ink-3">
      {words.address}
      <code class="font-sans text-ink">{props.origin}</code>
    </p>
  </PlainPage>
);
