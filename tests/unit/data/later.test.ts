import { describe, expect, it } from 'vitest';
import { type CustomerId, type Fold, isValidPayload, type MemberId, makeFold, makeFoldWith } from '#rules';
import { makeFirstModels } from '../../../client/data/answers/first-models.ts';
import { makeReadModels } from '../../../client/data/answers/index.ts';
import { makeLaterModels } from '../../../client/data/answers/later-models.ts';
import { fetchedLater } from '../../../client/data/worker/later.ts';
import type { ModelQuery } from '../../../client/data/worker/read-models.ts';
import { Trust } from '../../../client/data/worker/trust.ts';
import { makeManualTimers } from '../../support/manual-timers.ts';
import { CUSTOMER, creation, makeStage, yellow } from '../../support/rules-stage.ts';

/** Something that can be had from the `succeeds`th try on. */
const fetchedOn = (succeeds: number) => {
  const timers = makeManualTimers();
  const tries = { count: 0, told: 0 };
  const later = fetchedLater(async () => {
    tries.count += 1;
    if (tries.count < succeeds) throw new TypeError('Failed to fetch dynamically imported module');
    return 'parts';
  }, timers);
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  const begin = (): Promise<void> => {
    later.begin(() => {
      tries.told += 1;
    });
    return settle();
  };
  return { later, timers, tries, begin, settle };
};

describe('what is fetched behind the first screen', () => {
  it('[LT-1] is tried for again after 1, 2 and 4 seconds, is missing until it is here, and then is', async () => {
    const { later, timers, tries, begin, settle } = fetchedOn(4);
    expect([later.now(), later.isMissing(), tries.count]).toEqual([null, false, 0]);
    await begin();
    for (const [at, pause] of [1_000, 2_000, 4_000].entries()) {
      expect([later.now(), later.isMissing(), tries.count]).toEqual([null, true, at + 1]);
      timers.advance(pause - 1);
      await settle();
      expect(tries.count).toBe(at + 1);
      timers.advance(1);
      await settle();
    }
    expect([later.now(), later.isMissing(), tries.count, tries.told]).toEqual(['parts', false, 4, 4]);
    await expect(later.whenHere()).resolves.toBe('parts');
    expect(timers.pending()).toBe(0);
  });

  it('[LT-1] is tried for at once when the network may be back, never twice at a time, and not after the end', async () => {
    const { later, timers, tries, begin, settle } = fetchedOn(3);
    await begin();
    later.again();
    later.again();
    await settle();
    expect(tries.count).toBe(2);
    later.stop();
    expect(timers.pending()).toBe(0);
    later.again();
    timers.advance(100_000);
    await settle();
    expect([tries.count, later.now()]).toEqual([2, null]);
  });
});

const LATER: readonly ModelQuery[] = [
  { kind: 'customer', id: CUSTOMER },
  { kind: 'inbox', scope: 'mine', limit: 10 },
  { kind: 'heatmap', filter: { weeks: 4 } },
  { kind: 'process' },
];
const FIRST: readonly ModelQuery[] = [
  { kind: 'org' },
  { kind: 'today' },
  { kind: 'pool', filter: { chip: 'all' }, search: '', offset: 0, limit: 10 },
];
const NARROWED: ModelQuery = {
  kind: 'pool',
  filter: { chip: 'all', fields: { name: '恒' } },
  search: '',
  offset: 0,
  limit: 10,
};

const SEARCHED: ModelQuery = { kind: 'pool', filter: { chip: 'all' }, search: '石', offset: 0, limit: 10 };

describe('answers of a first screen', () => {
  it('[LT-2][R98] the list and 今日 are there without what comes later; the rest is answered from all that came before', () => {
    const stage = makeStage();
    const fold = makeFold();
    const context = {
      fold: () => fold,
      member: () => 'rae' as MemberId,
      now: () => stage.nowMs,
      unsynced: () => [],
      readsRecordsOf: () => true,
      uploads: () => ({}),
    };
    const models = makeFirstModels(context);
    stage.act('rae', 'statusMarked', yellow());
    models.changed(fold.apply(stage.rows, stage.facts));
    const whole = makeReadModels(context);
    for (const query of FIRST) expect(models.answer(query)).toEqual(whole.answer(query));
    for (const query of [...LATER, NARROWED, SEARCHED]) expect(models.answer(query)).toBeUndefined();
    models.extend(makeLaterModels);
    for (const query of [...FIRST, ...LATER, NARROWED, SEARCHED])
      expect(models.answer(query)).toEqual(whole.answer(query));
    expect(models.answer({ kind: 'customer', id: CUSTOMER })).not.toBeNull();
  });
});

const names = (fold: Fold): readonly string[] => fold.org().territories.map(({ name }) => name);

describe('payloads believed before the schemas are here', () => {
  const bad = (type: 'territoryDefined' | 'statusMarked', payload: unknown) => {
    const stage = makeStage();
    stage.act('rob', 'customerCreated', creation('rob'), { subject: 'c2' });
    stage.act(type === 'statusMarked' ? 'rae' : 'boss', type, payload as never);
    const trust = new Trust();
    const fold = makeFoldWith(trust.check);
    fold.apply(stage.rows, stage.facts);
    const checked = makeFold();
    checked.apply(stage.rows, stage.facts);
    /** As a device does it: anew when something did not hold. */
    const settled = () => {
      if (trust.settle(isValidPayload)) return fold;
      const anew = makeFoldWith(trust.check);
      anew.apply(stage.rows, stage.facts);
      return anew;
    };
    return { fold, checked, settled, stage, trust };
  };

  it('[LT-4][I22] a company event that is none counts until they come, and for nothing from then on', () => {
    const { fold, checked, settled } = bad('territoryDefined', { territory: 'odd', name: '奇', more: 1 });
    expect(names(fold)).toContain('奇');
    expect(names(checked)).not.toContain('奇');
    expect(settled().digest()).toBe(checked.digest());
  });

  it('[LT-4][I22] a customer over whom the fold fails is not shown until they come; the others are', () => {
    const { fold, checked, settled } = bad('statusMarked', null);
    expect(fold.customer(CUSTOMER)).toBeNull();
    expect(fold.customer('c2' as CustomerId)).not.toBeNull();
    expect(checked.customer(CUSTOMER)).not.toBeNull();
    expect(settled().digest()).toBe(checked.digest());
  });

  it('[LT-4] where everything holds nothing is folded anew, and what comes after is checked', () => {
    const { fold, checked, stage, trust } = bad('territoryDefined', { territory: 'west', name: '华西' });
    expect(trust.settle(isValidPayload)).toBe(true);
    stage.act('boss', 'territoryDefined', { territory: 'odd', name: '奇', more: 1 } as never);
    fold.apply(stage.rows, stage.facts);
    checked.apply(stage.rows, stage.facts);
    expect(fold.digest()).toBe(checked.digest());
    expect(names(fold)).toContain('华西');
    expect(names(fold)).not.toContain('奇');
  });
});
