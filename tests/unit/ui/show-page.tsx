import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router';
import { render } from '@solidjs/testing-library';
import type { ParentProps } from 'solid-js';
import { DataProvider } from '../../../client/app/data-context.tsx';
import { ToastProvider } from '../../../client/ui/toast.tsx';
import type { StubClient } from './stub-client.ts';

/** Draws a part of a page as the app does: with an address, its data and what pops up. The result says where it is. */
export const showPage = (client: StubClient, page: () => Element | unknown, address = '/'): (() => string) => {
  const history = createMemoryHistory();
  history.set({ value: address });
  const Root = (props: ParentProps) => (
    <ToastProvider label="toasts">
      <DataProvider client={client}>{props.children}</DataProvider>
    </ToastProvider>
  );
  render(() => (
    <MemoryRouter history={history} root={Root}>
      <Route path="*" component={() => <>{page()}</>} />
    </MemoryRouter>
  ));
  return history.get;
};
