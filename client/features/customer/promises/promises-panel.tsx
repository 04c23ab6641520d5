import type { Component } from 'solid-js';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { customerPromises as words } from '../../../locales/zh-CN/customer-promises.ts';
import { Card, SectionTitle } from '../../../ui/list.tsx';

export const PromisesPanel: Component<{ readonly customer: CustomerAnswer }> = (props) => (
  <Card label={words.title}>
    <SectionTitle>{words.title}</SectionTitle>
    {props.customer.row.name}
  </Card>
);
