import { describe, expect, it } from 'vitest';
import {
  DAY_MS,
  type DueEffect,
  dueEffects,
  type EventId,
  effectId,
  HOUR_MS,
  PRESALES_RULE,
  TEMPLATE_VERSION,
} from '#rules';
import { presalesPart } from '../../support/process-parts.ts';
import { CUSTOMER, green, LOG_DOC, makeStage, note, type RulesStage, red, yellow } from '../../support/rules-stage.ts';

/** Yellow, then green with its file attested a minute later. */
const turnGreen = (stage: RulesStage): { yellow: EventId; green: EventId; attested: number } => {
  const before = stage.act('rae', 'statusMarked', yellow());
  stage.pass(60_000);
  const after = stage.act('rae', 'statusMarked', green(before));
  stage.pass(60_000);
  return { yellow: before, green: after, attested: stage.attest() };
};

/** Presales effects alone: other rules of the template have their own tests. */
const dueProposals = (stage: RulesStage): readonly DueEffect[] =>
  dueEffects(stage.fold(), [CUSTOMER], stage.tick()).filter(({ fact }) => fact.rule === PRESALES_RULE);

/** The presales effect of a cause, as the relay would fire it. */
const firedProposal = (stage: RulesStage, cause: string, inputs: readonly EventId[]) => ({
  kind: 'fired' as const,
  tick: stage.tick(),
  effect: effectId(PRESALES_RULE, CUSTOMER, cause),
  rule: PRESALES_RULE,
  version: TEMPLATE_VERSION,
  subject: CUSTOMER,
  cause,
  inputs,
  branch: 0,
  rung: null,
  dueAt: stage.nowMs,
  basis: null,
});

const fire = (stage: RulesStage): void => {
  const fold = stage.fold();
  for (const { fact, doc } of dueEffects(fold, fold.customerIds(), stage.tick())) {
    if (fact.rule === PRESALES_RULE && fact.rung === null) stage.fact({ ...fact, tick: stage.tick() }, doc);
  }
};

describe('presales task', () => {
  it('[RE-1] [R22] [R91] yellow to green makes one task due in 24 hours, on every device the same', () => {
    const stage = makeStage();
    const { green: cause, yellow: left, attested } = turnGreen(stage);
    const [task, ...more] = stage.customer().tasks;
    expect(more).toEqual([]);
    expect(task).toMatchObject({
      rule: PRESALES_RULE,
      cause,
      inputs: [cause, left],
      assignee: 'pia',
      causedAt: attested,
      dueAt: attested + 24 * HOUR_MS,
      status: 'open',
      firedAt: null,
    });
    expect(stage.fold().customer(CUSTOMER)?.tasks[0]?.id).toBe(task?.id);
    expect(stage.customer().timeline.at(-1)).toMatchObject({ type: 'taskCreated', automaticBy: PRESALES_RULE });
  });

  it('[RE-2] [I24] greens made apart on one mark are one task', () => {
    const stage = makeStage();
    const before = stage.act('rae', 'statusMarked', yellow());
    stage.pass(60_000);
    stage.act('rae', 'statusMarked', green(before));
    stage.act('mia', 'statusMarked', green(before));
    stage.attest();
    expect(stage.customer().marks).toHaveLength(3);
    expect(stage.customer().tasks).toHaveLength(1);
  });

  it('[RE-2] [R22] no second task while one is open or done', () => {
    const stage = makeStage();
    const { green: first } = turnGreen(stage);
    fire(stage);
    const back = stage.act('rae', 'statusMarked', red(first));
    stage.pass(DAY_MS);
    const again = stage.act('rae', 'statusMarked', green(back));
    expect(stage.customer().tasks).toHaveLength(1);
    const [task] = stage.customer().tasks;
    stage.act('pia', 'taskCompleted', { task: task?.id ?? '' });
    stage.pass(DAY_MS);
    const third = stage.act('rae', 'statusMarked', yellow(again));
    stage.act('rae', 'statusMarked', green(third));
    expect(stage.customer().tasks.map(({ status }) => status)).toEqual(['done']);
  });

  it('[RE-1] [I24] red to green and a first green call presales too', () => {
    for (const first of [red(), null]) {
      const stage = makeStage();
      const basis = first === null ? null : stage.act('rae', 'statusMarked', first);
      stage.pass(1_000);
      stage.act('rae', 'statusMarked', green(basis));
      stage.attest();
      expect(stage.customer().tasks).toHaveLength(1);
    }
  });

  it('[RE-3] [S17] [I19] no task before the file is attested, and the clock starts then', () => {
    const stage = makeStage();
    const before = stage.act('rae', 'statusMarked', yellow());
    stage.pass(60_000);
    stage.act('rae', 'statusMarked', green(before));
    expect(stage.customer().tasks).toEqual([]);
    stage.pass(DAY_MS);
    const attested = stage.attest();
    expect(stage.customer().tasks[0]?.causedAt).toBe(attested);
    const early = makeStage();
    early.attest();
    early.pass(60_000);
    early.act('rae', 'statusMarked', green(null));
    expect(early.customer().tasks[0]?.causedAt).toBe(early.nowMs);
  });

  it('[RE-3] [S17] a green still waiting for its file has not been entered', () => {
    const stage = makeStage();
    const before = stage.act('rae', 'statusMarked', yellow());
    stage.pass(60_000);
    const waiting = stage.act('rae', 'statusMarked', green(before, 'b'.repeat(64)));
    stage.pass(60_000);
    const second = stage.act('rae', 'statusMarked', green(waiting));
    stage.attest();
    expect(stage.customer().tasks).toMatchObject([{ cause: second, inputs: [second, before] }]);
    const id = stage.customer().tasks[0]?.id;
    stage.pass(60_000);
    stage.attest('b'.repeat(64));
    expect(stage.customer().tasks).toMatchObject([{ id, cause: second }]);
  });

  it('[RE-4] goes to the engineer of the territory, else to any, else to the first who comes', () => {
    const stage = makeStage();
    const invite = (member: string, territories: string[]) =>
      stage.act('boss', 'memberInvited', { member, name: member, role: 'presales', territories });
    invite('abe', ['west']);
    invite('ann', ['east']);
    stage.pass(1_000);
    turnGreen(stage);
    expect(stage.customer().tasks[0]?.assignee).toBe('ann');
    stage.act('boss', 'memberChanged', { member: 'ann', active: false }, { atMs: 1, seen: 0, device: 'boss-old' });
    stage.act('boss', 'memberChanged', { member: 'pia', active: false }, { atMs: 1, seen: 0, device: 'boss-old' });
    const bare = makeStage();
    bare.act('boss', 'memberChanged', { member: 'pia', active: false });
    bare.pass(1_000);
    turnGreen(bare);
    expect(bare.customer().tasks[0]?.assignee).toBeNull();
    bare.pass(DAY_MS);
    bare.act('boss', 'memberInvited', { member: 'zoe', name: '佐伊', role: 'presales', territories: ['west'] });
    expect(bare.customer().tasks[0]?.assignee).toBe('zoe');
  });

  it('[RE-5] [R22] returning pauses, reassigning moves, completing ends', () => {
    const stage = makeStage();
    const { attested } = turnGreen(stage);
    const id = stage.customer().tasks[0]?.id ?? '';
    stage.pass(HOUR_MS);
    const returned = stage.act('pia', 'taskReturned', { task: id, missing: '缺图纸' });
    expect(stage.customer().tasks[0]).toMatchObject({
      status: 'returned',
      returned: { id: returned, missing: '缺图纸' },
    });
    stage.pass(3 * HOUR_MS);
    stage.act('rae', 'taskResumed', { task: id });
    expect(stage.customer().tasks[0]).toMatchObject({ status: 'open', dueAt: attested + 27 * HOUR_MS });
    stage.act('mia', 'taskReassigned', { task: id, to: 'rob', reason: '请假' });
    expect(stage.customer().tasks[0]?.assignee).toBe('rob');
    stage.pass(HOUR_MS);
    const done = stage.act('rob', 'taskCompleted', { task: id });
    stage.pass(HOUR_MS);
    stage.act('rob', 'taskReturned', { task: id, missing: '太晚' });
    expect(stage.customer().tasks[0]).toMatchObject({ status: 'done', completed: { id: done }, returned: null });
  });

  it('[RE-10] others cannot complete, return or reassign', () => {
    const stage = makeStage();
    turnGreen(stage);
    const id = stage.customer().tasks[0]?.id ?? '';
    stage.act('rae', 'taskCompleted', { task: id });
    stage.act('rob', 'taskReassigned', { task: id, to: 'rob', reason: '我来' });
    expect(stage.customer().tasks[0]).toMatchObject({ status: 'open', assignee: 'pia' });
    stage.act('mia', 'taskCompleted', { task: id });
    expect(stage.customer().tasks[0]?.status).toBe('done');
  });

  it('[RE-6] [S22] [I26] a fired task whose mark is taken back is revoked, visibly', () => {
    const stage = makeStage();
    const { green: cause, yellow: left } = turnGreen(stage);
    fire(stage);
    expect(stage.customer().tasks[0]).toMatchObject({ status: 'open', firedAt: expect.any(Number) });
    stage.act('rae', 'retracted', { event: cause });
    expect(stage.customer().tasks).toMatchObject([{ cause, status: 'revoked' }]);
    expect(stage.customer().timeline.find(({ type }) => type === 'taskCreated')?.noEffectBecause).toBe('revoked');
    stage.pass(1_000);
    const other = stage.act('rae', 'statusMarked', red(left));
    stage.pass(1_000);
    stage.act('rae', 'statusMarked', green(other));
    expect(stage.customer().tasks.map(({ status }) => status)).toEqual(['open', 'revoked']);
  });

  it('[RE-7] [S22] [I9] only unfired effects with sealed inputs are due', () => {
    const stage = makeStage();
    const before = stage.act('rae', 'statusMarked', yellow());
    stage.pass(1_000);
    const open = stage.write('rae', 'statusMarked', green(before), { sealed: false });
    stage.attest();
    expect(stage.customer().tasks[0]?.status).toBe('provisional');
    expect(dueProposals(stage)).toEqual([]);
    stage.seal(open, LOG_DOC, stage.fold().placement(open.id)?.received ?? 0);
    expect(stage.customer().tasks[0]?.status).toBe('open');
    expect(dueProposals(stage)).toMatchObject([
      { fact: { rule: PRESALES_RULE, subject: CUSTOMER, inputs: [open.id, before] }, doc: LOG_DOC },
    ]);
    fire(stage);
    expect(dueProposals(stage)).toEqual([]);
  });

  it('[RE-9] [S17] of two fired tasks the lower tick is live', () => {
    const stage = makeStage();
    const { green: first, yellow: left } = turnGreen(stage);
    const back = stage.act('rae', 'statusMarked', red(first));
    stage.pass(1_000);
    const taken = stage.act('rae', 'retracted', { event: first });
    stage.act('rae', 'statusMarked', green(back));
    fire(stage);
    stage.pass(1_000);
    stage.fact(firedProposal(stage, left, [first]));
    expect(stage.customer().tasks.map(({ status }) => status)).toEqual(['open', 'revoked']);
    stage.act('rae', 'retracted', { event: taken });
    expect(stage.customer().tasks.map(({ status }) => status)).toEqual(['open', 'revoked']);
    const twice = makeStage();
    const one = turnGreen(twice);
    const second = twice.act('rae', 'statusMarked', yellow(one.green));
    twice.pass(1_000);
    const again = twice.act('rae', 'statusMarked', green(second));
    const task = twice.customer().tasks[0];
    const stray = firedProposal(twice, second, [again, second]);
    twice.fact(stray);
    twice.fact(firedProposal(twice, one.yellow, [one.green]));
    expect(twice.customer().tasks.map(({ id, status }) => [id, status])).toEqual([
      [stray.effect, 'open'],
      [task?.id, 'superseded'],
    ]);
  });

  it('[RE-8] [S20] a published limit holds for tasks not yet due', () => {
    const stage = makeStage();
    const { attested } = turnGreen(stage);
    stage.pass(HOUR_MS);
    stage.act('boss', 'processPublished', { part: presalesPart(4) });
    expect(stage.customer().tasks[0]?.dueAt).toBe(attested + 4 * HOUR_MS);
    stage.act('rae', 'visitNoteRecorded', note());
    expect(stage.customer().tasks).toHaveLength(1);
  });
});
