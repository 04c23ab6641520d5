// @vitest-environment happy-dom

import { createMemoryHistory, MemoryRouter, Navigate, Route } from '@solidjs/router';
import { cleanup, render, screen, waitFor } from '@solidjs/testing-library';
import { lazy, type ParentProps, Suspense } from 'solid-js';
import { afterEach, describe, expect, it } from 'vitest';
import { DataProvider } from '../../../client/app/data-context.tsx';
import { SideRail } from '../../../client/app/side-rail.tsx';
import { shell } from '../../../client/locales/zh-CN/shell.ts';
import { orgOf, signedIn, stubClient } from './stub-client.ts';

afterEach(cleanup);

const resolveIn = <Value,>(ms: number, value: Value): Promise<Value> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(value), ms);
  });

describe('the rail of wide screens', () => {
  it('[SH-39] marks the page one was sent on to from the root, also where it came before that page', async () => {
    const client = stubClient();
    client.answer('session', signedIn('rep'));
    client.answer('org', orgOf('瑞康', 'rep'));
    const Today = lazy(() => resolveIn(60, { default: () => <p>page</p> }));
    const Rail = lazy(() => resolveIn(20, { default: SideRail }));
    const Root = (props: ParentProps) => (
      <DataProvider client={client}>
        <Suspense>
          <Rail />
        </Suspense>
        <Suspense>{props.children}</Suspense>
      </DataProvider>
    );
    const history = createMemoryHistory();
    history.set({ value: '/' });
    render(() => (
      <MemoryRouter history={history} root={Root}>
        <Route path="/" component={() => <Navigate href="/today" />} />
        <Route path="/today" component={Today} />
      </MemoryRouter>
    ));
    await screen.findByText('page');
    await waitFor(() =>
      expect(screen.getByRole('link', { name: shell.tabs.today }).getAttribute('aria-current')).toBe('page'),
    );
  });
});
