// @vitest-environment happy-dom

import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router';
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import type { ParentProps } from 'solid-js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DataProvider } from '../../../client/app/data-context.tsx';
import { makeFrame } from '../../../client/app/frame.tsx';
import type { DataClient } from '../../../client/data/contract.ts';
import { SettingsPage } from '../../../client/features/settings/settings-page.tsx';
import { settings as words } from '../../../client/locales/zh-CN/settings.ts';
import { ToastProvider } from '../../../client/ui/toast.tsx';
import { calmSync, orgOf, signedIn, stubClient } from './stub-client.ts';

afterEach(cleanup);

const open = (client: DataClient): void => {
  const history = createMemoryHistory();
  history.set({ value: '/settings' });
  const Frame = makeFrame({
    waiting: () => false,
    apply: () => undefined,
    putOff: () => undefined,
  });
  const Root = (props: ParentProps) => (
    <ToastProvider label="toasts">
      <DataProvider client={client}>{props.children}</DataProvider>
    </ToastProvider>
  );
  render(() => (
    <MemoryRouter history={history} root={Root}>
      <Route path="/" component={Frame}>
        <Route path="/settings" component={SettingsPage} />
      </Route>
    </MemoryRouter>
  ));
};
const press = async (name: string): Promise<void> => {
  fireEvent.click(await vi.waitFor(() => screen.getByRole('button', { name })));
};

describe('signing out', () => {
  it('[SH-21] says how many are not sent, offers them as a file, and gives up only what it told of', async () => {
    const leave = vi.fn<DataClient['signOut']>(async (givingUpUnsent) =>
      givingUpUnsent
        ? { kind: 'signedOut', relaySession: 'ended' }
        : { kind: 'unsent', unsent: { records: 2, files: 1 } },
    );
    const client = stubClient({ signOut: leave });
    client.answer('session', signedIn('rep'));
    client.answer('org', orgOf('云栖医疗', 'rep'));
    open(client);
    await press(words.signOut);
    expect(screen.getByText(words.signOutLine)).toBeTruthy();
    expect(screen.queryByRole('button', { name: words.exportUnsent })).toBeNull();
    await press(words.signOutAct);
    // The screen knew of nothing; the data layer did.
    await vi.waitFor(() => expect(screen.getByText(words.signOutPending(3))).toBeTruthy());
    expect(screen.getByRole('button', { name: words.exportUnsent })).toBeTruthy();
    await press(words.signOutAct);
    await vi.waitFor(() => expect(leave.mock.calls).toEqual([[false], [true]]));
  });

  it('[SH-22] without a line it says until when the session at the relay stays open', async () => {
    const client = stubClient();
    client.answer('session', signedIn('rep'));
    client.answer('org', orgOf('云栖医疗', 'rep'));
    client.answer('sync', { ...calmSync, connection: 'offline' });
    open(client);
    await press(words.signOut);
    expect(screen.getByText(words.signOutOffline)).toBeTruthy();
  });
});
