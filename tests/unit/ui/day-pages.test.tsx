// @vitest-environment happy-dom

import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router';
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import type { Component, ParentProps } from 'solid-js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type CustomerId, type EventId, rowAt, rowFacts } from '#rules';
import { DataProvider } from '../../../client/app/data-context.tsx';
import { FrameProvider } from '../../../client/app/frame-context.tsx';
import type { PoolRow } from '../../../client/data/contract.ts';
import type { InboxAnswer, NoticeItem } from '../../../client/data/work-contract.ts';
import { TasksPage } from '../../../client/features/tasks/tasks-page.tsx';
import { TodayPage } from '../../../client/features/today/today-page.tsx';
import { tasks } from '../../../client/locales/zh-CN/tasks.ts';
import { today } from '../../../client/locales/zh-CN/today.ts';
import { ToastProvider } from '../../../client/ui/toast.tsx';
import { makeStage, START_MS } from '../../support/rules-stage.ts';
import { orgOf, type StubClient, signedIn, stubClient } from './stub-client.ts';

const DAY = 86_400_000;

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: START_MS }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const open = (client: StubClient, page: Component): void => {
  client.answer('session', signedIn('rep'));
  client.answer('org', orgOf('瑞康', 'rep'));
  const history = createMemoryHistory();
  const Root = (props: ParentProps) => (
    <ToastProvider label="toasts">
      <DataProvider client={client}>
        <FrameProvider>{props.children}</FrameProvider>
      </DataProvider>
    </ToastProvider>
  );
  render(() => (
    <MemoryRouter history={history} root={Root}>
      <Route path="*" component={page} />
    </MemoryRouter>
  ));
};

describe('待办', () => {
  const skipped: NoticeItem = {
    id: 'n1',
    kind: 'notice',
    segment: 'notice',
    notice: 'stageSkipped',
    customer: 'c1' as CustomerId,
    customerName: '上海石板',
    people: [],
    atMs: START_MS,
    quietUntilMs: null,
    params: { by: 'm1', skipped: 'quote', reason: '老客户' },
    seen: false,
  };
  const inbox = (item: NoticeItem): InboxAnswer => ({
    items: [item],
    counts: { todo: 0, decide: 0, notice: item.seen ? 0 : 1 },
    later: 0,
    done: [],
    leads: false,
  });

  it('[SH-23] opens where something waits, stays there, and says 你 to who did it', () => {
    const client = stubClient();
    client.answer('inbox', inbox(skipped));
    open(client, TasksPage);
    expect(screen.getByText(/^你把上海石板的/)).toBeTruthy();
    client.answer('inbox', inbox({ ...skipped, seen: true }));
    expect(screen.getByText(/^你把上海石板的/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: tasks.seen })).toBeNull();
  });

  it('[SH-23] the tab counts the playbooks that stand under it as well', () => {
    const client = stubClient();
    client.answer('inbox', { ...inbox(skipped), counts: { todo: 7, decide: 0, notice: 1 } });
    client.answer('packs', { mine: [], open: 2, given: [] });
    open(client, TasksPage);
    expect(screen.getByRole('button', { name: `${tasks.todo} 9` })).toBeTruthy();
  });
});

describe('今日', () => {
  it('[SH-25] an appointment of another day that waits for its note says which day', () => {
    const stage = makeStage();
    const row = { ...rowAt(rowFacts(stage.customer()), stage.fold().org(), stage.nowMs), basicsOnly: false };
    const customer: PoolRow = { ...row, unsynced: false, matches: [] };
    const appointment = (days: number, agenda: string) => ({
      customer,
      note: `n${days}` as EventId,
      atMs: START_MS + days * DAY,
      agenda,
      attendees: [],
      lastConcern: null,
      promised: null,
      promiseDelivered: false,
    });
    const appointments = [appointment(-1, '谈付款'), appointment(0.01, '看现场')];
    const client = stubClient();
    client.answer('today', { appointments, promises: [], suggestions: [] });
    open(client, TodayPage);
    expect(screen.getByText(/^昨天 \d\d:\d\d$/)).toBeTruthy();
    expect(screen.getByText(/^\d\d:\d\d$/)).toBeTruthy();
  });

  it('[SH-25] promises stand nearest to now first, late ones before those to come, folded, in days', () => {
    const stage = makeStage();
    const row: PoolRow = {
      ...rowAt(rowFacts(stage.customer()), stage.fold().org(), stage.nowMs),
      basicsOnly: false,
      unsynced: false,
      matches: [],
    };
    const due = [-200, -100, -3, 0.1, 1, 2, 4].map((days) => ({
      customer: row,
      note: `n${days}` as EventId,
      text: `样 ${days}`,
      dueMs: START_MS + days * DAY,
    }));
    const client = stubClient();
    client.answer('today', { appointments: [], promises: due, suggestions: [] });
    open(client, TodayPage);
    const shown = () => screen.getAllByText(/^样 /).map(({ textContent }) => textContent);
    expect(shown()).toEqual(['样 0.1', '样 -3', '样 1', '样 2', '样 4']);
    expect(screen.getByText(today.over(3))).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: today.morePromises(2, 2) }));
    expect(shown().slice(-2)).toEqual(['样 -100', '样 -200']);
  });
});
