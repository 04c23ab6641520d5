import { describe, expect, it } from 'vitest';
import { DAY_MS, type EventId, HOUR_MS, type PayloadOf, type TaskState } from '#rules';
import { ask, draftsOf, faults, firstDraft } from '../../support/decide-desk.ts';
import { creation, makeStage, type RulesStage, START_MS } from '../../support/rules-stage.ts';

const task = (more: Partial<PayloadOf<'taskAssigned'>> = {}): PayloadOf<'taskAssigned'> => ({
  title: '约总监见面',
  to: 'rae',
  dueMs: START_MS + 2 * DAY_MS,
  ...more,
});
const CAUSE = { kind: 'cause', cause: 'decisionMakerRank=director@internalApproval' } as const;

const tasksOf = (stage: RulesStage): readonly TaskState[] => stage.customer().tasks;
const statuses = (stage: RulesStage): readonly TaskState['status'][] => tasksOf(stage).map(({ status }) => status);
const only = (stage: RulesStage): TaskState => {
  const [one, ...more] = tasksOf(stage);
  if (one === undefined || more.length > 0) throw new Error(`${more.length} tasks besides the one`);
  return one;
};
const whyNot = (stage: RulesStage, event: EventId): string | null | undefined =>
  stage.customer().timeline.find(({ id }) => id === event)?.noEffectBecause;
const soon = (stage: RulesStage): void => stage.pass(60_000);

describe('tasks that people give', () => {
  it('[FA-1] [R45] [R54] a leader gives it to somebody who works there, the owner takes one on himself', () => {
    const stage = makeStage();
    const given = stage.act('mia', 'taskAssigned', task({ to: 'rob', script: '先问预算', origin: CAUSE }));
    expect(only(stage)).toMatchObject({
      id: given,
      kind: 'manualTask',
      title: '约总监见面',
      rule: '',
      cause: given,
      assignee: 'rob',
      dueAt: START_MS + 2 * DAY_MS,
      status: 'open',
      assigned: { by: 'mia', to: 'rob', script: '先问预算', origin: CAUSE },
    });
    stage.act('rae', 'taskAssigned', task());
    stage.act('boss', 'taskAssigned', task({ to: 'pia' }));
    stage.act('mia', 'customerCreated', creation('mia'), { subject: 'c2' });
    stage.act('mia', 'taskAssigned', task({ to: 'rob' }), { subject: 'c2' });
    expect(tasksOf(stage).map(({ assignee }) => assignee)).toEqual(['rob', 'rae', 'pia']);
    expect(stage.fold().customer('c2' as never)?.tasks).toMatchObject([{ assignee: 'rob', status: 'open' }]);
    // A person's own line stands for it; no rule did anything.
    expect(stage.customer().timeline.filter(({ type }) => type === 'taskCreated')).toEqual([]);
  });

  it('[FA-1] [I22] what others give, or to others, has no effect and says why', () => {
    const stage = makeStage();
    stage.act('boss', 'territoryDefined', { territory: 'west', name: '华西' });
    for (const [member, role] of [
      ['wei', 'rep'],
      ['fay', 'finance'],
    ] as const) {
      stage.act('boss', 'memberInvited', {
        member,
        name: member,
        role,
        territories: [role === 'rep' ? 'west' : 'east'],
      });
    }
    soon(stage);
    const without = [
      stage.act('rob', 'taskAssigned', task({ to: 'rob' })),
      stage.act('rae', 'taskAssigned', task({ to: 'rob' })),
      stage.act('mia', 'taskAssigned', task({ to: 'wei' })),
      stage.act('mia', 'taskAssigned', task({ to: 'fay' })),
      stage.act('mia', 'taskAssigned', task({ to: 'ghost' })),
    ];
    expect(tasksOf(stage)).toEqual([]);
    expect(without.map((event) => whyNot(stage, event))).toEqual(without.map(() => 'notEntitled'));
    soon(stage);
    stage.act('boss', 'memberChanged', { member: 'rob', active: false });
    soon(stage);
    const late = stage.act('mia', 'taskAssigned', task({ to: 'rob' }));
    expect(whyNot(stage, late)).toBe('notEntitled');
  });

  it('[FA-2] who has it or leads acts on it; sent back it waits for whoever gave it', () => {
    const stage = makeStage();
    const given = stage.act('mia', 'taskAssigned', task());
    soon(stage);
    stage.act('rob', 'taskCompleted', { task: given });
    stage.act('pia', 'taskReassigned', { task: given, to: 'pia', reason: '我来' });
    expect(only(stage)).toMatchObject({ status: 'open', assignee: 'rae' });
    const asked = stage.act('rae', 'taskReturned', { task: given, missing: '总监的名字' });
    expect(only(stage)).toMatchObject({ status: 'returned', returned: { id: asked } });
    expect(faults(ask(stage, 'rob', 'taskResumed', { task: given }))).toEqual(['notEntitled']);
    expect(firstDraft(ask(stage, 'mia', 'taskResumed', { task: given })).cites).toEqual([given, asked]);
    stage.pass(HOUR_MS);
    stage.act('mia', 'taskResumed', { task: given });
    const { status, dueAt, pausedMs } = only(stage);
    expect(status).toBe('open');
    expect(pausedMs).toBeGreaterThan(HOUR_MS - 60_000);
    expect(dueAt).toBe(START_MS + 2 * DAY_MS + pausedMs);
    stage.act('rae', 'taskSnoozed', { task: given, untilMs: stage.nowMs + HOUR_MS });
    // A row of somebody's own making hides nothing for a year.
    stage.act('rae', 'taskSnoozed', { task: given, untilMs: stage.nowMs + 365 * DAY_MS });
    expect(only(stage).snoozedUntil).toBeLessThan(stage.nowMs + 31 * DAY_MS);
    stage.act('mia', 'taskReassigned', { task: given, to: 'rob', reason: '你离得近' });
    soon(stage);
    stage.act('rob', 'taskCompleted', { task: given, remark: '见到了' });
    expect(only(stage)).toMatchObject({ status: 'done', assignee: 'rob', completed: { author: 'rob' } });
  });

  it('[FA-22] [R54] who was sent because of a number says what came of it; steps and own tasks are done by being done', () => {
    const stage = makeStage();
    const [cell, step] = [
      { kind: 'cell', stage: 'negotiation', week: '2026-W11' },
      { kind: 'playbook', playbook: 'p', step: 's' },
    ] as const;
    const file = { sha256: 'a'.repeat(64), name: 'a.jpg', size: 9, documentType: 'other' };
    const bare = (given: EventId) => faults(ask(stage, 'rae', 'taskCompleted', { task: given }));
    for (const origin of [CAUSE, cell]) {
      const given = stage.act('mia', 'taskAssigned', task({ origin }));
      soon(stage);
      expect(bare(given)).toEqual(['resultMissing remark']);
      expect(faults(ask(stage, 'rae', 'taskCompleted', { task: given, remark: ' \u200b' }))).toEqual([
        'resultMissing remark',
      ]);
      expect(draftsOf(ask(stage, 'rae', 'taskCompleted', { task: given, remark: '见到了' }))).toHaveLength(1);
      expect(draftsOf(ask(stage, 'rae', 'taskCompleted', { task: given, evidence: [file] }))).toHaveLength(1);
    }
    const others = [
      stage.act('mia', 'taskAssigned', task({ origin: step })),
      stage.act('mia', 'taskAssigned', task()),
      stage.act('rae', 'taskAssigned', task({ origin: { kind: 'cause', cause: 'another' } })),
    ];
    soon(stage);
    expect(others.map(bare)).toEqual([[], [], []]);
    const given = stage.act('mia', 'taskAssigned', task({ origin: { kind: 'cause', cause: 'third' } }));
    soon(stage);
    expect(faults(ask(stage, 'mia', 'taskCompleted', { task: given }))).toEqual([]);
    // an old device knows no such rule: done is done
    stage.act('rae', 'taskCompleted', { task: given });
    expect(statuses(stage).at(-1)).toBe('done');
  });

  it('[FA-2] nobody sends a task back to himself', () => {
    const stage = makeStage();
    const own = stage.act('rae', 'taskAssigned', task());
    soon(stage);
    expect(faults(ask(stage, 'rae', 'taskReturned', { task: own, missing: '时间' }))).toEqual(['invalid']);
    stage.act('rae', 'taskReturned', { task: own, missing: '时间' });
    expect(only(stage)).toMatchObject({ status: 'open', returned: null });
  });

  it('[FA-3] [R54] two leaders who did not know of each other make one task; knowing its end makes a new one', () => {
    const stage = makeStage();
    const first = stage.act('mia', 'taskAssigned', task({ origin: CAUSE }));
    const second = stage.act('boss', 'taskAssigned', task({ to: 'rob', origin: CAUSE }));
    stage.act(
      'boss',
      'taskAssigned',
      task({ to: 'rob', origin: { kind: 'cell', stage: 'proposalQuote', week: '2026-W45' } }),
    );
    expect(statuses(stage)).toEqual(['open', 'superseded', 'open']);
    expect(whyNot(stage, second)).toBe('superseded');
    soon(stage);
    const done = stage.act('rae', 'taskCompleted', { task: first });
    soon(stage);
    // Whoever does not know that it is over asks for the same once more.
    stage.act('boss', 'taskAssigned', task({ origin: CAUSE }));
    const [draft] = draftsOf(ask(stage, 'mia', 'taskAssigned', task({ origin: CAUSE, dueMs: stage.nowMs + DAY_MS })));
    expect(draft?.cites).toEqual([first, done]);
    stage.act('mia', 'taskAssigned', task({ origin: CAUSE }), { cites: draft?.cites ?? [] });
    expect(statuses(stage)).toEqual(['done', 'superseded', 'open', 'superseded', 'open']);
  });

  it('[FA-4] [R79] who gave it or leads ends it with a reason; what was done stays done', () => {
    const stage = makeStage();
    const given = stage.act('mia', 'taskAssigned', task({ origin: CAUSE }));
    soon(stage);
    stage.act('rae', 'effectClosed', { effect: given, reason: '不想做' });
    stage.act('mia', 'effectClosed', { effect: given, reason: ' ' });
    expect(only(stage).status).toBe('open');
    expect(faults(ask(stage, 'rae', 'effectClosed', { effect: given, reason: '不想做' }))).toEqual(['managersOnly']);
    expect(faults(ask(stage, 'mia', 'effectClosed', { effect: given, reason: ' ' }))).toEqual([
      'overrideNeedsReason reason',
    ]);
    const later = { effect: given, reason: '改期', resumeAtMs: stage.nowMs + DAY_MS };
    expect(faults(ask(stage, 'mia', 'effectClosed', later))).toEqual(['invalid resumeAtMs']);
    const closing = draftsOf(ask(stage, 'boss', 'effectClosed', { effect: given, reason: '客户来过电话了' }));
    expect(closing).toMatchObject([{ type: 'effectClosed', cites: [given] }]);
    const end = stage.act('boss', 'effectClosed', { effect: given, reason: '客户来过电话了' });
    expect(only(stage)).toMatchObject({ status: 'closed', closed: { author: 'boss', reason: '客户来过电话了' } });
    expect(faults(ask(stage, 'mia', 'effectClosed', { effect: given, reason: '再来' }))).toEqual(['alreadyDone']);
    soon(stage);
    stage.act('mia', 'taskAssigned', task({ origin: CAUSE }), { cites: [given, end] });
    expect(statuses(stage)).toEqual(['closed', 'open']);
    // Done offline before the word came: it was done.
    stage.act('rae', 'taskCompleted', { task: given });
    expect(statuses(stage)[0]).toBe('done');
  });

  it('[FA-3] [R54] what the owner took on himself stands beside what his leader gives him, and never in its place', () => {
    const stage = makeStage();
    stage.act('rae', 'taskAssigned', task({ to: 'rae', origin: CAUSE }));
    const asked = ask(stage, 'mia', 'taskAssigned', task({ to: 'rae', origin: CAUSE, dueMs: stage.nowMs + DAY_MS }));
    expect(draftsOf(asked)).toMatchObject([{ type: 'taskAssigned' }]);
    stage.act('mia', 'taskAssigned', task({ to: 'rae', origin: CAUSE }));
    soon(stage);
    stage.act('rae', 'taskAssigned', task({ to: 'rae', origin: CAUSE }));
    expect(statuses(stage)).toEqual(['open', 'open', 'superseded']);
  });

  it('[FA-4] taken back it is revoked, and another one for the matter stands', () => {
    const stage = makeStage();
    const first = stage.act('mia', 'taskAssigned', task({ origin: CAUSE }));
    stage.act('boss', 'taskAssigned', task({ to: 'rob', origin: CAUSE }));
    soon(stage);
    stage.act('rae', 'retracted', { event: first });
    expect(statuses(stage)).toEqual(['open', 'superseded']);
    stage.act('mia', 'retracted', { event: first });
    expect(statuses(stage)).toEqual(['revoked', 'open']);
    expect(whyNot(stage, first)).toBe('retracted');
  });

  it('[FA-5] [S21] a task needs a title, a day to come and somebody who can do it; one at a time for a matter', () => {
    const stage = makeStage();
    expect(faults(ask(stage, 'mia', 'taskAssigned', task({ title: ' ', dueMs: START_MS, to: 'ghost' })))).toEqual([
      'unknownSubject to',
      'required title',
      'dueInPast dueMs',
    ]);
    expect(faults(ask(stage, 'rob', 'taskAssigned', task()))).toEqual(['managersOnly']);
    expect(faults(ask(stage, 'pia', 'taskAssigned', task()))).toEqual(['notEntitled']);
    expect(draftsOf(ask(stage, 'rae', 'taskAssigned', task()))).toMatchObject([{ document: 'log', cites: [] }]);
    stage.act('mia', 'taskAssigned', task({ origin: CAUSE }));
    expect(faults(ask(stage, 'boss', 'taskAssigned', task({ origin: CAUSE })))).toEqual(['alreadyDone origin']);
    expect(faults(ask(stage, 'boss', 'taskAssigned', task()))).toEqual([]);
  });
});
