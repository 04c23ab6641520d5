import { describe, expect, it } from 'vitest';
import {
  type CustomerId,
  DEFAULT_PROCESS,
  type LeadId,
  leadCustomer,
  leadFlow,
  leadWay,
  makeFold,
  metricItems,
  offeredLead,
  openOffer,
  type PayloadOf,
} from '#rules';
import { ask, draftsOf, faults, firstDraft } from '../../support/decide-desk.ts';
import { type ActOptions, makeStage, note, type RulesStage, START_MS } from '../../support/rules-stage.ts';
import { shuffled } from '../../support/shuffled.ts';

const LEAD = 'l1' as LeadId;
const HOUR = 3_600_000;
const THERE = leadCustomer(LEAD);

const lead = (more: Partial<PayloadOf<'leadRecorded'>> = {}): PayloadOf<'leadRecorded'> => ({
  name: '苏州精密仪器',
  source: '展会',
  campaign: '工博会',
  receivedAtMs: START_MS - HOUR,
  attributes: { industry: '制造', city: '苏州', decisionMakerTitle: '采购总监' },
  ...more,
});

/** The stage with marketing (mark), a second manager (max), and one lead of mark's. */
const withLead = (): RulesStage => {
  const stage = makeStage();
  stage.act('boss', 'memberInvited', { member: 'mark', name: '市场', role: 'marketing', territories: [] });
  stage.act('boss', 'memberInvited', { member: 'max', name: 'max', role: 'manager', territories: ['east'] });
  stage.act('boss', 'memberInvited', {
    member: 'ron',
    name: 'ron',
    role: 'rep',
    territories: ['east'],
    manager: 'max',
  });
  stage.act('mark', 'leadRecorded', lead(), { subject: LEAD });
  stage.pass(60_000);
  return stage;
};

const customerOf = (stage: RulesStage) => stage.fold().customer(THERE);
const stateOf = (stage: RulesStage) => {
  const state = customerOf(stage);
  if (state === null) throw new Error('not given');
  return state;
};
const flowOf = (stage: RulesStage) => {
  const state = stage.fold().lead(LEAD);
  if (state === null) throw new Error('no lead');
  return leadFlow(state, leadWay(customerOf(stage)));
};
const asked = (
  stage: RulesStage,
  actor: string,
  type: 'leadRecorded' | 'leadAssigned' | 'leadDiscarded',
  payload: unknown,
) => ask(stage, actor, type, payload, { subject: LEAD, lead: stage.fold().lead(LEAD), customer: customerOf(stage) });
const answered = (stage: RulesStage, actor: string, type: 'leadAccepted' | 'leadDeclined', payload: unknown) =>
  ask(stage, actor, type, payload, { subject: THERE });

/** Writes what `decide` drafts, as one device does. */
const assign = (stage: RulesStage, by: string, to: string, options: ActOptions = {}): void => {
  for (const { type, subject, payload, cites } of draftsOf(
    asked(stage, by, 'leadAssigned', { to, territory: 'east' }),
  )) {
    stage.write(by, type, payload, { subject, cites, ...options });
  }
};
const given = (to: string): PayloadOf<'customerCreated'> => ({
  territory: 'east',
  profile: { name: '苏州精密仪器', source: '展会' },
  owner: to,
  opportunity: { opportunity: 'lo', name: '苏州精密仪器', stage: 'initialContact' },
  lead: LEAD,
});

describe('leads of marketing', () => {
  it('[LD-1] [R51] a lead is recorded once, by marketing or leaders, without a phone number', () => {
    const stage = withLead();
    const other = { subject: 'l2', lead: null, customer: null };
    expect(faults(ask(stage, 'mark', 'leadRecorded', lead(), other))).toEqual([]);
    expect(faults(ask(stage, 'mia', 'leadRecorded', lead(), other))).toEqual([]);
    expect(faults(ask(stage, 'rae', 'leadRecorded', lead(), other))).toEqual(['notEntitled']);
    expect(faults(asked(stage, 'mark', 'leadRecorded', lead()))).toEqual(['alreadyDone']);
    const bad = lead({ name: ' ', remark: '王总 13800138000', territory: 'moon', receivedAtMs: stage.nowMs + HOUR });
    expect(faults(ask(stage, 'mark', 'leadRecorded', bad, other))).toEqual([
      'required name',
      'phoneNotHere remark',
      'unknownSubject territory',
      'invalid receivedAtMs',
    ]);
    stage.act('rae', 'leadRecorded', lead({ name: '不该有' }), { subject: 'l3' });
    expect(stage.fold().lead('l3' as LeadId)).toBeNull();
    stage.act('mia', 'leadRecorded', lead({ name: '同一条' }), { subject: LEAD });
    expect(stage.fold().lead(LEAD)?.recorded.payload.name).toBe('苏州精密仪器');
  });

  it('[LD-2] [R50] [R51] giving it away makes the customer of the person, with what marketing knew', () => {
    const stage = withLead();
    expect(flowOf(stage)).toMatchObject({ standing: 'unassigned', owner: null, assignedAt: null });
    assign(stage, 'mia', 'rae');
    expect(stateOf(stage)).toMatchObject({ owner: 'rae', knownSince: START_MS - HOUR, lead: { lead: LEAD } });
    expect(stateOf(stage).fields.industry?.leaves[0]?.value).toBe('制造');
    expect(stateOf(stage).opportunities[0]?.fields.decisionMakerTitle?.leaves[0]?.value).toBe('采购总监');
    expect(flowOf(stage)).toMatchObject({ standing: 'assigned', owner: 'rae', isProvisional: false });
    expect(stage.fold().lead(LEAD)?.assignments).toMatchObject([{ to: 'rae', author: 'mia' }]);
  });

  it('[LD-3] [R50] only who leads the person gives it, to who sells there, and never while somebody has it', () => {
    const stage = withLead();
    const asks = (actor: string, to: string, territory = 'east'): readonly string[] =>
      faults(asked(stage, actor, 'leadAssigned', { to, territory }));
    expect(asks('mark', 'rae')).toEqual(['notEntitled']);
    expect(asks('mia', 'pia')).toEqual(['notEntitled to']);
    expect(asks('mia', 'nobody')).toEqual(['notEntitled to']);
    expect(asks('mia', 'rae', 'moon')).toEqual(['unknownSubject territory']);
    assign(stage, 'mia', 'rae');
    const [refusal] = ((): readonly { code: string; params: unknown }[] => {
      const decision = asked(stage, 'max', 'leadAssigned', { to: 'ron', territory: 'east' });
      return decision.kind === 'refused' ? decision.refusals : [];
    })();
    expect(refusal).toMatchObject({ code: 'leadTaken', params: { owner: 'rae' } });
    expect(faults(asked(stage, 'mark', 'leadDiscarded', { reason: '不是客户' }))).toEqual(['leadTaken']);
  });

  it('[LD-4] [R50] [I1] two managers apart give one lead: the first in the order has it, the other is shown', () => {
    const stage = withLead();
    const before = stage.nowMs;
    const seen = stage.tick();
    stage.act('mia', 'customerCreated', given('rae'), { subject: THERE, seen, receivedMs: null });
    stage.act('max', 'customerCreated', given('ron'), { subject: THERE, seen, atMs: before + HOUR, receivedMs: null });
    expect(stateOf(stage)).toMatchObject({ owner: 'rae', alsoHandedTo: [{ to: 'ron' }] });
    expect(flowOf(stage)).toMatchObject({ owner: 'rae', isProvisional: true, alsoGivenTo: ['ron'] });
  });

  it('[LD-5] [R50] the gift that was sealed first holds, and one that comes later never takes it away', () => {
    const stage = withLead();
    const seen = stage.tick();
    const early = stage.nowMs;
    // mia gave it first by the clock, but her phone was offline: max's is sealed before it.
    stage.pass(HOUR);
    stage.act('max', 'customerCreated', given('ron'), { subject: THERE, seen });
    stage.pass(HOUR);
    stage.act('mia', 'customerCreated', given('rae'), { subject: THERE, seen, atMs: early });
    expect(stateOf(stage)).toMatchObject({ owner: 'ron', alsoHandedTo: [{ to: 'rae' }] });
    // Whoever hands on what he never had takes it from nobody.
    stage.act('mia', 'customerHandedOver', { to: 'rob' }, { subject: THERE, seen });
    expect(stateOf(stage).owner).toBe('ron');
    // Knowing who has it, a leader may.
    stage.act('boss', 'customerHandedOver', { to: 'rob' }, { subject: THERE, cites: [stateOf(stage).created.id] });
    expect(stateOf(stage)).toMatchObject({ owner: 'rob', alsoHandedTo: [] });
  });

  it('[LD-6] [R50] a gift by who leads nobody there gives nothing, and keeps nobody from giving', () => {
    const stage = withLead();
    stage.act('rae', 'customerCreated', given('rae'), { subject: THERE });
    expect(stateOf(stage).owner).toBeNull();
    stage.act('rob', 'customerCreated', { ...given('rob'), lead: 'other' }, { subject: THERE });
    stage.act('max', 'customerCreated', given('ron'), { subject: THERE });
    expect(stateOf(stage)).toMatchObject({ owner: 'ron', alsoHandedTo: [] });
  });

  it('[LD-7] [R51] [R83] who was given it accepts once; the first visit ends the way', () => {
    const stage = withLead();
    assign(stage, 'mia', 'rae');
    const offer = openOffer(stateOf(stage))?.id ?? '';
    expect(faults(answered(stage, 'rob', 'leadAccepted', { offer }))).toEqual(['ownerOnly']);
    stage.pass(HOUR);
    stage.act('rob', 'leadAccepted', { offer }, { subject: THERE });
    expect(flowOf(stage).standing).toBe('assigned');
    stage.act('rae', 'leadAccepted', { offer }, { subject: THERE });
    expect(flowOf(stage)).toMatchObject({ standing: 'accepted', owner: 'rae' });
    expect(faults(answered(stage, 'rae', 'leadDeclined', { offer, reason: '晚了' }))).toEqual(['alreadyDone']);
    stage.act('rae', 'leadDeclined', { offer, reason: '晚了' }, { subject: THERE });
    expect(flowOf(stage)).toMatchObject({ standing: 'accepted', owner: 'rae' });
    stage.pass(2 * HOUR);
    stage.act('rae', 'visitNoteRecorded', note({ visitedAtMs: stage.nowMs - HOUR }), { subject: THERE });
    expect(flowOf(stage)).toMatchObject({ standing: 'visited', visitedAt: stage.nowMs - HOUR });
  });

  it('[MX-39] [R83] the first visit is the earliest, whichever was written down first, as the number has it', () => {
    const stage = withLead();
    assign(stage, 'mia', 'rae');
    const from = stage.nowMs;
    stage.pass(60 * HOUR);
    for (const hours of [50, 20, 30]) {
      stage.act('rae', 'visitNoteRecorded', note({ visitedAtMs: from + hours * HOUR }), { subject: THERE });
      stage.pass(HOUR);
    }
    const company = { process: DEFAULT_PROCESS, wentLiveAt: START_MS };
    const [item] = metricItems(stateOf(stage), company).filter(({ metric }) => metric === 'leadToFirstVisitDays');
    expect([flowOf(stage).visitedAt, item?.atMs]).toEqual([from + 20 * HOUR, from + 20 * HOUR]);
  });

  it('[LD-8] [R51] declined with a reason nobody has it, and it is given again: of two apart the first sealed', () => {
    const stage = withLead();
    assign(stage, 'mia', 'rae');
    const offer = openOffer(stateOf(stage))?.id ?? '';
    expect(faults(answered(stage, 'rae', 'leadDeclined', { offer, reason: ' ' }))).toEqual(['required reason']);
    const declined = stage.act('rae', 'leadDeclined', { offer, reason: '不在片区' }, { subject: THERE });
    expect(flowOf(stage)).toMatchObject({ standing: 'returned', owner: null, returned: '不在片区' });
    const drafts = draftsOf(asked(stage, 'max', 'leadAssigned', { to: 'ron', territory: 'east' }));
    expect(drafts.map(({ type, document }) => [type, document])).toEqual([
      ['leadAssigned', 'mql'],
      ['leadOffered', 'pool'],
    ]);
    const seen = stage.tick();
    const early = stage.nowMs;
    stage.pass(HOUR);
    stage.act('max', 'leadOffered', { to: 'ron', after: declined }, { subject: THERE, seen });
    stage.pass(HOUR);
    stage.act('mia', 'leadOffered', { to: 'rob', after: declined }, { subject: THERE, seen, atMs: early });
    expect(stateOf(stage)).toMatchObject({ owner: 'ron', alsoHandedTo: [{ to: 'rob' }] });
    expect(flowOf(stage)).toMatchObject({ standing: 'assigned', owner: 'ron' });
  });

  it('[LD-9] [R51] discarded with a reason it is given to nobody, unless somebody already had it', () => {
    const stage = withLead();
    expect(firstDraft(asked(stage, 'mark', 'leadDiscarded', { reason: '同行' })).document).toBe('mql');
    stage.act('mark', 'leadDiscarded', { reason: '同行' }, { subject: LEAD });
    expect(flowOf(stage)).toMatchObject({ standing: 'discarded', discarded: '同行' });
    expect(faults(asked(stage, 'mia', 'leadAssigned', { to: 'rae', territory: 'east' }))).toEqual(['alreadyDone']);
    stage.act('mia', 'customerCreated', given('rae'), { subject: THERE });
    expect(flowOf(stage)).toMatchObject({ standing: 'assigned', owner: 'rae' });
  });

  it('[LD-10] [R51] [R83] 48 hours without 接收, and 48 without a first visit, are told to him and his manager', () => {
    const stage = withLead();
    const waits = (): readonly unknown[] =>
      stateOf(stage)
        .effects.filter(({ rule, status }) => rule === 'company.leadWaiting' && status !== 'revoked')
        .map(({ params, recipients }) => [params['step'], recipients]);
    assign(stage, 'mia', 'rae');
    const offer = openOffer(stateOf(stage))?.id ?? '';
    stage.pass(47 * HOUR);
    stage.settle();
    expect(waits()).toEqual([]);
    stage.pass(2 * HOUR);
    stage.settle();
    expect(waits()).toEqual([['accept', ['rae', 'mia']]]);
    stage.act('rae', 'leadAccepted', { offer }, { subject: THERE });
    stage.pass(49 * HOUR);
    stage.settle();
    expect(waits()).toContainEqual(['visit', ['rae', 'mia']]);
  });

  it('[LD-11] [I1] leads and who has them are the same in any order of arrival', () => {
    const stage = withLead();
    assign(stage, 'mia', 'rae', { seen: 0 });
    stage.act('max', 'customerCreated', given('ron'), { subject: THERE, seen: 0 });
    stage.act(
      'rae',
      'leadDeclined',
      { offer: stateOf(stage).lead?.offers[0]?.id ?? '', reason: '忙' },
      { subject: THERE },
    );
    stage.act('mark', 'leadDiscarded', { reason: '同行' }, { subject: LEAD });
    const digest = stage.fold().digest();
    for (let seed = 1; seed <= 20; seed++) {
      const fold = makeFold();
      for (const { rows, facts } of shuffled({ rows: () => stage.rows, facts: stage.facts }, seed))
        fold.apply(rows, facts);
      expect(fold.digest()).toBe(digest);
    }
    expect(stage.fold().customer(THERE as CustomerId)?.owner).toBeNull();
  });

  it('[LD-12] [R50] a customer made by somebody under the id of a lead takes it from nobody and blocks nobody', () => {
    const { lead: _lead, ...ordinary } = given('rob');
    const forgeries: readonly [string, unknown, ActOptions][] = [
      ['customerCreated', ordinary, {}],
      ['customerCreated', ordinary, { atMs: 1, seen: 0, device: 'rob-two' }],
      ['customerCreated', given('rob'), {}],
      ['customerCreated', ordinary, { doc: 'private:rob' }],
      ['customerCreated', given('rob'), { doc: 'private:rob' }],
    ];
    for (const [type, payload, options] of forgeries) {
      const stage = withLead();
      stage.write('rob', type, payload, { subject: THERE, ...options });
      stage.pass(HOUR);
      expect(flowOf(stage)).toMatchObject({ standing: 'unassigned', owner: null });
      assign(stage, 'mia', 'rae');
      expect(stateOf(stage)).toMatchObject({ owner: 'rae', alsoHandedTo: [], lead: { lead: LEAD } });
      expect(flowOf(stage)).toMatchObject({ standing: 'assigned', owner: 'rae' });
      stage.write('rob', type, payload, { subject: THERE, ...options });
      expect(flowOf(stage)).toMatchObject({ standing: 'assigned', owner: 'rae' });
    }
  });

  it('[LD-12] a creation of a leader that gives the lead to nobody is no gift', () => {
    const stage = withLead();
    const { owner: _owner, ...toNobody } = given('rae');
    stage.act('max', 'customerCreated', toNobody, { subject: THERE });
    assign(stage, 'mia', 'rae');
    expect(flowOf(stage)).toMatchObject({ standing: 'assigned', owner: 'rae' });
  });

  it('[LD-12] an offer dated before the decline it answers keeps nobody from offering again', () => {
    const stage = withLead();
    assign(stage, 'mia', 'rae');
    stage.pass(HOUR);
    const offer = openOffer(stateOf(stage))?.id ?? '';
    const declined = stage.act('rae', 'leadDeclined', { offer, reason: '不在片区' }, { subject: THERE });
    const early = { subject: THERE, atMs: 1, seen: 0, device: 'max-two' };
    stage.write('max', 'leadOffered', { to: 'ron', after: declined }, early);
    expect(flowOf(stage)).toMatchObject({ standing: 'returned', owner: null });
    stage.act('mia', 'leadOffered', { to: 'rob', after: declined }, { subject: THERE, cites: [declined] });
    expect(flowOf(stage)).toMatchObject({ standing: 'assigned', owner: 'rob' });
  });

  it('[LD-13] [R51] before it is accepted it tells its source, campaign and remark, and nothing of what nobody knows', () => {
    const stage = withLead();
    const { profile, ...creation } = given('rae');
    const unknown = { industry: '', level: '', city: '', product: '', decisionMakerTitle: '' };
    const facts = { industry: '仪器', level: '200 人', city: '苏州', product: '岩板' };
    const known = { ...creation, profile: { ...profile, ...facts, remark: '问过岩板报价' }, campaign: '工博会' };
    stage.act('mia', 'customerCreated', known, { subject: THERE });
    const title = { opportunity: 'lo', field: 'decisionMakerTitle', value: '采购总监' } as const;
    stage.act('mia', 'fieldPatched', title, { subject: THERE });
    const told = { source: '展会', campaign: '工博会', remark: '问过岩板报价' };
    expect(offeredLead(stateOf(stage))).toEqual({ ...told, ...facts, decisionMakerTitle: '采购总监' });
    const bare = withLead();
    bare.act('mia', 'customerCreated', { ...creation, profile: { name: '苏州精密仪器' } }, { subject: THERE });
    expect(offeredLead(stateOf(bare))).toEqual({ ...unknown, source: '', campaign: '', remark: '' });
  });
});
