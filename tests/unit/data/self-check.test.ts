import { describe, expect, it } from 'vitest';
import { DAY_MS, type MemberId } from '#rules';
import { signedOutAnswer } from '../../../client/data/worker/signed-out.ts';
import { modelsOver } from '../../support/models-over.ts';
import { creation, makeStage, note, type RulesStage } from '../../support/rules-stage.ts';

const view = (stage: RulesStage, member: string) => {
  const fold = stage.fold();
  const models = modelsOver(fold, member, stage);
  return {
    check: () => models.answer({ kind: 'selfCheck' }),
    lacking: () => {
      const row = models
        .answer({ kind: 'mirror', member: member as MemberId, back: 0 })
        ?.rows.find(({ definition }) => definition.id === 'profileCompleteness');
      const value = row?.reading.value;
      const fraction = value?.kind === 'value' ? value.fraction : null;
      return fraction === null ? null : fraction.denominator - fraction.numerator;
    },
  };
};
const patch = (stage: RulesStage, field: string, value: string | null, subject = 'c1', cites: readonly string[] = []) =>
  stage.act('rae', 'fieldPatched', { field: field as 'city', value }, { subject, cites });

describe('what a person can put right', () => {
  it('[MR-4][R27] lists empty fields of own customers, as many as the metric lacks', () => {
    const stage = makeStage();
    stage.act('rae', 'customerCreated', creation(), { subject: 'c2' });
    stage.act('rob', 'customerCreated', creation('rob'), { subject: 'c3' });
    patch(stage, 'industry', '建材', 'c2');
    const level = patch(stage, 'level', 'A', 'c2');
    patch(stage, 'level', null, 'c2', [level]);
    stage.pass(1_000);
    const rae = view(stage, 'rae');
    const found = rae.check();
    expect(found.unfilled.map(({ id }) => id)).toEqual(['c1', 'c2']);
    expect(found.customers).toBe(2);
    expect(found.unfilled[0]?.fields).toContain('industry');
    expect(found.unfilled[1]?.fields).not.toContain('industry');
    expect(found.unfilled[1]?.fields).toContain('level');
    expect(found.fields).toBeGreaterThan(0);
    expect(rae.lacking()).toBe(found.fields);
    expect(view(stage, 'rob').check().unfilled).toMatchObject([{ id: 'c3' }]);
    stage.act('mia', 'customerVoided', { reason: '重复' }, { subject: 'c2' });
    stage.pass(1_000);
    const after = view(stage, 'rae');
    expect(after.check().unfilled.map(({ id }) => id)).toEqual(['c1']);
    expect(after.lacking()).toBe(after.check().fields);
  });

  it('[MR-5][R81] signs are about oneself only, and are forgotten after four weeks', () => {
    const stage = makeStage();
    stage.nowMs += 5 * DAY_MS;
    for (let at = 0; at < 5; at++) {
      stage.act('rae', 'visitNoteRecorded', note({ visitedAtMs: stage.nowMs - 4 * DAY_MS }));
    }
    expect(view(stage, 'rae').check().signs).toMatchObject([{ kind: 'lateInBulk', notes: 5 }]);
    for (const member of ['rob', 'mia', 'boss']) expect(view(stage, member).check().signs).toEqual([]);
    stage.pass(29 * DAY_MS);
    expect(view(stage, 'rae').check().signs).toEqual([]);
  });

  it('[MR-4] nobody signed in has nothing to put right', () => {
    expect(signedOutAnswer({ kind: 'selfCheck' })).toEqual({ unfilled: [], customers: 0, fields: 0, signs: [] });
  });
});
