// @vitest-environment happy-dom
import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router';
import { cleanup, fireEvent, render, screen, within } from '@solidjs/testing-library';
import { createSignal, type ParentProps, Show } from 'solid-js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type CustomerId, type LeadId, leadCustomer, type MemberId } from '#rules';
import { DataProvider } from '../../../client/app/data-context.tsx';
import { FrameProvider } from '../../../client/app/frame-context.tsx';
import type { LeadRow } from '../../../client/data/lead-contract.ts';
import { LeadSheet } from '../../../client/features/leads/lead-sheet.tsx';
import { LeadsPage } from '../../../client/features/leads/leads-page.tsx';
import { leads } from '../../../client/locales/zh-CN/leads.ts';
import { namesakeWords } from '../../../client/locales/zh-CN/namesake.ts';
import { ToastProvider } from '../../../client/ui/toast.tsx';
import { orgOf, signedIn, stubClient } from './stub-client.ts';

afterEach(cleanup);

const ROW = {
  ...{ id: 'l1' as LeadId, name: '新线索', source: '展会', campaign: null, territory: null, remark: null },
  ...{ attributes: {}, alsoGivenTo: [], ownerName: null, customer: null, isFree: true, unsynced: false },
  namesake: null,
  flow: { standing: 'unassigned', owner: null, receivedAt: 0, returned: null, discarded: null, isProvisional: false },
} as unknown as LeadRow;

describe('a lead in full', () => {
  it('[LU-2] named like a customer it says so in its row and in full, with the way to him', async () => {
    const client = stubClient();
    client.answer('session', signedIn('marketing'));
    client.answer('org', orgOf('甲公司', 'marketing', ['华东']));
    const rows = [
      { ...ROW, namesake: { id: 'k1' as CustomerId, name: '新线索有限公司' } },
      { ...ROW, id: 'l2', name: '别家' },
    ];
    const none = { kind: 'none' };
    const spans = { toAccept: none, acceptToVisit: none, toVisit: none, receivedToVisit: none };
    const counts = { unassigned: 2, assigned: 0, accepted: 0, visited: 0, returned: 0, discarded: 0 };
    const rest = {
      total: 2,
      all: 2,
      sources: [],
      campaigns: [],
      unseenVisits: false,
      mayRecord: true,
      mayAssign: false,
    };
    client.answer('leads', { rows, spans, counts, ...rest } as never);
    const Root = (props: ParentProps) => (
      <ToastProvider label="提示">
        <DataProvider client={client}>
          <FrameProvider>{props.children}</FrameProvider>
        </DataProvider>
      </ToastProvider>
    );
    render(() => (
      <MemoryRouter history={createMemoryHistory()} root={Root}>
        <Route path="*" component={LeadsPage} />
      </MemoryRouter>
    ));
    expect(await screen.findAllByText(namesakeWords.tag)).toHaveLength(1);
    fireEvent.click(screen.getByText('新线索'));
    const link = within(await screen.findByRole('dialog')).getByRole('link', { name: '「新线索有限公司」' });
    expect(link.getAttribute('href')).toBe('/pool/k1');
  });

  it('[LU-1] [R50] [R51] given with one press, it is taken back with another, also when its sheet is gone', async () => {
    const client = stubClient();
    client.answer('session', signedIn('manager'));
    client.answer('org', orgOf('甲公司', 'manager', ['华东']));
    const taker = { member: 'rae' as MemberId, name: '小芮', territories: ['t0'], fit: { kind: 'tooFewWon', won: 0 } };
    client.answer('takers', { takers: [taker] } as never);
    const [isOpen, setIsOpen] = createSignal(true);
    const Root = (props: ParentProps) => (
      <ToastProvider label="提示">
        <DataProvider client={client}>{props.children}</DataProvider>
      </ToastProvider>
    );
    const page = () => (
      <Show when={isOpen()}>
        <LeadSheet row={ROW} mayAssign={true} onClose={() => setIsOpen(false)} />
      </Show>
    );
    render(() => (
      <MemoryRouter history={createMemoryHistory()} root={Root}>
        <Route path="*" component={page} />
      </MemoryRouter>
    ));
    fireEvent.click(await screen.findByRole('button', { name: leads.sheet.give('小芮') }));
    const undo = await screen.findByRole('button', { name: new RegExp(leads.sheet.undo) });
    await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    fireEvent.click(undo);
    await vi.waitFor(() => expect(screen.getByText(leads.sheet.takenBack)).toBeTruthy());
    expect(client.ran.map(({ type, subject, payload }) => [type, subject, payload])).toEqual([
      ['leadAssigned', 'l1', { to: 'rae', territory: 't0' }],
      ['customerHandedOver', leadCustomer('l1' as LeadId), { to: null }],
    ]);
  });
});
