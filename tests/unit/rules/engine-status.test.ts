import { describe, expect, it } from 'vitest';
import { DAY_MS, dueEffects, type EventId, HOUR_MS, type MemberId } from '#rules';
import { ask, draftsOf, faults } from '../../support/decide-desk.ts';
import { fireDue } from '../../support/fire-due.ts';
import { CUSTOMER, green, makeStage, note, type RulesStage, red, yellow } from '../../support/rules-stage.ts';

const quote = (stage: RulesStage) =>
  stage.act('rae', 'quoteSent', { opportunity: 'o1', summary: '报价一版', atMs: stage.nowMs });
const call = (stage: RulesStage, answered = true) =>
  stage.act('rae', 'interactionRecorded', { channel: 'call', answered, summary: '电话', atMs: stage.nowMs });
const automatic = (stage: RulesStage) => {
  const { mark } = stage.customer();
  if (mark?.automatic == null) throw new Error('no automatic mark is shown');
  return mark;
};

/** A quote that nobody answered, marked yellow by the rule. */
const unanswered = (): { stage: RulesStage; effect: string } => {
  const stage = makeStage();
  call(stage);
  quote(stage);
  stage.pass(3 * DAY_MS);
  fireDue(stage);
  return { stage, effect: automatic(stage).automatic?.effect ?? '' };
};

/** The override command of the page, written by whoever asks for it. */
const override = (stage: RulesStage, effect: string, member = 'rae'): EventId => {
  const payload = { colour: 'green', override: { effect, reason: '已电话确认客户在招标流程中，预计下周定标' } };
  const [draft] = draftsOf(ask(stage, member, 'statusMarked', payload));
  return stage.act(member, 'statusMarked', draft?.payload as never, { cites: draft?.cites ?? [] });
};

describe('status card by rules', () => {
  it('[EN-1] [R77] a quote without answer for three working days turns the card yellow, with the rule named', () => {
    const stage = makeStage();
    call(stage);
    quote(stage);
    stage.pass(3 * DAY_MS - 60_000);
    expect(fireDue(stage)).toEqual([]);
    stage.pass(120_000);
    expect(fireDue(stage)).toContain('statusCard.quoteUnanswered');
    expect(automatic(stage)).toMatchObject({
      colour: 'yellow',
      automatic: { rule: 'statusCard.quoteUnanswered', version: 'template' },
      effective: true,
    });
    // The mark's own line, and after it that of the task it called for (R103).
    expect(stage.customer().timeline.slice(-2)).toMatchObject([
      { type: 'ruleActed', automaticBy: expect.any(String) },
      { type: 'taskCreated', automaticBy: 'statusCard.yellowAction' },
    ]);
  });

  it('[EN-1] [R77] [R96] working days leave out the weekend', () => {
    const stage = makeStage();
    stage.pass(3 * DAY_MS);
    call(stage);
    quote(stage);
    stage.pass(3 * DAY_MS);
    expect(fireDue(stage)).not.toContain('statusCard.quoteUnanswered');
    stage.pass(2 * DAY_MS);
    expect(fireDue(stage)).toContain('statusCard.quoteUnanswered');
  });

  it('[EN-1] [R77] an answer ends the waiting, and our own silence never downgrades the customer', () => {
    const stage = makeStage();
    quote(stage);
    stage.pass(DAY_MS);
    call(stage);
    stage.act('rae', 'inquiryReceived', { opportunity: 'o1', summary: '再报一次', atMs: stage.nowMs });
    stage.pass(5 * DAY_MS);
    const acted = fireDue(stage);
    expect(acted).toContain('statusCard.inquiryUnanswered');
    expect(acted).not.toContain('statusCard.quoteUnanswered');
    expect(stage.customer().mark).toBeNull();
    expect(stage.customer().effects.find(({ rule }) => rule === 'statusCard.inquiryUnanswered')).toMatchObject({
      gap: 'missingRecord',
      holder: 'rae',
    });
  });

  it('[EN-1] [R60] [I26] an answer in time that arrives late revokes the yellow, visibly', () => {
    const stage = makeStage();
    call(stage);
    quote(stage);
    const during = stage.nowMs + DAY_MS;
    stage.pass(3 * DAY_MS);
    fireDue(stage);
    stage.pass(DAY_MS);
    const late = { channel: 'call' as const, answered: true, summary: '在外面接的', atMs: during };
    stage.act('rae', 'interactionRecorded', late, { atMs: during, seen: 0, device: 'rae-old' });
    const { mark, marks, effects } = stage.customer();
    expect(mark).toBeNull();
    expect(marks).toMatchObject([{ colour: 'yellow', effective: false, noEffectBecause: 'revoked' }]);
    expect(effects.find(({ rule }) => rule === 'statusCard.quoteUnanswered')).toMatchObject({
      status: 'revoked',
      revokedBecause: 'actedInTime',
    });
  });

  it('[EN-2] [R78] [A5] within 24 hours the owner may set green for now with a reason; the PDF is due in seven days', () => {
    const { stage, effect } = unanswered();
    expect(faults(ask(stage, 'rae', 'statusMarked', { colour: 'green', override: { effect, reason: ' ' } }))).toEqual([
      'overrideNeedsReason reason',
    ]);
    expect(faults(ask(stage, 'rob', 'statusMarked', { colour: 'green', override: { effect, reason: '好' } }))).toEqual([
      'ownerOnly',
    ]);
    stage.pass(23 * HOUR_MS);
    override(stage, effect);
    expect(stage.customer().mark).toMatchObject({
      colour: 'green',
      effective: true,
      awaitsDocument: true,
      override: { verdict: 'valid', because: 'receivedInTime' },
    });
    // By exit it is green all the same: presales is called (A5).
    expect(stage.customer().tasks.some(({ kind }) => kind === 'draftProposal')).toBe(true);
    stage.pass(7 * DAY_MS + 60_000);
    fireDue(stage);
    expect(automatic(stage)).toMatchObject({
      colour: 'yellow',
      automatic: { rule: 'statusCard.greenAwaitsDocument' },
    });
  });

  it('[EN-2] [R78] [I5] at 24:00:01 the exit is closed, on the page and in the fold', () => {
    const { stage, effect } = unanswered();
    const fired = stage.customer().effects.find(({ id }) => id === effect)?.firedAt ?? 0;
    const payload = { colour: 'green', override: { effect, reason: '晚了' } };
    stage.nowMs = fired + 24 * HOUR_MS;
    expect(faults(ask(stage, 'rae', 'statusMarked', payload))).toEqual([]);
    stage.nowMs += 1_000;
    expect(faults(ask(stage, 'rae', 'statusMarked', payload))).toEqual(['overrideClosed']);
    stage.tick();
    stage.act('rae', 'statusMarked', {
      colour: 'green',
      basis: effect as EventId,
      override: { effect, reason: '晚了' },
    });
    expect(stage.customer().mark).toMatchObject({ colour: 'yellow' });
    expect(stage.customer().marks.at(-1)).toMatchObject({
      effective: false,
      noEffectBecause: 'overrideLate',
      override: { verdict: 'late', because: 'madeAfterDeadline' },
    });
  });

  it('[EN-2] [S23] [S24] [I5] an override that may be either is disputed, stands, and a leader settles it', () => {
    const { stage, effect } = unanswered();
    const fired = stage.customer().effects.find(({ id }) => id === effect)?.firedAt ?? 0;
    stage.nowMs = fired + 30 * HOUR_MS;
    const payload = { colour: 'green' as const, basis: effect as EventId, override: { effect, reason: '当时没网' } };
    const mark = stage.act('rae', 'statusMarked', payload, { atMs: fired + HOUR_MS, seen: fired });
    expect(stage.customer().mark).toMatchObject({ id: mark, override: { verdict: 'disputed', because: 'undecided' } });
    const word = { mark, isValid: false, reason: '通话记录在截止之后' };
    expect(faults(ask(stage, 'rae', 'overrideSettled', word))).toEqual(['managersOnly']);
    expect(faults(ask(stage, 'mia', 'overrideSettled', word))).toEqual([]);
    stage.act('mia', 'overrideSettled', word);
    expect(stage.customer().mark?.colour).toBe('yellow');
    expect(stage.customer().marks.at(-1)?.noEffectBecause).toBe('overrideRefused');
  });

  it('[EN-2] [I4] [I28] of marks made apart an override may be chosen once more: it stands alone, and calls nobody again', () => {
    const { stage, effect } = unanswered();
    const payload = (reason: string) => ({
      colour: 'green' as const,
      basis: effect as EventId,
      override: { effect, reason },
    });
    stage.act('rae', 'statusMarked', payload('客户说批了'));
    stage.act('mia', 'statusMarked', { colour: 'red', basis: effect as EventId, redGround: 'sourceDoubtful' });
    fireDue(stage);
    const { basis: _, ...again } = payload('客户说批了');
    const [draft] = draftsOf(ask(stage, 'rae', 'statusMarked', again));
    const chosen = stage.act('rae', 'statusMarked', draft?.payload as never, { cites: draft?.cites ?? [] });
    fireDue(stage);
    const { mark, alsoMarked, tasks } = stage.customer();
    expect(mark).toMatchObject({ id: chosen, colour: 'green', effective: true, awaitsDocument: true });
    expect(alsoMarked).toEqual([]);
    expect(tasks.filter(({ kind, status }) => kind === 'draftProposal' && status === 'open')).toHaveLength(1);
    expect(faults(ask(stage, 'rae', 'statusMarked', again))).toEqual(['unknownSubject']);
  });

  it('[EN-2] [A5] [R22] an override that gives a green back gives its PDF back, and calls nobody again', () => {
    const stage = makeStage();
    const first = stage.act('rae', 'statusMarked', green(), {});
    stage.attest();
    fireDue(stage);
    const calls = stage.customer().tasks.length;
    call(stage);
    quote(stage);
    stage.pass(3 * DAY_MS);
    fireDue(stage);
    const { automatic: made } = automatic(stage);
    override(stage, made?.effect ?? '');
    expect(stage.customer().mark).toMatchObject({ colour: 'green', awaitsDocument: false });
    expect(stage.customer().marks[0]?.id).toBe(first);
    expect(stage.customer().tasks.filter(({ kind }) => kind === 'draftProposal')).toHaveLength(1);
    expect(calls).toBe(1);
  });

  it('[EN-3] [R18] [A2] 60 days without two-way contact make red, with a warning seven days before', () => {
    const stage = makeStage();
    call(stage);
    const since = stage.nowMs;
    stage.nowMs = since + 53 * DAY_MS - 60_000;
    call(stage, false);
    expect(fireDue(stage)).not.toContain('statusCard.silentWarning');
    stage.nowMs = since + 53 * DAY_MS + 1_000;
    expect(fireDue(stage)).toContain('statusCard.silentWarning');
    stage.nowMs = since + 60 * DAY_MS - 1_000;
    expect(fireDue(stage)).not.toContain('statusCard.silent');
    stage.nowMs = since + 60 * DAY_MS + 1_000;
    expect(fireDue(stage)).toContain('statusCard.silent');
    expect(automatic(stage)).toMatchObject({ colour: 'red', payload: { redGround: 'noInteraction' } });
  });

  it('[EN-3] [R18] [A1] [A23] a customer never followed up meets only the rule for that, after its grace', () => {
    const stage = makeStage();
    stage.pass(14 * DAY_MS - 120_000);
    expect(fireDue(stage)).not.toContain('statusCard.noHistory');
    stage.pass(240_000);
    expect(fireDue(stage)).toContain('statusCard.noHistory');
    expect(automatic(stage).payload.redGround).toBe('noHistory');
    stage.pass(70 * DAY_MS);
    fireDue(stage);
    const rules = stage.customer().effects.map(({ rule }) => rule);
    expect(rules).not.toContain('statusCard.silent');
    expect(rules).not.toContain('statusCard.silentWarning');
  });

  it('[EN-3] [R90] what follows from the basics alone is said in the territory’s log, not where every staff member reads', () => {
    const stage = makeStage();
    stage.pass(14 * DAY_MS + 240_000);
    const due = dueEffects(stage.fold(), [CUSTOMER], stage.tick());
    expect(due.find(({ fact }) => fact.rule === 'statusCard.noHistory')?.doc).toBe('log:east:2026Q4');
  });

  it('[EN-3] [R18] a doubtful source makes red', () => {
    const stage = makeStage();
    stage.act('rae', 'fieldPatched', { field: 'source', value: '名单买的，来源不明' });
    expect(fireDue(stage)).toContain('statusCard.sourceDoubtful');
    expect(automatic(stage).payload.redGround).toBe('sourceDoubtful');
  });

  it('[EN-12] [R103] yellow asks for budget and decision chain within seven days; another colour ends it', () => {
    const stage = makeStage();
    const before = stage.act('rae', 'statusMarked', yellow());
    fireDue(stage);
    const [task] = stage.customer().tasks;
    expect(task).toMatchObject({ kind: 'ruleTask', title: '补齐预算和决策链', assignee: 'rae', status: 'open' });
    expect((task?.dueAt ?? 0) - (task?.firedAt ?? 0)).toBe(7 * DAY_MS);
    stage.pass(DAY_MS);
    stage.act('rae', 'statusMarked', red(before));
    expect(stage.customer().tasks[0]?.status).toBe('closed');
  });

  it('[EN-14] [R22] [R9] after 24 hours the presales task goes up; sent back it pauses, and the holder is named', () => {
    const stage = makeStage();
    stage.act('rae', 'statusMarked', green());
    stage.attest();
    fireDue(stage);
    const [task] = stage.customer().tasks;
    stage.pass(20 * HOUR_MS);
    stage.act('pia', 'taskReturned', { task: task?.id ?? '', missing: '缺现场图' });
    expect(stage.customer().tasks[0]).toMatchObject({ status: 'returned', returned: { missing: '缺现场图' } });
    stage.pass(10 * HOUR_MS);
    expect(fireDue(stage)).not.toContain('statusCard.greenCallsPresales/takeOver');
    stage.act('rae', 'taskResumed', { task: task?.id ?? '' });
    stage.pass(3 * HOUR_MS);
    expect(fireDue(stage)).not.toContain('statusCard.greenCallsPresales/takeOver');
    expect(stage.customer().tasks[0]?.assignee).toBe('pia');
    stage.pass(2 * HOUR_MS);
    expect(fireDue(stage)).toContain('statusCard.greenCallsPresales/takeOver');
    expect(stage.customer().tasks[0]).toMatchObject({ assignee: 'mia', status: 'open' });
    expect(stage.customer().owner).toBe('rae' as MemberId);
  });

  it('[EN-15] [I26] an automatic mark whose cause is taken back is revoked and stays in the history', () => {
    const stage = makeStage();
    call(stage);
    const offer = quote(stage);
    stage.pass(3 * DAY_MS);
    fireDue(stage);
    expect(automatic(stage).colour).toBe('yellow');
    stage.act('rae', 'retracted', { event: offer });
    expect(stage.customer().mark).toBeNull();
    expect(stage.customer().effects.find(({ rule }) => rule === 'statusCard.quoteUnanswered')).toMatchObject({
      status: 'revoked',
      revokedBecause: 'causeGone',
    });
    stage.act('rae', 'visitNoteRecorded', note());
    expect(stage.customer().marks).toHaveLength(1);
  });
});
