import { beforeEach, describe, expect, it } from 'vitest';
import { type CustomerId, DAY_MS, DEFAULT_PROCESS, type Fold, HOUR_MS, type MemberId, type TerritoryId } from '#rules';
import { makeFirstModels } from '../../../client/data/answers/first-models.ts';
import { makeReadModels } from '../../../client/data/answers/index.ts';
import { makeLaterModels } from '../../../client/data/answers/later-models.ts';
import type { ModelQuery } from '../../../client/data/worker/read-models.ts';
import { RecordsLost } from '../../../client/data/worker/shelf.ts';
import { countingFold } from '../../support/counting-fold.ts';
import { everyQuestion, LIST, START } from '../../support/every-question.ts';
import { makePrng } from '../../support/prng.ts';
import type { RulesStage } from '../../support/rules-stage.ts';
import { articleHistory } from '../../support/stuck-history.ts';
import { DAMAGES, TextsInMemory } from '../../support/texts-in-memory.ts';

const ONE = 'k3' as CustomerId;
const OF_CUSTOMERS: readonly ModelQuery[] = [LIST, { kind: 'today' }];

let stage: RulesStage;
let fold: Fold;
let everybody: readonly CustomerId[];
let nowMs = 0;
let readsEast = true;
beforeEach(() => {
  stage = articleHistory();
  fold = stage.fold();
  everybody = [...fold.customerIds()].toSorted();
  nowMs = stage.nowMs + 30 * DAY_MS;
  readsEast = true;
});

/** A device that starts over the same records; `texts`: what the start before left. */
const start = (member: string, texts: TextsInMemory | null = null) => {
  const counted = countingFold(fold);
  const context = {
    fold: () => counted.fold,
    member: () => member as MemberId,
    now: () => nowMs,
    unsynced: () => [],
    readsRecordsOf: (territory: TerritoryId) => territory !== 'east' || readsEast,
    uploads: () => ({}),
    ...(texts === null ? {} : { checkpoints: () => texts }),
  };
  const models = makeReadModels(context);
  const ask = (queries: readonly ModelQuery[]) => queries.map((query) => models.answer(query));
  return { models, context, ask, taken: counted.taken };
};

/** What a start answers that had these texts, and whom it folded for what speaks of everybody. */
const startWith = (texts: TextsInMemory, member = 'mia') => {
  const { models, ask, taken } = start(member, texts);
  models.expect(START);
  ask(START);
  const folded = taken();
  const questions = everyQuestion(member);
  expect(ask(questions)).toEqual(start(member).ask(questions));
  return folded;
};

/** Texts of a device that was asked everything. */
const written = (member = 'mia'): TextsInMemory => {
  const texts = new TextsInMemory();
  const { models, ask } = start(member, texts);
  models.expect(START);
  ask([...START, ...everyQuestion(member)]);
  expect([...texts.texts.keys()].toSorted()).toEqual(everybody);
  return texts;
};

/** Comes while nobody runs: whoever is changed by it has no text any more. */
const come = (texts: TextsInMemory, write: () => void): void => {
  const before = stage.rows.length;
  write();
  const { customers } = fold.apply(stage.rows.slice(before), stage.facts);
  for (const id of customers) texts.set(id, null);
};
const call = (): void => {
  const payload = { channel: 'call', answered: true, summary: '约了周三', atMs: stage.nowMs } as const;
  stage.act('rae', 'interactionRecorded', payload, { subject: ONE, doc: 'log:east:2026Q4' });
};

describe('texts of customers', () => {
  it('[DW-21] nobody with a text is folded at a start, whoever asks first', () => {
    const texts = written();
    expect(startWith(texts)).toEqual([]);
    const { ask, taken } = start('mia', texts);
    for (const query of START.toReversed()) ask([query]);
    expect(taken()).toEqual([]);
  });

  it('[DW-21] who changed has no text from that moment on, and gets another', () => {
    const texts = written();
    come(texts, call);
    expect(texts.texts.has(ONE)).toBe(false);
    expect(startWith(texts)).toEqual([ONE]);
    expect(startWith(texts)).toEqual([]);
    const { models } = start('mia', texts);
    models.changed({ org: false, customers: new Set([ONE]), desks: new Set(), leads: new Set() });
    expect(texts.texts.has(ONE)).toBe(false);
  });

  it('[DW-21] who is gone has none', () => {
    const texts = new TextsInMemory();
    const { models, ask } = start('mia', texts);
    ask(START);
    const gone = 'k99' as CustomerId;
    models.changed({ org: false, customers: new Set([gone]), desks: new Set(), leads: new Set() });
    ask(START);
    expect(texts.texts.has(gone)).toBe(false);
  });

  it('[DW-21] what is asked for later is added, and what was put before there were texts', () => {
    const texts = new TextsInMemory();
    const { context } = start('mia', texts);
    const models = makeFirstModels(context);
    models.answer(LIST);
    expect(texts.texts.size).toBe(0);
    models.extend(makeLaterModels);
    models.answer({ kind: 'inbox', scope: 'team', limit: 20 });
    const { ask, taken } = start('mia', texts);
    ask([...OF_CUSTOMERS, { kind: 'inbox', scope: 'team', limit: 20 }]);
    expect(taken()).toEqual([]);
    ask([{ kind: 'metrics', filter: {}, back: 0 }]);
    expect(taken()).toEqual(everybody);
    const again = start('mia', texts);
    again.ask([...OF_CUSTOMERS, { kind: 'metrics', filter: {}, back: 0 }]);
    expect(again.taken()).toEqual([]);
  });

  it('[DW-21] of another process only what follows from customers alone is taken', () => {
    const texts = written();
    const suggestion = { ...DEFAULT_PROCESS.suggestion, stage: 'internalApproval' };
    come(texts, () => stage.act('boss', 'processPublished', { part: { kind: 'suggestion', suggestion } }));
    expect(fold.org().process.suggestion).toEqual(suggestion);
    const { ask, taken } = start('mia', texts);
    const untouched = [...texts.texts.keys()];
    expect(untouched.length).toBeGreaterThan(5);
    ask(OF_CUSTOMERS);
    expect(taken()).toEqual(everybody.filter((id) => !untouched.includes(id)));
    expect(startWith(texts)).toEqual(everybody);
    expect(startWith(texts)).toEqual([]);
  });

  it('[DW-21] nor is more taken when the process changes while somebody looks on', () => {
    const texts = written();
    const { models, ask, taken } = start('mia', texts);
    models.expect(START);
    ask(START);
    expect(taken()).toEqual([]);
    const suggestion = { ...DEFAULT_PROCESS.suggestion, stage: 'internalApproval' };
    const before = stage.rows.length;
    stage.act('boss', 'processPublished', { part: { kind: 'suggestion', suggestion } });
    models.changed(fold.apply(stage.rows.slice(before), stage.facts));
    ask(START);
    expect(taken()).toEqual(everybody);
    expect(ask(START)).toEqual(start('mia').ask(START));
  });

  it('[DW-21] what nothing kept depends on folds nobody; another store of a person his customers', () => {
    const texts = written();
    come(texts, () => stage.act('boss', 'memberChanged', { member: 'rae', title: '客户经理', name: '小芮' }));
    come(texts, () =>
      stage.act('boss', 'memberInvited', { member: 'new', name: '新', role: 'rep', territories: ['east'] }),
    );
    expect(startWith(texts)).toEqual([]);
    come(texts, () => stage.act('boss', 'storeDefined', { store: 's1', territory: 'east', name: '一店' }));
    come(texts, () => stage.act('boss', 'memberChanged', { member: 'rae', store: 's1' }));
    expect(fold.org().members['rae']?.store).toBe('s1');
    const own = everybody.filter((id) => fold.customer(id)?.owner === 'rae');
    expect(own.length).toBeGreaterThan(2);
    expect(startWith(texts)).toEqual(own);
  });

  it('[DW-21] whose records begin or cease to come are folded, for what depends on it', () => {
    const texts = written();
    readsEast = false;
    const { ask, taken } = start('mia', texts);
    ask(OF_CUSTOMERS);
    expect(taken()).toEqual([]);
    expect(startWith(texts)).toEqual(everybody);
    expect(startWith(texts)).toEqual([]);
    readsEast = true;
    expect(startWith(texts)).toEqual(everybody);
  });

  it('[DW-21] what had come due at another time is looked at again', () => {
    const texts = written('rae');
    for (const passedMs of [0, 3 * DAY_MS, -10 * DAY_MS]) {
      nowMs += passedMs;
      startWith(texts, 'rae');
    }
  });

  it('[DW-21] nor is anything called due before it is, when the clock was set back within the day', () => {
    const asked: readonly ModelQuery[] = [{ kind: 'inbox', scope: 'mine', limit: 50 }];
    let cameDue = 0;
    for (let day = 50; day < 66; day += 1) {
      const texts = new TextsInMemory();
      nowMs = stage.nowMs + day * DAY_MS;
      const late = start('rae', texts).ask(asked);
      nowMs -= 2 * HOUR_MS;
      const early = start('rae', texts).ask(asked);
      expect(early).toEqual(start('rae').ask(asked));
      if (JSON.stringify(early) !== JSON.stringify(late)) cameDue += 1;
    }
    expect(cameDue).toBeGreaterThan(0);
  });

  it('[DW-22] one that is damaged, or another customer’s, folds that customer and nobody else', () => {
    const random = makePrng(7);
    const texts = written();
    for (const damage of [...DAMAGES, ...DAMAGES]) {
      const others = [...texts.texts].filter(([id]) => id !== ONE).map(([, text]) => text);
      texts.set(ONE, damage(texts.get(ONE) ?? '', others, random));
      expect(startWith(texts)).toEqual([ONE]);
      expect(startWith(texts)).toEqual([]);
    }
  });

  it('[DW-22] when they cannot be read that error is the answer, and nothing is taken for told', () => {
    const texts = written();
    const { ask } = start('mia', texts);
    texts.fault = new RecordsLost(new Error('gone'));
    expect(() => ask([LIST])).toThrow(RecordsLost);
    texts.fault = null;
    expect(ask(START)).toEqual(start('mia').ask(START));
  });

  it('[DW-20] a name is one keeper’s alone', () => {
    const { context } = start('mia');
    const models = makeFirstModels(context);
    expect(() => {
      models.extend((later) => {
        later.seat({ name: 'list', isOfCompany: false, of: () => null, put: () => undefined });
        return makeLaterModels(later);
      });
    }).toThrow('no seat');
  });
});
