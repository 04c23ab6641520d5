// @vitest-environment happy-dom

import { Route, Router } from '@solidjs/router';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@solidjs/testing-library';
import { afterEach, describe, expect, it } from 'vitest';
import { DataProvider } from '../../../client/app/data-context.tsx';
import type { CellAnswer } from '../../../client/data/board-contract.ts';
import { CellPanel } from '../../../client/features/funnel/cell-panel.tsx';
import { CohortRow } from '../../../client/features/funnel/cohort-row.tsx';
import { MovePanel } from '../../../client/features/funnel/moves/move-panel.tsx';
import { assign } from '../../../client/locales/zh-CN/assign.ts';
import { funnel } from '../../../client/locales/zh-CN/funnel.ts';
import { moveWords } from '../../../client/locales/zh-CN/insights.ts';
import { shell } from '../../../client/locales/zh-CN/shell.ts';
import { ToastProvider } from '../../../client/ui/toast.tsx';
import { showPage } from './show-page.tsx';
import { orgOf, signedIn, stubClient } from './stub-client.ts';

afterEach(cleanup);

const customer = {
  id: 'c1',
  name: '云禾医疗',
  mark: 'none',
  owner: 'm2',
  ownerName: '李婷',
  territory: 't0',
} as CellAnswer['rows'][number]['customer'];
const row = (isPooled: boolean): CellAnswer['rows'][number] => ({
  customer,
  overdueDays: 9,
  dwellDays: 16,
  times: 1,
  highlighted: true,
  isPooled,
  lastFollowUp: null,
});

const EMPTY: CellAnswer = { rows: [], entered: 0, times: 0, stillThere: 0, averageDwellDays: 0 } as never;

describe('the panel beside the board', () => {
  it('[BD-25] is being read until its answer is there', async () => {
    const client = stubClient();
    client.answer('session', signedIn('owner'));
    client.answer('org', orgOf('云栖医疗', 'owner', ['华东']));
    render(() => (
      <ToastProvider label="toasts">
        <DataProvider client={client}>
          <CellPanel
            cell={{ component: 'funnel', column: 'initialContact', row: 't0' } as never}
            filter={{ weeks: 8 }}
          />
          <MovePanel of={{ kind: 'inflow', territory: 't0' } as never} filter={{}} onNarrow={() => undefined} />
        </DataProvider>
      </ToastProvider>
    ));
    expect(screen.getAllByText(shell.pending)).toHaveLength(2);
    client.answer('cell', EMPTY);
    await waitFor(() => expect(screen.getAllByText(shell.pending)).toHaveLength(1));
    expect(screen.getByText(funnel.panelEmpty)).toBeTruthy();
    client.answer('moved', EMPTY);
    await waitFor(() => expect(screen.queryByText(shell.pending)).toBeNull());
  });

  it('[BD-26][R23] a row offers 升级, and of a customer in 待清洗池 says that it is there instead', async () => {
    const listed = (role: 'owner' | 'rep', isPooled: boolean) => {
      cleanup();
      const client = stubClient();
      client.answer('session', signedIn(role));
      client.answer('org', orgOf('云栖医疗', role, ['华东']));
      const shown = () => (
        <DataProvider client={client}>
          <CohortRow row={row(isPooled)} isTouched={false} onAct={() => undefined} />
        </DataProvider>
      );
      render(() => (
        <Router>
          <Route path="*" component={shown} />
        </Router>
      ));
    };
    listed('owner', false);
    expect(await screen.findByText(funnel.escalate)).toBeTruthy();
    expect(screen.getByText(funnel.handOver)).toBeTruthy();
    expect(screen.queryByText(funnel.pooled)).toBeNull();
    listed('owner', true);
    expect(await screen.findByText(funnel.write)).toBeTruthy();
    expect(screen.getByText(funnel.pooled)).toBeTruthy();
    expect(screen.queryByText(funnel.escalate)).toBeNull();
    // A colleague's: he may write what he heard, and not give it away.
    listed('rep', false);
    expect(await screen.findByText(funnel.write)).toBeTruthy();
    expect(screen.queryByText(funnel.handOver)).toBeNull();
    listed('rep', true);
    expect(await screen.findByText(funnel.pooled)).toBeTruthy();
    expect(screen.queryByText(funnel.write)).toBeNull();
  });

  it('[CF-15][R53][R54] the late ones a change counts may be given tasks at once, by who leads them', async () => {
    const opened = (role: 'owner' | 'rep', rows: CellAnswer['rows']) => {
      cleanup();
      const client = stubClient();
      client.answer('session', signedIn(role));
      client.answer('org', orgOf('云栖医疗', role, ['华东']));
      client.answer('moved', { ...EMPTY, rows });
      const of = { kind: 'stay', stage: 'initialContact', person: 'm1' } as never;
      showPage(client, () => <MovePanel of={of} filter={{}} onNarrow={() => undefined} />);
      return client;
    };
    const named = (id: string, change: Partial<CellAnswer['rows'][number]> = {}) => {
      const one = row(false);
      return { ...one, customer: { ...one.customer, id: id as typeof one.customer.id }, ...change };
    };
    const rows = [named('c1'), named('c2', { isPooled: true }), named('c3', { overdueDays: 0 }), named('c4')];
    const client = opened('owner', rows);
    fireEvent.click(await screen.findByRole('button', { name: moveWords.panel.give(2) }));
    const sheet = within(await screen.findByRole('dialog'));
    fireEvent.input(sheet.getByLabelText(new RegExp(assign.what)), { target: { value: '问清卡在哪' } });
    fireEvent.change(sheet.getByLabelText(assign.to), { target: { value: 'm1' } });
    fireEvent.click(sheet.getByRole('button', { name: assign.submit }));
    await waitFor(() => expect(client.ran.map(({ subject }) => subject)).toEqual(['c1', 'c4']));
    opened('rep', rows);
    expect(await screen.findByText(/的 4 家/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: moveWords.panel.give(2) })).toBeNull();
  });
});
