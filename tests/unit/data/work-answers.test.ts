import { describe, expect, it } from 'vitest';
import { type CustomerId, DAY_MS, type EffectId, type EventId, HOUR_MS, type MemberId, PRESALES_RULE } from '#rules';
import { makeReadModels } from '../../../client/data/answers/index.ts';
import type { AnswerOf } from '../../../client/data/contract.ts';
import type { InboxItem, InboxScope, WorkQuery } from '../../../client/data/work-contract.ts';
import { creation, green, makeStage, note, type RulesStage, red, START_MS } from '../../support/rules-stage.ts';

const view = (stage: RulesStage, member: string, reads: readonly string[] = ['east']) => {
  const fold = stage.fold();
  const models = makeReadModels({
    fold: () => fold,
    member: () => member as MemberId,
    now: () => stage.nowMs,
    unsynced: () => [],
    readsRecordsOf: (territory) => reads.includes(territory),
    uploads: () => ({}),
  });
  const ask = <Q extends WorkQuery>(query: Q): AnswerOf<Q> => models.answer(query);
  return { models, ask, inbox: (scope: InboxScope = 'mine') => ask({ kind: 'inbox', scope, limit: 50 }) };
};
const kinds = (items: readonly InboxItem[]) => items.map(({ kind, segment }) => `${kind} ${segment}`);
const alertOf = (items: readonly InboxItem[], rule: string) => {
  const item = items.find((one) => one.kind === 'alert' && one.rule === rule);
  if (item?.kind !== 'alert') throw new Error(`no alert of ${rule}`);
  return item;
};

/** An appointment of rae's has passed by three hours, and the relay has said so. */
const passed = (): RulesStage => {
  const stage = makeStage();
  stage.act('rae', 'visitNoteRecorded', note());
  stage.nowMs = START_MS + 2 * DAY_MS + 3 * HOUR_MS;
  stage.settle();
  return stage;
};

/** c1 and c2 are one company: c2 turns green, then c1, which the manager has merged before or merges afterwards. */
const mergedGreens = (order: 'mergedFirst' | 'calledFirst'): RulesStage => {
  const stage = makeStage();
  stage.attest();
  stage.act('rae', 'customerCreated', creation(), { subject: 'c2' });
  const turnGreen = (subject: string): void => {
    stage.act('rae', 'statusMarked', green(), { subject });
    stage.pass(HOUR_MS);
    stage.settle();
  };
  const merge = () => stage.act('mia', 'customerMerged', { into: 'c1' }, { subject: 'c2' });
  turnGreen('c2');
  if (order === 'mergedFirst') merge();
  turnGreen('c1');
  if (order === 'calledFirst') merge();
  return stage;
};

describe('the inbox', () => {
  it('[AN-44][I24] a task that another merged record’s stands for waits for nobody, and lies with what is over', () => {
    expect(view(mergedGreens('mergedFirst'), 'pia').inbox().done).toEqual([]);
    const stage = mergedGreens('calledFirst');
    const { items, done, counts } = view(stage, 'pia').inbox();
    expect(items.map(({ kind, customer }) => [kind, customer])).toEqual([['task', 'c2']]);
    expect(counts.todo).toBe(1);
    expect(done.map(({ task }) => [task.customer, task.supersededBy])).toEqual([['c1', 'c2']]);
    stage.act(
      'mia',
      'mergeUndone',
      { merges: stage.customer('c2' as CustomerId).mergedInto.map(({ id }) => id), reason: '两家' },
      { subject: 'c2' },
    );
    stage.settle();
    expect(
      view(stage, 'pia')
        .inbox()
        .items.map(({ customer }) => customer),
    ).toEqual(['c2', 'c1']);
  });

  it('[AN-20][R79] an alert is to do for whom it tells and to decide for whom may end it; closed until a date it comes back', () => {
    const stage = passed();
    const rule = 'touchpoint.passed';
    const mine = alertOf(view(stage, 'rae').inbox().items, rule);
    expect(mine).toMatchObject({ segment: 'todo', mayClose: false, isProvisional: false, quietUntilMs: null });
    const theirs = alertOf(view(stage, 'mia').inbox().items, rule);
    expect(theirs).toMatchObject({ segment: 'decide', mayClose: true, note: '已线下协调，暂缓跟进', isLed: true });
    expect([...mine.people].sort()).toEqual(['mia', 'rae']);
    const [effect] = theirs.effects;
    const resumeAtMs = stage.nowMs + DAY_MS;
    stage.act('mia', 'effectClosed', { effect: effect ?? '', reason: '已线下协调', resumeAtMs });
    const quiet = view(stage, 'mia').inbox();
    expect(alertOf(quiet.items, rule).quietUntilMs).toBe(resumeAtMs);
    expect([quiet.counts.decide, quiet.later]).toEqual([0, 1]);
    stage.pass(2 * DAY_MS);
    expect(alertOf(view(stage, 'rae').inbox().items, rule).quietUntilMs).toBeNull();
  });

  it('[AN-35][R9][R14] what was asked of the owner goes with the customer, in the inbox and in the register', () => {
    const stage = makeStage();
    stage.nowMs = START_MS + 18 * DAY_MS;
    stage.settle();
    stage.nowMs += 4 * DAY_MS;
    stage.settle();
    const rule = 'stage.overdue';
    expect(alertOf(view(stage, 'rae').inbox().items, rule).people).toEqual(['rae']);
    stage.act('mia', 'customerHandedOver', { to: 'rob' });
    const ofRule = (member: string) =>
      view(stage, member)
        .inbox()
        .items.filter((item) => item.kind === 'alert' && item.rule === rule);
    expect([ofRule('rae'), ofRule('rob').map(({ people }) => people)]).toEqual([[], [['rob']]]);
    const gaps = { kind: 'gaps', state: 'open', rule, team: null, limit: 10 } as const;
    expect(
      view(stage, 'mia')
        .ask(gaps)
        .rows.map(({ holder }) => holder),
    ).toEqual(['rob']);
  });

  it('[AN-42][R79] an alert put off is out of the own sight only, until then, and a rung after it tells anew', () => {
    const stage = passed();
    const rule = 'touchpoint.passed';
    const before = view(stage, 'rae').inbox();
    const [effect] = alertOf(before.items, rule).effects;
    const untilMs = stage.nowMs + HOUR_MS;
    stage.act('rae', 'effectSnoozed', { effect: effect ?? '', untilMs });
    const mine = view(stage, 'rae').inbox();
    expect(alertOf(mine.items, rule).quietUntilMs).toBe(untilMs);
    expect([mine.counts.todo, mine.later]).toEqual([before.counts.todo - 1, before.later + 1]);
    expect(alertOf(view(stage, 'mia').inbox().items, rule).quietUntilMs).toBeNull();
    stage.pass(2 * HOUR_MS);
    expect(alertOf(view(stage, 'rae').inbox().items, rule).quietUntilMs).toBeNull();
  });

  it('[AN-21][R60] what a person did in time and synchronised late is asked for no more', () => {
    const stage = passed();
    stage.act('rae', 'interactionRecorded', {
      channel: 'meeting',
      answered: true,
      summary: '见过了',
      atMs: stage.nowMs,
    });
    const items = view(stage, 'rae').inbox().items;
    expect(items.some((item) => item.kind === 'alert' && item.rule === 'touchpoint.passed')).toBe(false);
  });

  it('[AN-22][S31] what a rule would do to an own customer is there, unconfirmed, before the relay has said so', () => {
    const stage = makeStage();
    stage.act('rae', 'visitNoteRecorded', note());
    stage.nowMs = START_MS + 2 * DAY_MS + 3 * HOUR_MS;
    expect(alertOf(view(stage, 'rae').inbox().items, 'touchpoint.passed')).toMatchObject({
      isProvisional: true,
      mayClose: false,
      effects: [],
    });
    expect(kinds(view(stage, 'rob').inbox().items)).toEqual([]);
  });

  it('[AN-23][R22] a task that came back waits for the customer’s owner, and a task out of sight counts for nothing', () => {
    const stage = makeStage();
    stage.attest();
    stage.act('rae', 'statusMarked', green());
    stage.settle();
    const task = stage.customer().tasks.find(({ kind }) => kind === 'draftProposal')?.id ?? '';
    expect(kinds(view(stage, 'pia').inbox().items)).toEqual(['task todo']);
    stage.act('pia', 'taskReturned', { task, missing: '图纸' });
    const supply = view(stage, 'rae')
      .inbox()
      .items.find(({ kind }) => kind === 'supply');
    expect(supply).toMatchObject({ segment: 'todo', people: ['rae'] });
    stage.act('rae', 'taskResumed', { task });
    stage.act('pia', 'taskSnoozed', { task, untilMs: stage.nowMs + HOUR_MS });
    const snoozed = view(stage, 'pia').inbox();
    expect([snoozed.counts.todo, snoozed.later, snoozed.items.length]).toEqual([0, 1, 1]);
  });

  it('[FA-13][R54] a given task waits for whom it names; sent back, or to be ended, for whoever gave it', () => {
    const stage = makeStage();
    const dueMs = START_MS + DAY_MS;
    const task = stage.act('mia', 'taskAssigned', { title: '约总监', to: 'rob', dueMs });
    const mine = view(stage, 'rob').inbox().items;
    expect(mine).toMatchObject([{ kind: 'task', segment: 'todo', atMs: dueMs, mayClose: false, owner: 'mia' }]);
    expect(view(stage, 'rae').inbox().items).toEqual([]);
    expect(view(stage, 'mia').inbox('team').items).toMatchObject([{ kind: 'task', mayClose: true }]);
    stage.act('rob', 'taskReturned', { task, missing: '总监的名字' });
    expect(kinds(view(stage, 'mia').inbox().items)).toEqual(['supply todo']);
    expect(kinds(view(stage, 'rae').inbox().items)).toEqual([]);
    stage.act('mia', 'effectClosed', { effect: task, reason: '客户来过电话' });
    expect(view(stage, 'rob').inbox().items).toEqual([]);
    expect(view(stage, 'mia').inbox().items).toEqual([]);
  });

  it('[AN-24] the team’s work is that of those one leads, without one’s own', () => {
    const stage = passed();
    stage.act('rob', 'customerCreated', creation('rob'), { subject: 'c2' });
    stage.attest();
    stage.act('rae', 'statusMarked', green());
    stage.settle();
    const boss = view(stage, 'boss').inbox('team');
    expect(boss.items.some(({ kind, people }) => kind === 'task' && people.some((one) => one === 'pia'))).toBe(true);
    expect(view(stage, 'rob').inbox('team').items).toEqual([]);
    expect(view(stage, 'rob').inbox().leads).toBe(false);
  });

  it('[AN-25][R11] a skipped stage is told once: to end by who may, to take note of by the others', () => {
    const stage = makeStage();
    const skip = { opportunity: 'o1', stage: 'internalApproval', from: 'initialContact', basis: null };
    stage.act('rae', 'stageEntered', { ...skip, skippedReason: '老客户' });
    stage.settle();
    const of = (member: string) =>
      kinds(
        view(stage, member)
          .inbox()
          .items.filter((item) => item.kind === 'notice' || (item.kind === 'alert' && item.trigger === 'stageSkipped')),
      );
    expect(of('rae')).toEqual(['notice notice']);
    expect(of('mia')).toEqual(['alert decide']);
  });

  it('[AN-26][R67] of customers whose records do not come here nothing is said', () => {
    const stage = passed();
    expect(view(stage, 'mia', []).inbox().items).toEqual([]);
    expect(view(stage, 'mia', []).ask({ kind: 'cleansing' }).rows).toEqual([]);
  });
});

/** Reds on two days, past grace and the quiet days. */
const pooled = (): RulesStage => {
  const stage = makeStage();
  stage.pass(32 * DAY_MS);
  // In another stage by now, so that nobody takes over.
  stage.act('rae', 'stageEntered', { opportunity: 'o1', stage: 'needConfirmed', from: 'initialContact', basis: null });
  stage.act('rae', 'interactionRecorded', { channel: 'call', answered: true, summary: '聊过', atMs: stage.nowMs });
  const first = stage.act('rae', 'statusMarked', red());
  stage.pass(DAY_MS);
  stage.act('rae', 'statusMarked', red(first));
  return stage;
};
const AUDIO = 'b'.repeat(64);
const IMAGE = 'c'.repeat(64);
const appeal = (effect: string) => ({
  effect,
  reason: '通过电话',
  evidence: [
    { sha256: AUDIO, name: '录音.mp3', size: 10, documentType: 'callRecording' as const },
    { sha256: IMAGE, name: '截图.png', size: 10, documentType: 'chatScreenshot' as const },
  ],
});

describe('the cleansing pool', () => {
  it('[AN-27][BD-26][R23][S26] who is due stands there unconfirmed, then in the pool, with its reds', () => {
    const stage = pooled();
    expect(view(stage, 'mia').ask({ kind: 'cleansing' }).rows).toMatchObject([{ status: 'due', entry: null }]);
    stage.settle();
    const [row] = view(stage, 'mia').ask({ kind: 'cleansing' }).rows;
    expect(row).toMatchObject({ status: 'in', appeal: 'none', isLed: true, owner: 'rae' });
    expect(row?.reds.map(({ author }) => author)).toEqual(['rae', 'rae']);
    expect(view(stage, 'rob').ask({ kind: 'cleansing' }).rows).toMatchObject([{ isLed: false }]);
    const { models } = view(stage, 'mia');
    const board = { component: null, filter: { weeks: 8 } } as const;
    const listed = models.answer({ kind: 'heatmap', ...board }).rows.flatMap(({ id: row }) => {
      return models.answer({ kind: 'cell', ...board, column: 'needConfirmed', row }).rows;
    });
    expect(listed.map(({ customer, isPooled }) => [customer.id, isPooled])).toEqual([['c1', true]]);
  });

  it('[AN-28][R24][A22] an appeal is the direct manager’s to decide, while he may still reject', () => {
    const stage = pooled();
    stage.settle();
    const entry = stage.customer().pool?.entry ?? '';
    stage.act('rae', 'appealFiled', appeal(entry));
    expect(view(stage, 'mia').ask({ kind: 'cleansing' }).rows).toMatchObject([{ appeal: 'uploading' }]);
    stage.attest(AUDIO, 'audio/mpeg');
    stage.attest(IMAGE, 'image/png');
    const of = (member: string, scope: InboxScope = 'mine') =>
      view(stage, member)
        .inbox(scope)
        .items.filter(({ kind }) => kind === 'appeal').length;
    expect([of('mia'), of('boss'), of('boss', 'team'), of('rae')]).toEqual([1, 0, 1, 0]);
    expect(view(stage, 'mia').ask({ kind: 'cleansing' }).rows).toMatchObject([
      { status: 'restored', appeal: 'restored' },
    ]);
    stage.pass(DAY_MS + HOUR_MS);
    expect(of('mia')).toBe(0);
    expect(view(stage, 'mia').ask({ kind: 'cleansing' }).rows).toEqual([]);
  });
});

const GAPS = { kind: 'gaps', state: 'open', rule: null, team: null, limit: 50 } as const;

describe('the register of process gaps', () => {
  it('[AN-29][R8] each gap with rule, holder and first seen; resolved by the act, in the count of its week', () => {
    const stage = makeStage();
    stage.pass(15 * DAY_MS);
    stage.settle();
    const open = view(stage, 'mia').ask({ ...GAPS, rule: 'stage.overdue' });
    expect(open.rows).toMatchObject([{ sort: 'overdue', holder: 'rae', team: 'mia', resolvedMs: null }]);
    expect(open.byTeam.find(({ id }) => id === 'mia')?.open).toBe(open.open);
    stage.act('rae', 'stageEntered', {
      opportunity: 'o1',
      stage: 'needConfirmed',
      from: 'initialContact',
      basis: null,
    });
    const later = view(stage, 'mia');
    expect(later.ask({ ...GAPS, rule: 'stage.overdue' }).rows).toEqual([]);
    const resolved = later.ask({ ...GAPS, state: 'resolved', rule: 'stage.overdue' });
    expect(resolved.rows).toMatchObject([{ resolvedMs: expect.any(Number) }]);
    expect(resolved.byRule.find(({ id }) => id === 'stage.overdue')).toMatchObject({ open: 0, resolved: 1 });
    expect(view(stage, 'rob').ask(GAPS).rows).toEqual([]);
  });

  it('[AN-30][R12] values of two people are a gap as well, until one is chosen', () => {
    const stage = makeStage();
    const first = stage.act('rae', 'fieldPatched', { field: 'city', value: '苏州' });
    const second = stage.act('mia', 'fieldPatched', { field: 'city', value: '无锡' });
    const rows = () =>
      view(stage, 'rae')
        .ask(GAPS)
        .rows.filter(({ sort }) => sort === 'conflict');
    expect(rows()).toMatchObject([{ rule: null, holder: 'rae' }]);
    stage.act('rae', 'fieldPatched', { field: 'city', value: '无锡' }, { cites: [first, second] });
    expect(rows()).toEqual([]);
  });

  it('[AN-31][R14][R80] the week: what began, what was closed by whom, and which rule people took back', () => {
    const stage = makeStage();
    stage.pass(15 * DAY_MS);
    stage.settle();
    const gap = view(stage, 'mia').ask({ ...GAPS, rule: 'stage.overdue' }).rows[0];
    stage.act('mia', 'effectClosed', { effect: gap?.effect ?? '', reason: '下月再谈' });
    const mark = stage.customer().mark;
    expect(mark?.automatic?.rule).toBe('statusCard.noHistory');
    const override = { effect: mark?.automatic?.effect ?? '', reason: '见过面' };
    stage.act('rae', 'statusMarked', { colour: 'green', basis: mark?.id ?? null, override });
    const week = view(stage, 'mia').ask({ kind: 'review', back: 0 });
    expect(week.closed).toMatchObject([{ closedBy: 'mia', reason: '下月再谈' }]);
    expect(week.overrides.find(({ rule }) => rule === 'statusCard.noHistory')).toMatchObject({
      acted: 1,
      overridden: 1,
    });
    expect(view(stage, 'mia').ask({ kind: 'review', back: 8 }).overrides).toEqual([]);
  });
});

describe('why', () => {
  const why = (stage: RulesStage, effect: string | null) =>
    view(stage, 'rae').ask({ kind: 'why', customer: 'c1' as CustomerId, effect: effect as EffectId | null });

  it('[AN-32][R13] a rule that acted: version, facts, conditions as they were then, and who took it back', () => {
    const stage = makeStage();
    stage.act('rae', 'interactionRecorded', { channel: 'call', answered: true, summary: '聊', atMs: stage.nowMs });
    const sent = { opportunity: 'o1', summary: '报价', atMs: stage.nowMs };
    const quote = stage.act('rae', 'quoteSent', sent);
    stage.pass(6 * DAY_MS);
    stage.settle();
    const effect = stage.customer().mark?.automatic?.effect ?? '';
    const acted = why(stage, effect)?.acted;
    expect(acted).toMatchObject({
      effect: { rule: 'statusCard.quoteUnanswered', status: 'standing' },
      version: { published: null, hasChanged: false },
      facts: [{ id: quote, type: 'quoteSent', author: 'rae' }],
      // It is yellow by now; when the rule looked it was not.
      verdict: { kind: 'all', holds: true },
      overriddenBy: null,
    });
    expect(acted?.brakeEndsAt).toBe((acted?.effect.firedAt ?? 0) + DAY_MS);
    const basis = stage.customer().mark?.id as EventId;
    stage.act('rae', 'statusMarked', { colour: 'green', basis, override: { effect, reason: '电话里答应了' } });
    expect(why(stage, effect)?.acted?.overriddenBy).toMatchObject({ author: 'rae', reason: '电话里答应了' });
  });

  it('[AN-33][R13] a rule that did not: nothing to wait for, too early, or the condition that fails', () => {
    const stage = makeStage();
    stage.pass(HOUR_MS);
    const reasons = new Map(why(stage, null)?.notActed.map(({ rule, reason }) => [rule, reason]));
    expect(reasons.get('touchpoint.passed')).toEqual({ kind: 'noOccurrence' });
    expect(reasons.get('stage.overdue')).toMatchObject({ kind: 'notYet' });
    const source = reasons.get('statusCard.sourceDoubtful');
    expect(source?.kind).toBe('condition');
    expect(why(stage, 'nothing')).toBeNull();
    const merged = why(mergedGreens('mergedFirst'), null)?.notActed.find(({ rule }) => rule === PRESALES_RULE);
    expect(merged?.reason).toEqual({ kind: 'mergedElsewhere' });
    const resting = pooled();
    resting.settle();
    expect(new Set(why(resting, null)?.notActed.map(({ reason }) => reason.kind))).toEqual(new Set(['resting']));
  });
});
