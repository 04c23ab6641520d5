// @vitest-environment happy-dom

import { cleanup, fireEvent, screen } from '@solidjs/testing-library';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { customerComplaints } from '../../../client/locales/zh-CN/customer-complaints.ts';
import { customerFiles } from '../../../client/locales/zh-CN/customer-files.ts';
import { customerStage } from '../../../client/locales/zh-CN/customer-stage.ts';
import { refusals } from '../../../client/locales/zh-CN/refusals.ts';
import { makeStage, type RulesStage, START_MS } from '../../support/rules-stage.ts';
import { dialog, MINUTE, open, pick, press, ranTypes, type } from './customer-desk.ts';
import { openCustomer, type StageClient, stageClient } from './stage-client.tsx';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: START_MS }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const patch = (stage: RulesStage, member: string, value: string | number, field: 'city' | 'budgetFen' = 'city') =>
  stage.act(member, 'fieldPatched', { field, value, ...(field === 'city' ? {} : { opportunity: 'o1' }) });

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
    await vi.waitFor(() => expect(screen.getAllByText(customerStage.reasonOf('选了进口品牌'))).toHaveLength(2));
    await vi.waitFor(() => press(customerStage.reopen));
    await vi.waitFor(() => press(customerStage.reopenSheet.act));
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
    await vi.waitFor(() => expect(dialog().getByText(customerFiles.refused.tooLarge(20))).toBeTruthy());
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

  it('[CP-14] [R38] a call that was a complaint is written down as one from there', async () => {
    const { stage } = open('rae');
    await vi.waitFor(() => press(customerStage.record));
    press(customerStage.recordSheet.complaint);
    type(customerComplaints.summary, '送来的样板不对');
    press(customerComplaints.submit);
    await vi.waitFor(() => expect(stage.customer().complaints).toMatchObject([{ summary: '送来的样板不对' }]));
    await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
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
