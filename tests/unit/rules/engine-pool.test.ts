import { describe, expect, it } from 'vitest';
import { DAY_MS, type EventId, type Evidence, HOUR_MS, type MemberId, waitingEffects } from '#rules';
import { ask, draftsOf, faults } from '../../support/decide-desk.ts';
import { fireDue } from '../../support/fire-due.ts';
import { templateRule } from '../../support/process-parts.ts';
import { makeStage, type RulesStage, red, yellow } from '../../support/rules-stage.ts';

const AUDIO = 'b'.repeat(64);
const IMAGE = 'c'.repeat(64);
const file = (sha256: string, documentType: Evidence['documentType'], name: string): Evidence => ({
  sha256,
  name,
  size: 10,
  documentType,
});
const recording = file(AUDIO, 'callRecording', '通话.m4a');
const screenshot = file(IMAGE, 'chatScreenshot', '微信.png');

/** Past grace and the quiet days after go-live; nobody takes over in the meantime. */
const settled = (): RulesStage => {
  const stage = makeStage();
  stage.act('boss', 'processPublished', {
    part: { kind: 'rule', rule: templateRule('stage.overdue', () => ({ isOn: false })) },
  });
  stage.act('rae', 'interactionRecorded', { channel: 'call', answered: true, summary: '电话', atMs: stage.nowMs });
  stage.pass(31 * DAY_MS);
  return stage;
};

/** Two reds on two days, the second by somebody who had seen the first. */
const pooled = (): { stage: RulesStage; first: EventId; second: EventId } => {
  const stage = settled();
  const first = stage.act('rae', 'statusMarked', red());
  fireDue(stage);
  stage.pass(DAY_MS);
  const second = stage.act('rae', 'statusMarked', red(first));
  fireDue(stage);
  return { stage, first, second };
};

const appeal = (stage: RulesStage, evidence = [recording, screenshot]): EventId =>
  stage.act('rae', 'appealFiled', { effect: stage.customer().pool?.entry ?? '', reason: '客户有真实需求', evidence });

describe('circuit breaker', () => {
  it('[EN-4] [R23] [S14] [S15] two reds on two days pool the customer; the owner is warned before the second', () => {
    const stage = settled();
    const first = stage.act('rae', 'statusMarked', red());
    const acted = fireDue(stage);
    expect(acted).toContain('statusCard.redWarning');
    expect(acted).not.toContain('statusCard.redTwice');
    stage.pass(DAY_MS);
    stage.act('rae', 'statusMarked', red(first));
    expect(fireDue(stage)).toContain('statusCard.redTwice');
    const { pool } = stage.customer();
    expect(pool).toMatchObject({ status: 'in', run: [first, expect.any(String)] });
    expect(faults(ask(stage, 'rae', 'statusMarked', yellow()))).toEqual(['suspended']);
    expect(faults(ask(stage, 'mia', 'statusMarked', { colour: 'yellow', need: '有', openItems: ['budget'] }))).toEqual(
      [],
    );
  });

  it('[FA-23] [R23] nobody is sent there because of a number; what a leader gives for the cleaning is given', () => {
    const asked = (stage: RulesStage, more: object = {}) =>
      ask(stage, 'mia', 'taskAssigned', { title: '约总监', to: 'rae', dueMs: stage.nowMs + DAY_MS, ...more });
    const origins = [
      { kind: 'cause', cause: 'director@internalApproval' },
      { kind: 'cell', stage: 'negotiation', week: '2026-W49' },
    ] as const;
    const { stage } = pooled();
    expect(origins.map((origin) => faults(asked(stage, { origin })))).toEqual([['suspended'], ['suspended']]);
    expect(faults(asked(stage))).toEqual([]);
    // given by somebody who did not know of it yet: it stands
    const given = { title: '约总监', to: 'rae', dueMs: stage.nowMs + DAY_MS, origin: origins[0] };
    stage.act('mia', 'taskAssigned', given);
    expect(stage.customer().tasks.map(({ status }) => status)).toEqual(['open']);
  });

  it('[EN-4] [A1] [I3] reds on one day, made apart, with another colour between, in grace or before day 31 do not', () => {
    const oneDay = settled();
    const a = oneDay.act('rae', 'statusMarked', red());
    oneDay.pass(HOUR_MS);
    oneDay.act('rae', 'statusMarked', red(a));
    expect(fireDue(oneDay)).not.toContain('statusCard.redTwice');

    const apart = settled();
    apart.act('rae', 'statusMarked', red());
    apart.pass(DAY_MS);
    apart.act('mia', 'statusMarked', red());
    expect(fireDue(apart)).not.toContain('statusCard.redTwice');

    const between = settled();
    const b = between.act('rae', 'statusMarked', red());
    between.pass(DAY_MS);
    const c = between.act('rae', 'statusMarked', yellow(b));
    between.pass(DAY_MS);
    between.act('rae', 'statusMarked', red(c));
    expect(fireDue(between)).not.toContain('statusCard.redTwice');

    const early = makeStage();
    early.pass(20 * DAY_MS);
    const d = early.act('rae', 'statusMarked', red());
    early.pass(DAY_MS);
    early.act('rae', 'statusMarked', red(d));
    expect(fireDue(early)).not.toContain('statusCard.redTwice');
  });

  it('[EN-4] [A1] an automatic red counts when it turns red and once more after seven unchanged days', () => {
    const stage = settled();
    stage.pass(30 * DAY_MS);
    expect(fireDue(stage)).toContain('statusCard.silent');
    stage.pass(7 * DAY_MS - HOUR_MS);
    expect(fireDue(stage)).not.toContain('statusCard.redAgain');
    stage.pass(2 * HOUR_MS);
    const acted = fireDue(stage);
    expect(acted).toContain('statusCard.redAgain');
    expect(acted).toContain('statusCard.redTwice');
    expect(stage.customer().pool?.status).toBe('in');
  });

  it('[EN-4] [I13] one entry per run: let out and marked red again it does not go in a second time', () => {
    const { stage, second } = pooled();
    const effect = stage.customer().pool?.entry ?? '';
    for (const draft of draftsOf(ask(stage, 'mia', 'poolReleased', { effect, reason: '手机录不了音' }))) {
      stage.act('mia', draft.type, draft.payload as never);
    }
    expect(stage.customer().pool?.status).toBe('released');
    stage.pass(DAY_MS);
    stage.act('rae', 'statusMarked', red(second));
    expect(fireDue(stage)).not.toContain('statusCard.redTwice');
    expect(stage.customer().effects.filter(({ rule }) => rule === 'statusCard.redTwice')).toHaveLength(1);
  });

  it('[EN-4] [I26] the entry is revoked, visibly, when one of its reds is taken back', () => {
    const { stage, first } = pooled();
    stage.act('rae', 'retracted', { event: first });
    // Whoever is suspended does not let himself out by taking his own mark back.
    expect(stage.customer().pool?.status).toBe('in');
    stage.act('mia', 'retracted', { event: first });
    expect(stage.customer().pool?.status).toBe('revoked');
  });

  it('[EN-5] [R24] [A22] an appeal needs recording and screenshot; with both arrived it restores at once', () => {
    const { stage } = pooled();
    const effect = stage.customer().pool?.entry ?? '';
    const ask1 = (evidence: readonly Evidence[], reason = '有需求') =>
      faults(ask(stage, 'rae', 'appealFiled', { effect, reason, evidence }));
    expect(ask1([recording])).toEqual(['appealNeedsImage chatScreenshot']);
    expect(ask1([screenshot], ' ')).toEqual(['required reason', 'appealNeedsAudio callRecording']);
    expect(ask1([recording, screenshot])).toEqual([]);
    appeal(stage);
    expect(stage.customer().pool?.status).toBe('in');
    stage.attest(AUDIO, 'audio/mp4');
    stage.attest(IMAGE, 'application/pdf');
    expect(stage.customer().pool?.status).toBe('in');
    const other = pooled().stage;
    appeal(other);
    other.attest(AUDIO, 'audio/mp4');
    other.attest(IMAGE, 'image/png');
    expect(other.customer().pool).toMatchObject({ status: 'restored', appeals: [{ isComplete: true, decided: null }] });
    other.tick();
    expect(
      faults(
        ask(other, 'rae', 'interactionRecorded', {
          channel: 'call',
          answered: true,
          summary: '再跟',
          atMs: other.nowMs,
        }),
      ),
    ).toEqual([]);
  });

  it('[EN-5] [A22] the manager may reject within 24 hours with a reason, later it has no effect', () => {
    const { stage } = pooled();
    const filed = appeal(stage);
    stage.attest(AUDIO, 'audio/mp4');
    stage.attest(IMAGE, 'image/png');
    stage.tick();
    const word = { appeal: filed, isAccepted: false, reason: '录音里是别家客户' };
    expect(faults(ask(stage, 'rae', 'appealDecided', word))).toEqual(['managersOnly']);
    expect(faults(ask(stage, 'mia', 'appealDecided', { ...word, reason: ' ' }))).toEqual(['required reason']);
    stage.pass(23 * HOUR_MS);
    expect(faults(ask(stage, 'mia', 'appealDecided', word))).toEqual([]);
    stage.act('mia', 'appealDecided', word);
    expect(stage.customer().pool?.status).toBe('in');

    const late = pooled().stage;
    const again = appeal(late);
    late.attest(AUDIO, 'audio/mp4');
    late.attest(IMAGE, 'image/png');
    late.pass(25 * HOUR_MS);
    expect(faults(ask(late, 'mia', 'appealDecided', { ...word, appeal: again }))).toEqual(['overrideClosed']);
    late.act('mia', 'appealDecided', { ...word, appeal: again });
    expect(late.customer().pool?.status).toBe('restored');
  });

  it('[EN-5] [R23] leaders alone let out, give to somebody else, give up or merge', () => {
    const { stage } = pooled();
    const effect = stage.customer().pool?.entry ?? '';
    expect(faults(ask(stage, 'rae', 'poolReleased', { effect, reason: '放' }))).toEqual(['suspended']);
    expect(faults(ask(stage, 'mia', 'poolReleased', { effect, reason: '' }))).toEqual(['required reason']);
    const drafts = draftsOf(ask(stage, 'mia', 'poolReleased', { effect, to: 'rob' as MemberId, reason: '改派' }));
    expect(drafts.map(({ type }) => type)).toEqual(['poolReleased', 'customerHandedOver']);
    const given = pooled().stage;
    given.act('mia', 'customerHandedOver', { to: 'rob', reason: '改派' });
    expect(given.customer()).toMatchObject({ owner: 'rob', pool: { status: 'handedOver' } });
    const gone = pooled().stage;
    gone.act('mia', 'customerVoided', { reason: '空号' });
    expect(gone.customer()).toMatchObject({ pool: { status: 'voided' }, voided: { reason: '空号' } });
    gone.pass(90 * DAY_MS);
    expect(fireDue(gone)).toEqual([]);
  });

  it('[EN-18] [S18] a merged record rests; undoing takes back exactly the edges it names', () => {
    const stage = settled();
    const edge = stage.act('mia', 'customerMerged', { into: 'c9', reason: '同一家' });
    stage.act('rae', 'customerMerged', { into: 'c8' });
    expect(stage.customer().mergedInto.map(({ into }) => into)).toEqual(['c9']);
    expect(waitingEffects(stage.customer(), stage.fold().ruleBook())).toEqual([]);
    const later = stage.act('mia', 'customerMerged', { into: 'c9', reason: '又合一次' });
    stage.act('mia', 'mergeUndone', { merges: [edge], reason: '不是一家' });
    expect(stage.customer().mergedInto.map(({ id }) => id)).toEqual([later]);
    stage.act('mia', 'mergeUndone', { merges: [later], reason: '不是一家' });
    expect(waitingEffects(stage.customer(), stage.fold().ruleBook()).length).toBeGreaterThan(0);
  });
});
