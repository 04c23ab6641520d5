import { describe, expect, it } from 'vitest';
import { type CustomerId, DEFAULT_PROCESS, makeFold } from '#rules';
import { CUSTOMER, creation, makeStage, RulesStage, yellow } from '../../support/rules-stage.ts';

describe('company', () => {
  it('[RF-26] the founder exists by admission, a revoked device is not listed', () => {
    const stage = new RulesStage();
    stage.admit('boss', { name: '老板', role: 'owner' });
    expect(stage.fold().org().members['boss']).toMatchObject({ role: 'owner', devices: ['boss-phone'] });
    stage.fact({ kind: 'deviceRevoked', tick: stage.tick(), device: 'boss-phone' as never }, 'org');
    expect(stage.fold().org().members['boss']?.devices).toEqual([]);
  });

  it('[RF-15] unentitled company events have no effect, managers invite into their own territories', () => {
    const stage = makeStage();
    const rep = { name: '小新', role: 'rep' as const };
    stage.act('rae', 'memberInvited', { ...rep, member: 'x1', territories: ['east'] });
    stage.act('mia', 'memberInvited', { ...rep, member: 'x2', territories: ['east'], manager: 'mia' });
    stage.act('mia', 'memberInvited', { ...rep, member: 'x3', territories: ['west'] });
    stage.act('mia', 'memberInvited', { member: 'x4', name: '小王', role: 'admin', territories: ['east'] });
    stage.act('mia', 'memberChanged', { member: 'rae', role: 'admin' });
    stage.act('rae', 'companyFounded', { name: '冒名' });
    const org = stage.fold().org();
    expect(Object.keys(org.members)).toEqual(['boss', 'mia', 'rae', 'rob', 'pia', 'x2']);
    expect(org.members['rae']?.role).toBe('rep');
    expect(org.companyName).toBe('石板建材');
    expect(org.territories).toEqual([{ id: 'east', name: '华东' }]);
  });

  it('[RF-14] [S19] a process holds from its seal on, and the later seal holds', () => {
    const stage = makeStage();
    const named = (name: string) => ({
      part: { kind: 'stages' as const, stages: DEFAULT_PROCESS.stages.map((stage) => ({ ...stage, name })) },
    });
    expect(stage.fold().org()).toMatchObject({ processVersion: 'template', process: DEFAULT_PROCESS });
    const offline = stage.write('boss', 'processPublished', named('甲'), { receivedMs: null });
    expect(stage.fold().org().processVersion).toBe('template');
    stage.pass(60_000);
    const second = stage.act('boss', 'processPublished', named('乙'), { device: 'boss-desk' });
    expect(stage.fold().org().processVersion).toBe(second);
    stage.pass(60_000);
    stage.seal(offline, 'org', offline.at);
    expect(stage.fold().org()).toMatchObject({
      processVersion: offline.id,
      process: { stages: DEFAULT_PROCESS.stages.map(() => ({ name: '甲' })) },
    });
  });

  it('[RF-16] [RF-32] a change of the company folds again what depends on it, and only that', () => {
    const stage = makeStage();
    stage.act('rob', 'customerCreated', creation('rob'), { subject: 'c2' });
    const mark = stage.act('rob', 'statusMarked', yellow());
    const fold = stage.fold();
    const frugal = makeFold({ keptStates: 1 });
    frugal.apply(stage.rows, stage.facts);
    const [mine, other] = [CUSTOMER, 'c2' as CustomerId];
    expect(fold.customer(mine)?.mark).toBeNull();
    expect(frugal.customer(mine)).toEqual(fold.customer(mine));
    expect(frugal.customer(other)).toEqual(fold.customer(other));
    const untouched = fold.customer(other);
    const earlier = stage.write(
      'boss',
      'memberChanged',
      { member: 'rob', role: 'manager' },
      { atMs: stage.nowMs - 30_000, seen: 0, device: 'boss-old' },
    );
    const row = stage.rows.at(-1);
    const change = fold.apply(row === undefined ? [] : [row], []);
    expect(frugal.apply(row === undefined ? [] : [row], [])).toEqual(change);
    expect(frugal.digest()).toBe(fold.digest());
    expect(earlier.type).toBe('memberChanged');
    expect(change.org).toBe(true);
    expect([...change.customers]).toEqual([mine]);
    expect(fold.customer(mine)?.mark?.id).toBe(mark);
    expect(fold.customer(other)).toBe(untouched);
  });
});
