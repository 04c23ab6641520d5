import type { Component } from 'solid-js';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { customerContacts as words } from '../../../locales/zh-CN/customer-contacts.ts';
import { Card, SectionTitle } from '../../../ui/list.tsx';

export const ContactsPanel: Component<{ readonly customer: CustomerAnswer }> = (props) => (
  <Card label={words.title}>
    <SectionTitle>{words.title}</SectionTitle>
    {props.customer.row.name}
  </Card>
);
