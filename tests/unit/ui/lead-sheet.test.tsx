// @vitest-environment happy-dom
import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router';
import { cleanup, fireEvent, render, screen, within } from '@solidjs/testing-library';
import { createSignal, type ParentProps, Show } from 'solid-js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type CustomerId, type LeadId, leadCustomer, type MemberId } from '#rules';
import { DataProvider } from '../../../client/app/data-context.tsx';
import { FrameProvider } from '../../../client/app/frame-context.tsx';
import type { DataClient } from '../../../client/data/contract.ts';
import type { LeadFilter, LeadRow, LeadsAnswer } from '../../../client/data/lead-contract.ts';
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

/** The pool as marketing sees it with these leads; whatever is filtered by leaves none. */
const showPool = (rows: readonly LeadRow[], mayRecord = true): void => {
  const client = stubClient();
  client.answer('session', signedIn('marketing'));
  client.answer('org', orgOf('甲公司', 'marketing', ['华东']));
  client.answer('takers', { lead: rows[0] ?? null, takers: [] });
  const none = { kind: 'none' };
  const spans = { toAccept: none, acceptToVisit: none, toVisit: none, receivedToVisit: none };
  const counts = { unassigned: rows.length, assigned: 0, accepted: 0, visited: 0, returned: 0, discarded: 0 };
  const shared = { spans, counts, campaigns: [], unseenVisits: false, mayRecord, mayAssign: false };
  const answerTo = ({ standing }: LeadFilter): LeadsAnswer => {
    const shown = standing === null || standing === 'unassigned' ? rows : [];
    const sources = rows.map(({ source }) => source);
    return { ...shared, rows: shown, total: shown.length, all: rows.length, sources } as unknown as LeadsAnswer;
  };
  const watch: DataClient['watch'] = (query, take) => {
    if (query.kind === 'leads') (take as (answer: LeadsAnswer) => void)(answerTo(query.filter));
    return query.kind === 'leads' ? () => undefined : client.watch(query, take);
  };
  const Root = (props: ParentProps) => (
    <ToastProvider label="提示">
      <DataProvider client={{ ...client, watch }}>
        <FrameProvider>{props.children}</FrameProvider>
      </DataProvider>
    </ToastProvider>
  );
  render(() => (
    <MemoryRouter history={createMemoryHistory()} root={Root}>
      <Route path="*" component={LeadsPage} />
    </MemoryRouter>
  ));
};

describe('the pool of leads', () => {
  it('[LU-5] without leads it shows what to do first, no figures and nothing to filter', () => {
    showPool([]);
    fireEvent.click(screen.getByRole('button', { name: leads.import.title }));
    expect(screen.getByRole('dialog', { name: leads.import.title })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: leads.close }));
    expect(screen.queryByRole('group', { name: leads.filter })).toBeNull();
    expect(screen.queryAllByRole('combobox')).toEqual([]);
    expect(screen.queryByRole('region', { name: leads.flow.title })).toBeNull();
  });

  it('[LU-5] without leads, who may not record any is offered nothing he may not do', () => {
    showPool([], false);
    expect(screen.getByText(leads.empty.lineOfReader)).toBeTruthy();
    expect(screen.queryByText(leads.empty.line)).toBeNull();
    expect(screen.queryByRole('button', { name: leads.import.title })).toBeNull();
  });

  it('[LU-8] an open lead stays open when a filter leaves it behind', () => {
    showPool([ROW]);
    fireEvent.click(screen.getByText(ROW.name));
    fireEvent.click(screen.getByRole('button', { name: new RegExp(`^${leads.standings.visited}`), hidden: true }));
    expect(screen.getByText(leads.empty.filtered)).toBeTruthy();
    expect(screen.getByRole('dialog', { name: ROW.name })).toBeTruthy();
  });

  it('[LU-5] a filter that leaves nothing stays to be cleared', () => {
    showPool([ROW]);
    fireEvent.click(screen.getByRole('button', { name: new RegExp(`^${leads.standings.visited}`) }));
    expect(screen.getByText(leads.empty.filtered)).toBeTruthy();
    expect(screen.getByRole('group', { name: leads.filter })).toBeTruthy();
    expect(screen.getByRole('region', { name: leads.flow.title })).toBeTruthy();
    expect(screen.getAllByRole('combobox')).toHaveLength(2);
    fireEvent.click(screen.getByRole('button', { name: leads.empty.clear }));
    expect(screen.getByText('新线索')).toBeTruthy();
  });
});

describe('a lead in full', () => {
  it('[LU-2] named like a customer it says so in its row and in full, with the way to him', async () => {
    showPool([
      { ...ROW, namesake: { id: 'k1' as CustomerId, name: '新线索有限公司' } },
      { ...ROW, id: 'l2' as LeadId, name: '别家' },
    ]);
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
