import { describe, expect, it } from 'vitest';
import { DEFAULT_PROCESS, type LeadId, leadCustomer, METRIC_IDS, type MemberId } from '#rules';
import { makeReadModels } from '../../../client/data/answers/index.ts';
import type { ModelQuery } from '../../../client/data/worker/read-models.ts';
import { modelsOver } from '../../support/models-over.ts';
import { creation, makeStage, note, RulesStage, START_MS } from '../../support/rules-stage.ts';

const LAST_MS = 253_402_300_799_999;
const NAMES = ['constructor', '__proto__', 'toString', '=1+1', '<b>x</b>'];
const NOBODY = { territory: null, team: null, store: null, person: null };

const queries = (member: string): readonly ModelQuery[] => [
  { kind: 'process' },
  { kind: 'today' },
  { kind: 'inbox', scope: 'mine', limit: 50 } as ModelQuery,
  { kind: 'review', back: 0 },
  { kind: 'cleansing' },
  { kind: 'packs' },
  { kind: 'coaching' },
  { kind: 'ownDesk' },
  { kind: 'ownCustomers' },
  { kind: 'interventions' },
  { kind: 'verdicts' },
  { kind: 'selfCheck' },
  { kind: 'suggestions' },
  { kind: 'leads', filter: { standing: null, source: null, campaign: null }, limit: 50 },
  { kind: 'takers', lead: 'l1' as LeadId },
  { kind: 'moves', filter: {} },
  { kind: 'causes', filter: {}, stage: 'constructor', week: '2026-W44' },
  { kind: 'causes', filter: {}, stage: 'initialContact', week: 'nonsense' },
  { kind: 'heatmap', filter: { weeks: 8 } },
  { kind: 'cell', component: 'gone', filter: { weeks: 8 }, column: 'constructor', row: 'nonsense' } as ModelQuery,
  { kind: 'unlikely', filter: { weeks: 8 } },
  { kind: 'facets' },
  { kind: 'validation', filter: NOBODY },
  { kind: 'mirror', member: member as MemberId, back: 0 },
  { kind: 'mirror', member: 'constructor' as MemberId, back: 3 },
  { kind: 'metrics', filter: NOBODY, back: 0 },
  { kind: 'metrics', filter: { ...NOBODY, person: 'constructor' as MemberId }, back: 2 },
  ...METRIC_IDS.map((metric) => ({ kind: 'metric' as const, metric, filter: NOBODY, back: 0 })),
];

/** Paths of numbers that are none, in anything an answer is made of. */
const notNumbers = (value: unknown, path = ''): readonly string[] => {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [path];
  if (typeof value !== 'object' || value === null) return [];
  const entries: Iterable<readonly [unknown, unknown]> = value instanceof Map ? value : Object.entries(value);
  return [...entries].flatMap(([key, inner]) => notNumbers(inner, `${path}.${String(key)}`));
};
const allAnswers = (stage: RulesStage, member: string): readonly string[] => {
  const fold = stage.fold();
  const models = modelsOver(fold, member, stage);
  return queries(member).flatMap((query) => notNumbers(models.answer(query), query.kind));
};
const DAY = 86_400_000;

/** Everything new, as a modified client may write it: it fits the schemas, and means nothing good. */
const withHostileRows = (): RulesStage => {
  const stage = makeStage();
  stage.act('boss', 'memberInvited', { member: 'mark', name: '市场', role: 'marketing', territories: [] });
  for (const [at, name] of NAMES.entries()) {
    const lead = `l${at}`;
    const times = [0, LAST_MS][at % 2] ?? 0;
    stage.act(
      'mark',
      'leadRecorded',
      { name, source: name, campaign: name, receivedAtMs: times, attributes: { level: name, city: name } },
      { subject: lead },
    );
    const gift = { ...creation('rae'), lead, profile: { name, source: name, product: name }, knownSinceMs: 0 };
    stage.act('mia', 'customerCreated', gift, { subject: leadCustomer(lead as LeadId) });
    const subject = leadCustomer(lead as LeadId);
    const desk = { subject: 'rae' };
    const tasks = [{ title: name, dueMs: times }];
    const pack = { playbook: name, version: 'nothing', act: 'one', metric: name, tasks, effectAfterDays: 365 };
    const sent = stage.act('mia', 'playbookSent', pack, desk);
    stage.act('rae', 'playbookTaskDone', { sent, task: 11, remark: name }, desk);
    stage.act('rae', 'playbookTaskDone', { sent, task: 0 }, desk);
    const swing = { stage: name, week: name.slice(0, 10), scope: name };
    const found = { attribute: name, value: name, stuckWith: 0, stuck: 0, otherWith: 0, others: 0 };
    for (const member of ['rae', 'mia']) {
      const guess = stage.act(member, 'causeGuessed', { swing, guess: name, found }, { subject: member });
      stage.act(member, 'causeJudged', { guess, verdict: 'right' }, { subject: member, atMs: stage.nowMs + 400 * DAY });
      stage.act(member, 'coachingSeen', { card: 'x', remark: name }, { subject: member });
    }
    stage.act('rae', 'complaintRecorded', { summary: name, atMs: times, commitment: 'nothing' }, { subject });
    const visit = note({ visitedAtMs: times, commitment: { ...note().commitment, dueMs: times, by: name } as never });
    stage.write('rae', 'visitNoteRecorded', visit, { subject });
    stage.write('rae', 'stageEntered', { opportunity: 'o1', stage: name, from: 'x', basis: null }, { subject });
    stage.write('mia', 'taskAssigned', { title: name, to: 'rae', dueMs: times }, { subject });
    const won = { opportunity: 'o1', outcome: at % 2 === 0 ? 'won' : 'lost', dateMs: times, amountFen: 0 };
    stage.write('rae', 'opportunityEnded', won, { subject });
    stage.pass(DAY);
  }
  return stage;
};

describe('answers nothing can break', () => {
  it('[AN-75] a company with nobody, with its founder, and with people and no customers', () => {
    expect(allAnswers(new RulesStage(), 'nobody')).toEqual([]);
    const founder = new RulesStage();
    founder.admit('boss', { name: '老板', role: 'owner' });
    expect(allAnswers(founder, 'boss')).toEqual([]);
    founder.act('boss', 'companyFounded', { name: '新公司' });
    founder.act('boss', 'territoryDefined', { territory: 'east', name: '华东' });
    founder.act('boss', 'memberInvited', { member: 'rae', name: '小芮', role: 'rep', territories: ['east'] });
    for (const days of [0, 7, 60]) {
      founder.nowMs = START_MS + days * DAY;
      for (const member of ['boss', 'rae']) expect(allAnswers(founder, member)).toEqual([]);
    }
  });

  it('[AN-75] [I22] dates of 1970 and 9999, unknown names, and ids every object has', () => {
    const stage = withHostileRows();
    for (const member of ['boss', 'mia', 'rae', 'rob', 'pia', 'mark']) expect(allAnswers(stage, member)).toEqual([]);
  });

  it('[AN-75] who is not led by the viewer is in none of his packs or cards', () => {
    const stage = withHostileRows();
    stage.act('boss', 'memberInvited', { member: 'max', name: 'max', role: 'manager', territories: [] });
    for (const viewer of ['rob', 'pia', 'mark', 'max']) {
      const fold = stage.fold();
      const context = { unsynced: () => [], readsRecordsOf: () => true, uploads: () => ({}), now: () => stage.nowMs };
      const models = makeReadModels({ ...context, fold: () => fold, member: () => viewer as MemberId });
      expect(models.answer({ kind: 'packs' })).toEqual({ mine: [], open: 0, given: [] });
      expect(models.answer({ kind: 'interventions' }).list).toEqual([]);
      expect(models.answer({ kind: 'coaching' }).team).toEqual([]);
      expect(models.answer({ kind: 'verdicts' }).rows).toEqual([]);
      expect(models.answer({ kind: 'mirror', member: 'rae' as MemberId, back: 0 })).toBeNull();
    }
  });

  it('[AN-76] [R49] a stage that is gone calls for no suggestion', () => {
    const stage = makeStage();
    stage.pass(60 * DAY);
    const suggestion = { ...DEFAULT_PROCESS.suggestion, stage: 'gone' };
    const fold = () => stage.fold();
    const context = { unsynced: () => [], readsRecordsOf: () => true, uploads: () => ({}), now: () => stage.nowMs };
    const open = (): number =>
      makeReadModels({ ...context, fold, member: () => 'mia' as MemberId }).answer({ kind: 'suggestions' }).open.length;
    expect(open()).toBe(2);
    stage.act('boss', 'processPublished', { part: { kind: 'suggestion', suggestion } });
    expect(open()).toBe(0);
  });
});
