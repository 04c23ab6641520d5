// @vitest-environment happy-dom

import { cleanup, render, screen, waitFor } from '@solidjs/testing-library';
import { afterEach, describe, expect, it } from 'vitest';
import { DataProvider } from '../../../client/app/data-context.tsx';
import type { CellAnswer } from '../../../client/data/board-contract.ts';
import { CellPanel } from '../../../client/features/funnel/cell-panel.tsx';
import { MovePanel } from '../../../client/features/funnel/moves/move-panel.tsx';
import { funnel } from '../../../client/locales/zh-CN/funnel.ts';
import { shell } from '../../../client/locales/zh-CN/shell.ts';
import { ToastProvider } from '../../../client/ui/toast.tsx';
import { orgOf, signedIn, stubClient } from './stub-client.ts';

afterEach(cleanup);

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
});
