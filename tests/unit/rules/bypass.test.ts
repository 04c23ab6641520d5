import { describe, expect, it } from 'vitest';
import { bypassSigns, bypassTraces, DAY_MS } from '#rules';
import { makeStage, note, type RulesStage } from '../../support/rules-stage.ts';

const win = (stage: RulesStage) =>
  stage.act('rae', 'opportunityEnded', {
    opportunity: 'o1',
    outcome: 'won',
    amountFen: 100,
    dateMs: stage.nowMs,
  });
const visit = (stage: RulesStage, daysAgo: number) =>
  stage.act('rae', 'visitNoteRecorded', note({ visitedAtMs: stage.nowMs - daysAgo * DAY_MS }));
const signs = (stage: RulesStage, sinceMs = 0) =>
  bypassSigns([bypassTraces(stage.customer()) ?? { won: [], late: [] }], sinceMs);

describe('work past the system', () => {
  it('[HM-14] [R81] a deal won without a visit is a sign, with one it is none', () => {
    const without = makeStage();
    win(without);
    expect(signs(without)).toMatchObject([{ kind: 'wonWithoutVisit', member: 'rae', customer: 'c1' }]);
    expect(signs(without, without.nowMs + DAY_MS)).toEqual([]);
    const visited = makeStage();
    visit(visited, 0);
    win(visited);
    expect(signs(visited)).toEqual([]);
  });

  it('[HM-14] [R81] five notes in one day about visits long past are a sign; four, or fresh ones, are none', () => {
    const stage = makeStage();
    stage.pass(20 * DAY_MS);
    for (let i = 0; i < 4; i++) visit(stage, 5);
    for (let i = 0; i < 6; i++) visit(stage, 1);
    expect(signs(stage)).toEqual([]);
    visit(stage, 3);
    expect(signs(stage)).toMatchObject([{ kind: 'lateInBulk', member: 'rae', notes: 5 }]);
  });
});
