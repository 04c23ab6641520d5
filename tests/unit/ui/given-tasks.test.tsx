// @vitest-environment happy-dom
import { MemoryRouter, Route } from '@solidjs/router';
import { cleanup, fireEvent, render, screen, within } from '@solidjs/testing-library';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Command, type CustomerId, DAY_MS, type MemberId, type TaskOrigin, type TerritoryId } from '#rules';
import { DataProvider } from '../../../client/app/data-context.tsx';
import type { CommandOutcome, DataClient } from '../../../client/data/contract.ts';
import type { TaskItem } from '../../../client/data/work-contract.ts';
import { TaskSheet } from '../../../client/features/tasks/task-sheet.tsx';
import { assign as words } from '../../../client/locales/zh-CN/assign.ts';
import { customerComplaints } from '../../../client/locales/zh-CN/customer-complaints.ts';
import { refusals } from '../../../client/locales/zh-CN/refusals.ts';
import { tasks } from '../../../client/locales/zh-CN/tasks.ts';
import { ToastProvider } from '../../../client/ui/toast.tsx';
import { AssignSheet, type AssignTarget } from '../../../client/views/assign-sheet.tsx';
import { makeStage, note, START_MS } from '../../support/rules-stage.ts';
import { dialog, open, press, ranTypes, type } from './customer-desk.ts';
import { stageClient } from './stage-client.tsx';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const choose = (label: string, value: string): boolean =>
  fireEvent.change(dialog().getByLabelText(new RegExp(label)), { target: { value } });

describe('a task given on the customer’s page', () => {
  it('[FA-10] [R45] a leader names what, whom and until when; nothing goes while a part is missing', async () => {
    const { client, stage } = open('mia');
    fireEvent.click(await screen.findByRole('button', { name: words.act }));
    fireEvent.click(dialog().getByRole('button', { name: words.submit }));
    expect(dialog().getByText(words.whatMissing)).toBeTruthy();
    expect(ranTypes(client)).toEqual([]);
    type(new RegExp(words.what), '约总监见一面');
    type(new RegExp(words.script), '先问预算');
    choose(words.to, 'rob');
    fireEvent.click(dialog().getByRole('button', { name: words.submit }));
    await vi.waitFor(() => expect(stage.customer().tasks).toMatchObject([{ assignee: 'rob', title: '约总监见一面' }]));
    expect(stage.customer().tasks[0]?.assigned).toMatchObject({ by: 'mia', script: '先问预算' });
  });

  it('[FA-10] the owner notes one down for himself; a colleague is offered nothing', async () => {
    const { stage } = open('rae');
    fireEvent.click(await screen.findByRole('button', { name: words.actOwn }));
    type(new RegExp(words.what), '寄样板');
    fireEvent.click(dialog().getByRole('button', { name: words.submitOwn }));
    await vi.waitFor(() =>
      expect(stage.customer().tasks).toMatchObject([{ assignee: 'rae', assigned: { by: 'rae' } }]),
    );
    cleanup();
    open('rob');
    await screen.findByRole('heading', { name: '上海石板' });
    expect(screen.queryByRole('button', { name: words.act })).toBeNull();
    expect(screen.queryByRole('button', { name: words.actOwn })).toBeNull();
  });
});

describe('one task for each of many customers', () => {
  const targets = ['c1', 'c2', 'c3'].map(
    (id): AssignTarget => ({ id: id as CustomerId, owner: 'rae' as MemberId, territory: 'east' as TerritoryId }),
  );
  const saved: CommandOutcome = { kind: 'saved', events: [], warnings: [] };
  const refusal = { params: {}, rule: 'task.assign', version: 'template' } as const;

  const openSheet = (
    run: DataClient['run'],
    { org, nowMs } = { org: makeStage().fold().org(), nowMs: START_MS },
    about = targets,
    isForOther = false,
  ) => {
    const said: string[] = [];
    let ids = 0;
    render(() => (
      <AssignSheet
        targets={about}
        start={{
          ...{ title: '约总监', origin: { kind: 'cause', cause: 'director' } },
          ...(isForOther ? { isForOther } : {}),
        }}
        deps={{
          ...{ org, member: 'mia' as MemberId, nowMs },
          ...{ run, newId: () => `id${ids++}` },
        }}
        onClose={() => undefined}
        onDone={(text) => said.push(text)}
      />
    ));
    const submit = () => fireEvent.click(dialog().getByRole('button', { name: words.submit }));
    return { said, submit };
  };

  it('[FA-11] [R54] each customer’s owner gets his; who has it already is told of and holds up nobody', async () => {
    const ran: Command[] = [];
    const { said, submit } = openSheet(async (command) => {
      ran.push(command);
      return command.subject === 'c2'
        ? { kind: 'refused', refusals: [{ ...refusal, code: 'alreadyDone', field: 'origin' }] }
        : saved;
    });
    submit();
    await vi.waitFor(() => expect(said).toEqual([words.already(1)]));
    expect(ran).toMatchObject(
      targets.map(({ id }) => ({
        type: 'taskAssigned',
        subject: id,
        payload: { title: '约总监', to: 'rae', origin: { kind: 'cause', cause: 'director' } },
      })),
    );
  });

  it('[FA-24] who is asked to help is not the owner himself: nobody is chosen beforehand', async () => {
    const given: unknown[] = [];
    const run: DataClient['run'] = async ({ payload }) => {
      given.push('to' in payload ? payload.to : null);
      return saved;
    };
    const { submit } = openSheet(run, undefined, targets.slice(0, 1));
    submit();
    await vi.waitFor(() => expect(given).toEqual(['rae']));
    cleanup();
    openSheet(run, undefined, targets.slice(0, 1), true).submit();
    expect(dialog().getByText(words.toMissing)).toBeTruthy();
    expect(given).toEqual(['rae']);
  });

  it('[FA-11] somebody who owns few of them may be chosen, and how many are not his is said', async () => {
    openSheet(async () => saved);
    const said = () => dialog().queryByText(/不归他负责/)?.textContent ?? null;
    expect(said()).toBeNull();
    choose(words.to, 'rob');
    expect(said()).toBe(words.notOwned(3, 3));
    choose(words.to, 'rae');
    expect(said()).toBeNull();
    cleanup();
    const [first, second, ...rest] = targets;
    if (first === undefined || second === undefined) throw new Error('too few');
    openSheet(async () => saved, undefined, [
      { ...first, owner: 'rob' as MemberId },
      { ...second, owner: null },
      ...rest,
    ]);
    choose(words.to, 'rob');
    expect(said()).toBe(words.notOwned(1, 3));
    choose(words.to, 'mia');
    expect(said()).toBeNull();
  });

  it('[FA-21] [R96] it is due when a working day of the company ends, past weekends, holidays and make-up days', () => {
    const org = makeStage().fold().org();
    const dueFrom = (nowMs: number, toMinute = org.process.calendar.toMinute): string => {
      const calendar = { ...org.process.calendar, toMinute };
      openSheet(async () => saved, { org: { ...org, process: { ...org.process, calendar } }, nowMs });
      const { value } = dialog().getByLabelText<HTMLInputElement>(new RegExp(words.due));
      cleanup();
      return value;
    };
    const friday = START_MS + 4 * DAY_MS;
    expect(dueFrom(START_MS)).toBe('2026-11-04T18:00');
    expect(dueFrom(friday)).toBe('2026-11-10T18:00');
    expect(dueFrom(friday + 2 * DAY_MS)).toBe('2026-11-11T18:00');
    expect(dueFrom(friday, 17 * 60)).toBe('2026-11-10T17:00');
    expect(dueFrom(Date.UTC(2026, 11, 2, 1), 24 * 60)).toBe('2026-12-04T23:59');
    // 1 to 7 October is the National Day; 10 October, a Saturday, is worked.
    expect(dueFrom(Date.UTC(2026, 8, 30, 1))).toBe('2026-10-09T18:00');
    expect(dueFrom(Date.UTC(2026, 9, 8, 1))).toBe('2026-10-10T18:00');
  });

  it('[FA-11] what was refused says so, and pressed again the same commands run, none twice', async () => {
    const given = new Map<string | undefined, number>();
    let isFull = true;
    const { said, submit } = openSheet(async ({ subject }, commandId) => {
      given.set(commandId, (given.get(commandId) ?? 0) + 1);
      return isFull && subject === 'c3' ? { kind: 'storage', reason: 'quota' } : saved;
    });
    submit();
    await vi.waitFor(() => expect(dialog().getByRole('alert').textContent).toContain('1 件没办成'));
    expect(said).toEqual([]);
    isFull = false;
    submit();
    await vi.waitFor(() => expect(said).toEqual([words.doneMany(3)]));
    expect([...given]).toEqual([
      ['id0', 2],
      ['id1', 2],
      ['id2', 2],
    ]);
  });
});

describe('complaints', () => {
  const address = '/pool/c1?tab=promises';

  it('[FA-12] [R38] one is written down with the promise it is about, and settled with what was done', async () => {
    const { stage } = open('rae', (set) => set.act('rae', 'visitNoteRecorded', note()), address);
    fireEvent.click(await screen.findByRole('button', { name: customerComplaints.act }));
    fireEvent.click(dialog().getByRole('button', { name: customerComplaints.submit }));
    expect(dialog().getByText(customerComplaints.summaryMissing)).toBeTruthy();
    type(new RegExp(customerComplaints.summary), '说好的成本表没给');
    expect(dialog().getByRole('option', { name: /^成本分析表（.+ 前，还没到期）$/ })).toBeTruthy();
    choose(customerComplaints.promise, stage.customer().notes[0]?.id ?? '');
    fireEvent.click(dialog().getByRole('button', { name: customerComplaints.submit }));
    const list = within(await screen.findByRole('region', { name: customerComplaints.title }));
    await vi.waitFor(() =>
      expect(list.getByText(customerComplaints.about('成本分析表', customerComplaints.stands.open))).toBeTruthy(),
    );
    await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    press(customerComplaints.settle);
    type(customerComplaints.settleTitle, '当面送到');
    fireEvent.click(dialog().getByRole('button', { name: customerComplaints.settle }));
    await vi.waitFor(() => expect(list.getByText(/处理好了：当面送到/)).toBeTruthy());
    expect(stage.customer().complaints).toMatchObject([{ resolved: { reason: '当面送到' } }]);
  });

  it('[FA-12] an emptied date is asked for, never taken for now', async () => {
    const { client, stage } = open('rae', undefined, address);
    fireEvent.click(await screen.findByRole('button', { name: customerComplaints.act }));
    type(new RegExp(customerComplaints.summary), '送晚了');
    type(customerComplaints.at, '');
    press(customerComplaints.submit);
    expect(dialog().getByText(customerComplaints.atMissing)).toBeTruthy();
    expect(ranTypes(client)).toEqual([]);
    type(customerComplaints.at, '2026-11-01T10:30');
    press(customerComplaints.submit);
    await vi.waitFor(() => expect(stage.customer().complaints).toMatchObject([{ atMs: Date.UTC(2026, 10, 1, 2, 30) }]));
  });

  it('[FA-12] a colleague writes one down and cannot settle it', async () => {
    open('rob', (set) => set.act('rob', 'complaintRecorded', { summary: '送晚了', atMs: set.nowMs }), address);
    expect(await screen.findByText('送晚了')).toBeTruthy();
    expect(screen.getByRole('button', { name: customerComplaints.act })).toBeTruthy();
    expect(screen.queryByRole('button', { name: customerComplaints.settle })).toBeNull();
    expect(screen.getByText(customerComplaints.open)).toBeTruthy();
  });
});

describe('a given task opened', () => {
  const openTask = (by: string, origin?: TaskOrigin, script = '先问预算，再约总监') => {
    const stage = makeStage();
    const matter = origin === undefined ? {} : { origin };
    stage.act(by, 'taskAssigned', { title: '约总监', to: 'rae', dueMs: START_MS + DAY_MS, script, ...matter });
    const [task] = stage.customer().tasks;
    if (task === undefined) throw new Error('no task');
    const item: TaskItem = {
      ...{ kind: 'task', id: task.id, segment: 'todo', customer: task.customer, customerName: '上海石板', task },
      ...{ people: [], atMs: task.dueAt, quietUntilMs: null, evidence: [], owner: null, mayClose: false, note: null },
    };
    const client = stageClient(stage, 'rae');
    render(() => (
      <ToastProvider label="toasts">
        <DataProvider client={client}>
          <MemoryRouter>
            <Route path="*" component={() => <TaskSheet item={item} onClose={() => undefined} />} />
          </MemoryRouter>
        </DataProvider>
      </ToastProvider>
    ));
    return { client, script };
  };

  it('[FA-14] [R64] it says who gave it and what to say; one’s own is not sent back', async () => {
    const { script } = openTask('mia');
    expect(await screen.findByText(script)).toBeTruthy();
    await vi.waitFor(() => expect(screen.getByText(tasks.givenBy('mia'))).toBeTruthy());
    expect(screen.getByRole('button', { name: tasks.giveBack })).toBeTruthy();
    cleanup();
    openTask('rae');
    expect(await screen.findByText(tasks.ownCause)).toBeTruthy();
    expect(screen.queryByRole('button', { name: tasks.giveBack })).toBeNull();
  });

  it('[FA-22] [R54] sent because of a cause: what came of it is asked at its field', async () => {
    const { client } = openTask('mia', { kind: 'cause', cause: 'internalApproval/2026-W11/x' });
    const field = await screen.findByLabelText(tasks.result);
    press(tasks.complete);
    expect((await screen.findByRole('alert')).textContent).toContain(refusals.resultMissing);
    expect(ranTypes(client)).toEqual([]);
    fireEvent.input(field, { target: { value: '总监答应周五见' } });
    press(tasks.complete);
    await vi.waitFor(() => expect(ranTypes(client)).toEqual(['taskCompleted']));
    expect(client.ran.at(-1)?.payload).toMatchObject({ remark: '总监答应周五见' });
  });

  it('[FA-14] what is copied of what to say ends before what is not the customer’s to read', async () => {
    const copied: string[] = [];
    vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText: async (text: string) => copied.push(text) } });
    openTask('mia', undefined, '您好，这周哪天方便？\n\n【自己看】决策人为总监级。');
    fireEvent.click(await screen.findByRole('button', { name: tasks.script.copy }));
    await vi.waitFor(() => expect(copied).toEqual(['您好，这周哪天方便？']));
    vi.unstubAllGlobals();
  });

  it('[FA-14] it is done with a word', async () => {
    const { client } = openTask('mia');
    fireEvent.input(await screen.findByLabelText(tasks.remark), { target: { value: '周五见' } });
    press(tasks.complete);
    await vi.waitFor(() => expect(ranTypes(client)).toEqual(['taskCompleted']));
  });
});
