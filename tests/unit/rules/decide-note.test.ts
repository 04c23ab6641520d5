import { describe, expect, it } from 'vitest';
import { verifiedNeedOf } from '../../../rules/insights/follow-up.ts';
import { ask, draftsOf, faults, firstDraft, refusalsOf, warningsOf } from '../../support/decide-desk.ts';
import { makeStage, note, red } from '../../support/rules-stage.ts';

const DAY = 86_400_000;
const promise = (text: string, more: object = {}) => ({
  commitment: {
    kind: 'promised' as const,
    deliverable: [{ kind: 'paragraph' as const, runs: [{ text }] }],
    dueMs: Date.UTC(2026, 10, 10),
    by: 'rae',
    ...more,
  },
});
const write = (payload: unknown, stage = makeStage(), actor = 'rae') => ask(stage, actor, 'visitNoteRecorded', payload);

describe('visit note', () => {
  it('[RD-1] [R29] a concern is demanded, and 其他 needs its own words', () => {
    expect(faults(write({ ...note(), concern: undefined }))).toEqual(['required concern']);
    expect(faults(write(note({ concern: { kind: 'other', text: '  ' } })))).toEqual(['concernNeedsText concern.text']);
    expect(faults(write(note({ concern: { kind: 'nonsense' } as never })))).toEqual(['invalid concern.kind']);
    for (const kind of ['budget', 'technicalFit', 'decisionChain', 'competitorLockIn'] as const) {
      expect(faults(write(note({ concern: { kind } })))).toEqual([]);
    }
  });

  it('[RD-2] [R30] [A20] 300 graphemes pass and 301 are refused, markup and outer space not counted', () => {
    const flag = '👨‍👩‍👧';
    const of = (count: number) => `${'石'.repeat(count - 5)}${flag}成本分析`;
    expect(faults(write(note(promise(`  ${of(300)} `))))).toEqual([]);
    const [refusal] = refusalsOf(write(note(promise(of(301)))));
    expect(refusal).toMatchObject({ code: 'deliverableTooLong', params: { count: 301, limit: 300 } });
    const bold = [{ kind: 'paragraph' as const, runs: [{ text: of(300), bold: true as const }] }];
    expect(faults(write(note(promise('', { deliverable: bold }))))).toEqual([]);
  });

  it('[RD-3] [R33] [A7] 预算不足 is refused without a keyword, 比价表 under 其他 with text is accepted', () => {
    const sample = promise('下周三前给到三家供应商的比价表');
    const [refusal] = refusalsOf(write(note(sample)));
    const params = { keywords: expect.arrayContaining(['成本分析', 'ROI测算']) };
    expect(refusal).toMatchObject({ code: 'keywordMissing', field: 'commitment.deliverable', params });
    expect(faults(write(note({ ...sample, concern: { kind: 'other', text: '担心买贵' } })))).toEqual([]);
    expect(faults(write(note({ ...sample, concern: { kind: 'competitorLockIn' } })))).toEqual([]);
    for (const text of ['一份ｒｏｉ 测算', '投入 产出表', '投资回报']) {
      expect(faults(write(note(promise(text))))).toEqual([]);
    }
  });

  it('[RD-4] [R30] a promise needs text, a due date ahead and a colleague who keeps it', () => {
    const empty = { deliverable: [{ kind: 'paragraph', runs: [{ text: '  ' }] }] };
    expect(faults(write(note(promise('', empty))))).toEqual(['deliverableEmpty commitment.deliverable']);
    expect(faults(write(note(promise('成本分析', { dueMs: 1 }))))).toEqual(['dueInPast commitment.dueMs']);
    expect(faults(write(note(promise('成本分析', { dueMs: undefined, by: undefined }))))).toEqual([
      'required commitment.dueMs',
      'required commitment.by',
    ]);
    expect(faults(write(note(promise('成本分析', { by: 'nobody' }))))).toEqual(['unknownSubject commitment.by']);
  });

  it('[RD-5] [R30] 本次无承诺 is accepted with a reason and asks for no keyword', () => {
    expect(faults(write(note({ commitment: { kind: 'none', reason: '仅礼节拜访' } })))).toEqual([]);
    expect(faults(write(note({ commitment: { kind: 'none', reason: ' ' } })))).toEqual(['required commitment.reason']);
  });

  it('[RD-6] [R31] an appointment names date, people, agenda and who agreed, and lies ahead', () => {
    const stage = makeStage();
    expect(faults(write(note({ next: { kind: 'touchpoint', touchpoint: {} } as never }), stage))).toEqual([
      'required next.touchpoint.atMs',
      'required next.touchpoint.attendees',
      'required next.touchpoint.agenda',
      'required next.touchpoint.agreed',
    ]);
    const at = (atMs: number, agreed: 'confirmedByCustomer' | 'proposedByUs') =>
      note({ next: { kind: 'touchpoint', touchpoint: { atMs, attendees: ['王总'], agenda: '看样', agreed } } });
    expect(faults(write(at(stage.nowMs, 'proposedByUs'), stage))).toEqual(['touchpointInPast next.touchpoint.atMs']);
    expect(faults(write(at(stage.nowMs + 1, 'proposedByUs'), stage))).toEqual([]);
    expect(faults(write(at(stage.nowMs + 1, 'confirmedByCustomer'), stage))).toEqual([]);
  });

  it('[RD-7] [R31] no appointment only with a loss, a red card or a check date ahead with its reason', () => {
    const stage = makeStage();
    const check = (atMs: number, reason: string) => note({ next: { kind: 'checkDate', atMs, reason } });
    expect(faults(write({ ...note(), next: undefined }, stage))).toEqual(['nextMissing next']);
    expect(faults(write(check(stage.nowMs + DAY, '等预算批复'), stage))).toEqual([]);
    expect(faults(write(check(stage.nowMs, ' '), stage))).toEqual([
      'checkDateInPast next.atMs',
      'required next.reason',
    ]);
    expect(faults(write(note({ next: { kind: 'turnedRed' } }), stage))).toEqual(['nextMissing next']);
    expect(faults(write(note({ next: { kind: 'lost' } }), stage))).toEqual(['nextMissing next']);
    stage.act('rae', 'statusMarked', red());
    expect(faults(write(note({ next: { kind: 'turnedRed' } }), stage))).toEqual([]);
    stage.act('rae', 'opportunityEnded', { opportunity: 'o1', outcome: 'lost', reason: '价格' });
    expect(faults(write(note({ next: { kind: 'lost' } }), stage))).toEqual([]);
  });

  it('[RD-7] [R102] one lost opportunity is no exit while another runs, unless the note is about the lost one', () => {
    const stage = makeStage();
    stage.act('rae', 'opportunityEnded', { opportunity: 'o1', outcome: 'lost', reason: '价格' });
    stage.act('rae', 'opportunityAdded', { opportunity: 'o2', name: '二期', stage: 'initialContact' });
    expect(faults(write(note({ next: { kind: 'lost' } }), stage))).toEqual(['nextMissing next']);
    expect(faults(write(note({ next: { kind: 'lost' }, opportunity: 'o2' }), stage))).toEqual(['nextMissing next']);
    expect(faults(write(note({ next: { kind: 'lost' }, opportunity: 'o1' }), stage))).toEqual([]);
  });

  it('[RD-38] [R62] whether a need was verified is answered, and yes says which; an older note leaves it open', () => {
    const answered = (verifiedNeed: unknown) => write({ ...note(), verifiedNeed });
    expect(faults(answered(undefined))).toEqual(['verifiedNeedUnanswered verifiedNeed']);
    expect(faults(answered({ kind: 'verified', need: ' ' }))).toEqual(['verifiedNeedNeedsText verifiedNeed.need']);
    expect(faults(answered({ kind: 'none', need: '三条产线' }))).toEqual(['invalid verifiedNeed']);
    expect(faults(answered({ kind: 'none' }))).toEqual([]);
    const yes = { kind: 'verified', need: '三条产线，问 13800138000' };
    expect(firstDraft(answered(yes)).payload).toMatchObject({ verifiedNeed: yes });
    expect(warningsOf(answered(yes))).toEqual([{ code: 'phoneInText', field: 'verifiedNeed.need', params: {} }]);
    const stage = makeStage();
    const { verifiedNeed: _open, ...older } = note();
    stage.act('rae', 'visitNoteRecorded', older);
    stage.act('rae', 'visitNoteRecorded', { ...note(), verifiedNeed: { kind: 'verified', need: '三条产线' } });
    stage.act('rae', 'visitNoteRecorded', note());
    expect(stage.customer().notes.map(({ payload }) => verifiedNeedOf(payload))).toEqual([null, '三条产线', null]);
  });

  it('[RD-8] [R32] a remark alone is refused with its own reason', () => {
    expect(faults(write({ remark: '已拜访客户X，沟通顺利' }))).toEqual(['remarkAlone remark']);
  });

  it('[RD-9] [R9] a refused note lists everything that is missing at once', () => {
    expect(faults(write({}))).toEqual([
      'required concern',
      'required commitment',
      'nextMissing next',
      'verifiedNeedUnanswered verifiedNeed',
      'required visitedAtMs',
    ]);
    const all = {
      visitedAtMs: 1,
      concern: { kind: 'other' },
      ...promise(`比价表${'石'.repeat(300)}`, { dueMs: 1, by: '' }),
      next: { kind: 'touchpoint', touchpoint: { atMs: 1, attendees: [' '], agenda: '', agreed: 'proposedByUs' } },
      verifiedNeed: { kind: 'verified', need: '' },
    };
    expect(faults(write(all))).toEqual([
      'concernNeedsText concern.text',
      'deliverableTooLong commitment.deliverable',
      'dueInPast commitment.dueMs',
      'required commitment.by',
      'touchpointInPast next.touchpoint.atMs',
      'required next.touchpoint.attendees',
      'required next.touchpoint.agenda',
      'verifiedNeedNeedsText verifiedNeed.need',
    ]);
  });

  it('[RD-10] [R30] vague words and phone numbers are warned of and stop nothing', () => {
    const decision = write(note({ ...promise('尽快给成本分析，打 13800138000'), remark: '电话 021-66668888' }));
    expect(warningsOf(decision)).toEqual([
      { code: 'vagueWording', field: 'commitment.deliverable', params: { words: ['尽快'] } },
      { code: 'phoneInText', field: 'remark', params: {} },
      { code: 'phoneInText', field: 'commitment.deliverable', params: {} },
    ]);
    expect(draftsOf(decision)).toHaveLength(1);
  });

  it('[RD-11] [R30] a promise is ticked once, by somebody who works on the customer', () => {
    const stage = makeStage();
    const id = stage.act('rae', 'visitNoteRecorded', note());
    const exit = stage.act('rae', 'visitNoteRecorded', note({ commitment: { kind: 'none', reason: '无' } }));
    expect(firstDraft(ask(stage, 'rob', 'commitmentDelivered', { note: id })).cites).toEqual([id]);
    expect(faults(ask(stage, 'rae', 'commitmentDelivered', { note: exit }))).toEqual(['unknownSubject note']);
    stage.act('rae', 'commitmentDelivered', { note: id });
    expect(faults(ask(stage, 'rae', 'commitmentDelivered', { note: id }))).toEqual(['alreadyDone']);
  });

  it('[RD-12] [R31] an open appointment is moved ahead or cancelled, a closed one is not', () => {
    const stage = makeStage();
    const id = stage.act('rae', 'visitNoteRecorded', note());
    const touchpoint = { atMs: stage.nowMs + DAY, attendees: ['王总'], agenda: '看样', agreed: 'proposedByUs' };
    const moved = ask(stage, 'rae', 'touchpointRescheduled', { note: id, touchpoint });
    expect(firstDraft(moved).cites).toContain(id);
    const late = { note: id, touchpoint: { ...touchpoint, atMs: stage.nowMs } };
    expect(faults(ask(stage, 'rae', 'touchpointRescheduled', late))).toEqual(['touchpointInPast touchpoint.atMs']);
    expect(faults(ask(stage, 'rae', 'touchpointCancelled', { note: id, reason: '出差' }))).toEqual([]);
    stage.act('rae', 'touchpointCancelled', { note: id, reason: '出差' });
    expect(faults(ask(stage, 'rae', 'touchpointCancelled', { note: id, reason: '出差' }))).toEqual([
      'unknownSubject note',
    ]);
    expect(faults(ask(stage, 'rae', 'touchpointRescheduled', { note: id, touchpoint }))).toEqual([
      'unknownSubject note',
    ]);
  });
});
