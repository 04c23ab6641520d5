import { describe, expect, it } from 'vitest';
import { DAY_MS, DEFAULT_PROCESS, dueEffects, type EventId, HOUR_MS, type PayloadOf } from '#rules';
import { fireDue } from '../../support/fire-due.ts';
import { templateRule } from '../../support/process-parts.ts';
import { CUSTOMER, makeStage, note, type RulesStage, red, yellow } from '../../support/rules-stage.ts';

const AUDIO = 'b'.repeat(64);
const IMAGE = 'c'.repeat(64);
const RULE = 'statusCard.redTwice';

/** Past grace and the quiet days after go-live, with nothing else to do. */
const settled = (breaker: Partial<typeof DEFAULT_PROCESS.breaker> = {}): RulesStage => {
  const stage = makeStage();
  const off = templateRule('stage.overdue', () => ({ isOn: false }));
  stage.act('boss', 'processPublished', { part: { kind: 'rule', rule: off } });
  const part = { kind: 'breaker' as const, breaker: { ...DEFAULT_PROCESS.breaker, ...breaker } };
  stage.act('boss', 'processPublished', { part });
  stage.act('rae', 'interactionRecorded', { channel: 'call', answered: true, summary: '电话', atMs: stage.nowMs });
  stage.pass(31 * DAY_MS);
  return stage;
};
const markRed = (stage: RulesStage, basis: EventId | null = null, more: object = {}): EventId =>
  stage.act('rae', 'statusMarked', red(basis), { cites: basis === null ? [] : [basis], ...more });
const pooled = (breaker: Partial<typeof DEFAULT_PROCESS.breaker> = {}): { stage: RulesStage; entry: string } => {
  const stage = settled(breaker);
  const first = markRed(stage);
  stage.pass(DAY_MS);
  markRed(stage, first);
  fireDue(stage);
  stage.pass(60_000);
  return { stage, entry: stage.customer().pool?.entry ?? '' };
};
const appeal = (stage: RulesStage, entry: string): EventId => {
  const file = (sha256: string, documentType: 'callRecording' | 'chatScreenshot') => ({
    ...{ sha256, documentType, name: '证据', size: 10 },
  });
  const evidence: PayloadOf<'appealFiled'>['evidence'] = [file(AUDIO, 'callRecording'), file(IMAGE, 'chatScreenshot')];
  const filed = stage.act('rae', 'appealFiled', { effect: entry, reason: '有需求', evidence });
  stage.attest(AUDIO, 'audio/mp4');
  stage.attest(IMAGE, 'image/png');
  stage.pass(60_000);
  return filed;
};
const due = (stage: RulesStage, rule: string): boolean =>
  dueEffects(stage.fold(), [CUSTOMER], stage.nowMs).some(({ fact }) => fact.rule === rule);

describe('stays in the cleansing pool', () => {
  it('[I13] [S15] a red of the run that comes late makes no second entry, and takes none away', () => {
    const stage = settled();
    const first = markRed(stage);
    stage.pass(3 * DAY_MS);
    markRed(stage, first);
    fireDue(stage);
    const entry = stage.customer().pool?.entry;
    markRed(stage, first, { atMs: stage.nowMs - DAY_MS, seen: 0, device: 'rae-tablet' });
    expect(due(stage, RULE)).toBe(false);
    expect(stage.customer().pool).toMatchObject({ entry, status: 'in' });
    expect(stage.customer().effects.filter(({ rule }) => rule === RULE)).toHaveLength(1);
  });

  it('[I3] [S22] a pair with a red that is not sealed yet is not fired', () => {
    const stage = settled();
    const first = markRed(stage, null, { sealed: false });
    stage.pass(DAY_MS);
    markRed(stage, first);
    expect(due(stage, RULE)).toBe(false);
    const row = stage.rows.find(({ event }) => event.id === first);
    if (row !== undefined) stage.seal(row.event, row.doc, row.received ?? 0);
    expect(due(stage, RULE)).toBe(true);
  });

  it('[R18] [A2] silence is counted from the visit, not from the day it was written down', () => {
    const stage = makeStage();
    const visitedAtMs = stage.nowMs;
    stage.pass(4 * DAY_MS);
    stage.act('rae', 'visitNoteRecorded', note({ visitedAtMs }));
    stage.nowMs = visitedAtMs + 53 * DAY_MS - 1;
    expect(due(stage, 'statusCard.silentWarning')).toBe(false);
    stage.nowMs = visitedAtMs + 53 * DAY_MS;
    expect(due(stage, 'statusCard.silentWarning')).toBe(true);
  });

  it('[A22] [R24] leaders alone decide an appeal', () => {
    const { stage, entry } = pooled();
    const filed = appeal(stage, entry);
    stage.act('rob', 'appealDecided', { appeal: filed, isAccepted: false, reason: '不信' });
    expect(stage.customer().pool).toMatchObject({ status: 'restored', appeals: [{ decided: null }] });
  });

  it('[A22] where the company wants approval first, an appeal restores when it is accepted', () => {
    const { stage, entry } = pooled({ appealNeedsApproval: true });
    const filed = appeal(stage, entry);
    expect(stage.customer().pool).toMatchObject({ status: 'in', appeals: [{ isComplete: true }] });
    stage.act('mia', 'appealDecided', { appeal: filed, isAccepted: true, reason: '属实' });
    expect(stage.customer().pool?.status).toBe('restored');
  });

  it('[R23] a release of an earlier stay, given by somebody who knew no other, does not end this one', () => {
    const { stage, entry } = pooled();
    stage.act('mia', 'poolReleased', { effect: entry, reason: '再给一次' });
    stage.pass(DAY_MS);
    const shown = stage.customer().mark?.id ?? null;
    const between = stage.act('rae', 'statusMarked', yellow(shown), { cites: shown === null ? [] : [shown] });
    stage.pass(DAY_MS);
    const again = markRed(stage, between);
    stage.pass(DAY_MS);
    markRed(stage, again);
    fireDue(stage);
    stage.pass(HOUR_MS);
    const second = stage.customer().pool;
    expect(second).toMatchObject({ status: 'in' });
    expect(second?.entry).not.toBe(entry);
    stage.act('boss', 'poolReleased', { effect: entry, reason: '再给一次' });
    expect(stage.customer().pool?.status).toBe('in');
  });
});

describe('what ends a waiting', () => {
  const dayLater = (stage: RulesStage, days: number): void => stage.pass(days * DAY_MS);
  const call = (stage: RulesStage): EventId =>
    stage.act('rae', 'interactionRecorded', { channel: 'call', answered: true, summary: '电话', atMs: stage.nowMs });
  const inquiry = (stage: RulesStage): EventId =>
    stage.act('rae', 'inquiryReceived', { opportunity: 'o1', summary: '询价', atMs: stage.nowMs });

  it('[R18] [I25] silence begins anew with each contact', () => {
    const stage = makeStage();
    call(stage);
    dayLater(stage, 30);
    call(stage);
    dayLater(stage, 52);
    expect(due(stage, 'statusCard.silentWarning')).toBe(false);
    dayLater(stage, 1);
    expect(due(stage, 'statusCard.silentWarning')).toBe(true);
  });

  it('[R77] asking once more is no answer of ours, a call is', () => {
    const stage = makeStage();
    const first = inquiry(stage);
    dayLater(stage, 0.1);
    inquiry(stage);
    dayLater(stage, 4);
    const open = (): readonly string[] =>
      dueEffects(stage.fold(), [CUSTOMER], stage.nowMs)
        .filter(({ fact }) => fact.rule === 'statusCard.inquiryUnanswered')
        .map(({ fact }) => fact.cause);
    expect(open()).toContain(first);
    call(stage);
    expect(open()).toEqual([]);
  });

  it('[R35] [S25] a note before the appointment is news, and ends the waiting for it', () => {
    const stage = makeStage();
    stage.act('rae', 'visitNoteRecorded', note());
    dayLater(stage, 1);
    const next = { kind: 'checkDate' as const, atMs: stage.nowMs + 90 * DAY_MS, reason: '客户改期' };
    stage.act('rae', 'visitNoteRecorded', note({ visitedAtMs: stage.nowMs, next }));
    dayLater(stage, 2);
    expect(due(stage, 'touchpoint.passed')).toBe(false);
  });

  it('[I20] [S22] of two facts about one effect the lowest tick counts, whichever came first', () => {
    const stage = makeStage();
    dayLater(stage, 15);
    const [one] = dueEffects(stage.fold(), [CUSTOMER], stage.nowMs).filter(
      ({ fact }) => fact.rule === 'statusCard.noHistory',
    );
    if (one === undefined) throw new Error('nothing is due');
    const [low, high] = [stage.tick(), stage.tick() + HOUR_MS];
    for (const tick of [high, low, high]) stage.fact({ ...one.fact, tick }, one.doc);
    expect(stage.customer().effects.map(({ firedAt }) => firedAt)).toEqual([low]);
    expect(stage.customer().marks.map(({ t }) => t)).toEqual([low]);
  });

  it('[R30] [I25] what was delivered is not overdue; delivered late it ends the alert', () => {
    const stage = makeStage();
    const promised = stage.act('rae', 'visitNoteRecorded', note());
    const kept = stage.act('rae', 'visitNoteRecorded', note());
    stage.act('rae', 'commitmentDelivered', { note: kept });
    dayLater(stage, 2);
    const overdue = (): readonly string[] =>
      dueEffects(stage.fold(), [CUSTOMER], stage.nowMs)
        .filter(({ fact }) => fact.rule === 'note.promiseOverdue')
        .map(({ fact }) => fact.cause);
    expect(overdue()).toEqual([promised]);
    fireDue(stage);
    stage.act('rae', 'commitmentDelivered', { note: promised });
    const effect = stage.customer().effects.find(({ rule }) => rule === 'note.promiseOverdue');
    expect(effect).toMatchObject({ status: 'ended' });
  });

  it('[R8] a customer given to somebody is not without owner any more', () => {
    const stage = makeStage();
    stage.act('rae', 'customerHandedOver', { to: null });
    dayLater(stage, 2);
    expect(due(stage, 'company.unowned')).toBe(true);
    stage.act('mia', 'customerHandedOver', { to: 'rob' });
    expect(due(stage, 'company.unowned')).toBe(false);
  });

  it('[A1] [R18] a limit shorter than the grace waits for its end', () => {
    const stage = makeStage();
    const rule = templateRule('statusCard.noHistory', () => ({
      on: { kind: 'neverFollowedUp', for: { amount: 3, unit: 'day' } },
    }));
    stage.act('boss', 'processPublished', { part: { kind: 'rule', rule } });
    const graceEnds = stage.customer().created.t + 14 * DAY_MS;
    stage.nowMs = graceEnds - 1;
    expect(due(stage, 'statusCard.noHistory')).toBe(false);
    stage.nowMs = graceEnds;
    expect(due(stage, 'statusCard.noHistory')).toBe(true);
  });
});
