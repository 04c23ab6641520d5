import { describe, expect, it } from 'vitest';
import {
  type CustomerId,
  DAY_MS,
  type FoldChange,
  HOUR_MS,
  type LeadId,
  leadCustomer,
  type MemberId,
  makeFold,
  openOffer,
  type PayloadOf,
} from '#rules';
import { makeReadModels } from '../../../client/data/answers/index.ts';
import type { AnswerOf } from '../../../client/data/contract.ts';
import type { LeadQuery } from '../../../client/data/lead-contract.ts';
import type { WorkQuery } from '../../../client/data/work-contract.ts';
import { creation, makeStage, note, type RulesStage, START_MS } from '../../support/rules-stage.ts';

const LIKED = { industry: '医疗', city: '上海', product: '影像', level: '三甲' } as const;
const ALL = { standing: null, source: null, campaign: null } as const;

const view = (stage: RulesStage, member: string, reads: readonly string[] = ['east']) => {
  const fold = stage.fold();
  const models = makeReadModels({
    fold: () => fold,
    member: () => member as MemberId,
    now: () => stage.nowMs,
    unsynced: () => [],
    readsRecordsOf: (territory) => reads.includes(territory),
    uploads: () => ({}),
  });
  return <Q extends LeadQuery | WorkQuery>(query: Q): AnswerOf<Q> => models.answer(query);
};
const record = (stage: RulesStage, id: string, more: Partial<PayloadOf<'leadRecorded'>> = {}): void => {
  stage.act(
    'mark',
    'leadRecorded',
    { name: id, source: '展会', receivedAtMs: stage.nowMs, attributes: { ...LIKED }, ...more },
    { subject: id },
  );
};
const give = (stage: RulesStage, by: string, id: string, to: string): CustomerId => {
  const subject = leadCustomer(id as LeadId);
  stage.act(
    by,
    'customerCreated',
    {
      ...creation(to),
      profile: { name: id, source: '展会' },
      lead: id,
      opportunity: { opportunity: `o-${id}`, name: id, stage: 'initialContact' },
    },
    { subject },
  );
  return subject;
};
const win = (stage: RulesStage, by: string, id: string): void => {
  const profile = { name: id, source: '展会', ...LIKED };
  const opportunity = { opportunity: `o-${id}`, name: id, stage: 'initialContact' };
  stage.act(by, 'customerCreated', { ...creation(by), profile, opportunity }, { subject: id });
  const won = { opportunity: `o-${id}`, outcome: 'won', amountFen: 1, dateMs: stage.nowMs } as const;
  stage.act(by, 'opportunityEnded', won, { subject: id });
};
const company = (): RulesStage => {
  const stage = makeStage();
  stage.act('boss', 'memberInvited', { member: 'mark', name: '市场', role: 'marketing', territories: [] });
  stage.act('boss', 'memberInvited', { member: 'max', name: 'max', role: 'manager', territories: ['east'] });
  return stage;
};

describe('answers about leads', () => {
  it('[AN-70] [R51] [R83] the list is narrowed and counted, with means over those who came so far; a salesperson gets none', () => {
    const stage = company();
    record(stage, 'l1');
    record(stage, 'l2', { source: '官网', campaign: '秋季' });
    const there = give(stage, 'mia', 'l1', 'rae');
    stage.pass(2 * HOUR_MS);
    const offer = stage.customer(there).lead?.offers[0]?.id ?? '';
    stage.act('rae', 'leadAccepted', { offer }, { subject: there });
    stage.pass(4 * HOUR_MS);
    stage.act('rae', 'visitNoteRecorded', note({ visitedAtMs: stage.nowMs }), { subject: there });
    const all = view(stage, 'mia')({ kind: 'leads', filter: ALL, limit: 50 });
    expect(all).toMatchObject({ total: 2, all: 2, sources: ['官网', '展会'], campaigns: ['秋季'], mayAssign: true });
    expect(all.counts).toMatchObject({ unassigned: 1, visited: 1 });
    expect(all.spans.toVisit).toMatchObject({ kind: 'value', n: 1, mean: expect.closeTo(6 * HOUR_MS, -3) });
    const few = view(stage, 'mark')({ kind: 'leads', filter: { ...ALL, source: '官网' }, limit: 50 });
    expect(few.rows.map(({ id }) => id)).toEqual(['l2']);
    expect(few.spans.toVisit).toEqual({ kind: 'none' });
    expect(few.mayAssign).toBe(false);
    expect(view(stage, 'mark', [])({ kind: 'leads', filter: ALL, limit: 50 }).unseenVisits).toBe(true);
    expect(view(stage, 'rae')({ kind: 'leads', filter: ALL, limit: 50 })).toMatchObject({ rows: [], mayRecord: false });
  });

  it('[AN-71] [R50] whom a lead may be given to, the best fit first, and who is compared by his own before all others', () => {
    const stage = company();
    for (const at of [1, 2, 3, 4, 5]) win(stage, 'rob', `w${at}`);
    record(stage, 'l1');
    const { takers } = view(stage, 'mia')({ kind: 'takers', lead: 'l1' as LeadId });
    expect(takers.map(({ member, fit }) => [member, fit.kind])).toEqual([
      ['rob', 'match'],
      ['rae', 'match'],
    ]);
    expect(takers.map(({ fit }) => (fit.kind === 'match' ? [fit.of, fit.score] : []))).toEqual([
      ['own', 100],
      ['team', 100],
    ]);
    const none = view(company(), 'mia')({ kind: 'takers', lead: 'l1' as LeadId });
    expect(none).toEqual({ lead: null, takers: [] });
  });

  it('[AN-77] a lead named like a customer names him, until it is accepted; what is not held here is not named', () => {
    const stage = company();
    const profile = { name: '无锡安达包装有限公司', source: '展会' };
    const first = stage.act('rob', 'customerCreated', { ...creation('rob'), profile }, { subject: 'k1' });
    record(stage, 'l1', { name: '无锡安达包装', campaign: '秋季', remark: '问过报价' });
    record(stage, 'l2', { name: '无锡安达物流' });
    const named = (member = 'mia') =>
      view(stage, member)({ kind: 'leads', filter: ALL, limit: 50 }).rows.map(({ id, namesake }) => [id, namesake]);
    const known = { id: 'k1', name: '无锡安达包装有限公司' };
    const byId = (rows: ReturnType<typeof named>) => Object.fromEntries(rows);
    expect(byId(named())).toEqual({ l1: known, l2: null });
    const there = leadCustomer('l1' as LeadId);
    const created = { ...creation('rae'), profile: { name: '无锡安达包装', source: '展会', remark: '问过报价' } };
    stage.act('mia', 'customerCreated', { ...created, lead: 'l1', campaign: '秋季' }, { subject: there });
    expect(byId(named())).toEqual({ l1: known, l2: null });
    const [offer] = view(stage, 'rae')({ kind: 'inbox', scope: 'mine', limit: 50 }).items;
    expect(offer).toMatchObject({
      kind: 'offer',
      source: '展会',
      campaign: '秋季',
      remark: '问过报价',
    });
    stage.act('rob', 'fieldPatched', { field: 'name', value: '常州宏远' }, { subject: 'k1', cites: [first] });
    expect(byId(named())).toEqual({ l1: null, l2: null });
  });

  it('[AN-72] [R49] [R50] the direct manager is suggested at most three leads that nobody has, once', () => {
    const stage = company();
    for (const at of [1, 2, 3, 4, 5]) win(stage, 'rae', `w${at}`);
    for (const id of ['l1', 'l2', 'l3', 'l4', 'l5']) record(stage, id);
    record(stage, 'far', { attributes: { industry: '矿山' } });
    give(stage, 'mia', 'l1', 'rob');
    const ask = (member: string) => view(stage, member)({ kind: 'suggestions' });
    expect(ask('mia').open).toEqual([]);
    expect(ask('mia').people.map(({ member, gap }) => [member, gap.kind])).toEqual([
      ['rae', 'newJoiner'],
      ['rob', 'newJoiner'],
    ]);
    // Founded on a Monday at nine: the first whole week is the next one.
    stage.nowMs = START_MS + 21 * DAY_MS;
    const [mine] = ask('mia').open.filter(({ member }) => member === 'rae');
    expect(mine).toMatchObject({ gap: { weeks: 2, n: 1 }, basis: { of: 'own', won: 5 } });
    const named = mine?.found.kind === 'leads' ? mine.found.leads.map(({ row }) => row.id) : [];
    expect(named).toEqual(['l2', 'l3', 'l4']);
    expect([ask('max').open, ask('boss').open, ask('rae').open]).toEqual([[], [], []]);
    const answer = { suggestion: mine?.id ?? '', answer: 'declined', reason: '休假', leads: [] } as const;
    stage.act('mia', 'suggestionAnswered', { ...answer, leads: [] }, { subject: 'mia', doc: 'desk:mia' });
    expect(ask('mia').open.some(({ member }) => member === 'rae')).toBe(false);
    stage.nowMs = START_MS + 35 * DAY_MS;
    expect(ask('mia').open.find(({ member }) => member === 'rae')).toMatchObject({ gap: { weeks: 4, n: 2 } });
  });

  it('[AN-72] [R50] nothing above the threshold, nothing in the pool and too few won are said as such', () => {
    const stage = company();
    stage.nowMs = START_MS + 21 * DAY_MS;
    const found = () =>
      view(stage, 'mia')({ kind: 'suggestions' }).open.find(({ member }) => member === 'rae')?.found.kind;
    expect(found()).toBe('tooFew');
    for (const at of [1, 2, 3, 4, 5]) win(stage, 'rae', `w${at}`);
    expect(found()).toBe('emptyPool');
    record(stage, 'far', { attributes: { industry: '矿山' } });
    expect(found()).toBe('noneAbove');
  });

  it('[AN-73] [R51] an offer is to do for whom it was given to, and gone with his answer', () => {
    const stage = company();
    record(stage, 'l1');
    const there = give(stage, 'mia', 'l1', 'rae');
    const offers = (member: string) =>
      view(stage, member)({ kind: 'inbox', scope: 'mine', limit: 50 }).items.filter(({ kind }) => kind === 'offer');
    expect(offers('rae')).toMatchObject([{ segment: 'todo', source: '展会', customer: there }]);
    expect(offers('rob')).toEqual([]);
    stage.act('rae', 'leadAccepted', { offer: openOffer(stage.customer(there))?.id ?? '' }, { subject: there });
    expect(offers('rae')).toEqual([]);
  });

  it('[AN-74] after any changes the answers are those computed afresh', () => {
    const stage = company();
    for (const at of [1, 2, 3, 4, 5]) win(stage, 'rae', `w${at}`);
    for (const id of ['l1', 'l2']) record(stage, id);
    const there = give(stage, 'mia', 'l1', 'rae');
    stage.act(
      'rae',
      'leadDeclined',
      { offer: stage.customer(there).lead?.offers[0]?.id ?? '', reason: '远' },
      { subject: there },
    );
    stage.act('mark', 'leadDiscarded', { reason: '同行' }, { subject: 'l2' });
    stage.nowMs = START_MS + 21 * DAY_MS;
    const fold = makeFold();
    const models = makeReadModels({
      fold: () => fold,
      member: () => 'mia' as MemberId,
      now: () => stage.nowMs,
      unsynced: () => [],
      readsRecordsOf: () => true,
      uploads: () => ({}),
    });
    const queries: readonly LeadQuery[] = [
      { kind: 'leads', filter: ALL, limit: 50 },
      { kind: 'takers', lead: 'l1' as LeadId },
      { kind: 'suggestions' },
    ];
    const take = (change: FoldChange): void => {
      models.changed(change);
      for (const query of queries) models.answer(query);
    };
    for (const row of stage.rows) take(fold.apply([row], []));
    for (const fact of stage.facts) take(fold.apply([], [fact]));
    for (const query of queries) expect(models.answer(query)).toEqual(view(stage, 'mia')(query));
  });
});
