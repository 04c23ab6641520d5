import { describe, expect, it } from 'vitest';
import { DEFAULT_PROCESS } from '#rules';
import { ask, draftsOf, faults, firstDraft, refusalsOf, warningsOf } from '../../support/decide-desk.ts';
import { creation, green, makeStage, note, type RulesStage, red } from '../../support/rules-stage.ts';

const create = (
  payload: object,
  actor = 'rae',
  type: 'customerCreated' | 'createPrivateCustomer' = 'customerCreated',
) => ask(makeStage(), actor, type, payload, { subject: 'c2', customer: null });
const privateStage = (): RulesStage => {
  const stage = makeStage();
  stage.act('rae', 'customerCreated', creation(), { subject: 'p1', doc: 'private:rae' });
  return stage;
};
const P1 = { subject: 'p1' };

describe('customers', () => {
  it('[RD-24] [R4] a rep creates for himself or nobody, a leader for any active colleague', () => {
    expect(faults(create(creation('rae')))).toEqual([]);
    expect(faults(create(creation(null)))).toEqual([]);
    expect(faults(create(creation('rob')))).toEqual(['notEntitled owner']);
    expect(faults(create(creation('rob'), 'mia'))).toEqual([]);
    expect(faults(create(creation('nobody'), 'mia'))).toEqual(['notEntitled owner']);
    expect(faults(create({ ...creation(), territory: 'west' }))).toEqual(['unknownSubject territory']);
    const opportunity = { opportunity: 'o2', name: '首单', stage: 'nowhere' };
    expect(faults(create({ ...creation(), opportunity }))).toEqual(['stageUnknown opportunity.stage']);
    expect(faults(ask(makeStage(), 'rae', 'customerCreated', creation()))).toEqual(['alreadyDone']);
    for (const name of [' ', '\u200b', '\u3164']) {
      expect(faults(create({ ...creation(), profile: { name } }))).toEqual(['required profile.name']);
    }
    const profile = { name: '石板', remark: '王总 13800138000' };
    expect(warningsOf(create({ ...creation(), profile }))).toMatchObject([{ code: 'phoneInText' }]);
  });

  it('[RD-25] [R72] a private customer and its acts stand in the private document, contacts apart', () => {
    expect(firstDraft(create(creation('rae'), 'rae', 'createPrivateCustomer'))).toMatchObject({ document: 'private' });
    const stage = privateStage();
    const where = (type: 'statusMarked' | 'contactSaved', payload: object) =>
      firstDraft(ask(stage, 'rae', type, payload, P1)).document;
    expect(where('statusMarked', { colour: 'red', redGround: 'noHistory' })).toBe('private');
    expect(where('contactSaved', { person: 'w', name: '王总', phone: '13800138000' })).toBe('contact');
  });

  it('[RD-25] [R72] a manager reads a private customer and acts on nothing, and nobody is handed it', () => {
    const stage = privateStage();
    expect(faults(ask(stage, 'mia', 'statusMarked', { colour: 'red', redGround: 'noHistory' }, P1))).toEqual([
      'ownerOnly',
    ]);
    expect(faults(ask(stage, 'rae', 'customerHandedOver', { to: 'rob' }, P1))).toEqual(['invalid to']);
  });

  it('[RD-26] [R72] [R76] sharing creates it again in the pool with its fields and history', () => {
    const stage = privateStage();
    const rows = [{ row: '[]', received: 1, mac: 'm' }];
    const share = (actor: string, privateRows: typeof rows | null) =>
      ask(stage, actor, 'shareCustomer', {}, { ...P1, privateRows });
    const drafts = draftsOf(share('rae', rows));
    expect(drafts[0]).toMatchObject({ type: 'customerCreated', document: 'pool', payload: { contributor: 'rae' } });
    // creating it says the name already
    expect(drafts.filter(({ type }) => type === 'fieldPatched')).toEqual([]);
    expect(drafts.at(-1)).toMatchObject({ type: 'historyShared', document: 'log', payload: rows[0] });
    const change = { subject: P1.subject, doc: 'private:rae' };
    stage.act('rae', 'fieldPatched', { field: 'need', value: '石板' }, change);
    stage.act('rae', 'fieldPatched', { field: 'name', value: '上海石板二厂' }, change);
    const patches = draftsOf(share('rae', rows)).filter(({ type }) => type === 'fieldPatched');
    expect(patches.map(({ payload }) => payload)).toEqual([
      { field: 'name', value: '上海石板二厂' },
      { field: 'need', value: '石板' },
    ]);
    expect(faults(share('rae', null))).toEqual(['notSyncedYet']);
    expect(faults(share('mia', rows))).toEqual(['ownerOnly']);
    expect(faults(ask(stage, 'rae', 'shareCustomer', {}, { privateRows: rows }))).toEqual(['alreadyDone']);
  });

  it('[RD-27] [R12] a patch cites every leaf it replaces and settles a conflict, even by one of its values', () => {
    const stage = makeStage();
    const one = stage.act('rae', 'fieldPatched', { field: 'need', value: '石板' });
    const two = stage.act('mia', 'fieldPatched', { field: 'need', value: '瓷砖' });
    const patch = (field: string, value: unknown) => ask(stage, 'rae', 'fieldPatched', { field, value });
    expect([...firstDraft(patch('need', '瓷砖')).cites].sort()).toEqual([one, two].sort());
    stage.act('rae', 'fieldPatched', { field: 'need', value: '瓷砖' }, { cites: [one, two] });
    expect(faults(patch('need', '瓷砖'))).toEqual(['alreadyDone need']);
    expect(faults(patch('name', null))).toEqual(['required name']);
    expect(faults(patch('need', ' '))).toEqual(['invalid need']);
    expect(faults(patch('budgetFen', '三百'))).toEqual(['invalid budgetFen']);
    expect(faults(patch('budgetFen', -1))).toEqual(['invalid budgetFen']);
    expect(faults(patch('segment', 'huge'))).toEqual(['invalid segment']);
  });

  it('[RD-39] [R19] tags come from the company’s list with what they ask for, and go whether listed or not', () => {
    const stage = makeStage();
    const [tags] = DEFAULT_PROCESS.fields;
    if (tags === undefined) throw new Error('the template has no tags');
    const options = tags.options.map((one) => (one.id === 'key' ? { ...one, requires: ['need'] } : one));
    stage.act('boss', 'processPublished', { part: { kind: 'fields', fields: [{ ...tags, options }] } });
    const change = (add: string[], remove: string[] = []) =>
      ask(stage, 'rae', 'fieldPatched', { field: 'x_tags', value: { add, remove } });
    expect(faults(change(['referred']))).toEqual([]);
    expect(faults(change(['unheard']))).toEqual(['invalid x_tags']);
    expect(faults(change([]))).toEqual(['invalid x_tags']);
    expect(faults(change(['referred'], ['referred']))).toEqual(['invalid x_tags']);
    expect(refusalsOf(change(['referred', 'key']))).toMatchObject([
      { code: 'fieldsMissing', params: { missing: ['need'] } },
    ]);
    expect(faults(ask(stage, 'rae', 'fieldPatched', { field: 'x_tags', value: null }))).toEqual(['required x_tags']);
    expect(faults(ask(stage, 'rae', 'fieldPatched', { field: 'x_tags', value: '重点' }))).toEqual(['invalid x_tags']);
    expect(faults(ask(stage, 'rae', 'fieldPatched', { field: 'need', value: { add: ['key'], remove: [] } }))).toEqual([
      'invalid need',
    ]);
    const put = stage.act('rae', 'fieldPatched', { field: 'x_tags', value: { add: ['referred', 'old'], remove: [] } });
    expect(faults(change(['referred']))).toEqual(['alreadyDone x_tags']);
    expect(firstDraft(change([], ['old'])).cites).toEqual([put]);
    const made = (own: unknown) =>
      faults(create({ ...creation('rae'), profile: { name: '新客户', own: own as { x_tags: string[] } } }));
    expect([made({ x_tags: ['referred'] }), made({ x_tags: ['old'] }), made({ x_tags: 'referred' })]).toEqual([
      [],
      ['invalid profile.own.x_tags'],
      ['invalid profile.own.x_tags'],
    ]);
  });

  it('[RD-40] [R15] an option chosen at the creation asks for what the creation can carry; imports bring what they have', () => {
    const stage = makeStage();
    const [tags] = DEFAULT_PROCESS.fields;
    if (tags === undefined) throw new Error('the template has no tags');
    const beds = { id: 'x_beds', name: '床位', of: 'customer' as const, type: 'number' as const };
    const fields = [
      { ...tags, options: [{ id: 'key', name: '重点', requires: ['city', 'x_beds', 'need'] }] },
      { ...beds, options: [], isRetired: false },
    ];
    stage.act('boss', 'processPublished', { part: { kind: 'fields', fields } });
    const ids = { subject: 'c2', customer: null };
    const made = (profile: object, more: object = {}) =>
      ask(stage, 'rae', 'customerCreated', { ...creation('rae'), profile: { name: '新', ...profile }, ...more }, ids);
    expect(refusalsOf(made({ own: { x_tags: ['key'] } }))).toMatchObject([
      { code: 'fieldsMissing', field: 'profile.own.x_tags', params: { missing: ['city', 'x_beds'] } },
    ]);
    expect(faults(made({ city: '上海', own: { x_tags: ['key'], x_beds: 3 } }))).toEqual([]);
    const imported = { batch: 'b', file: '名单.xlsx', row: 2 };
    expect(faults(made({ own: { x_tags: ['key'] } }, { imported }))).toEqual([]);
  });

  it('[RD-39] [R72] a private customer is shared with the tags it has now', () => {
    const stage = makeStage();
    const profile = { ...creation('rae').profile, own: { x_tags: ['key'] } };
    const at = { doc: 'private:rae', subject: 'p1' };
    stage.act('rae', 'customerCreated', { ...creation('rae'), profile }, at);
    stage.act('rae', 'fieldPatched', { field: 'x_tags', value: { add: ['referred'], remove: ['key'] } }, at);
    const drafts = draftsOf(ask(stage, 'rae', 'shareCustomer', {}, { ...P1, privateRows: [] }));
    expect(drafts.filter(({ type }) => type === 'fieldPatched').map(({ payload }) => payload)).toEqual([
      { field: 'x_tags', value: { add: ['referred'], remove: ['key'] } },
    ]);
  });

  it('[RD-28] [S16] owner and leader hand over to an active colleague or to nobody', () => {
    const stage = makeStage();
    const hand = (actor: string, to: string | null) => faults(ask(stage, actor, 'customerHandedOver', { to }));
    expect([hand('rae', 'rob'), hand('mia', null), hand('rob', 'rob')]).toEqual([[], [], ['ownerOnly']]);
    expect([hand('rae', 'rae'), hand('rae', 'nobody')]).toEqual([['alreadyDone to'], ['unknownSubject to']]);
    stage.act('boss', 'memberChanged', { member: 'rob', active: false });
    expect(hand('rae', 'rob')).toEqual(['unknownSubject to']);
  });

  it('[RD-37] what the author may not append to the territory is refused, leaders by the chain included', () => {
    const stage = makeStage();
    stage.act('boss', 'territoryDefined', { territory: 'west', name: '华西' });
    stage.act('boss', 'memberInvited', { member: 'wen', name: '阿文', role: 'rep', territories: ['west'] });
    stage.act('boss', 'memberInvited', { member: 'max', name: '阿马', role: 'manager', territories: ['west'] });
    stage.act('boss', 'memberChanged', { member: 'rae', manager: 'max' });
    expect(faults(ask(stage, 'wen', 'contactAccessRequested', {}))).toEqual(['notEntitled']);
    // max stands above the owner and still cannot write where he does not work
    expect(faults(ask(stage, 'max', 'fieldPatched', { field: 'need', value: '石板' }))).toEqual(['notEntitled']);
    expect(faults(ask(stage, 'rae', 'fieldPatched', { field: 'need', value: '石板' }))).toEqual([]);
  });

  it('[RD-29] [R67] contacts are saved by those entitled to read them, and granted by owner or leader', () => {
    const stage = makeStage();
    const person = { person: 'w', name: '王总', phone: '13800138000' };
    const save = (actor: string, payload: object = person) => faults(ask(stage, actor, 'contactSaved', payload));
    expect([save('rae'), save('mia'), save('rob')]).toEqual([[], [], ['notEntitled']]);
    expect(save('rae', { person: 'w', name: '王总' })).toEqual(['required phone']);
    expect(save('rae', { person: 'w', name: '王总', removed: true })).toEqual([]);
    expect(faults(ask(stage, 'rob', 'contactAccessRequested', {}))).toEqual([]);
    expect(faults(ask(stage, 'mia', 'contactAccessRequested', {}))).toEqual(['alreadyDone']);
    const grant = (actor: string, member: string) => faults(ask(stage, actor, 'contactAccessGranted', { member }));
    expect([grant('rae', 'rob'), grant('rob', 'rob'), grant('rae', 'no')]).toEqual([
      [],
      ['ownerOnly'],
      ['unknownSubject member'],
    ]);
    stage.act('rae', 'contactAccessGranted', { member: 'rob' });
    expect(save('rob')).toEqual([]);
    expect(grant('rae', 'rob')).toEqual(['alreadyDone']);
  });

  it('[RD-29] [R67] a manager of the territory who does not stand above the owner saves no contacts', () => {
    const stage = makeStage();
    stage.act('boss', 'memberInvited', { member: 'max', name: 'max', role: 'manager', territories: ['east'] });
    expect(faults(ask(stage, 'max', 'contactSaved', { person: 'w', name: '王总', phone: '1' }))).toEqual([
      'notEntitled',
    ]);
  });

  it('[RD-30] [R60] an act is taken back once, by its author or a leader', () => {
    const stage = makeStage();
    const id = stage.act('rae', 'statusMarked', red());
    const back = (actor: string, event: string) => faults(ask(stage, actor, 'retracted', { event }));
    expect([back('rae', id), back('mia', id), back('rob', id)]).toEqual([[], [], ['notEntitled']]);
    expect(back('rae', stage.customer().created.id)).toEqual(['unknownSubject event']);
    stage.act('rae', 'retracted', { event: id });
    expect(back('rae', id)).toEqual(['alreadyDone event']);
  });

  it('[RD-31] [R22] a task is acted on by who has it, or leads him, and given only to presales', () => {
    const stage = makeStage();
    stage.act('rae', 'statusMarked', green());
    stage.attest();
    const task = stage.customer().tasks[0]?.id ?? '';
    const on = (actor: string, type: 'taskCompleted' | 'taskReturned' | 'taskResumed', more: object = {}) =>
      faults(ask(stage, actor, type, { task, ...more }));
    expect([on('pia', 'taskCompleted'), on('mia', 'taskCompleted'), on('rae', 'taskCompleted')]).toEqual([
      [],
      [],
      ['notEntitled'],
    ]);
    expect([on('pia', 'taskReturned', { missing: '图纸' }), on('pia', 'taskResumed')]).toEqual([[], ['alreadyDone']]);
    const reassign = (to: string) => faults(ask(stage, 'pia', 'taskReassigned', { task, to, reason: '出差' }));
    expect([reassign('rob'), reassign('pia')]).toEqual([['unknownSubject to'], ['alreadyDone to']]);
    stage.act('pia', 'taskReturned', { task, missing: '图纸' });
    expect([on('rae', 'taskResumed'), on('rob', 'taskResumed')]).toEqual([[], ['notEntitled']]);
    stage.act('pia', 'taskCompleted', { task });
    expect(on('pia', 'taskCompleted')).toEqual(['alreadyDone']);
  });
});

describe('company', () => {
  const org = (actor: string, type: 'memberInvited' | 'memberChanged' | 'processPublished', payload: object) =>
    faults(ask(makeStage(), actor, type, payload, { subject: 'org', customer: null }));
  const invited = { member: 'new', name: '小李', role: 'rep', territories: ['east'] };

  it('[RD-32] [R7] [R90] invitations and changes stay within the rights of who makes them', () => {
    expect(org('mia', 'memberInvited', invited)).toEqual([]);
    expect(org('rae', 'memberInvited', invited)).toEqual(['notEntitled']);
    expect(org('mia', 'memberInvited', { ...invited, role: 'admin' })).toEqual(['notEntitled role']);
    expect(org('mia', 'memberInvited', { ...invited, territories: [] })).toEqual(['notEntitled territories']);
    expect(org('boss', 'memberInvited', { ...invited, role: 'owner' })).toEqual(['notEntitled role']);
    expect(org('boss', 'memberInvited', { ...invited, manager: 'nobody' })).toEqual(['unknownSubject manager']);
    expect(org('boss', 'memberChanged', { member: 'boss', active: false })).toEqual(['notEntitled role']);
    expect(org('boss', 'memberChanged', { member: 'mia', manager: 'rae' })).toEqual(['invalid manager']);
    expect(org('boss', 'memberChanged', { member: 'mia', manager: 'nobody' })).toEqual(['unknownSubject manager']);
  });

  it('[RD-33] [R9] [R10] a process has distinct stages and fields that can be filled', () => {
    const [first, second] = DEFAULT_PROCESS.stages;
    const publish = (stages: readonly object[]) =>
      org('boss', 'processPublished', { part: { kind: 'stages', stages } });
    expect(publish(DEFAULT_PROCESS.stages)).toEqual([]);
    expect(publish([{ ...first }, { ...first }])).toEqual(['ruleFault stages.1.id', 'ruleFault stages.1.name']);
    expect(publish([{ ...first }, { ...second, requiredFields: ['moon'] }])).toEqual([
      'ruleFault stages.1.requiredFields.0',
    ]);
  });

  it('[RD-36] [R90] roles act within what they may hold, and who left does nothing', () => {
    const stage = makeStage();
    expect(faults(ask(stage, 'pia', 'stageEntered', { opportunity: 'o1', stage: 'needConfirmed' }))).toEqual([
      'notEntitled',
    ]);
    stage.act('boss', 'memberChanged', { member: 'rae', active: false });
    expect(faults(ask(stage, 'rae', 'visitNoteRecorded', note()))).toEqual(['notEntitled']);
  });
});
