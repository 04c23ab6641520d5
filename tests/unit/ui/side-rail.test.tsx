// @vitest-environment happy-dom

import { createMemoryHistory, MemoryRouter, Navigate, Route } from '@solidjs/router';
import { cleanup, render, screen, waitFor } from '@solidjs/testing-library';
import { type Component, lazy, type ParentProps, Suspense } from 'solid-js';
import { afterEach, describe, expect, it } from 'vitest';
import { DataProvider } from '../../../client/app/data-context.tsx';
import { SideRail } from '../../../client/app/side-rail.tsx';
import { shell } from '../../../client/locales/zh-CN/shell.ts';
import { orgOf, signedIn, stubClient } from './stub-client.ts';

afterEach(cleanup);

/** A part of the app that is still fetched until the test says so. */
const makeFetched = (part: Component) => {
  let arrive = (): void => undefined;
  const fetched = new Promise<{ default: Component }>((resolve) => {
    arrive = () => resolve({ default: part });
  });
  return { part: lazy(() => fetched), arrive: () => arrive() };
};

describe('the rail of wide screens', () => {
  it('[SH-39] marks the page one was sent on to from the root, also where it came before that page', async () => {
    const client = stubClient();
    client.answer('session', signedIn('rep'));
    client.answer('org', orgOf('瑞康', 'rep'));
    const [rail, today] = [makeFetched(SideRail), makeFetched(() => <p>page</p>)];
    const Root = (props: ParentProps) => (
      <DataProvider client={client}>
        <Suspense>
          <rail.part />
        </Suspense>
        <Suspense>{props.children}</Suspense>
      </DataProvider>
    );
    const history = createMemoryHistory();
    history.set({ value: '/' });
    render(() => (
      <MemoryRouter history={history} root={Root}>
        <Route path="/" component={() => <Navigate href="/today" />} />
        <Route path="/today" component={today.part} />
      </MemoryRouter>
    ));
    rail.arrive();
    await screen.findByRole('link', { name: shell.tabs.today });
    today.arrive();
    await screen.findByText('page');
    await waitFor(() =>
      expect(screen.getByRole('link', { name: shell.tabs.today }).getAttribute('aria-current')).toBe('page'),
    );
  });
});
