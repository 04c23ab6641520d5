// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from '@solidjs/testing-library';
import type { JSX } from 'solid-js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_PROCESS, type OpportunityState } from '#rules';
import type { CustomerAnswer } from '../../../client/data/contract.ts';
import type { Suggestion } from '../../../client/data/lead-contract.ts';
import type { MetricAnswer, MetricCasesAnswer } from '../../../client/data/metric-contract.ts';
import type { TaskItem } from '../../../client/data/work-contract.ts';
import { EndSheet } from '../../../client/features/customer/stage/end-sheet.tsx';
import { SendForm } from '../../../client/features/metrics/send-form.tsx';
import { ClosingSheet } from '../../../client/features/tasks/closing-sheet.tsx';
import { SuggestionSheet } from '../../../client/features/tasks/suggestion-sheet.tsx';
import { customer } from '../../../client/locales/zh-CN/customer.ts';
import { customerStage } from '../../../client/locales/zh-CN/customer-stage.ts';
import { suggestions } from '../../../client/locales/zh-CN/leads.ts';
import { intervention } from '../../../client/locales/zh-CN/metrics.ts';
import { tasks } from '../../../client/locales/zh-CN/tasks.ts';
import { HandOverSheet } from '../../../client/views/hand-over-sheet.tsx';
import { makeStage } from '../../support/rules-stage.ts';
import { pick } from './customer-desk.ts';
import { type Device, draw, field, itemOf, makeDevice, none, press, refused, write } from './kept-support.tsx';
import { openCustomer, stageClient } from './stage-client.tsx';
import { withDrafts } from './stub-client.ts';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const [PLAYBOOK] = DEFAULT_PROCESS.playbooks;
const METRIC = { row: { id: 'validatedNeedRate' }, people: [] } as unknown as MetricAnswer;
const CASES: MetricCasesAnswer = { sort: 'missed', total: 0, people: [] };

interface Case {
  readonly label: string;
  readonly key: string;
  readonly sheet: (device: Device, onDone: () => void) => JSX.Element;
  /** What else has to be chosen before the sentence can be written. */
  readonly begin: () => void;
  readonly send: () => void;
}
const CASES_OF: Readonly<Record<string, Case>> = {
  '交给…': {
    label: customer.handOverSheet.reason,
    key: 'hand-over-c1',
    sheet: ({ client, org }, onDone) => (
      <HandOverSheet
        customer={{ id: 'c1', name: '上海石板', owner: null, territory: 't0', isPrivate: false } as never}
        deps={{ data: client, org, me: () => 'm1' }}
        onClose={onDone}
      />
    ),
    begin: () => fireEvent.change(screen.getByLabelText(customer.handOverSheet.to), { target: { value: 'm2' } }),
    send: () => press(customer.handOverSheet.act),
  },
  丢单: {
    label: customerStage.endSheet.reason,
    key: 'end-o1',
    sheet: (_, onDone) => (
      <EndSheet
        customer={{ state: { id: 'c1' } } as unknown as CustomerAnswer}
        opportunity={{ id: 'o1', name: '一期' } as unknown as OpportunityState}
        onClose={onDone}
      />
    ),
    begin: () => pick(/丢单/),
    send: () => press(customerStage.endSheet.act.lost),
  },
  不做了: {
    label: tasks.closing.label,
    key: 'effect-closed-e1',
    sheet: (_, onDone) => <ClosingSheet items={[itemOf('e1')]} onClose={none} onDone={onDone} />,
    begin: none,
    send: () => press(tasks.closing.act),
  },
  干预: {
    label: intervention.remark,
    key: 'playbook-sent-validatedNeedRate-activateHighIntent',
    sheet: (_, onDone) => (
      <SendForm
        answer={METRIC}
        isNarrowed={false}
        cases={CASES}
        offer={{ id: PLAYBOOK?.id ?? '', version: 'template', playbook: PLAYBOOK as never }}
        busy={new Set()}
        onSend={onDone}
      />
    ),
    begin: () => {
      const box = screen.getByRole<HTMLInputElement>('checkbox', { name: /小芮/ });
      if (!box.checked) fireEvent.click(box);
    },
    send: () => press(intervention.send(1)),
  },
};

describe.each(Object.entries(CASES_OF))('%s', (_, { label, key, sheet, begin, send }) => {
  const TEXT = '院长下周回来';

  it('[CP-25] closed by mistake, what was typed is there again', async () => {
    const device = makeDevice();
    const close = draw(device.client, () => sheet(device, none));
    begin();
    write(label, TEXT);
    close();
    await vi.waitFor(() => expect([...device.kept]).toEqual([[key, TEXT]]));
    draw(device.client, () => sheet(device, none));
    begin();
    await vi.waitFor(() => expect(field(label).value).toBe(TEXT));
  });

  it('[CP-25] refused it is still there, also after the sheet was closed', async () => {
    const device = makeDevice();
    device.client.run = async (command) => {
      device.client.ran.push(command);
      return refused;
    };
    const close = draw(device.client, () => sheet(device, none));
    begin();
    write(label, TEXT);
    send();
    await vi.waitFor(() => expect(screen.getByRole('alert')).toBeTruthy());
    expect(device.client.ran).toHaveLength(1);
    expect(field(label).value).toBe(TEXT);
    close();
    draw(device.client, () => sheet(device, none));
    begin();
    await vi.waitFor(() => expect(field(label).value).toBe(TEXT));
    expect([...device.kept]).toEqual([[key, TEXT]]);
  });

  it('[CP-25] saved, the next begins with nothing', async () => {
    const device = makeDevice();
    device.kept.set(key, TEXT);
    const onDone = vi.fn();
    const close = draw(device.client, () => sheet(device, onDone));
    begin();
    await vi.waitFor(() => expect(field(label).value).toBe(TEXT));
    send();
    await vi.waitFor(() => expect(onDone).toHaveBeenCalled());
    await vi.waitFor(() => expect(device.kept.size).toBe(0));
    expect(JSON.stringify(device.client.ran.map(({ payload }) => payload))).toContain(TEXT);
    close();
    draw(device.client, () => sheet(device, none));
    begin();
    await device.looked();
    expect(field(label).value).toBe('');
  });
});

describe('a form that stays', () => {
  it('[CP-25] once it was sent it is empty, and keeps what is typed next', async () => {
    const device = makeDevice();
    const { label, key, sheet, begin, send } = CASES_OF['干预'] as Case;
    // The disk takes its time to let go of the first.
    let letGo: () => void = none;
    const save = device.client.saveDraft;
    device.client.saveDraft = async (at, value) => {
      if (value === null) await new Promise<void>((resolve) => (letGo = resolve));
      return save(at, value);
    };
    const close = draw(device.client, () => sheet(device, none));
    begin();
    write(label, '先听再讲');
    send();
    await vi.waitFor(() => expect(field(label).value).toBe(''));
    write(label, '下周再看');
    letGo();
    await vi.waitFor(() => expect(device.reads()).toBe(2));
    await device.looked();
    expect(field(label).value).toBe('下周再看');
    expect(device.client.ran).toHaveLength(1);
    close();
    await vi.waitFor(() => expect([...device.kept]).toEqual([[key, '下周再看']]));
  });
});

describe('words that stood there beforehand', () => {
  const closing = (...items: TaskItem[]) => <ClosingSheet items={items} onClose={none} onDone={none} />;
  const reason = tasks.closing.label;

  it('[CP-25][R79] are not kept, neither as they were nor written again; what somebody wrote is', async () => {
    const { client, kept, looked } = makeDevice();
    let close = draw(client, () => closing(itemOf('e1', '已线下协调')));
    expect(field(reason).value).toBe('已线下协调');
    write(reason, '');
    expect(field(reason).value).toBe('');
    press(tasks.closing.act);
    expect([screen.getByText(tasks.closing.missing).isConnected, client.ran.length]).toEqual([true, 0]);
    write(reason, '已线下协调');
    close();
    close = draw(client, () => closing(itemOf('e1', '已线下协调')));
    await looked();
    expect([field(reason).value, kept.size]).toEqual(['已线下协调', 0]);
    write(reason, '客户停产');
    close();
    await vi.waitFor(() => expect([...kept]).toEqual([['effect-closed-e1', '客户停产']]));
    draw(client, () => closing(itemOf('e1', '已线下协调')));
    await vi.waitFor(() => expect(field(reason).value).toBe('客户停产'));
  });

  it('[CP-25] of several it is kept for those very ones, in whatever order', async () => {
    const { client, kept, looked } = makeDevice();
    let close = draw(client, () => closing(itemOf('e1'), itemOf('e2')));
    write(reason, '客户停产');
    close();
    await vi.waitFor(() => expect(kept.size).toBe(1));
    close = draw(client, () => closing(itemOf('e2')));
    await looked();
    expect(field(reason).value).toBe('');
    close();
    draw(client, () => closing(itemOf('e2'), itemOf('e1')));
    await vi.waitFor(() => expect(field(reason).value).toBe('客户停产'));
  });
});

describe('what is kept but not shown', () => {
  it('[CP-25][CP-6][R101] a reason for a loss does not go along with a win', async () => {
    const device = makeDevice();
    device.kept.set('end-o1', '选了进口品牌');
    draw(device.client, () => (CASES_OF['丢单'] as Case).sheet(device, none));
    pick(/丢单/);
    await vi.waitFor(() => expect(field(customerStage.endSheet.reason).value).toBe('选了进口品牌'));
    pick(/成单/);
    fireEvent.input(screen.getByLabelText(customerStage.endSheet.amount), { target: { value: '60万' } });
    press(customerStage.endSheet.act.won);
    await vi.waitFor(() => expect(device.client.ran).toHaveLength(1));
    expect(device.client.ran[0]?.payload).not.toHaveProperty('reason');
    await vi.waitFor(() => expect(device.kept.size).toBe(0));
  });

  it('[CP-25][CP-4][R11] a reason for skipping does not go along where nothing is skipped', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const stage = makeStage();
    stage.act('rae', 'fieldPatched', { field: 'need', value: '石板', opportunity: 'o1' });
    stage.act('rae', 'fieldPatched', { field: 'decisionChain', value: '院办', opportunity: 'o1' });
    vi.setSystemTime(stage.nowMs);
    const client = stageClient(stage, 'rae');
    const kept = withDrafts(client);
    const { skipLabel, act } = customerStage.moveSheet;
    const drawn = openCustomer(client);
    await vi.waitFor(() => press(customerStage.move));
    pick('内部立项');
    await vi.waitFor(() => write(skipLabel, '老客户追加'));
    drawn.unmount();
    await vi.waitFor(() => expect([...kept]).toEqual([['stage-o1-initialContact', '老客户追加']]));
    openCustomer(client);
    await vi.waitFor(() => press(customerStage.move));
    pick('内部立项');
    await vi.waitFor(() => expect(field(skipLabel).value).toBe('老客户追加'));
    pick('需求确认');
    await vi.waitFor(() => expect(screen.queryByLabelText(skipLabel)).toBeNull());
    press(act('需求确认'));
    await vi.waitFor(() => expect(stage.customer().opportunities[0]?.stage).toBe('needConfirmed'));
    expect(stage.customer().opportunities[0]?.visits.at(-1)?.skippedReason).toBeNull();
    await vi.waitFor(() => expect(kept.size).toBe(0));
  });

  it('[CP-25][FA-20] a reason against leads does not go along where there are none any more', async () => {
    const { client, kept, looked } = makeDevice();
    kept.set('suggestion-declined-s1', '手上的还没跟完');
    const gap = { kind: 'gap', firstWeek: '2026-W40', fromMs: 0, weeks: 2, n: 1 };
    const found = { kind: 'noneAbove', compared: 9, threshold: 85 };
    const suggestion = {
      ...{ id: 's1', member: 'm2', name: '小芮', territories: ['t0'], stageName: '合同签署', atMs: 0 },
      ...{ gap, basis: null, found },
    } as unknown as Suggestion;
    draw(client, () => <SuggestionSheet suggestion={suggestion} onClose={none} />);
    await looked();
    press(suggestions.understood);
    await vi.waitFor(() => expect(client.ran).toHaveLength(1));
    expect(client.ran[0]?.payload).toMatchObject({ reason: suggestions.noneAbove(9, 85) });
    await vi.waitFor(() => expect(kept.size).toBe(0));
  });
});
