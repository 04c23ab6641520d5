import { describe, expect, it } from 'vitest';
import {
  type CustomerId,
  DAY_MS,
  DEFAULT_PROCESS,
  type EventId,
  hasConflict,
  makeFold,
  type PayloadOf,
  processSchema,
} from '#rules';
import { creation, makeStage, START_MS } from '../../support/rules-stage.ts';

const enter = (stage: string, from: string, basis: EventId | null, skippedReason?: string) => ({
  opportunity: 'o1',
  stage,
  from,
  basis,
  ...(skippedReason === undefined ? {} : { skippedReason }),
});

describe('stages', () => {
  it('[RF-6] [R102] follows the path of the greatest leaf', () => {
    const stage = makeStage();
    const need = stage.act('rae', 'stageEntered', enter('needConfirmed', 'initialContact', null));
    stage.pass(DAY_MS);
    const approval = stage.act('rae', 'stageEntered', enter('internalApproval', 'needConfirmed', need));
    stage.pass(1_000);
    const quote = stage.act('mia', 'stageEntered', enter('proposalQuote', 'needConfirmed', need, '甲方催'));
    let [opportunity] = stage.customer().opportunities;
    expect(opportunity?.stage).toBe('proposalQuote');
    expect(opportunity?.visits.map((visit) => visit.stage)).toEqual([
      'initialContact',
      'needConfirmed',
      'proposalQuote',
    ]);
    expect(opportunity?.alsoEntered.map(({ id }) => id)).toEqual([approval]);
    stage.pass(1_000);
    stage.act('rae', 'stageEntered', enter('negotiation', 'proposalQuote', quote), { cites: [quote, approval] });
    [opportunity] = stage.customer().opportunities;
    expect(opportunity?.stage).toBe('negotiation');
    expect(opportunity?.alsoEntered).toEqual([]);
  });

  it('[RF-6] a retracted entry is skipped along the path', () => {
    const stage = makeStage();
    const need = stage.act('rae', 'stageEntered', enter('needConfirmed', 'initialContact', null));
    stage.pass(1_000);
    const wrong = stage.act('rae', 'stageEntered', enter('internalApproval', 'needConfirmed', need));
    stage.pass(1_000);
    stage.act('rae', 'stageEntered', enter('proposalQuote', 'internalApproval', wrong));
    stage.act('rae', 'retracted', { event: wrong });
    const [opportunity] = stage.customer().opportunities;
    expect(opportunity?.visits.map((visit) => visit.stage)).toEqual([
      'initialContact',
      'needConfirmed',
      'proposalQuote',
    ]);
    expect(opportunity?.alsoEntered).toEqual([]);
  });

  it('[RF-7] [R101] [RF-22] visits end with the next stage or the end, and reopening takes the end back', () => {
    const stage = makeStage();
    const created = stage.customer().created.t;
    stage.pass(DAY_MS);
    const enteredAt = stage.nowMs;
    stage.act('rae', 'stageEntered', enter('needConfirmed', 'initialContact', null));
    stage.pass(DAY_MS);
    const endedAt = stage.nowMs;
    stage.act('rae', 'opportunityEnded', { opportunity: 'o1', outcome: 'lost', reason: '价格' });
    let [opportunity] = stage.customer().opportunities;
    expect(opportunity?.visits.map((visit) => [visit.enteredAt, visit.leftAt])).toEqual([
      [created, enteredAt],
      [enteredAt, endedAt],
    ]);
    expect(opportunity?.ended?.outcome).toBe('lost');
    stage.pass(1_000);
    stage.act('mia', 'opportunityReopened', { opportunity: 'o1', reason: '对方又来询价' });
    [opportunity] = stage.customer().opportunities;
    expect(opportunity?.ended).toBeNull();
    expect(opportunity?.visits[1]?.leftAt).toBeNull();
  });

  it('[RF-7] imported dates stand for entry and end', () => {
    const stage = makeStage();
    const imported = { batch: 'b1', file: '名单.xlsx', row: 2 };
    const subject = 'c2';
    stage.act(
      'boss',
      'customerCreated',
      {
        ...creation('rob'),
        knownSinceMs: START_MS - 90 * DAY_MS,
        opportunity: { opportunity: 'o2', name: '老单', stage: 'negotiation', enteredAtMs: START_MS - 30 * DAY_MS },
        imported,
      },
      { subject },
    );
    stage.act(
      'boss',
      'opportunityEnded',
      { opportunity: 'o2', outcome: 'won', amountFen: 100, dateMs: START_MS - 10 * DAY_MS, imported },
      { subject },
    );
    const state = stage.customer(subject as never);
    expect(state.knownSince).toBe(START_MS - 90 * DAY_MS);
    expect(state.opportunities[0]?.visits[0]).toMatchObject({
      enteredAt: START_MS - 30 * DAY_MS,
      leftAt: START_MS - 10 * DAY_MS,
    });
  });

  it('[RF-8] [R11] a skipped stage tells owner and direct manager', () => {
    const stage = makeStage();
    const skip = stage.act('rae', 'stageEntered', enter('proposalQuote', 'initialContact', null, '客户直接要报价'));
    const state = stage.customer();
    expect(state.opportunities[0]?.visits[1]?.skipped).toEqual(['needConfirmed', 'internalApproval']);
    expect(state.notices).toMatchObject([
      { kind: 'stageSkipped', cause: skip, recipients: ['rae', 'mia'], seenBy: [] },
    ]);
    const id = state.notices[0]?.id ?? '';
    stage.act('mia', 'noticeSeen', { notice: id });
    expect(stage.customer().notices[0]?.seenBy).toEqual(['mia']);
    stage.pass(1_000);
    stage.act('rae', 'stageEntered', enter('initialContact', 'proposalQuote', skip));
    expect(stage.customer().notices).toHaveLength(1);
  });

  it('[R102] several opportunities run at once, unknown ones have no effect', () => {
    const stage = makeStage();
    stage.act('rae', 'opportunityAdded', { opportunity: 'o2', name: '二期', stage: 'needConfirmed' });
    const stray = stage.act('rae', 'stageEntered', {
      ...enter('needConfirmed', 'initialContact', null),
      opportunity: 'o9',
    });
    stage.act('rae', 'quoteSent', { opportunity: 'o2', summary: '报价', atMs: stage.nowMs });
    stage.act('rae', 'inquiryReceived', { opportunity: 'o2', summary: '询价', atMs: stage.nowMs });
    const state = stage.customer();
    expect(state.opportunities.map(({ id, stage: at }) => [id, at])).toEqual([
      ['o1', 'initialContact'],
      ['o2', 'needConfirmed'],
    ]);
    expect(state.opportunities[1]).toMatchObject({ quotes: [{ author: 'rae' }], inquiries: [{ author: 'rae' }] });
    expect(state.timeline.find(({ id }) => id === stray)?.noEffectBecause).toBe('unknownOpportunity');
  });

  it('[R9] [R28] the default template is a valid process with six stages and their limits', () => {
    expect(processSchema.safeParse(DEFAULT_PROCESS).success).toBe(true);
    expect(DEFAULT_PROCESS.stages.map(({ name, limitDays }) => [name, limitDays])).toEqual([
      ['初步接触', 14],
      ['需求确认', 14],
      ['内部立项', 10],
      ['方案报价', 14],
      ['商务谈判', 14],
      ['合同签署', 7],
    ]);
    expect(DEFAULT_PROCESS.stages[4]?.requiredFields).toEqual(['budgetFen', 'keyContact']);
  });
});

describe('fields', () => {
  const patch = (value: string | number | null, opportunity?: string) => ({
    field: 'need' as const,
    value,
    ...(opportunity === undefined ? {} : { opportunity }),
  });
  const values = (stage: ReturnType<typeof makeStage>) =>
    stage.customer().fields.need?.leaves.map(({ value }) => value);

  it('[RF-4] first patches made apart are two leaves, a citing one replaces', () => {
    const stage = makeStage();
    const first = stage.act('rae', 'fieldPatched', patch('石板'));
    expect(values(stage)).toEqual(['石板']);
    stage.pass(1_000);
    stage.act('rob', 'fieldPatched', patch('瓷砖'));
    expect(values(stage)).toEqual(['瓷砖', '石板']);
    stage.pass(1_000);
    stage.act('rae', 'fieldPatched', patch('石板 200 平'), { cites: [first] });
    expect(values(stage)).toEqual(['石板 200 平', '瓷砖']);
  });

  it('[RF-4] the creation is a base leaf that any patch replaces', () => {
    const stage = makeStage();
    expect(stage.customer().fields.city?.leaves).toMatchObject([{ value: '上海', author: 'rae' }]);
    stage.act('rob', 'fieldPatched', { field: 'city', value: '苏州' });
    expect(stage.customer().fields.city?.leaves).toMatchObject([{ value: '苏州', author: 'rob' }]);
  });

  it('[RF-5] one patch that cites all leaves settles, equal values are no conflict', () => {
    const stage = makeStage();
    const a = stage.act('rae', 'fieldPatched', patch('石板'));
    const b = stage.act('rob', 'fieldPatched', patch('瓷砖'));
    stage.pass(1_000);
    stage.act('mia', 'fieldPatched', patch('瓷砖'), { cites: [a, b] });
    expect(values(stage)).toEqual(['瓷砖']);
    const same = makeStage();
    same.act('rae', 'fieldPatched', patch('石板'));
    same.act('rob', 'fieldPatched', patch('石板'));
    expect(values(same)).toEqual(['石板']);
  });

  it('[RF-35] [R19] tags put on apart are all kept, whatever the order they arrive in', () => {
    const stage = makeStage();
    const tag = (actor: string, add: string[], remove: string[] = [], options = {}) =>
      stage.act(actor, 'fieldPatched', { field: 'x_tags', value: { add, remove } }, options);
    const tags = () => stage.customer().fields['x_tags']?.leaves.map(({ value }) => value);
    tag('rae', ['key']);
    stage.pass(1_000);
    // neither had seen the other
    const apart = tag('rob', ['referred'], [], { seen: 0 });
    expect(tags()).toEqual([['key', 'referred']]);
    expect(hasConflict(stage.customer())).toBe(false);
    stage.pass(1_000);
    tag('mia', [], ['key'], { cites: [apart] });
    expect(tags()).toEqual([['referred']]);
    tag('rae', ['key', 'referred'], []);
    tag('rae', [], ['key', 'referred', 'never']);
    expect(tags()).toEqual([null]);
    stage.act('rae', 'retracted', { event: apart });
    tag('rae', ['publicTender']);
    expect(tags()).toEqual([['publicTender']]);
    const [forth, back] = [stage.rows, [...stage.rows].reverse()].map((rows) => {
      const fold = makeFold();
      for (const row of rows) fold.apply([row], []);
      fold.apply([], stage.facts);
      return fold.customer('c1' as CustomerId)?.fields['x_tags'];
    });
    expect(forth).toEqual(back);
    expect(forth?.leaves[0]?.value).toEqual(['publicTender']);
  });

  it('[RF-35] tags of the creation are where changes begin; a value of another kind empties the field', () => {
    const stage = makeStage();
    const profile = { ...creation().profile, own: { x_tags: ['referred', 'key'] } };
    stage.act('rae', 'customerCreated', { ...creation(), profile }, { subject: 'c2' });
    const tags = () => stage.customer('c2' as CustomerId).fields['x_tags']?.leaves[0]?.value;
    const say = (value: PayloadOf<'fieldPatched'>['value']) =>
      stage.act('rae', 'fieldPatched', { field: 'x_tags', value }, { subject: 'c2' });
    expect(tags()).toEqual(['key', 'referred']);
    say({ add: [], remove: ['key'] });
    expect(tags()).toEqual(['referred']);
    const text = say('文字');
    expect(tags()).toBe('文字');
    say({ add: ['key'], remove: [] });
    expect(tags()).toEqual(['key']);
    stage.act('rae', 'retracted', { event: text }, { subject: 'c2' });
    expect(tags()).toEqual(['key', 'referred']);
  });

  it('[RF-4] an opportunity has its own fields', () => {
    const stage = makeStage();
    stage.act('rae', 'fieldPatched', patch('只为首单', 'o1'));
    const state = stage.customer();
    expect(state.fields.need).toBeUndefined();
    expect(state.opportunities[0]?.fields.need?.leaves[0]?.value).toBe('只为首单');
  });
});
