// @vitest-environment happy-dom

import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router';
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import { createSignal, type ParentProps } from 'solid-js';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createAnswer, createFreshAnswer, DataProvider } from '../../../client/app/data-context.tsx';
import { makeFrame } from '../../../client/app/frame.tsx';
import { FrameProvider } from '../../../client/app/frame-context.tsx';
import { InsecureOrigin } from '../../../client/app/insecure-origin.tsx';
import { Routes } from '../../../client/app/routes.tsx';
import type { DataClient, PoolAnswer, Query } from '../../../client/data/contract.ts';
import { JoinPage } from '../../../client/features/join/join-page.tsx';
import { LinkSheet } from '../../../client/features/team/link-sheet.tsx';
import { WelcomePage } from '../../../client/features/welcome/welcome-page.tsx';
import { insecure } from '../../../client/locales/zh-CN/insecure.ts';
import { rail } from '../../../client/locales/zh-CN/rail.ts';
import { shell } from '../../../client/locales/zh-CN/shell.ts';
import { join, welcome } from '../../../client/locales/zh-CN/welcome.ts';
import { ToastProvider } from '../../../client/ui/toast.tsx';
import { orgOf, type StubClient, signedIn, stubClient } from './stub-client.ts';

afterEach(cleanup);

const update = { waiting: () => false, apply: () => undefined, putOff: () => undefined };

/** Draws the pages around joining at an address, over a client. */
const open = (client: DataClient, address: string) => {
  const history = createMemoryHistory();
  history.set({ value: address });
  const Frame = makeFrame(update);
  const Root = (props: ParentProps) => (
    <ToastProvider label="toasts">
      <DataProvider client={client}>{props.children}</DataProvider>
    </ToastProvider>
  );
  render(() => (
    <MemoryRouter history={history} root={Root}>
      <Route path="/join" component={JoinPage} />
      <Route path="/welcome" component={WelcomePage} />
      <Route path="/" component={Frame}>
        <Route path="*" component={() => <p>inside</p>} />
      </Route>
    </MemoryRouter>
  ));
  return history;
};
const heading = (): string => screen.getByRole('heading', { level: 1 }).textContent ?? '';

describe('a page that is not for every role', () => {
  it('[SH-36] is called absent only once the role is known', async () => {
    const client = stubClient();
    const before = window.location.href;
    onTestFinished(() => window.history.replaceState(null, '', before));
    window.history.replaceState(null, '', '/numbers');
    client.answer('session', { kind: 'starting' });
    const Root = (props: ParentProps) => (
      <ToastProvider label="toasts">
        <DataProvider client={client}>
          <FrameProvider>{props.children}</FrameProvider>
        </DataProvider>
      </ToastProvider>
    );
    const Frame = (props: ParentProps) => <main>{props.children}</main>;
    render(() => <Routes root={Root} frame={Frame} />);
    expect(screen.getByRole('main').textContent).toBe('');
    client.answer('session', signedIn('rep'));
    client.answer('org', orgOf('甲公司', 'rep'));
    await vi.waitFor(() => expect(heading()).toBe(shell.notFound.title));
  });
});

describe('joining', () => {
  it.each(['linkUsed', 'linkExpired', 'notFound', 'offline'] as const)('[SH-7] %s in words', async (reason) => {
    const client = stubClient({ lookAtInvite: async () => ({ kind: 'failed', reason }) });
    client.answer('session', { kind: 'signedOut' });
    open(client, '/join#secret');
    await vi.waitFor(() => expect(heading()).toBe(join.failed[reason].title));
    expect(screen.getByText(join.failed[reason].line)).toBeTruthy();
    expect(screen.queryByRole('button', { name: join.again }) !== null).toBe(reason === 'offline');
  });

  it('[SH-7] a link without a secret is not asked about', async () => {
    const look = vi.fn<DataClient['lookAtInvite']>();
    open(stubClient({ lookAtInvite: look }), '/join');
    await vi.waitFor(() => expect(heading()).toBe(join.failed.notFound.title));
    expect(look).not.toHaveBeenCalled();
  });

  it('[SH-13] the owner names himself and the company, then come the territories', async () => {
    const redeem = vi.fn<DataClient['join']>(async () => {
      client.answer('session', signedIn('owner'));
      return { kind: 'joined', member: 'm1' as never };
    });
    const client: StubClient = stubClient({
      lookAtInvite: async () => ({ kind: 'invite', for: 'owner', name: null, company: null }),
      join: redeem,
    });
    client.answer('session', { kind: 'signedOut' });
    const history = open(client, '/join#secret');
    await vi.waitFor(() => expect(heading()).toBe(join.owner.title));
    fireEvent.click(screen.getByRole('button', { name: join.owner.act }));
    expect(screen.getByText(join.needName)).toBeTruthy();
    expect(redeem).not.toHaveBeenCalled();
    fireEvent.input(screen.getByLabelText(join.owner.name), { target: { value: '郑岚' } });
    fireEvent.input(screen.getByLabelText(join.owner.company), { target: { value: '云栖医疗' } });
    fireEvent.click(screen.getByRole('button', { name: join.owner.act }));
    await vi.waitFor(() => expect(history.get()).toBe('/welcome'));
    expect(redeem).toHaveBeenCalledWith('secret', '郑岚', false);
    expect(client.ran).toEqual([{ type: 'companyFounded', subject: 'org', payload: { name: '云栖医疗' } }]);
  });

  it('[SH-19] an owner link to a company that is there adds a device and founds nothing', async () => {
    const redeem = vi.fn<DataClient['join']>(async () => {
      client.answer('session', signedIn('owner'));
      return { kind: 'joined', member: 'm1' as never };
    });
    const client: StubClient = stubClient({
      lookAtInvite: async () => ({ kind: 'invite', for: 'owner', name: '郑岚', company: '云栖医疗' }),
      join: redeem,
    });
    client.answer('session', { kind: 'signedOut' });
    client.answer('org', orgOf('云栖医疗', 'owner'));
    const history = open(client, '/join#secret');
    await vi.waitFor(() => expect(heading()).toBe(join.member.title('郑岚')));
    fireEvent.click(screen.getByRole('button', { name: join.member.act }));
    await vi.waitFor(() => expect(history.get()).toBe('/'));
    expect(redeem).toHaveBeenCalledWith('secret', null, false);
    expect(client.ran).toEqual([]);
  });

  it('[SH-28] the page of a link loaded anew while its device registers goes on, that of another link says no', async () => {
    const never = () => new Promise<never>(() => undefined);
    const client = stubClient({
      lookAtInvite: async () => ({ kind: 'invite', for: 'member', name: '小任', company: '云栖医疗' }),
      join: never,
    });
    client.answer('session', { kind: 'signedOut' });
    client.answer('org', orgOf('云栖医疗', 'rep'));
    open(client, '/join#secret');
    fireEvent.click(await screen.findByRole('button', { name: join.member.act }));
    await vi.waitFor(() => expect(history.state).toMatchObject({ isJoining: true }));
    cleanup();
    client.answer('session', signedIn('rep'));
    const again = open(client, '/join#secret');
    await vi.waitFor(() => expect(again.get()).toBe('/'));
    cleanup();
    history.replaceState(null, '');
    open(client, '/join#another');
    await vi.waitFor(() => expect(heading()).toBe(join.already.title));
  });

  it('[SH-21] joining over unsent records says how many, offers them as a file, and wipes them only when told to', async () => {
    const redeem = vi.fn<DataClient['join']>(async (_secret, _name, givingUpUnsent) => {
      if (givingUpUnsent !== true) return { kind: 'unsent', unsent: { records: 3, files: 1 } };
      client.answer('session', signedIn('rep'));
      return { kind: 'joined', member: 'm2' as never };
    });
    const client: StubClient = stubClient({
      lookAtInvite: async () => ({ kind: 'invite', for: 'member', name: '小任', company: '云栖医疗' }),
      join: redeem,
    });
    client.answer('session', { kind: 'revoked' });
    client.answer('org', orgOf('云栖医疗', 'rep'));
    const history = open(client, '/join#secret');
    await vi.waitFor(() => expect(heading()).toBe(join.member.title('小任')));
    fireEvent.click(screen.getByRole('button', { name: join.member.act }));
    await vi.waitFor(() => expect(heading()).toBe(join.unsent.title));
    expect(screen.getByText(join.unsent.line(3, 1))).toBeTruthy();
    expect(screen.getByRole('link', { name: join.unsent.stay }).getAttribute('href')).toBe('/');
    expect(screen.getByRole('button', { name: join.unsent.export })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: join.unsent.act }));
    await vi.waitFor(() => expect(history.get()).toBe('/'));
    expect(redeem.mock.calls).toEqual([
      ['secret', null, false],
      ['secret', null, true],
    ]);
  });

  it('[SH-13] territories are written one by one, then the process is shown', async () => {
    const client = stubClient();
    client.answer('session', signedIn('owner'));
    client.answer('org', orgOf('云栖医疗', 'owner'));
    open(client, '/welcome');
    await vi.waitFor(() => expect(heading()).toBe(welcome.titleTerritories));
    fireEvent.click(screen.getByRole('button', { name: welcome.addTerritory }));
    fireEvent.input(screen.getByLabelText(welcome.territory(2)), { target: { value: '华东' } });
    fireEvent.click(screen.getByRole('button', { name: welcome.next }));
    expect(screen.getByText(welcome.sameTerritory)).toBeTruthy();
    expect(client.ran).toEqual([]);
    fireEvent.input(screen.getByLabelText(welcome.territory(2)), { target: { value: '西南' } });
    fireEvent.click(screen.getByRole('button', { name: welcome.next }));
    await vi.waitFor(() => expect(heading()).toBe(welcome.titleReady));
    expect(client.ran.map(({ type, payload }) => [type, (payload as { name: string }).name])).toEqual([
      ['territoryDefined', '华东'],
      ['territoryDefined', '西南'],
    ]);
    expect(screen.getAllByRole('listitem').map((stage) => stage.textContent)[0]).toMatch(/初步接触/);
  });
});

describe('the frame', () => {
  it('[SH-12] signed out and revoked devices see one plain page', async () => {
    const client = stubClient();
    client.answer('session', { kind: 'signedOut' });
    open(client, '/today');
    await vi.waitFor(() => expect(heading()).toBe(shell.signedOut.title));
    expect(screen.queryByText('inside')).toBeNull();
    client.answer('session', { kind: 'revoked' });
    await vi.waitFor(() => expect(heading()).toBe(shell.revoked.title));
    expect(screen.queryByRole('navigation')).toBeNull();
  });

  it('[SH-12] a signed-in device sees the page inside the frame', async () => {
    const client = stubClient();
    client.answer('session', signedIn('rep'));
    client.answer('org', orgOf('云栖医疗', 'rep', ['华东']));
    open(client, '/today');
    await vi.waitFor(() => expect(screen.getByText('inside')).toBeTruthy());
    expect(screen.getAllByRole('navigation').length).toBeGreaterThan(0);
    expect(screen.queryByRole('link', { name: rail.team })).toBeNull();
  });

  it('[SH-15] an insecure origin is explained', () => {
    render(() => <InsecureOrigin origin="http://10.0.0.5:8080" />);
    expect(heading()).toBe(insecure.title);
    expect(screen.getByText(/TLS_CERT/)).toBeTruthy();
    expect(screen.getByText('http://10.0.0.5:8080')).toBeTruthy();
  });
});

describe('invitation link', () => {
  it('[SH-14] asked again until the relay knows the invitation, then shown with its code', async () => {
    const client = stubClient();
    const link = 'https://relay.test/join#abcdefghijklmnop';
    client.inviteAnswers = [
      { kind: 'failed', reason: 'notSynced' },
      { kind: 'link', link, expiresAt: 1_800_000_000_000 },
    ];
    render(() => (
      <ToastProvider label="toasts">
        <DataProvider client={client}>
          <LinkSheet member="m9" name="林晓雯" onClose={() => undefined} />
        </DataProvider>
      </ToastProvider>
    ));
    await vi.waitFor(() => expect(screen.getByText(link)).toBeTruthy(), { timeout: 5_000 });
    expect(client.asked).toEqual(['m9', 'm9']);
    expect(
      screen
        .getByRole('img', { name: /林晓雯/ })
        .querySelector('path')
        ?.getAttribute('d')?.length,
    ).toBeGreaterThan(500);
  });
});

describe('answers', () => {
  const row = (id: string, name: string) => ({ id, name }) as unknown as PoolAnswer['rows'][number];
  const pool = (rows: PoolAnswer['rows']) => ({ rows, total: rows.length, counts: {} }) as unknown as PoolAnswer;

  it('[SH-16] rows that did not change keep their identity; the old answer stays', () => {
    const client = stubClient();
    let read: (() => PoolAnswer | undefined) | undefined;
    const Reader = () => {
      read = createAnswer(() => ({
        kind: 'pool' as const,
        filter: { chip: 'mine' as const },
        search: '',
        offset: 0,
        limit: 50,
      }));
      return null;
    };
    render(() => (
      <DataProvider client={client}>
        <Reader />
      </DataProvider>
    ));
    expect(read?.()).toBeUndefined();
    client.answer('pool', pool([row('a', '甲'), row('b', '乙')]));
    const before = read?.()?.rows[1];
    client.answer('pool', pool([row('c', '丙'), row('a', '甲'), row('b', '乙')]));
    expect(read?.()?.rows.map(({ name }) => name)).toEqual(['丙', '甲', '乙']);
    expect(read?.()?.rows[2]).toBe(before);
  });

  it('[SH-27] an answer of before is not one of what is asked now, and asking for more of the same is the same', () => {
    const given: ((value: PoolAnswer) => void)[] = [];
    const client: StubClient = {
      ...stubClient(),
      watch: (query, listener) => {
        if (query.kind === 'pool') given.push(listener as never);
        return () => undefined;
      },
    };
    const [search, setSearch] = createSignal('');
    const [limit, setLimit] = createSignal(50);
    let read: ReturnType<typeof createFreshAnswer<{ kind: 'pool' } & Query>> | undefined;
    const Reader = () => {
      read = createFreshAnswer(
        () => ({
          ...{ kind: 'pool' as const, filter: { chip: 'mine' as const }, offset: 0 },
          search: search(),
          limit: limit(),
        }),
        search,
      );
      return null;
    };
    render(() => (
      <DataProvider client={client}>
        <Reader />
      </DataProvider>
    ));
    const seen = () => [
      read
        ?.answer()
        ?.rows.map(({ name }) => name)
        .join(),
      read?.isFresh(),
    ];
    expect(seen()).toEqual([undefined, false]);
    given.at(-1)?.(pool([row('a', '甲')]));
    expect(seen()).toEqual(['甲', true]);
    setSearch('乙');
    expect(seen()).toEqual(['甲', false]);
    given.at(-1)?.(pool([row('b', '乙')]));
    expect(seen()).toEqual(['乙', true]);
    setLimit(100);
    expect(seen()).toEqual(['乙', true]);
  });
});
