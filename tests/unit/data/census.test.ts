import { beforeEach, describe, expect, it } from 'vitest';
import { type CustomerId, DAY_MS, type FoldChange, type MemberId, MINUTE_MS } from '#rules';
import { makeReadModels } from '../../../client/data/answers/index.ts';
import type { ModelQuery } from '../../../client/data/worker/read-models.ts';
import { countingFold } from '../../support/counting-fold.ts';
import { everyQuestion, LIST, START } from '../../support/every-question.ts';
import { type RulesStage, START_MS } from '../../support/rules-stage.ts';
import { articleHistory } from '../../support/stuck-history.ts';

const COMPANY_CHANGED: FoldChange = { org: true, customers: new Set(), desks: new Set(), leads: new Set() };
let stage: RulesStage;
let nowMs = 0;
let isReading = true;
beforeEach(() => {
  stage = articleHistory();
  isReading = true;
  nowMs = stage.nowMs + 30 * DAY_MS;
});

const device = (member: string) => {
  const { fold, taken } = countingFold(stage.fold());
  const models = makeReadModels({
    fold: () => fold,
    member: () => member as MemberId,
    now: () => nowMs,
    unsynced: () => [],
    readsRecordsOf: () => isReading,
    uploads: () => ({}),
  });
  const ask = (queries: readonly ModelQuery[]): void => {
    for (const query of queries) models.answer(query);
  };
  return { fold, models, ask, taken, everybody: [...fold.customerIds()].toSorted() };
};

describe('what is kept of every customer', () => {
  it('[DW-12] is looked for in one round for all the questions that are asked next', () => {
    const { models, ask, taken, everybody } = device('mia');
    expect(everybody.length).toBeGreaterThan(20);
    models.expect(START);
    ask(START);
    expect(taken()).toEqual(everybody);
    ask(START);
    expect(taken()).toEqual([]);
  });

  it('[DW-12] is looked for again in one round when the company changes in what it depends on, but for the list', () => {
    const { models, ask, taken, everybody } = device('mia');
    ask(START);
    taken();
    isReading = false;
    models.changed(COMPANY_CHANGED);
    ask([LIST, { kind: 'today' }]);
    expect(taken()).toEqual([]);
    ask(START);
    expect(taken()).toEqual(everybody);
    // a device that was admitted, a person on leave: nothing kept of customers is another one for that
    models.changed(COMPANY_CHANGED);
    ask(START);
    expect(taken()).toEqual([]);
  });

  it('[DW-13] is looked for only once a question needs it', () => {
    const { models, ask, taken, everybody } = device('rae');
    ask([LIST]);
    expect(taken()).toEqual(everybody);
    ask([{ kind: 'today' }]);
    expect(taken()).toEqual([]);
    models.changed(COMPANY_CHANGED);
    ask([LIST, { kind: 'org' }]);
    expect(taken()).toEqual([]);
    ask([{ kind: 'metrics', filter: {}, back: 0 }]);
    expect(taken()).toEqual(everybody);
  });

  it('[DW-14] grows old without anybody being asked for', () => {
    const { models, ask, taken } = device('mia');
    ask(START);
    const rowOf = () => {
      const [row] = models.answer({ ...LIST, limit: 1 } as typeof LIST & { kind: 'pool' }).rows;
      return row?.dwellDays ?? 0;
    };
    const before = rowOf();
    taken();
    for (const passed of [MINUTE_MS, DAY_MS, 5 * DAY_MS]) {
      nowMs += passed;
      ask(START);
    }
    expect(taken()).toEqual([]);
    expect(rowOf()).toBeGreaterThan(before);
  });

  it('[DW-14] tells on its day what was not due when it was looked at', () => {
    const asked: readonly ModelQuery[] = [{ kind: 'today' }, { kind: 'inbox', scope: 'mine', limit: 50 }];
    const begunMs = Math.min(...stage.rows.map(({ event }) => event.at));
    nowMs = begunMs;
    const kept = device('rae');
    const counts: number[][] = [];
    const agreedMs = START_MS + 2 * DAY_MS;
    for (const atMs of [begunMs, ...[7, 15, 55].map((days) => begunMs + days * DAY_MS), agreedMs]) {
      nowMs = atMs;
      const answers = asked.map((query) => kept.models.answer(query));
      const fresh = device('rae');
      expect(answers).toEqual(asked.map((query) => fresh.models.answer(query)));
      const { appointments } = kept.models.answer({ kind: 'today' });
      const { items } = kept.models.answer({ kind: 'inbox', scope: 'mine', limit: 50 });
      counts.push([appointments.length, items.filter((one) => one.kind === 'alert' && one.isProvisional).length]);
    }
    expect(counts[0]).toEqual([0, 0]);
    expect(Math.max(...counts.map(([appointments = 0]) => appointments))).toBeGreaterThan(0);
    expect(Math.max(...counts.map(([, provisional = 0]) => provisional))).toBeGreaterThan(0);
  });

  it('[DW-14] is looked at once for one that changed, whoever asks', () => {
    const { fold, models, ask, taken } = device('mia');
    const questions = [...START, ...everyQuestion('mia')];
    ask(questions);
    ask(questions);
    const shown = taken().filter((id, at, all) => all.indexOf(id) === at);
    ask(questions);
    const again = taken();
    // shown in full, or the cohort that is compared
    expect(shown.length).toBeGreaterThan(0);
    const changed = 'k3' as CustomerId;
    const before = stage.rows.length;
    const call = { channel: 'call', answered: true, summary: '约了周三', atMs: stage.nowMs } as const;
    stage.act('rae', 'interactionRecorded', call, { subject: changed, doc: 'log:east:2026Q4' });
    models.changed(fold.apply(stage.rows.slice(before), []));
    ask(questions);
    expect(taken()).toEqual([...again, changed].toSorted());
  });
});
