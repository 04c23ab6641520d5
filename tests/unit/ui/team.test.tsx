// @vitest-environment happy-dom

import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router';
import { cleanup, fireEvent, render, screen, within } from '@solidjs/testing-library';
import { type JSX, type ParentProps, Show } from 'solid-js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MemberState, OrgState } from '#rules';
import { DataProvider, useMe } from '../../../client/app/data-context.tsx';
import { FrameProvider } from '../../../client/app/frame-context.tsx';
import { MemberSheet } from '../../../client/features/team/member-sheet.tsx';
import { PersonSheet } from '../../../client/features/team/person-sheet.tsx';
import { StoresSection } from '../../../client/features/team/stores-section.tsx';
import { TeamPage } from '../../../client/features/team/team-page.tsx';
import { team as words } from '../../../client/locales/zh-CN/team.ts';
import { ToastProvider } from '../../../client/ui/toast.tsx';
import { orgOf, person, signedIn, stubClient } from './stub-client.ts';

afterEach(cleanup);

const STORES = [
  { id: 's1', territory: 't0', name: '徐汇店' },
  { id: 's2', territory: 't1', name: '成都店' },
] as unknown as OrgState['stores'];
const company = (stores: OrgState['stores'] = STORES): OrgState => {
  const org = orgOf('石板建材', 'owner', ['华东', '华西']);
  const rae = { ...person('m2', '小芮', 'rep'), territories: ['t0'] as unknown as MemberState['territories'] };
  return { ...org, stores, members: { ...org.members, m2: rae } };
};

/** As in the app, where nothing shows before it is known who looks. */
const SignedIn = (props: ParentProps) => {
  const me = useMe();
  return <Show when={me.role()}>{props.children}</Show>;
};
const mount = (page: () => JSX.Element) => {
  const client = stubClient();
  client.answer('session', signedIn('owner'));
  client.answer('org', company());
  render(() => (
    <ToastProvider label="toasts">
      <DataProvider client={client}>
        <SignedIn>{page()}</SignedIn>
      </DataProvider>
    </ToastProvider>
  ));
  return client;
};
const nothing = { onClose: () => undefined, onLink: () => undefined, onLeave: () => undefined };
const dialog = () => within(screen.getByRole('dialog'));
const choose = (label: string, value: string): boolean =>
  fireEvent.change(dialog().getByLabelText(label), { target: { value } });
const options = (label: string): string[] =>
  within(dialog().getByLabelText(label))
    .getAllByRole('option')
    .map(({ textContent }) => textContent ?? '');
const save = (name: string): boolean => fireEvent.click(dialog().getByRole('button', { name }));

describe('a company of many', () => {
  const NAMES = ['周雨桐', '赵明', '钱立群', '孙悦', '李想', '吴桐', '郑强', '王磊', '冯清', '陈晨', '褚然', '卫东'];
  const openPage = (count: number) => {
    const client = stubClient();
    client.answer('session', signedIn('owner'));
    const org = orgOf('石板建材', 'owner', ['华东']);
    const people = NAMES.slice(0, count).map((name, at) => person(`p${at}`, name, 'rep'));
    const members = Object.fromEntries(people.map((one) => [one.id, one]));
    const left = { ...person('gone', '周远', 'rep'), active: false };
    client.answer('org', { ...org, members: { ...org.members, ...members, gone: left } });
    const Root = (props: ParentProps) => (
      <ToastProvider label="toasts">
        <DataProvider client={client}>
          <FrameProvider>{props.children}</FrameProvider>
        </DataProvider>
      </ToastProvider>
    );
    render(() => (
      <MemoryRouter history={createMemoryHistory()} root={Root}>
        <Route path="*" component={TeamPage} />
      </MemoryRouter>
    ));
  };
  const named = (title: string): string[] => {
    const list = screen.queryByRole('region', { name: title });
    const text = list === null ? '' : (list.textContent ?? '');
    return [...NAMES, '郑岚', '周远'].filter((name) => text.includes(name));
  };
  const look = (text: string) => fireEvent.input(screen.getByLabelText(words.searchLabel), { target: { value: text } });

  it('[TM-1] somebody is found by a part of the name, pinyin or initials, also who left', async () => {
    openPage(12);
    await screen.findByLabelText(words.searchLabel);
    look('桐');
    expect(named(words.list)).toEqual(['周雨桐', '吴桐']);
    expect(screen.queryByText(words.territories)).toBeNull();
    look('zhou');
    await vi.waitFor(() => expect(named(words.list)).toEqual(['周雨桐']));
    expect(named(words.inactive)).toEqual(['周远']);
    look('wt');
    expect(named(words.list)).toEqual(['吴桐']);
    look('司马');
    expect(screen.getByText(words.nobody)).toBeTruthy();
    look('');
    expect(named(words.list)).toHaveLength(13);
    expect(screen.getByText(words.territories)).toBeTruthy();
  });

  it('[TM-1] where a look finds everybody there is nothing to type', async () => {
    openPage(10);
    await vi.waitFor(() => expect(named(words.list)).toHaveLength(11));
    expect(screen.queryByLabelText(words.searchLabel)).toBeNull();
  });
});

describe('stores', () => {
  it('[FA-17] [R39] a store is added to a territory; without a name or a territory nothing is sent', async () => {
    const client = mount(() => <StoresSection org={company([])} mayEdit={true} />);
    expect(screen.getByText(words.noStores)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: words.addStore }));
    save(words.form.save);
    expect(dialog().getByText(words.needStoreName)).toBeTruthy();
    expect(dialog().getByText(words.needStoreTerritory)).toBeTruthy();
    expect(client.ran).toEqual([]);
    fireEvent.input(dialog().getByLabelText(words.storeName), { target: { value: ' 徐汇店 ' } });
    choose(words.storeTerritory, 't0');
    save(words.form.save);
    await vi.waitFor(() => expect(client.ran).toHaveLength(1));
    expect(client.ran[0]).toMatchObject({ type: 'storeDefined', payload: { territory: 't0', name: '徐汇店' } });
  });

  it('[FA-17] it is renamed and never moved; who may not only reads', async () => {
    const client = mount(() => <StoresSection org={company()} mayEdit={true} />);
    fireEvent.click(screen.getByRole('button', { name: /徐汇店/ }));
    expect(dialog().queryByLabelText(words.storeTerritory)).toBeNull();
    fireEvent.input(dialog().getByLabelText(words.storeName), { target: { value: '徐汇旗舰店' } });
    save(words.form.save);
    await vi.waitFor(() => expect(client.ran).toHaveLength(1));
    expect(client.ran[0]?.payload).toEqual({ store: 's1', territory: 't0', name: '徐汇旗舰店' });
    cleanup();
    mount(() => <StoresSection org={company()} mayEdit={false} />);
    expect(screen.getByText('徐汇店')).toBeTruthy();
    expect(screen.queryAllByRole('button')).toEqual([]);
  });
});

describe('title and store of somebody', () => {
  const openPerson = (more: Partial<MemberState>) => {
    const org = company();
    const rae = { ...(org.members['m2'] as MemberState), ...more };
    return mount(() => <MemberSheet org={org} person={rae} {...nothing} />);
  };

  it('[FA-18] [R7] [R53] only stores of his territories are offered; both are said with the rest', async () => {
    const client = openPerson({});
    expect(options(words.form.store)).toEqual([words.form.noStore, '徐汇店']);
    fireEvent.input(dialog().getByLabelText(new RegExp(words.form.title)), { target: { value: '大区总监' } });
    fireEvent.input(dialog().getByLabelText(new RegExp(words.form.hiredAt)), { target: { value: '2026-09-01' } });
    choose(words.form.store, 's1');
    save(words.form.save);
    await vi.waitFor(() => expect(client.ran).toHaveLength(1));
    expect(client.ran[0]).toMatchObject({
      type: 'memberChanged',
      payload: { title: '大区总监', store: 's1', hiredAtMs: Date.UTC(2026, 7, 31, 16) },
    });
  });

  it('[FA-18] what did not change is not said again, and a store goes with its territory', async () => {
    const worker = { title: '店长', store: 's1' as MemberState['store'] };
    const client = openPerson(worker);
    save(words.form.save);
    await vi.waitFor(() => expect(client.ran).toHaveLength(1));
    expect(Object.keys(client.ran[0]?.payload ?? {})).not.toContain('store');
    expect(Object.keys(client.ran[0]?.payload ?? {})).not.toContain('title');
    cleanup();
    const other = openPerson(worker);
    fireEvent.click(dialog().getByRole('checkbox', { name: '华东' }));
    fireEvent.click(dialog().getByRole('checkbox', { name: '华西' }));
    fireEvent.input(dialog().getByLabelText(new RegExp(words.form.title)), { target: { value: '' } });
    save(words.form.save);
    await vi.waitFor(() => expect(other.ran).toHaveLength(1));
    expect(other.ran[0]?.payload).toMatchObject({ territories: ['t1'], store: null, title: null });
  });

  it('[TM-2] [R7] whoever is active can be let in again, with a link named for what it is for', () => {
    const linkOf = (more: Partial<MemberState>): readonly string[] => {
      cleanup();
      openPerson(more);
      const known = [words.form.linkAgain, words.form.signInLink];
      return known.filter((name) => dialog().queryByRole('button', { name }) !== null);
    };
    expect(linkOf({ devices: [] })).toEqual([words.form.linkAgain]);
    expect(linkOf({ devices: ['phone' as MemberState['devices'][number]] })).toEqual([words.form.signInLink]);
    expect(linkOf({ active: false })).toEqual([]);
  });

  it('[FA-18] an invitation carries them', async () => {
    const client = mount(() => <MemberSheet org={company()} person={null} {...nothing} />);
    fireEvent.input(dialog().getByLabelText(words.form.name), { target: { value: '小新' } });
    fireEvent.click(dialog().getByRole('checkbox', { name: '华西' }));
    choose(words.form.store, 's2');
    save(words.form.makeLink);
    await vi.waitFor(() => expect(client.ran).toHaveLength(1));
    expect(client.ran[0]).toMatchObject({ type: 'memberInvited', payload: { name: '小新', store: 's2' } });
  });
});

describe('leave', () => {
  const away = { id: 'l1', fromMs: Date.UTC(2026, 10, 1, 16), untilMs: Date.UTC(2026, 10, 6, 16) };
  const withLeave = (): OrgState => {
    const org = company();
    const rae = { ...(org.members['m2'] as MemberState), leaves: [away] as unknown as MemberState['leaves'] };
    return { ...org, members: { ...org.members, m2: rae } };
  };
  const open = (org: OrgState) =>
    mount(() => (
      <PersonSheet
        org={org}
        person={org.members['m2'] as MemberState}
        onClose={() => undefined}
        onLink={() => undefined}
      />
    ));
  const fill = (label: string, value: string): boolean =>
    fireEvent.input(dialog().getByLabelText(label), { target: { value } });
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 3) }));
  afterEach(() => void vi.useRealTimers());

  it('[FA-19] [R49] is entered by its first and last day; without both, or the wrong way round, nothing is sent', async () => {
    const client = open(company());
    save(words.leave.add);
    save(words.leave.save);
    expect(dialog().getByRole('alert').textContent).toBe(words.leave.needDays);
    fill(words.leave.from, '2026-11-06');
    fill(words.leave.last, '2026-11-02');
    save(words.leave.save);
    expect(dialog().getByRole('alert').textContent).toBe(words.leave.wrongDays);
    expect(client.ran).toEqual([]);
    fill(words.leave.from, '2026-11-02');
    fill(words.leave.last, '2026-11-06');
    save(words.leave.save);
    // A second tap sends nothing more.
    save(words.leave.save);
    await vi.waitFor(() => expect(client.ran).toHaveLength(1));
    const { fromMs, untilMs } = away;
    expect(client.ran[0]).toMatchObject({ type: 'leaveEntered', payload: { member: 'm2', fromMs, untilMs } });
  });

  it('[FA-19] stands in words, shows in the list while it lasts, and is cancelled', async () => {
    const client = open(withLeave());
    const said = words.leave.days('11月2日', '11月6日');
    expect(dialog().getByText(said)).toBeTruthy();
    save(words.leave.add);
    fill(words.leave.from, '2026-11-03');
    fill(words.leave.last, '2026-11-04');
    save(words.leave.save);
    expect(dialog().getByRole('alert').textContent).toBe(words.leave.known);
    expect(client.ran).toEqual([]);
    save(words.leave.cancel(said));
    await vi.waitFor(() => expect(client.ran).toHaveLength(1));
    expect(client.ran[0]).toMatchObject({ type: 'leaveCancelled', payload: { leave: 'l1' } });
    await vi.waitFor(() => fireEvent.click(screen.getByRole('button', { name: words.leave.undo })));
    await vi.waitFor(() => expect(client.ran).toHaveLength(2));
    const { fromMs, untilMs } = away;
    expect(client.ran[1]).toMatchObject({ type: 'leaveEntered', payload: { member: 'm2', fromMs, untilMs } });
  });
});
