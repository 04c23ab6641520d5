// @vitest-environment happy-dom

import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router';
import { cleanup, fireEvent, render, screen, within } from '@solidjs/testing-library';
import type { ParentProps } from 'solid-js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type CustomerId, DAY_MS, type EventId, HOUR_MS } from '#rules';
import { DataProvider } from '../../../client/app/data-context.tsx';
import { FrameProvider } from '../../../client/app/frame-context.tsx';
import type { InboxItem } from '../../../client/data/work-contract.ts';
import { groupOf } from '../../../client/features/tasks/item-words.ts';
import { TasksPage } from '../../../client/features/tasks/tasks-page.tsx';
import { tasks as words } from '../../../client/locales/zh-CN/tasks.ts';
import { ToastProvider } from '../../../client/ui/toast.tsx';
import { ask } from '../../support/decide-desk.ts';
import { modelsOver } from '../../support/models-over.ts';
import { creation, makeStage, note, type RulesStage, START_MS } from '../../support/rules-stage.ts';
import { type StubClient, signedIn, stubClient } from './stub-client.ts';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const renderPage = (client: StubClient): void => {
  const Root = (props: ParentProps) => (
    <ToastProvider label="toasts">
      <DataProvider client={client}>
        <FrameProvider>{props.children}</FrameProvider>
      </DataProvider>
    </ToastProvider>
  );
  render(() => (
    <MemoryRouter history={createMemoryHistory()} root={Root}>
      <Route path="*" component={TasksPage} />
    </MemoryRouter>
  ));
};

/** 待办 of a member over a company on paper: the worker's own answers, acts judged by the real rules. */
const open = (stage: RulesStage, member: string): StubClient => {
  vi.useFakeTimers({ now: stage.nowMs, toFake: ['Date'] });
  const base = stubClient();
  const answer = (): void => {
    const fold = stage.fold();
    const models = modelsOver(fold, member, stage);
    const role = fold.org().members[member]?.role ?? 'rep';
    base.answer('org', fold.org());
    base.answer('session', signedIn(role, member));
    const customer = models.answer({ kind: 'customer', id: 'c1' as CustomerId });
    if (customer !== null) base.answer('customer', structuredClone(customer));
    base.answer('inbox', structuredClone(models.answer({ kind: 'inbox', scope: 'mine', limit: 60 })));
  };
  const client: StubClient = {
    ...base,
    run: async (command) => {
      base.ran.push(structuredClone(command));
      const decision = ask(stage, member, command.type, structuredClone(command.payload), { subject: command.subject });
      if (decision.kind === 'refused') return decision;
      for (const { type, payload, cites, subject } of decision.drafts)
        stage.write(member, type, payload, { cites, subject });
      answer();
      return { kind: 'saved', events: [], warnings: [] };
    },
  };
  answer();
  renderPage(client);
  return client;
};

/** Two customers of rae whose appointments have passed, said so by the relay. */
const passed = (): RulesStage => {
  const stage = makeStage();
  stage.act('rae', 'customerCreated', creation(), { subject: 'c2' });
  for (const subject of ['c1', 'c2']) stage.act('rae', 'visitNoteRecorded', note(), { subject });
  stage.nowMs = START_MS + 2 * DAY_MS + 3 * HOUR_MS;
  stage.settle();
  return stage;
};
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const rows = (name: RegExp) => screen.queryAllByRole('button', { name });
const PASSED = /的约定过了，还没更新进展/;

const OFFER: InboxItem = {
  ...{ kind: 'offer', segment: 'todo', id: 'offer.e1', offer: 'e1' as EventId, source: '展会' },
  ...{ campaign: '秋季', remark: '问过报价', decisionMakerTitle: '', city: '', industry: '', level: '', product: '' },
  ...{ customer: 'c1' as CustomerId, customerName: '苏州精密仪器', people: [], quietUntilMs: null, atMs: START_MS },
};

describe('待办', () => {
  it('[WK-1][R79] several alerts are ended at once with the words that are there, until a day if one is named', async () => {
    const stage = passed();
    const client = open(stage, 'mia');
    expect(rows(PASSED)).toHaveLength(2);
    press(words.select);
    for (const row of rows(PASSED)) fireEvent.click(row);
    press(words.bulk.close);
    const sheet = screen.getByRole('dialog');
    expect(within(sheet).getByLabelText<HTMLTextAreaElement>(words.closing.label).value).toBe('已线下协调，暂缓跟进');
    fireEvent.input(within(sheet).getByLabelText(new RegExp(words.closing.resume)), {
      target: { value: '2026-11-01' },
    });
    fireEvent.click(within(sheet).getByRole('button', { name: words.closing.act }));
    expect(within(sheet).getByText(words.closing.pastResume)).toBeTruthy();
    fireEvent.input(within(sheet).getByLabelText(new RegExp(words.closing.resume)), {
      target: { value: '2026-11-09' },
    });
    fireEvent.click(within(sheet).getByRole('button', { name: words.closing.act }));
    await vi.waitFor(() => expect(screen.getByText(words.closing.doneMany(2))).toBeTruthy());
    expect(client.ran.map(({ type, subject }) => `${type} ${subject}`)).toEqual(['effectClosed c1', 'effectClosed c2']);
    const quiet = screen.getByRole('region', { name: words.groups.quiet });
    expect(within(quiet).getAllByRole('button')).toHaveLength(2);
  });

  it('[WK-2] who may not end an alert is told who may, and what does', async () => {
    open(passed(), 'rae');
    fireEvent.click(rows(PASSED)[0] as HTMLElement);
    const sheet = screen.getByRole('dialog');
    expect(within(sheet).getByText(words.closing.managersOnly)).toBeTruthy();
    expect(within(sheet).queryByRole('button', { name: words.closing.act })).toBeNull();
    expect(within(sheet).getByRole('link', { name: words.alertActs.note })).toBeTruthy();
  });

  it('[WK-5] [R30] [R37] a promise that is overdue says what it was and by whom, and is ticked where it is said', async () => {
    const client = open(passed(), 'rae');
    fireEvent.click(rows(/交付的，还没交/)[0] as HTMLElement);
    const sheet = screen.getByRole('dialog');
    expect(await within(sheet).findByText('成本分析表')).toBeTruthy();
    expect(within(sheet).getByText(/^你交付，/)).toBeTruthy();
    fireEvent.click(within(sheet).getByRole('button', { name: '已交付：成本分析表' }));
    await vi.waitFor(() => expect(client.ran.map(({ type }) => type)).toEqual(['commitmentDelivered']));
    await vi.waitFor(() => expect(screen.queryByText('成本分析表')).toBeNull());
  });

  it('[WK-3] one kind alone can be looked at, and what is put off lies apart', async () => {
    const stage = passed();
    stage.act('rae', 'statusMarked', { colour: 'yellow', basis: null, need: '石板', openItems: ['budget'] });
    stage.pass(1_000);
    stage.settle();
    open(stage, 'rae');
    press(/^任务/);
    expect(rows(PASSED)).toHaveLength(0);
    press(/补齐预算和决策链/);
    const sheet = screen.getByRole('dialog');
    fireEvent.click(within(sheet).getByRole('button', { name: words.snooze.act }));
    press(words.snooze.tomorrow);
    await vi.waitFor(() => expect(stage.customer().tasks[0]?.snoozedUntil).toBeGreaterThan(stage.nowMs));
    expect(screen.getByRole('region', { name: words.groups.quiet })).toBeTruthy();
  });

  it('[WK-3] the last of a kind that is dealt with leaves the others standing there', async () => {
    const stage = passed();
    stage.act('rae', 'statusMarked', { colour: 'yellow', basis: null, need: '石板', openItems: ['budget'] });
    stage.pass(1_000);
    stage.settle();
    const client = open(stage, 'rae');
    press(/^任务/);
    expect(rows(PASSED)).toHaveLength(0);
    const basis = stage.customer().mark?.id ?? null;
    const payload = { colour: 'red', basis, redGround: 'sourceDoubtful' } as const;
    expect(await client.run({ type: 'statusMarked', subject: 'c1', payload })).toMatchObject({ kind: 'saved' });
    await vi.waitFor(() => expect(rows(PASSED)).toHaveLength(2));
  });

  it('[WK-8] until it is known whether he leads anybody nothing is shown that would be another one’s or move afterwards', async () => {
    const client = stubClient();
    client.answer('session', signedIn('manager', 'mia'));
    renderPage(client);
    expect(screen.getByRole('heading', { name: words.title })).toBeTruthy();
    expect(screen.queryAllByRole('navigation', { name: words.links })).toEqual([]);
    expect(screen.queryAllByRole('group')).toEqual([]);
    const models = modelsOver(passed().fold(), 'mia', passed());
    client.answer('inbox', structuredClone(models.answer({ kind: 'inbox', scope: 'mine', limit: 60 })));
    const ways = await screen.findByRole('navigation', { name: words.links });
    expect(within(ways).getByRole('link', { name: words.toGaps.leader })).toBeTruthy();
    expect(within(ways).getByRole('link', { name: words.toReview })).toBeTruthy();
    expect(screen.getByRole('group', { name: words.scope })).toBeTruthy();
  });

  it('[WK-7] a lead that was given is not late', () => {
    expect(groupOf({ ...OFFER, atMs: START_MS - DAY_MS }, START_MS)).toBe('today');
  });

  it('[WK-4][S31] what the relay has not confirmed says so and can be ended by nobody', () => {
    const stage = makeStage();
    stage.act('rae', 'visitNoteRecorded', note());
    stage.nowMs = START_MS + 2 * DAY_MS + 3 * HOUR_MS;
    open(stage, 'rae');
    const [row] = rows(PASSED);
    expect(row?.textContent).toContain(words.waitingForServer);
    fireEvent.click(row as HTMLElement);
    expect(within(screen.getByRole('dialog')).getByText(words.closing.notYet)).toBeTruthy();
  });
});
