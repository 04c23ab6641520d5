import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, DEFAULT_PROCESS, gapOf, type Leave, MOST_LEAVES, makeFold, recentWeeks } from '#rules';
import { ask, draftsOf, faults } from '../../support/decide-desk.ts';
import { makeStage, type RulesStage, START_MS } from '../../support/rules-stage.ts';

const ORG = { subject: 'org' };
const MONDAY = recentWeeks(START_MS + 50 * DAY_MS, 3)[2]?.fromMs ?? 0;
const days = (member: string, first: number, count: number) => ({
  member,
  fromMs: MONDAY + first * DAY_MS,
  untilMs: MONDAY + (first + count) * DAY_MS,
});
const leavesOf = (stage: RulesStage, member = 'rae') => stage.fold().org().members[member]?.leaves ?? [];

describe('leave', () => {
  it('[SG-12] [R49] is entered and cancelled by who leads the person, within a year and not twice', () => {
    const stage = makeStage();
    const enter = (who: string, payload: object) => ask(stage, who, 'leaveEntered', payload, ORG);
    expect(draftsOf(enter('mia', days('rae', 0, 5)))).toMatchObject([{ type: 'leaveEntered', document: 'org' }]);
    expect(draftsOf(enter('boss', days('rae', 0, 5)))).toHaveLength(1);
    for (const who of ['rae', 'rob']) expect(faults(enter(who, days('rae', 0, 5)))).toEqual(['notEntitled']);
    expect(faults(enter('mia', days('nobody', 0, 5)))).toEqual(['unknownSubject member']);
    for (const [first, count] of [
      [0, 0],
      [5, -2],
      [0, 367],
    ]) {
      expect(faults(enter('mia', days('rae', first ?? 0, count ?? 0)))).toEqual(['invalid untilMs']);
    }
    expect(faults(enter('mia', { member: 'rae', fromMs: 0, untilMs: DAY_MS }))).toEqual(['invalid untilMs']);
    const halfDays = { member: 'rae', fromMs: MONDAY + 1, untilMs: MONDAY + 5 * DAY_MS - 1 };
    expect(faults(enter('mia', halfDays))).toEqual(['invalid untilMs']);
    stage.act('mia', 'leaveEntered', days('rae', 0, 5));
    expect(faults(enter('mia', days('rae', 1, 2)))).toEqual(['alreadyDone']);
    const [leave] = leavesOf(stage);
    const cancel = (who: string) => ask(stage, who, 'leaveCancelled', { leave: leave?.id }, ORG);
    expect(faults(cancel('rae'))).toEqual(['notEntitled']);
    expect(draftsOf(cancel('mia'))).toMatchObject([{ cites: [leave?.id] }]);
    stage.act('mia', 'leaveCancelled', { leave: leave?.id ?? '' });
    expect(leavesOf(stage)).toEqual([]);
    expect(faults(cancel('mia'))).toEqual(['unknownSubject']);
  });

  it('[SG-12] [I1] [I22] what nobody may say, or cannot be, has no effect; two who enter it apart leave both, in any order', () => {
    const stage = makeStage();
    stage.act('boss', 'territoryDefined', { territory: 'west', name: '华西' });
    stage.act('boss', 'memberInvited', { member: 'max', name: 'max', role: 'manager', territories: ['west'] });
    // Neither a colleague, nor a leader of other people, nor he himself.
    for (const who of ['rob', 'max', 'rae']) stage.act(who, 'leaveEntered', days('rae', 0, 5));
    stage.act('mia', 'leaveEntered', days('mia', 0, 5));
    stage.act('mia', 'leaveEntered', days('rae', 5, -2));
    stage.act('mia', 'leaveEntered', days('rae', 3, 4), { device: 'mia-phone' });
    stage.act('boss', 'leaveEntered', days('rae', 1, 4));
    stage.act('mia', 'leaveCancelled', { leave: 'unheard-of' });
    const whole = leavesOf(stage);
    expect(whole.map(({ fromMs }) => fromMs)).toEqual([MONDAY + DAY_MS, MONDAY + 3 * DAY_MS]);
    for (const who of ['rob', 'max', 'rae']) stage.act(who, 'leaveCancelled', { leave: whole[0]?.id ?? '' });
    expect(leavesOf(stage)).toEqual(whole);
    expect(leavesOf(stage, 'mia')).toEqual([]);
    fc.assert(
      fc.property(fc.shuffledSubarray(stage.rows, { minLength: stage.rows.length }), (rows) => {
        const fold = makeFold();
        fold.apply(rows, stage.facts);
        expect(fold.org().members['rae']?.leaves).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  it('[SG-12] [R90] whoever was deactivated enters and cancels nothing any more, also when that was heard of later', () => {
    const stage = makeStage();
    stage.act('mia', 'leaveEntered', days('rae', 20, 2));
    const [known] = leavesOf(stage);
    // The boss has no line: what he says is older than what comes next, and reaches the relay after it.
    const offline = { device: 'boss-laptop', receivedMs: stage.nowMs + 600_000, sealed: false };
    stage.pass(1_000);
    stage.act('boss', 'memberChanged', { member: 'mia', active: false }, offline);
    stage.pass(60_000);
    stage.act('mia', 'leaveEntered', days('rae', 0, 5));
    stage.act('mia', 'leaveCancelled', { leave: known?.id ?? '' });
    expect(stage.fold().org().members['mia']?.active).toBe(false);
    expect(leavesOf(stage)).toEqual([known]);
    // The same holds for whatever else is said about the company.
    stage.act('boss', 'memberInvited', { member: 'adm', name: 'adm', role: 'admin', territories: [] });
    stage.act('boss', 'memberChanged', { member: 'adm', active: false });
    stage.act('adm', 'territoryDefined', { territory: 'north', name: '华北' });
    expect(
      stage
        .fold()
        .org()
        .territories.map(({ id }) => id),
    ).not.toContain('north');
  });

  it('[SG-12] of one person a hundred count, whoever writes more; one that is cancelled makes room', () => {
    const stage = makeStage();
    for (let at = 0; at < MOST_LEAVES + 20; at += 1) stage.act('mia', 'leaveEntered', days('rae', at * 2, 1));
    expect(leavesOf(stage)).toHaveLength(MOST_LEAVES);
    const next = () => ask(stage, 'mia', 'leaveEntered', days('rae', 290, 3), ORG);
    expect(faults(next())).toEqual(['invalid']);
    stage.act('mia', 'leaveCancelled', { leave: leavesOf(stage)[0]?.id ?? '' });
    expect(faults(next())).toEqual([]);
  });

  it('[SG-8] [SG-13] a suggestion that was answered is not made once more because leave was entered', () => {
    const { calendar, suggestion } = DEFAULT_PROCESS;
    const now = START_MS + 50 * DAY_MS;
    const row = (leaves: readonly Leave[]) => gapOf([MONDAY - 40 * DAY_MS], 0, now, suggestion, calendar, leaves);
    const before = row([]);
    if (before.kind !== 'gap') throw new Error('no gap');
    const away = { id: 'l' as Leave['id'], fromMs: before.fromMs, untilMs: before.fromMs + 7 * DAY_MS };
    const after = row([away]);
    expect(after).toMatchObject({ kind: 'gap', firstWeek: before.firstWeek, weeks: before.weeks - 1 });
  });

  it('[SG-13] [R49] [A11] a week away but for two working days neither counts nor ends the row; one of three counts', () => {
    const { calendar, suggestion } = DEFAULT_PROCESS;
    const now = START_MS + 50 * DAY_MS;
    const away = (...spans: readonly (readonly [first: number, count: number])[]): Leave[] =>
      spans.map(([first, count], at) => ({ ...days('rae', first, count), id: `l${at}` as Leave['id'] }));
    const weeks = (leaves: readonly Leave[]) => {
      const gap = gapOf([MONDAY - 13 * DAY_MS], 0, now, suggestion, calendar, leaves);
      return gap.kind === 'gap' || gap.kind === 'fine' ? gap.weeks : -1;
    };
    expect(weeks([])).toBe(3);
    expect(weeks(away([0, 3]))).toBe(2);
    expect(weeks(away([0, 2]))).toBe(3);
    // Days that two of them name are away once.
    expect(weeks(away([0, 2], [0, 2]))).toBe(3);
    expect(weeks(away([0, 2], [2, 1]))).toBe(2);
    expect(weeks(away([-7, 14]))).toBe(1);
    expect(weeks(away([-7, 21]))).toBe(0);
    // Who is away and has somebody new all the same has somebody new.
    expect(gapOf([MONDAY + DAY_MS], 0, now, suggestion, calendar, away([0, 7]))).toEqual({ kind: 'fine', weeks: 1 });
  });
});
