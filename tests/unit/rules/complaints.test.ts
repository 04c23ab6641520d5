import { describe, expect, it } from 'vitest';
import { DAY_MS } from '#rules';
import { ask, draftsOf, faults, firstDraft } from '../../support/decide-desk.ts';
import { makeStage, note, START_MS } from '../../support/rules-stage.ts';

describe('complaints', () => {
  it('[FA-6] [R38] a complaint names its broken promise and stays, settled or not', () => {
    const stage = makeStage();
    const promised = stage.act('rae', 'visitNoteRecorded', note());
    const open = stage.act('rae', 'visitNoteRecorded', note({ commitment: { kind: 'none', reason: '客户未提' } }));
    stage.pass(60_000);
    const first = stage.act('rob', 'complaintRecorded', {
      summary: '成本表没给',
      atMs: START_MS,
      commitment: promised,
    });
    stage.act('rae', 'complaintRecorded', { summary: '样板破了', atMs: stage.nowMs + DAY_MS, commitment: open });
    const [one, other] = stage.customer().complaints;
    expect(one).toMatchObject({
      id: first,
      summary: '成本表没给',
      atMs: START_MS,
      commitment: promised,
      resolved: null,
    });
    // A note without a promise breaks none; nobody complains after it was written down.
    expect(other).toMatchObject({ commitment: null, atMs: other?.t });
    stage.pass(60_000);
    stage.act('rob', 'complaintResolved', { complaint: first, reason: '不归我管' });
    expect(stage.customer().complaints[0]?.resolved).toBeNull();
    const settled = stage.act('mia', 'complaintResolved', { complaint: first, reason: '当面送到' });
    stage.act('rae', 'complaintResolved', { complaint: first, reason: '再说一次' });
    expect(stage.customer().complaints[0]?.resolved).toMatchObject({ id: settled, reason: '当面送到' });
    stage.act('mia', 'retracted', { event: settled });
    expect(stage.customer().complaints[0]?.resolved).toMatchObject({ reason: '再说一次' });
    stage.act('rob', 'retracted', { event: first });
    expect(stage.customer().complaints.map(({ summary }) => summary)).toEqual(['样板破了']);
  });

  it('[FA-6] [R38] what may be said of it, and by whom it is settled', () => {
    const stage = makeStage();
    const promised = stage.act('rae', 'visitNoteRecorded', note());
    const complaint = { summary: '成本表没给', atMs: stage.nowMs, commitment: promised };
    expect(firstDraft(ask(stage, 'pia', 'complaintRecorded', complaint))).toMatchObject({
      document: 'log',
      cites: [promised],
    });
    const wrong = { summary: ' ', atMs: stage.nowMs + DAY_MS, commitment: 'nowhere' };
    expect(faults(ask(stage, 'rae', 'complaintRecorded', wrong))).toEqual([
      'required summary',
      'invalid atMs',
      'unknownSubject commitment',
    ]);
    const said = stage.act('rob', 'complaintRecorded', complaint);
    const settle = (reason: string) => ({ complaint: said, reason });
    expect(faults(ask(stage, 'rob', 'complaintResolved', settle('好了')))).toEqual(['ownerOnly']);
    expect(faults(ask(stage, 'rae', 'complaintResolved', settle(' ')))).toEqual(['required reason']);
    expect(draftsOf(ask(stage, 'rae', 'complaintResolved', settle('已补')))).toMatchObject([{ cites: [said] }]);
    stage.act('rae', 'complaintResolved', settle('已补'));
    expect(faults(ask(stage, 'mia', 'complaintResolved', settle('再补')))).toEqual(['alreadyDone']);
    expect(faults(ask(stage, 'mia', 'complaintResolved', { complaint: 'x', reason: '无' }))).toEqual([
      'unknownSubject complaint',
    ]);
  });
});
