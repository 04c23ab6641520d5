// @vitest-environment happy-dom

import { cleanup, fireEvent, screen, within } from '@solidjs/testing-library';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LeadId, leadCustomer } from '#rules';
import { customer as words } from '../../../client/locales/zh-CN/customer.ts';
import { customerFields } from '../../../client/locales/zh-CN/customer-fields.ts';
import { customerNotes } from '../../../client/locales/zh-CN/customer-notes.ts';
import { customerTimeline } from '../../../client/locales/zh-CN/customer-timeline.ts';
import { leads } from '../../../client/locales/zh-CN/leads.ts';
import { refusals } from '../../../client/locales/zh-CN/refusals.ts';
import { ask, draftsOf } from '../../support/decide-desk.ts';
import { makeStage, note, type RulesStage, START_MS, yellow } from '../../support/rules-stage.ts';
import { DAY, dialog, MINUTE, open, press, type } from './customer-desk.ts';
import { openCustomer, stageClient } from './stage-client.tsx';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: START_MS }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('fields', () => {
  const twoCities = (stage: RulesStage): void => {
    const seen = stage.tick();
    stage.act('rae', 'fieldPatched', { field: 'city', value: '杭州' });
    stage.pass(MINUTE);
    stage.act('mia', 'fieldPatched', { field: 'city', value: '宁波' }, { seen });
  };

  it('[CP-7] [R12] both values stand side by side, one tap settles both', async () => {
    const { stage, client } = open('rae', twoCities, '/pool/c1?tab=profile');
    await vi.waitFor(() => expect(screen.getByText(words.conflictFields('城市'))).toBeTruthy());
    const group = within(screen.getByRole('group', { name: new RegExp(customerFields.conflict.title) }));
    expect(group.getByText('杭州')).toBeTruthy();
    expect(group.getByText('宁波')).toBeTruthy();
    fireEvent.click(group.getByRole('button', { name: customerFields.conflict.useNamed('杭州') }));
    await vi.waitFor(() => expect(stage.customer().fields.city?.leaves.map(({ value }) => value)).toEqual(['杭州']));
    expect(client.ran).toHaveLength(1);
    await vi.waitFor(() => expect(screen.queryByText(words.conflictFields('城市'))).toBeNull());
  });

  it('[CP-7] neither is right: a new value settles both', async () => {
    const { stage } = open('rae', twoCities, '/pool/c1?tab=profile');
    await vi.waitFor(() => press(customerFields.conflict.other));
    fireEvent.input(screen.getByLabelText('城市'), { target: { value: '绍兴' } });
    press(customerFields.save);
    await vi.waitFor(() => expect(stage.customer().fields.city?.leaves.map(({ value }) => value)).toEqual(['绍兴']));
  });

  it('[CP-8] an amount that cannot be read stays as typed; one that can is saved in 分', async () => {
    const { stage, client } = open('rae', () => undefined, '/pool/c1?tab=profile');
    await vi.waitFor(() => press(customerFields.edit('预算')));
    fireEvent.input(screen.getByLabelText('预算'), { target: { value: '差不多' } });
    press(customerFields.save);
    expect(screen.getByText(customerFields.amountBad)).toBeTruthy();
    expect(client.ran).toEqual([]);
    fireEvent.input(screen.getByLabelText('预算'), { target: { value: '12.5万' } });
    press(customerFields.save);
    await vi.waitFor(() =>
      expect(stage.customer().opportunities[0]?.fields.budgetFen?.leaves[0]?.value).toBe(12_500_000),
    );
    await vi.waitFor(() => expect(screen.getByText('12.5 万元')).toBeTruthy());
  });

  it('[CP-8] [R27] what an opportunity has of the profile stands with it, and in the profile is said to', async () => {
    const { stage } = open(
      'rae',
      (given) => void given.act('rae', 'fieldPatched', { field: 'product', opportunity: 'o1', value: '石英石' }),
      '/pool/c1?tab=profile',
    );
    const group = (name: string) => within(screen.getByRole('region', { name }));
    await vi.waitFor(() => expect(group(customerFields.customer).getByText(customerFields.onOpportunity)).toBeTruthy());
    const deal = group(customerFields.opportunity(stage.customer().opportunities[0]?.name ?? ''));
    expect(deal.getByText('石英石')).toBeTruthy();
    fireEvent.click(deal.getByRole('button', { name: customerFields.edit('产品') }));
    fireEvent.input(deal.getByLabelText('产品'), { target: { value: '岩板' } });
    fireEvent.click(deal.getByRole('button', { name: customerFields.save }));
    await vi.waitFor(() => expect(stage.customer().opportunities[0]?.fields.product?.leaves[0]?.value).toBe('岩板'));
    expect(stage.customer().fields.product).toBeUndefined();
  });
});

describe('timeline and notes', () => {
  it('[CP-10] [R13] added later says both times, not synced says so, without effect says why', async () => {
    open('rae', (stage) => {
      stage.pass(DAY);
      const call = { channel: 'call' as const, answered: true, atMs: START_MS };
      stage.act('rae', 'interactionRecorded', { ...call, summary: '补的' }, { receivedMs: stage.nowMs + DAY });
      stage.pass(2 * DAY);
      stage.act('rob', 'statusMarked', yellow());
      stage.act('rae', 'interactionRecorded', { ...call, summary: '没传的' }, { receivedMs: null });
    });
    await vi.waitFor(() => expect(screen.getByText('没传的')).toBeTruthy());
    const line = (text: string) => screen.getByText(text).closest('li')?.textContent ?? '';
    expect(line('没传的')).toContain(customerTimeline.unsynced);
    expect(line('补的')).toContain('补记');
    expect(line(customerTimeline.events.marked('黄'))).toContain(
      customerTimeline.noEffect(customerTimeline.noEffectReasons['notOwner'] ?? ''),
    );
  });

  it('[CP-11] an own mark is taken back after a question; a colleague is not offered that', async () => {
    const mark = (stage: RulesStage): void => void stage.act('rae', 'statusMarked', yellow());
    open('mia', mark);
    const name = customerTimeline.retractNamed(customerTimeline.events.marked('黄'));
    await vi.waitFor(() => expect(screen.getByText(customerTimeline.events.marked('黄'))).toBeTruthy());
    expect(screen.queryByRole('button', { name })).toBeNull();
    cleanup();
    const { stage } = open('rae', mark);
    await vi.waitFor(() => press(name));
    fireEvent.click(dialog().getByRole('button', { name: customerTimeline.retractAsk.act }));
    await vi.waitFor(() => expect(stage.customer().mark).toBeNull());
    expect(screen.getByText(customerTimeline.events.retracted(customerTimeline.events.marked('黄')))).toBeTruthy();
  });

  it('[CP-24] [R19] tags are tapped on and off and saved together; one put on meanwhile stays', async () => {
    const { stage, client } = open(
      'rae',
      (one) => one.act('rae', 'fieldPatched', { field: 'x_tags', value: { add: ['key', 'old'], remove: [] } }),
      '/pool/c1?tab=profile',
    );
    await vi.waitFor(() => press(customerFields.edit('标签')));
    stage.act('mia', 'fieldPatched', { field: 'x_tags', value: { add: ['publicTender'], remove: [] } });
    press('old');
    press('老客户介绍');
    press(customerFields.save);
    await vi.waitFor(() => expect(screen.getByText(customerFields.saved('标签'))).toBeTruthy());
    expect(client.ran.at(-1)?.payload).toEqual({ field: 'x_tags', value: { add: ['referred'], remove: ['old'] } });
    await vi.waitFor(() => expect(screen.getByText('重点客户、招投标项目、老客户介绍')).toBeTruthy());
  });

  it('[CP-12] [R31] an appointment is moved to a future time and its first date stays readable', async () => {
    const prepare = (stage: RulesStage): void => void stage.act('rae', 'visitNoteRecorded', note());
    const { stage } = open('rae', prepare, '/pool/c1?tab=notes');
    await vi.waitFor(() => press(customerNotes.reschedule));
    type(customerNotes.rescheduleSheet.at, '2026-11-01T10:00');
    press(customerNotes.rescheduleSheet.act);
    await vi.waitFor(() => expect(dialog().getByText(refusals.touchpointInPast)).toBeTruthy());
    type(customerNotes.rescheduleSheet.at, '2026-11-20T10:00');
    press(customerNotes.rescheduleSheet.act);
    await vi.waitFor(() => expect(stage.customer().touchpoints[0]?.moved).toBe(1));
    await vi.waitFor(() => expect(screen.getByText(customerNotes.moved(1))).toBeTruthy());
    await vi.waitFor(() =>
      expect(screen.getByRole('list', { name: customerNotes.history }).textContent).toContain('09:00'),
    );
  });

  it('[CP-12] [R31] an appointment is cancelled with a reason', async () => {
    const prepare = (stage: RulesStage): void => void stage.act('rae', 'visitNoteRecorded', note());
    const { stage } = open('rae', prepare, '/pool/c1?tab=notes');
    await vi.waitFor(() => press(customerNotes.cancel));
    press(customerNotes.cancelSheet.act);
    expect(dialog().getByText(customerNotes.cancelSheet.missing)).toBeTruthy();
    type(customerNotes.cancelSheet.label, '院方改期');
    press(customerNotes.cancelSheet.act);
    await vi.waitFor(() => expect(stage.customer().touchpoints[0]?.status).toBe('cancelled'));
  });
});

describe('a lead that was given', () => {
  it('[LU-6] [R51] given to the same person again, nothing typed about the first offer stands in the second', async () => {
    const stage = makeStage();
    const there = leadCustomer('l1' as LeadId);
    const lead = { name: '苏州精密仪器', source: '展会', receivedAtMs: START_MS, attributes: {} };
    stage.act('boss', 'leadRecorded', lead, { subject: 'l1' });
    const given = ask(
      stage,
      'mia',
      'leadAssigned',
      { to: 'rae', territory: 'east' },
      {
        subject: 'l1',
        lead: stage.fold().lead('l1' as LeadId),
        customer: null,
      },
    );
    for (const { type, subject, payload, cites } of draftsOf(given))
      stage.write('mia', type, payload, { subject, cites });
    const client = stageClient(stage, 'rae', there);
    openCustomer(client, `/pool/${there}`);
    await vi.waitFor(() => press(leads.offer.decline));
    const reason = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: leads.offer.declineReason });
    fireEvent.input(reason(), { target: { value: '不在我这一片' } });
    client.refresh();
    expect(reason().value).toBe('不在我这一片');
    // Sent back from his other device, and given to him again.
    const [first] = stage.fold().customer(there)?.lead?.offers ?? [];
    const after = stage.act('rae', 'leadDeclined', { offer: first?.id ?? '', reason: '晚点再说' }, { subject: there });
    stage.pass(MINUTE);
    stage.act('mia', 'leadOffered', { to: 'rae', after }, { subject: there });
    client.refresh();
    await vi.waitFor(() => press(leads.offer.decline));
    expect(reason().value).toBe('');
  });
});
