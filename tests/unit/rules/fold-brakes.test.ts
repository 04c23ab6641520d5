import { describe, expect, it } from 'vitest';
import { type CustomerState, DAY_MS, dueEffects, type EffectId, type EventId, type FoldFact, HOUR_MS } from '#rules';
import { templateRule } from '../../support/process-parts.ts';
import { CUSTOMER, creation, makeStage, note, type RulesStage, red } from '../../support/rules-stage.ts';

/** Fires what the rule has due now, at exactly this time. */
const fire = (stage: RulesStage, rule: string): EffectId => {
  const fold = stage.fold();
  const due = dueEffects(fold, fold.customerIds(), stage.nowMs).find(({ fact }) => fact.rule === rule);
  if (due === undefined) throw new Error(`${rule} has nothing due`);
  const fact: FoldFact['fact'] = { ...due.fact, tick: stage.tick() };
  stage.fact(fact, due.doc);
  return due.fact.effect;
};

const override = (stage: RulesStage, effect: EffectId, more: object = {}): EventId =>
  stage.act(
    'rae',
    'statusMarked',
    { colour: 'green', basis: effect as string as EventId, override: { effect, reason: '客户昨天回了' } },
    more,
  );

const effectOf = ({ effects }: CustomerState, id: EffectId) => effects.find((one) => one.id === id);

describe('brakes', () => {
  it('[I5] [I29] [S23] an override in time stays valid when what it overrides is withdrawn later', () => {
    const stage = makeStage();
    const met = stage.nowMs + DAY_MS;
    stage.pass(15 * DAY_MS);
    const effect = fire(stage, 'statusCard.noHistory');
    const mark = override(stage, effect);
    expect(stage.customer().marks.find(({ id }) => id === mark)?.override).toMatchObject({ verdict: 'valid' });
    stage.act('rob', 'visitNoteRecorded', note({ visitedAtMs: met }), { atMs: met, seen: 0 });
    const state = stage.customer();
    expect(effectOf(state, effect)).toMatchObject({ status: 'revoked', revokedBecause: 'actedInTime' });
    expect(state.marks.find(({ id }) => id === mark)).toMatchObject({
      effective: true,
      override: { verdict: 'valid' },
    });
    expect(state.mark?.id).toBe(mark);
  });

  it('[I5] [I29] [S23] an override made too late stays late when what it overrides is withdrawn later', () => {
    const stage = makeStage();
    const met = stage.nowMs + DAY_MS;
    stage.pass(15 * DAY_MS);
    const effect = fire(stage, 'statusCard.noHistory');
    stage.pass(25 * HOUR_MS);
    const mark = override(stage, effect, { seen: stage.tick() });
    stage.act('rob', 'visitNoteRecorded', note({ visitedAtMs: met }), { atMs: met, seen: 0 });
    const late = { effective: false, noEffectBecause: 'overrideLate', override: { because: 'madeAfterDeadline' } };
    expect(stage.customer().marks.find(({ id }) => id === mark)).toMatchObject(late);
  });

  it('[I5] [S7] [R78] on a clock that is days slow the brake is pulled after what it stops, not before', () => {
    const stage = makeStage();
    stage.pass(15 * DAY_MS);
    const effect = fire(stage, 'statusCard.noHistory');
    const seen = stage.customer().effects[0]?.firedAt ?? 0;
    stage.pass(HOUR_MS);
    const mark = override(stage, effect, { atMs: stage.nowMs - 3 * DAY_MS, seen });
    const state = stage.customer();
    expect(state.marks.find(({ id }) => id === mark)).toMatchObject({ t: seen, override: { verdict: 'valid' } });
    expect(state.mark?.id).toBe(mark);
  });

  it('[I26] [I25] [R18] a mark that a rule sets in the very instant it is due does not withdraw itself', () => {
    const stage = makeStage();
    stage.pass(15 * DAY_MS);
    fire(stage, 'statusCard.noHistory');
    stage.nowMs = stage.customer().marks.at(-1)?.t ?? 0;
    stage.pass(7 * DAY_MS);
    const again = fire(stage, 'statusCard.redAgain');
    const state = stage.customer(CUSTOMER);
    expect(effectOf(state, again)?.firedAt).toBe(effectOf(state, again)?.dueAt);
    expect(effectOf(state, again)).toMatchObject({ status: 'standing', endedAt: null });
    expect(state.mark?.automatic?.effect).toBe(again);
  });

  it('[I25] [R60] of two cancellations made apart the one in time withdraws the alert', () => {
    const stage = makeStage();
    const appointment = stage.act('rae', 'visitNoteRecorded', note());
    const cancelledAt = stage.nowMs + DAY_MS;
    stage.pass(3 * DAY_MS);
    const effect = fire(stage, 'touchpoint.passed');
    stage.act('rae', 'touchpointCancelled', { note: appointment, reason: '客户出差' });
    expect(effectOf(stage.customer(), effect)).toMatchObject({ status: 'ended' });
    const early = { atMs: cancelledAt, seen: 0, device: 'rae-tablet' };
    stage.act('rae', 'touchpointCancelled', { note: appointment, reason: '客户出差' }, early);
    expect(effectOf(stage.customer(), effect)).toMatchObject({ status: 'revoked', revokedBecause: 'actedInTime' });
  });

  it('[I25] [R60] a cancellation in time withdraws the alert though somebody moved the appointment afterwards', () => {
    const stage = makeStage();
    const appointment = stage.act('rae', 'visitNoteRecorded', note());
    const cancelledAt = stage.nowMs + DAY_MS;
    stage.pass(3 * DAY_MS);
    const effect = fire(stage, 'touchpoint.passed');
    const { next } = note();
    const plan = next.kind === 'touchpoint' ? { ...next.touchpoint, atMs: stage.nowMs + DAY_MS } : undefined;
    if (plan !== undefined) stage.act('rae', 'touchpointRescheduled', { note: appointment, touchpoint: plan });
    const early = { atMs: cancelledAt, seen: 0, device: 'rae-tablet' };
    stage.act('rae', 'touchpointCancelled', { note: appointment, reason: '客户出差' }, early);
    const state = stage.customer();
    expect(state.touchpoints).toMatchObject([{ status: 'open', moved: 1 }]);
    expect(effectOf(state, effect)).toMatchObject({ status: 'revoked', revokedBecause: 'actedInTime' });
  });

  it.each([true, false])(
    '[I25] [S7] on a slow clock, where all acts share one instant, the reply after a quote answers it (an inquiry before: %s)',
    (hasInquiry) => {
      const stage = makeStage();
      const slow = { seen: stage.tick(), atMs: stage.nowMs - 9 * DAY_MS, doc: 'log:east:2026Q4' };
      const opportunity = 'o1';
      const quote = { opportunity, summary: '报价', atMs: stage.nowMs };
      const asked = { opportunity, summary: '问价', atMs: stage.nowMs };
      const acts = hasInquiry ? [stage.act('rae', 'inquiryReceived', asked, slow)] : [];
      acts.push(stage.act('rae', 'quoteSent', quote, slow));
      const waits = (): boolean =>
        dueEffects(stage.fold(), [CUSTOMER], stage.nowMs + 9 * DAY_MS).some(
          ({ fact }) => fact.rule === 'statusCard.quoteUnanswered',
        );
      expect(waits()).toBe(true);
      const call = { channel: 'call' as const, answered: true, summary: '同意', atMs: stage.nowMs };
      // Made on a device that had done nothing before: it stands before the quote, whatever its id.
      acts.push(stage.act('rae', 'interactionRecorded', call, { ...slow, device: 'rae-tablet' }));
      expect(new Set(acts.map((id) => stage.fold().placement(id)?.t)).size).toBe(1);
      expect(waits()).toBe(true);
      stage.act('rae', 'interactionRecorded', call, slow);
      expect(waits()).toBe(false);
    },
  );

  it('[A1] [R18] a red by a rule is counted once more after seven days, one by a person is not', () => {
    const stage = makeStage();
    stage.pass(15 * DAY_MS);
    fire(stage, 'statusCard.noHistory');
    stage.pass(8 * DAY_MS);
    fire(stage, 'statusCard.redAgain');
    const waits = (): boolean =>
      dueEffects(stage.fold(), [CUSTOMER], stage.nowMs + 30 * DAY_MS).some(
        ({ fact }) => fact.rule === 'statusCard.redAgain',
      );
    expect(waits()).toBe(false);
    stage.act('rae', 'statusMarked', red(stage.customer().mark?.id));
    expect(waits()).toBe(false);
  });

  /** A red by the rule, and an override of it that may be in time or not. */
  const disputed = (): { stage: RulesStage; mark: EventId } => {
    const stage = makeStage();
    stage.pass(15 * DAY_MS);
    const effect = fire(stage, 'statusCard.noHistory');
    const seen = stage.tick();
    stage.pass(30 * HOUR_MS);
    const mark = override(stage, effect, { seen });
    expect(stage.customer().marks.find(({ id }) => id === mark)?.override?.verdict).toBe('disputed');
    return { stage, mark };
  };
  const settle = (stage: RulesStage, member: string, mark: EventId, isValid: boolean): void => {
    stage.pass(HOUR_MS);
    stage.act(member, 'overrideSettled', { mark, isValid, reason: '问过了' }, { cites: [mark] });
  };

  it('[S23] [I5] of two words on a disputed override the last counts', () => {
    const { stage, mark } = disputed();
    settle(stage, 'mia', mark, true);
    settle(stage, 'mia', mark, false);
    const refused = { effective: false, noEffectBecause: 'overrideRefused', override: { settled: { isValid: false } } };
    expect(stage.customer().marks.find(({ id }) => id === mark)).toMatchObject(refused);
  });

  it('[S23] [R78] leaders alone settle a disputed override', () => {
    const { stage, mark } = disputed();
    settle(stage, 'rae', mark, false);
    settle(stage, 'rob', mark, false);
    const standing = { effective: true, override: { verdict: 'disputed', settled: null } };
    expect(stage.customer().marks.find(({ id }) => id === mark)).toMatchObject(standing);
  });

  it('[R80] [I5] a rule whose brake only closes cannot be overridden', () => {
    const stage = makeStage();
    const rule = templateRule('statusCard.noHistory', () => ({
      brake: { who: ['owner'], within: { amount: 24, unit: 'hour' }, reason: true, exit: 'close' },
    }));
    stage.act('boss', 'processPublished', { part: { kind: 'rule', rule } });
    stage.pass(15 * DAY_MS);
    const mark = override(stage, fire(stage, 'statusCard.noHistory'));
    const without = { effective: false, override: { verdict: 'late', because: 'unknownEffect' } };
    expect(stage.customer().marks.find(({ id }) => id === mark)).toMatchObject(without);
  });

  it('[I3] [A1] [S14] reds within the grace of a new customer pair only with one after it', () => {
    const stage = makeStage();
    const subject = 'c9';
    stage.pass(40 * DAY_MS);
    stage.act('rae', 'customerCreated', creation(), { subject });
    const pooled = (): boolean =>
      dueEffects(stage.fold(), [subject as never], stage.nowMs).some(({ fact }) => fact.rule === 'statusCard.redTwice');
    let basis: EventId | null = null;
    for (const afterDays of [12, 13.5, 14.5]) {
      stage.nowMs = stage.customer(subject as never).created.t + afterDays * DAY_MS;
      basis = stage.act('rae', 'statusMarked', red(basis), { subject, cites: basis === null ? [] : [basis] });
      expect(pooled()).toBe(afterDays > 14);
    }
  });

  it('[I3] [A1] [S14] pooling by itself begins on day 31, not on day 30', () => {
    const stage = makeStage();
    const wentLiveAt = stage.fold().org().wentLiveAt ?? 0;
    const pooled = (): boolean =>
      dueEffects(stage.fold(), [CUSTOMER], stage.nowMs).some(({ fact }) => fact.rule === 'statusCard.redTwice');
    let basis: EventId | null = null;
    for (const day of [29, 30, 31]) {
      stage.nowMs = wentLiveAt + (day - 1) * DAY_MS + HOUR_MS;
      basis = stage.act('rae', 'statusMarked', red(basis), { cites: basis === null ? [] : [basis] });
      expect(pooled()).toBe(day === 31);
    }
  });
});
