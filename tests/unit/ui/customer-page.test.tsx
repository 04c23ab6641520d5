// @vitest-environment happy-dom

import { cleanup, fireEvent, screen, within } from '@solidjs/testing-library';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { customer as words } from '../../../client/locales/zh-CN/customer.ts';
import { customerFields } from '../../../client/locales/zh-CN/customer-fields.ts';
import { customerNotes } from '../../../client/locales/zh-CN/customer-notes.ts';
import { customerStage } from '../../../client/locales/zh-CN/customer-stage.ts';
import { customerTimeline } from '../../../client/locales/zh-CN/customer-timeline.ts';
import { refusals } from '../../../client/locales/zh-CN/refusals.ts';
import { creation, makeStage, note, type RulesStage, START_MS, yellow } from '../../support/rules-stage.ts';
import { openCustomer, type StageClient, stageClient } from './stage-client.tsx';

const DAY = 86_400_000;
const MINUTE = 60_000;

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: START_MS }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

/** The page as `member` sees it after the stage was set; the clock stands where the stage stands. */
const open = (member: string, prepare: (stage: RulesStage) => void = () => undefined, address?: string) => {
  const stage = makeStage();
  prepare(stage);
  vi.setSystemTime(stage.nowMs);
  const client = stageClient(stage, member);
  return { stage, client, ...openCustomer(client, address) };
};
const press = (name: string | RegExp): boolean => fireEvent.click(screen.getByRole('button', { name }));
const dialog = () => within(screen.getByRole('dialog'));
const type = (label: string | RegExp, value: string): boolean =>
  fireEvent.input(dialog().getByLabelText(label), { target: { value } });
const pick = (name: string | RegExp): boolean => fireEvent.click(dialog().getByRole('radio', { name }));
const ranTypes = ({ ran }: StageClient) => ran.map((command) => command.type);
const patch = (stage: RulesStage, member: string, value: string | number, field: 'city' | 'budgetFen' = 'city') =>
  stage.act(member, 'fieldPatched', { field, value, ...(field === 'city' ? {} : { opportunity: 'o1' }) });

describe('head', () => {
  it('[CP-1] name, kind and who else looks; others see me until I leave', async () => {
    const { client, unmount } = open('rae');
    await vi.waitFor(() => expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('上海石板'));
    expect(screen.getByText('工程客户')).toBeTruthy();
    expect(client.presence).toEqual([['c1', false]]);
    client.answer('presence', [
      { member: 'rae' as never, name: 'rae', editing: false },
      { member: 'mia' as never, name: 'mia', editing: false },
    ]);
    await vi.waitFor(() => expect(screen.getByText(words.looking('mia'))).toBeTruthy());
    expect(screen.queryByText(words.looking('rae'))).toBeNull();
    unmount();
    expect(client.presence.at(-1)).toEqual([null, false]);
  });

  it('[CP-1] [R72] a private customer says who sees it', async () => {
    const stage = makeStage();
    stage.act('rae', 'customerCreated', creation(), { subject: 'p1', doc: 'private:rae' });
    vi.setSystemTime(stage.nowMs);
    openCustomer(stageClient(stage, 'rae', 'p1'), '/pool/p1');
    await vi.waitFor(() => expect(screen.getAllByText(new RegExp(words.private)).length).toBeGreaterThan(0));
    press(words.handOver);
    expect(dialog().getByText(words.handOverSheet.privateFirst)).toBeTruthy();
  });

  it('[CP-2] [R90] a colleague of the territory neither moves nor hands over; presales adds no opportunity', async () => {
    open('rob');
    await vi.waitFor(() => expect(screen.getByRole('link', { name: words.write })).toBeTruthy());
    expect(screen.queryByRole('button', { name: words.handOver })).toBeNull();
    expect(screen.queryByRole('button', { name: customerStage.move })).toBeNull();
    cleanup();
    open('pia');
    await vi.waitFor(() => expect(screen.getByRole('button', { name: customerStage.record })).toBeTruthy());
    expect(screen.queryByRole('button', { name: customerStage.add })).toBeNull();
    press(customerStage.record);
    expect(dialog().queryByRole('radio', { name: customerStage.recordSheet.kinds.quoteSent })).toBeNull();
  });

  it('[CP-13] handed to a colleague; a leader takes it back at once', async () => {
    const { stage, client } = open('mia');
    await vi.waitFor(() => press(words.handOver));
    press(words.handOverSheet.act);
    expect(dialog().getByText(words.handOverSheet.missing)).toBeTruthy();
    const select = dialog().getByLabelText(words.handOverSheet.to);
    expect(within(select).queryByRole('option', { name: /pia/ })).toBeNull();
    fireEvent.change(select, { target: { value: 'rob' } });
    press(words.handOverSheet.act);
    await vi.waitFor(() => expect(stage.customer().owner).toBe('rob'));
    await vi.waitFor(() => press(words.handOverSheet.undo));
    await vi.waitFor(() => expect(stage.customer().owner).toBe('rae'));
    expect(ranTypes(client)).toEqual(['customerHandedOver', 'customerHandedOver']);
  });

  it.each([
    ['rob', words.keepOwner('rob')],
    ['mia', words.takeOwner('mia')],
  ])('[CP-18] [R12] two hand-overs made apart are settled by one tap: %s', async (owner, act) => {
    const { stage } = open('boss', (s) => {
      const seen = s.tick();
      s.act('boss', 'customerHandedOver', { to: 'mia' }, { device: 'boss-desk', seen });
      s.pass(MINUTE);
      s.act('boss', 'customerHandedOver', { to: 'rob' }, { seen });
    });
    expect(stage.customer().alsoHandedTo.map(({ to }) => to)).toEqual(['mia']);
    await vi.waitFor(() => press(act));
    await vi.waitFor(() => expect(stage.customer().alsoHandedTo).toEqual([]));
    expect(stage.customer().owner).toBe(owner);
  });

  it('[CP-15] [R67] the owner calls at once; for a manager nothing is revealed before he opens the contacts', async () => {
    const person = { person: 'p', leaves: [{ payload: { person: 'p', name: '王总', phone: '138 0013 8000' } }] };
    const reveal = vi.fn(async () => ({ kind: 'contacts' as const, people: [person] as never }));
    const stage = makeStage();
    vi.setSystemTime(stage.nowMs);
    openCustomer({ ...stageClient(stage, 'rae'), revealContacts: reveal });
    await vi.waitFor(() =>
      expect(screen.getByRole('link', { name: words.callNamed('王总') }).getAttribute('href')).toBe('tel:13800138000'),
    );
    cleanup();
    reveal.mockClear();
    openCustomer({ ...stageClient(stage, 'mia'), revealContacts: reveal });
    await vi.waitFor(() => expect(screen.getByRole('button', { name: words.call })).toBeTruthy());
    expect(reveal).not.toHaveBeenCalled();
  });

  it('[CP-17] the open tab stands in the address', async () => {
    const { history } = open('rae', () => undefined, '/pool/c1?tab=profile');
    await vi.waitFor(() =>
      expect(screen.getByRole('tab', { selected: true }).textContent).toContain(words.tabs.profile),
    );
    fireEvent.click(screen.getByRole('tab', { name: words.tabs.notes }));
    await vi.waitFor(() => expect(history.get()).toBe('/pool/c1?tab=notes'));
  });
});

describe('stages', () => {
  it('[CP-3] [R9] what a stage needs is filled in its sheet; nothing typed is lost, filling and moving are one act', async () => {
    const { stage, client } = open('rae');
    await vi.waitFor(() => press(customerStage.move));
    pick('需求确认');
    await vi.waitFor(() => expect(dialog().getByLabelText('需求')).toBeTruthy());
    press(customerStage.moveSheet.actGaps('需求确认', 1));
    await vi.waitFor(() => expect(dialog().getByText(customerStage.moveSheet.fieldEmpty('需求'))).toBeTruthy());
    expect(client.ran).toEqual([]);
    type('需求', '二期要一批石板');
    pick('内部立项');
    await vi.waitFor(() => expect(dialog().getByLabelText('决策链')).toBeTruthy());
    pick('需求确认');
    await vi.waitFor(() =>
      expect((dialog().getByLabelText('需求') as HTMLTextAreaElement).value).toBe('二期要一批石板'),
    );
    press(customerStage.moveSheet.act('需求确认'));
    await vi.waitFor(() => expect(stage.customer().opportunities[0]?.stage).toBe('needConfirmed'));
    expect(ranTypes(client)).toEqual(['fieldPatched', 'stageEntered']);
    expect(stage.customer().opportunities[0]?.fields.need?.leaves[0]?.value).toBe('二期要一批石板');
  });

  it('[CP-3] refused by the rules meanwhile: the words say why and the sheet stays as typed', async () => {
    const { stage, client } = open('rae');
    await vi.waitFor(() => press(customerStage.move));
    pick('需求确认');
    await vi.waitFor(() => type('需求', '石板'));
    stage.act('mia', 'customerHandedOver', { to: 'rob' });
    await vi.waitFor(() => press(customerStage.moveSheet.act('需求确认')));
    await vi.waitFor(() => expect(dialog().getByText(refusals.ownerOnly)).toBeTruthy());
    expect(ranTypes(client)).toEqual(['fieldPatched', 'stageEntered']);
    expect(stage.customer().opportunities[0]?.stage).toBe('initialContact');
  });

  it('[CP-4] [R11] a skipped stage asks why before anything is sent', async () => {
    const { stage, client } = open('rae');
    await vi.waitFor(() => press(customerStage.move));
    pick('内部立项');
    await vi.waitFor(() => type('决策链', '院办'));
    press(customerStage.moveSheet.actGaps('内部立项', 1));
    await vi.waitFor(() =>
      expect(dialog().getByRole('alert').textContent).toBe(customerStage.moveSheet.skipHint('需求确认')),
    );
    expect(client.ran).toEqual([]);
    type(customerStage.moveSheet.skipLabel, '老客户追加');
    press(customerStage.moveSheet.act('内部立项'));
    await vi.waitFor(() => expect(stage.customer().opportunities[0]?.stage).toBe('internalApproval'));
    expect(stage.customer().opportunities[0]?.visits.at(-1)?.skippedReason).toBe('老客户追加');
  });

  it('[CP-5] [R12] two stages entered apart are settled by one tap', async () => {
    const { stage, client } = open('rae', (s) => {
      const entry = { opportunity: 'o1', from: 'initialContact', basis: null, skippedReason: '急' };
      patch(s, 'rae', 100, 'budgetFen');
      s.act('rae', 'fieldPatched', { field: 'need', value: '石板', opportunity: 'o1' });
      s.act('rae', 'stageEntered', { ...entry, stage: 'needConfirmed' });
      s.pass(MINUTE);
      s.act('mia', 'stageEntered', { ...entry, stage: 'internalApproval' }, { seen: 0 });
    });
    const other = stage.customer().opportunities[0]?.alsoEntered[0];
    expect(other?.stage).toBe('needConfirmed');
    await vi.waitFor(() => press(customerStage.also.take('需求确认')));
    await vi.waitFor(() => expect(stage.customer().opportunities[0]?.alsoEntered).toEqual([]));
    expect(stage.customer().opportunities[0]?.stage).toBe('needConfirmed');
    expect(client.ran).toHaveLength(1);
  });

  it('[CP-6] [R101] a loss needs its reason and comes back with one', async () => {
    const { stage } = open('rae');
    await vi.waitFor(() => press(customerStage.end));
    pick(/成单/);
    pick(/丢单/);
    press(customerStage.endSheet.act.lost);
    await vi.waitFor(() => expect(dialog().getByText(refusals.lossNeedsReason)).toBeTruthy());
    type(customerStage.endSheet.reason, '选了进口品牌');
    press(customerStage.endSheet.act.lost);
    await vi.waitFor(() => expect(stage.customer().opportunities[0]?.ended?.outcome).toBe('lost'));
    // In the card of the opportunity and in the timeline.
    expect(screen.getAllByText(customerStage.reasonOf('选了进口品牌'))).toHaveLength(2);
    await vi.waitFor(() => press(customerStage.reopen));
    press(customerStage.reopenSheet.act);
    expect(dialog().getByText(customerStage.reopenSheet.missing)).toBeTruthy();
    type(customerStage.reopenSheet.reason, '对方回头了');
    press(customerStage.reopenSheet.act);
    await vi.waitFor(() => expect(stage.customer().opportunities[0]?.ended).toBeNull());
  });

  it('[CP-6] [R101] a win needs an amount that can be read', async () => {
    const { stage } = open('rae');
    await vi.waitFor(() => press(customerStage.end));
    pick(/成单/);
    type(customerStage.endSheet.amount, '很多');
    press(customerStage.endSheet.act.won);
    await vi.waitFor(() => expect(dialog().getByText(customerStage.endSheet.amountMissing)).toBeTruthy());
    expect((dialog().getByLabelText(customerStage.endSheet.amount) as HTMLInputElement).value).toBe('很多');
    type(customerStage.endSheet.amount, '60万');
    press(customerStage.endSheet.act.won);
    await vi.waitFor(() => expect(stage.customer().opportunities[0]?.ended?.payload.amountFen).toBe(60_000_000));
    expect(screen.getByText(customerStage.amountOf('60 万元'))).toBeTruthy();
  });

  it('[CP-6] [R101] a win carries its contract; a file that is not taken is said and loses nothing', async () => {
    const stage = makeStage();
    vi.setSystemTime(stage.nowMs);
    const contract = { sha256: 'c'.repeat(64), name: '合同.jpg', size: 9, documentType: 'contract' } as const;
    const answers: Awaited<ReturnType<StageClient['attach']>>[] = [
      { kind: 'refused', reason: 'tooLarge' },
      { kind: 'queued', evidence: contract },
    ];
    const attach = vi.fn(async () => answers.shift() ?? ({ kind: 'refused', reason: 'empty' } as const));
    openCustomer({ ...stageClient(stage, 'rae'), attach });
    await vi.waitFor(() => press(customerStage.end));
    pick(/成单/);
    type(customerStage.endSheet.amount, '8000');
    const choose = (): void => {
      const input = screen.getByRole('dialog').querySelector('input[type=file]');
      const files = [new File(['x'], '合同.jpg')];
      fireEvent.change(input as Element, { target: { files } });
    };
    choose();
    await vi.waitFor(() => expect(dialog().getByText(customerStage.files.refused.tooLarge)).toBeTruthy());
    choose();
    await vi.waitFor(() => expect(dialog().getByText('合同.jpg')).toBeTruthy());
    press(customerStage.endSheet.act.won);
    await vi.waitFor(() => expect(stage.customer().opportunities[0]?.ended?.payload.evidence).toEqual([contract]));
    expect(attach).toHaveBeenLastCalledWith(expect.anything(), '合同.jpg', 'contract');
  });

  it('[CP-14] an inquiry with its time, never later than now', async () => {
    const { stage } = open('rae');
    await vi.waitFor(() => press(customerStage.record));
    pick(customerStage.recordSheet.kinds.inquiryReceived);
    press(customerStage.recordSheet.act);
    await vi.waitFor(() => expect(dialog().getByText(customerStage.recordSheet.summaryMissing)).toBeTruthy());
    type(customerStage.recordSheet.summaries.inquiryReceived, '问石板单价');
    type(customerStage.recordSheet.at, '2027-01-01T10:00');
    press(customerStage.recordSheet.act);
    await vi.waitFor(() => expect(dialog().getByText(customerStage.recordSheet.notLater)).toBeTruthy());
    type(customerStage.recordSheet.at, '2026-11-02T08:00');
    press(customerStage.recordSheet.act);
    await vi.waitFor(() =>
      expect(stage.customer().opportunities[0]?.inquiries.map(({ payload }) => payload.summary)).toEqual([
        '问石板单价',
      ]),
    );
  });

  it('[CP-16] [R102] another opportunity has its own card; an ended one comes last', async () => {
    const { stage } = open('rae');
    await vi.waitFor(() => press(customerStage.add));
    press(customerStage.addSheet.act);
    await vi.waitFor(() => expect(dialog().getByText(customerStage.addSheet.nameMissing)).toBeTruthy());
    type(customerStage.addSheet.name, '二期');
    press(customerStage.addSheet.act);
    await vi.waitFor(() => expect(stage.customer().opportunities).toHaveLength(2));
    stage.act('rae', 'opportunityEnded', { opportunity: 'o1', outcome: 'shelved' });
    const client = stageClient(stage, 'rae');
    cleanup();
    openCustomer(client);
    await vi.waitFor(() =>
      expect(screen.getAllByRole('heading', { level: 3 }).map(({ textContent }) => textContent)).toEqual([
        '二期',
        '首单',
      ]),
    );
  });
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
