import { type Component, Show } from 'solid-js';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { customerStatus as words } from '../../../locales/zh-CN/customer-status.ts';
import { Banner } from '../../../ui/badge.tsx';

export const ShareBanner: Component<{ readonly customer: CustomerAnswer }> = (props) => (
  <Show when={props.customer.state.isPrivate}>
    <Banner>{words.onlyUs}</Banner>
  </Show>
);
