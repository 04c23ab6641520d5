import { describe, expect, it } from 'vitest';
import {
  accessTo,
  type Command,
  DEFAULT_PROCESS,
  type DeskState,
  decide,
  formatDocument,
  type MemberId,
  makeFold,
  type PayloadOf,
  parseDocument,
} from '#rules';
import { makePrng } from '../../support/prng.ts';
import { type ActOptions, makeStage, type RulesStage } from '../../support/rules-stage.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const desk = (stage: RulesStage, member = 'rae'): DeskState => stage.fold().desk(member as MemberId);
const pack = (stage: RulesStage, more: Partial<PayloadOf<'playbookSent'>> = {}): PayloadOf<'playbookSent'> => ({
  playbook: 'activateHighIntent',
  version: 'template',
  tasks: [{ title: '联系一次', dueMs: stage.nowMs + DAY }],
  effectAfterDays: 14,
  ...more,
});
const onRae: ActOptions = { subject: 'rae' };
const swing = { stage: 'internalApproval', week: '2026-W45', scope: '{}' };
const guess = (text: string) => ({ swing, guess: text, found: null });

const ask = (stage: RulesStage, actor: string, command: Pick<Command, 'type' | 'subject' | 'payload'>) => {
  const fold = stage.fold();
  const decision = decide(command as Command, {
    org: fold.org(),
    actor: actor as MemberId,
    customer: null,
    desk: fold.desk(command.subject as MemberId),
    now: stage.nowMs,
  });
  return decision.kind === 'accepted' ? 'accepted' : decision.refusals.map(({ code }) => code).join();
};

describe('desk', () => {
  it('[DK-1] [R90] is read and appended by its member and those who lead him, nobody else', () => {
    const stage = makeStage();
    const doc = parseDocument('desk:rae');
    expect(doc).toEqual({ kind: 'desk', member: 'rae' });
    expect(doc && formatDocument(doc)).toBe('desk:rae');
    const holdings = { of: () => null, ownsIn: () => false };
    const may = (member: string) =>
      doc === null ? null : accessTo(stage.fold().org(), member as MemberId, doc, holdings);
    for (const member of ['rae', 'mia', 'boss']) expect(may(member)).toEqual({ read: true, append: true });
    for (const member of ['rob', 'pia', 'nobody']) expect(may(member)).toEqual({ read: false, append: false });
  });

  it('[DK-1] a row on another desk than its subject’s has no effect', () => {
    const stage = makeStage();
    stage.act('mia', 'playbookSent', pack(stage), { ...onRae, doc: 'desk:rob' });
    expect(desk(stage).playbooks).toEqual([]);
    expect(desk(stage, 'rob').playbooks).toEqual([]);
  });

  it('[DK-2] [R65] a leader gives a pack, its person says received, read and done', () => {
    const stage = makeStage();
    stage.act('rob', 'playbookSent', pack(stage), onRae);
    stage.act('rae', 'playbookSent', pack(stage), onRae);
    expect(desk(stage).playbooks).toEqual([]);
    const sent = stage.act('mia', 'playbookSent', pack(stage), onRae);
    stage.act('mia', 'playbookRead', { sent }, { ...onRae, cites: [sent] });
    expect(desk(stage).playbooks).toMatchObject([{ received: null, read: null, withdrawn: null, repeats: null }]);
    stage.act('rae', 'playbookReceived', { sent }, { ...onRae, cites: [sent] });
    expect(desk(stage).playbooks).toMatchObject([{ received: { author: 'rae' }, read: null }]);
    stage.act('rae', 'playbookTaskDone', { sent, task: 0, remark: '打过了' }, { ...onRae, cites: [sent] });
    stage.act('rae', 'playbookTaskDone', { sent, task: 0, remark: '又打' }, { ...onRae, cites: [sent] });
    expect(desk(stage).playbooks).toMatchObject([
      { read: { author: 'rae' }, tasks: [{ title: '联系一次', done: { remark: '打过了' } }] },
    ]);
  });

  it('[DK-2] [R65] it is taken back within its minutes by attested time, not after', () => {
    const stage = makeStage();
    const sent = stage.act('mia', 'playbookSent', pack(stage), onRae);
    const late = stage.act('boss', 'playbookSent', pack(stage, { playbook: 'digRealNeeds' }), onRae);
    stage.pass(15 * MINUTE);
    stage.act('mia', 'playbookWithdrawn', { sent, reason: '发错人' }, { ...onRae, cites: [sent] });
    stage.pass(MINUTE);
    stage.act('boss', 'playbookWithdrawn', { sent: late }, { ...onRae, cites: [late] });
    expect(desk(stage).playbooks.map(({ withdrawn }) => withdrawn?.reason ?? null)).toEqual(['发错人', null]);
  });

  it('[DK-2] [DK-6] [R65] what its person has begun is not taken back, whoever heard of it first', () => {
    const stage = makeStage();
    const sent = stage.act('mia', 'playbookSent', pack(stage), onRae);
    const seen = { ...onRae, cites: [sent] };
    const before = stage.nowMs;
    stage.pass(MINUTE);
    const done = stage.act('rae', 'playbookTaskDone', { sent, task: 0 }, seen);
    stage.pass(MINUTE);
    stage.act('mia', 'playbookWithdrawn', { sent }, { ...seen, seen: 0 });
    expect(desk(stage).playbooks).toMatchObject([{ withdrawn: null, tasks: [{ done: { id: done } }] }]);
    // Made before he began, it comes before that in the order, however late it comes.
    stage.act('mia', 'playbookWithdrawn', { sent }, { ...seen, atMs: before, seen: 0, device: 'mia-tablet' });
    expect(desk(stage).playbooks).toMatchObject([{ withdrawn: { author: 'mia' } }]);
  });

  it('[DK-3] [R91] the same playbook from two leaders offline is one pack, until the first is taken back', () => {
    const stage = makeStage();
    const first = stage.act('mia', 'playbookSent', pack(stage), { ...onRae, seen: 0 });
    stage.pass(MINUTE);
    const second = stage.act('boss', 'playbookSent', pack(stage), { ...onRae, seen: 0 });
    expect(desk(stage).playbooks.map(({ repeats }) => repeats)).toEqual([null, first]);
    stage.act('mia', 'playbookWithdrawn', { sent: first }, { ...onRae, cites: [first] });
    expect(desk(stage).playbooks).toMatchObject([{ withdrawn: {} }, { id: second, repeats: null }]);
    stage.pass(8 * DAY);
    stage.act('mia', 'playbookSent', pack(stage), onRae);
    expect(desk(stage).playbooks.at(-1)?.repeats).toBeNull();
  });

  it('[DK-4] [R52] [A21] the first guess counts, however late another comes; a verdict from its day on', () => {
    const stage = makeStage();
    const own: ActOptions = { subject: 'mia' };
    stage.act('rae', 'causeGuessed', guess('别人写的'), own);
    const late = stage.nowMs;
    stage.pass(DAY);
    const second = stage.act('mia', 'causeGuessed', guess('看过依据以后'), own);
    expect(desk(stage, 'mia').guesses).toMatchObject([{ id: second }]);
    const first = stage.act('mia', 'causeGuessed', guess('没见到总监'), {
      ...own,
      atMs: late,
      seen: 0,
      device: 'mia-tablet',
    });
    expect(desk(stage, 'mia').guesses).toMatchObject([{ id: first, guess: '没见到总监', judged: null }]);
    stage.act('mia', 'causeJudged', { guess: first, verdict: 'right' }, own);
    expect(desk(stage, 'mia').guesses[0]?.judged).toBeNull();
    stage.pass(28 * DAY);
    stage.act('mia', 'causeJudged', { guess: first, verdict: 'undecided' }, own);
    stage.act('mia', 'causeJudged', { guess: first, verdict: 'right' }, own);
    stage.act('boss', 'causeJudged', { guess: first, verdict: 'wrong' }, own);
    expect(desk(stage, 'mia').guesses[0]?.judged?.verdict).toBe('right');
  });

  it('[DK-4] the days until a verdict are those of the process its author had seen', () => {
    const stage = makeStage();
    const metrics = { ...DEFAULT_PROCESS.metrics, judgeAfterDays: 7 };
    stage.act('boss', 'processPublished', { part: { kind: 'metrics', metrics } });
    const id = stage.act('mia', 'causeGuessed', guess('一'), { subject: 'mia' });
    const made = desk(stage, 'mia').guesses.find((one) => one.id === id);
    expect((made?.judgeFrom ?? 0) - (made?.t ?? 0)).toBe(7 * DAY);
  });

  it('[DK-5] [R50] the first answer to a suggestion holds', () => {
    const stage = makeStage();
    const say = (answer: 'accepted' | 'declined', reason: string) =>
      stage.act('mia', 'suggestionAnswered', { suggestion: 's1', answer, reason, leads: [] }, { subject: 'mia' });
    say('declined', '他在休假');
    say('accepted', '改主意了');
    expect(desk(stage, 'mia').answers).toMatchObject([{ answer: 'declined', reason: '他在休假' }]);
  });

  it('[DK-6] what the fold would let have no effect is refused with a reason', () => {
    const stage = makeStage();
    const send = { type: 'playbookSent', subject: 'rae', payload: pack(stage) } as const;
    expect(ask(stage, 'mia', send)).toBe('accepted');
    expect(ask(stage, 'rob', send)).toBe('notEntitled');
    expect(ask(stage, 'rae', send)).toBe('notEntitled');
    expect(ask(stage, 'mia', { ...send, payload: pack(stage, { playbook: 'gone' }) })).toBe('unknownSubject');
    const past = pack(stage, { tasks: [{ title: '昨天', dueMs: stage.nowMs - 1 }] });
    expect(ask(stage, 'mia', { ...send, payload: past })).toBe('dueInPast');
    expect(ask(stage, 'mia', { ...send, subject: 'nobody' })).toBe('notEntitled');
    const sent = stage.act('mia', 'playbookSent', pack(stage), onRae);
    expect(ask(stage, 'boss', send)).toBe('alreadyDone');
    const read = { type: 'playbookRead', subject: 'rae', payload: { sent } } as const;
    expect([ask(stage, 'rae', read), ask(stage, 'mia', read)]).toEqual(['accepted', 'notEntitled']);
    const back = { type: 'playbookWithdrawn', subject: 'rae', payload: { sent } } as const;
    expect(ask(stage, 'mia', back)).toBe('accepted');
    stage.pass(16 * MINUTE);
    expect(ask(stage, 'mia', back)).toBe('overrideClosed');
    const guessed = { type: 'causeGuessed', subject: 'mia', payload: guess('一') } as const;
    expect([ask(stage, 'mia', guessed), ask(stage, 'boss', guessed)]).toEqual(['accepted', 'notEntitled']);
    const id = stage.act('mia', 'causeGuessed', guess('一'), { subject: 'mia' });
    expect(ask(stage, 'mia', guessed)).toBe('alreadyDone');
    const verdict = { type: 'causeJudged', subject: 'mia', payload: { guess: id, verdict: 'right' } } as const;
    expect(ask(stage, 'mia', verdict)).toBe('notYet');
    stage.pass(28 * DAY);
    expect(ask(stage, 'mia', verdict)).toBe('accepted');
    const decline: PayloadOf<'suggestionAnswered'> = { suggestion: 's', answer: 'declined', leads: [] };
    expect(ask(stage, 'mia', { type: 'suggestionAnswered', subject: 'mia', payload: decline })).toBe('required');
  });

  it('[DK-7] [I1] [I22] order, batches, repetition and malformed rows change nothing', () => {
    const stage = makeStage();
    const random = makePrng(7);
    const people = ['boss', 'mia', 'rae', 'rob'] as const;
    const ids: string[] = ['x'];
    for (let step = 0; step < 120; step++) {
      const author = people[random.int(4)] ?? 'boss';
      const subject = people[random.int(4)] ?? 'rae';
      const about = ids[random.int(ids.length)] ?? 'x';
      const options: ActOptions = {
        subject,
        seen: random.chance(0.5) ? 0 : stage.tick(),
        cites: about === 'x' ? [] : [about],
      };
      const payloads: readonly (readonly [string, unknown])[] = [
        ['playbookSent', pack(stage, { playbook: `p${random.int(2)}` })],
        ['playbookWithdrawn', { sent: about }],
        ['playbookTaskDone', { sent: about, task: random.int(2) }],
        ['causeGuessed', guess(`g${step}`)],
        ['causeJudged', { guess: about, verdict: 'right' }],
        ['suggestionAnswered', { suggestion: `s${random.int(3)}`, answer: 'accepted', leads: [] }],
        ['coachingSeen', { card: `c${random.int(3)}` }],
        ['playbookSent', { playbook: 3 }],
      ];
      const [type, payload] = payloads[random.int(payloads.length)] ?? ['coachingSeen', { card: 'c' }];
      ids.push(stage.write(author, type, payload, options).id);
      stage.pass(random.int(3) * DAY);
    }
    const whole = stage.fold();
    expect(
      whole.desk('rae' as MemberId).playbooks.length + whole.desk('rob' as MemberId).playbooks.length,
    ).toBeGreaterThan(3);
    for (const seed of [1, 2, 3]) {
      const order = makePrng(seed);
      const rows = [...stage.rows].map((row) => ({ row, at: order.int(1_000_000) })).sort((a, b) => a.at - b.at);
      const fold = makeFold();
      for (const { row } of rows) {
        fold.apply([row], []);
        fold.desk(row.event.subject as MemberId);
        if (order.chance(0.2)) fold.apply([row], []);
      }
      fold.apply([], stage.facts);
      expect(fold.digest()).toBe(whole.digest());
    }
  });
});
