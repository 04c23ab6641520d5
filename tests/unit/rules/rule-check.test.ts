import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DAY_MS,
  DEFAULT_PROCESS,
  dueEffects,
  evaluate,
  type Process,
  partFaults,
  type Rule,
  type Rung,
  ruleSchema,
} from '#rules';
import { templateRule } from '../../support/process-parts.ts';
import { conditions, OWN_FIELDS } from '../../support/rule-arbitraries.ts';
import {
  ALWAYS,
  APPEAL,
  all,
  any,
  CLOSE,
  days,
  faultsOf,
  mark,
  marker,
  not,
  OVERRIDE,
  ruleFaultsOf,
  ruleOf,
  stands,
  TELL,
  testOf,
} from '../../support/rule-sketch.ts';
import { CUSTOMER, makeStage, START_MS, yellow } from '../../support/rules-stage.ts';

const withRules = (...rules: Rule[]): Process => ({ ...OWN_FIELDS, rules });
const rung = (id: string, amount: number, unit: Rung['after']['unit'] = 'day'): Rung => ({
  id,
  after: { amount, unit },
  to: 'directManager',
  act: 'tell',
});

describe('rules before publishing', () => {
  it('[RU-12][R75] the shipped template passes, rule by rule and part by part', () => {
    const faults = DEFAULT_PROCESS.rules.flatMap((rule) => faultsOf({ kind: 'rule', rule }, DEFAULT_PROCESS));
    expect(faults).toEqual([]);
    const { stages, fields, forms, statusCard, breaker, visitNote, heatmap, calendar } = DEFAULT_PROCESS;
    const parts = [
      ...faultsOf({ kind: 'stages', stages }, DEFAULT_PROCESS),
      ...faultsOf({ kind: 'fields', fields }, DEFAULT_PROCESS),
      ...faultsOf({ kind: 'forms', forms }, DEFAULT_PROCESS),
      ...faultsOf({ kind: 'statusCard', statusCard }, DEFAULT_PROCESS),
      ...faultsOf({ kind: 'breaker', breaker }, DEFAULT_PROCESS),
      ...faultsOf({ kind: 'visitNote', visitNote }, DEFAULT_PROCESS),
      ...faultsOf({ kind: 'heatmap', heatmap }, DEFAULT_PROCESS),
      ...faultsOf({ kind: 'calendar', calendar }, DEFAULT_PROCESS),
    ];
    expect(parts).toEqual([]);
    expect(ruleFaultsOf({})).toEqual([]);
  });

  it('[RU-13][R80] no rule without a brake: its own, or one on every branch', () => {
    const { brake: _brake, ...bare } = ruleOf();
    const check = (rule: Rule) => faultsOf({ kind: 'rule', rule });
    expect(check(bare)).toEqual(['rule.brake: noBrake']);
    const [branch] = bare.branches;
    if (branch === undefined) throw new Error('no branch');
    const first = { ...branch, when: testOf('hasOwner', 'is', true), brake: CLOSE };
    expect(check({ ...bare, branches: [first, branch] })).toEqual(['rule.brake: noBrake']);
    expect(check({ ...bare, branches: [first, { ...branch, brake: CLOSE }] })).toEqual([]);
  });

  it('[RU-13][R78][R80] a brake says until when and why, where it has to', () => {
    const brakeFaults = (brake: Partial<typeof OVERRIDE>, kind: 'mark' | 'pool' | 'tell' = 'mark') =>
      ruleFaultsOf({
        on: kind === 'pool' ? { kind: 'redTwice' } : stands('green', 3),
        branches: [
          { when: ALWAYS, do: [kind === 'mark' ? mark('yellow') : kind === 'pool' ? { kind: 'pool' } : TELL] },
        ],
        brake: { ...OVERRIDE, ...brake },
      });
    expect(brakeFaults({})).toEqual([]);
    expect(brakeFaults({ within: null })).toEqual(['rule.brake.within: brakeNeedsTime']);
    expect(brakeFaults({ within: days(0) })).toEqual(['rule.brake.within: brakeNeedsTime']);
    expect(brakeFaults({ reason: false })).toEqual(['rule.brake.reason: brakeNeedsReason']);
    expect(brakeFaults({ who: ['owner', 'owner'] })).toEqual(['rule.brake.who.1: doubleId owner']);
    expect(brakeFaults({ ...APPEAL }, 'pool')).toEqual([]);
    expect(brakeFaults({ ...APPEAL, reason: false }, 'pool')).toEqual(['rule.brake.reason: brakeNeedsReason']);
    expect(brakeFaults({ ...CLOSE, reason: false }, 'tell')).toEqual(['rule.brake.reason: brakeNeedsReason']);
    expect(brakeFaults({ ...CLOSE, within: days(0) }, 'tell')).toEqual(['rule.brake.within: brakeNeedsTime']);
  });

  it('[RU-13][R80] the exit undoes what the branch does', () => {
    const misfit = (brake: typeof CLOSE, ...actions: Rule['branches'][number]['do']) =>
      ruleFaultsOf({ on: { kind: 'redTwice' }, branches: [{ when: ALWAYS, do: actions }], brake });
    const fault = ['rule.brake.exit: exitDoesNotFit'];
    expect(misfit(CLOSE, mark('yellow'))).toEqual(fault);
    expect(misfit(CLOSE, { kind: 'pool' })).toEqual(fault);
    expect(misfit(OVERRIDE, TELL)).toEqual(fault);
    expect(misfit(APPEAL, mark('yellow'), TELL)).toEqual(fault);
    expect(misfit(APPEAL, { kind: 'pool' }, TELL)).toEqual([]);
    const branch = { when: ALWAYS, do: [TELL], brake: APPEAL };
    expect(ruleFaultsOf({ branches: [branch] })).toEqual(['rule.branches.0.brake.exit: exitDoesNotFit']);
  });

  it('[RU-14][R10] names what a condition reads in vain, with the place', () => {
    const where = all(testOf('x_never', 'isEmpty'), not(any(testOf('x_old', 'is', '1'), testOf('need', 'isFilled'))));
    expect(ruleFaultsOf({ where })).toEqual([
      'rule.where.of.0.field: unknownField x_never',
      'rule.where.of.1.of.of.0.field: unknownField x_old',
    ]);
    expect(ruleFaultsOf({ where: testOf('need', 'lessThan', 3) })).toEqual(['rule.where.op: wrongOperator need']);
    expect(ruleFaultsOf({ where: testOf('x_floors', 'is', '三') })).toEqual(['rule.where.value: wrongOperand 楼层数']);
    expect(ruleFaultsOf({ where: testOf('x_roof', 'isOneOf', ['flat', '平屋面']) })).toEqual([
      'rule.where.value: unknownOption 平屋面',
    ]);
    expect(ruleFaultsOf({ where: any(testOf('hasOwner', 'is', true), all()) })).toEqual([
      'rule.where.of.1.of: emptyList',
    ]);
    const branches = [{ when: testOf('colour', 'is', 'blue'), do: [TELL] }];
    expect(ruleFaultsOf({ branches })).toEqual(['rule.branches.0.when.value: unknownOption blue']);
  });

  it('[RU-14][RU-4] a stage is named by its id', () => {
    expect(ruleFaultsOf({ where: testOf('stage', 'is', '初步接触') })).toEqual([
      'rule.where.value: unknownStage 初步接触',
    ]);
    expect(ruleFaultsOf({ on: { kind: 'stageEntered', stage: 'gone' } })).toEqual(['rule.on.stage: unknownStage gone']);
    expect(ruleFaultsOf({ on: { kind: 'stageEntered', stage: 'negotiation' } })).toEqual([]);
  });

  it('[RU-15] a condition nobody can meet is refused, with what the trigger implies', () => {
    const where = all(testOf('colour', 'is', 'red'), not(testOf('colour', 'isNoneOf', ['green', 'yellow'])));
    expect(ruleFaultsOf({ where })).toEqual(['rule.where: contradiction']);
    const notRed = testOf('colour', 'isNot', 'red');
    expect(ruleFaultsOf({ on: stands('red', 1), where: notRed })).toEqual(['rule.where: contradiction']);
    expect(ruleFaultsOf({ on: stands('yellow', 1), where: notRed })).toEqual([]);
    const owned = testOf('hasOwner', 'is', true);
    expect(ruleFaultsOf({ on: { kind: 'unowned', for: days(1) }, where: owned })).toEqual([
      'rule.where: contradiction',
    ]);
    const elsewhere = testOf('stage', 'is', 'negotiation');
    expect(ruleFaultsOf({ on: { kind: 'stageEntered', stage: 'initialContact' }, where: elsewhere })).toEqual([
      'rule.where: contradiction',
    ]);
    const branches = [
      { when: testOf('level', 'is', 'A'), do: [TELL] },
      { when: ALWAYS, do: [TELL] },
    ];
    expect(ruleFaultsOf({ where: testOf('level', 'isEmpty'), branches })).toEqual([
      'rule.branches.0.when: contradiction',
    ]);
  });

  it('[RU-16][R80] a branch that an earlier one leaves nothing is refused', () => {
    const when = (...list: Rule['where'][]) => ({ branches: list.map((one) => ({ when: one, do: [TELL] })) });
    const many = testOf('stageDays', 'moreThan', 10);
    const more = testOf('stageDays', 'moreThan', 20);
    expect(ruleFaultsOf(when(more, many, ALWAYS))).toEqual([]);
    expect(ruleFaultsOf(when(many, more, ALWAYS))).toEqual(['rule.branches.1.when: unreachableBranch']);
    expect(ruleFaultsOf(when(ALWAYS, many))).toEqual(['rule.branches.1.when: unreachableBranch']);
    const owned = testOf('hasOwner', 'is', true);
    expect(ruleFaultsOf(when(owned, not(owned), ALWAYS))).toEqual(['rule.branches.2.when: unreachableBranch']);
  });

  it('[RU-17] one action of a kind per branch, one rung of an id per ladder', () => {
    const twice = { when: ALWAYS, do: [TELL, { kind: 'alert' as const, to: ['presales' as const], message: true }] };
    expect(ruleFaultsOf({ branches: [twice] })).toEqual(['rule.branches.0.do.1: doubleAction alert']);
    const escalate = [rung('a', 3), rung('a', 5)];
    expect(ruleFaultsOf({ escalate })).toEqual(['rule.escalate.1.id: doubleId a']);
    const branches = [{ when: ALWAYS, do: [TELL], escalate }];
    expect(ruleFaultsOf({ branches })).toEqual(['rule.branches.0.escalate.1.id: doubleId a']);
  });

  it('[RU-17][R9] every rung comes later than the one before, in whatever unit', () => {
    const order = (...ladder: Rung[]) => ruleFaultsOf({ escalate: ladder });
    expect(order(rung('a', 3), rung('b', 5), rung('c', 7))).toEqual([]);
    expect(order(rung('a', 3), rung('b', 72, 'hour'))).toEqual(['rule.escalate.1.after: rungOrder b']);
    expect(order(rung('a', 5), rung('b', 3))).toEqual(['rule.escalate.1.after: rungOrder b']);
    expect(order(rung('a', 0))).toEqual(['rule.escalate.0.after: rungOrder a']);
    // two working days from a Friday end after three days
    expect(order(rung('a', 2, 'workingDay'), rung('b', 3))).toEqual(['rule.escalate.1.after: rungOrder b']);
    expect(order(rung('a', 2, 'workingDay'), rung('b', 5))).toEqual([]);
    expect(order(rung('a', 9, 'workingHour'), rung('b', 1, 'workingDay'))).toEqual([
      'rule.escalate.1.after: rungOrder b',
    ]);
    expect(order(rung('a', 8, 'workingHour'), rung('b', 1, 'workingDay'))).toEqual([]);
  });

  it('[RU-18] a rule that repeats at once the mark it waits for is a loop; once more after days is not', () => {
    const check = (rule: Rule, ...others: Rule[]) => faultsOf({ kind: 'rule', rule }, withRules(...others));
    expect(check(marker('甲', stands('red', 0), 'red'))).toEqual(['rule.branches.0.do.0: loop 甲']);
    expect(check(marker('甲', stands('red', 7), 'red'))).toEqual([]);
    expect(check(marker('甲', stands('yellow', 0), 'red'))).toEqual([]);
    expect(check(marker('甲', { kind: 'redTwice' }, 'red'))).toEqual([]);
  });

  it('[RU-18] rules that wake each other are a loop, also round several corners', () => {
    const check = (rule: Rule, ...others: Rule[]) => faultsOf({ kind: 'rule', rule }, withRules(...others));
    const down = marker('甲', stands('yellow', 30), 'red');
    const up = marker('乙', stands('red', 30), 'yellow');
    expect(check(down, up)).toEqual(['rule.branches.0.do.0: loop 乙']);
    expect(check(up, down)).toEqual(['rule.branches.0.do.0: loop 甲']);
    expect(check(down, { ...up, isOn: false })).toEqual([]);
    expect(check({ ...down, isOn: false }, up)).toEqual([]);
    expect(check(down, marker('乙', { kind: 'redTwice' }, 'yellow'))).toEqual(['rule.branches.0.do.0: loop 乙']);
    const again = marker('乙', stands('red', 7), 'red');
    expect(check(marker('甲', stands('red', 7), 'red'), again)).toEqual(['rule.branches.0.do.0: loop 乙']);
    // the rule published now leads into the circle of two others without being part of it
    expect(check(marker('丙', stands('green', 1), 'red'), down, up)).toEqual([]);
    // the version that is replaced does not count
    expect(check({ ...down, on: stands('green', 30) }, down, up)).toEqual([]);
  });

  it('[RU-18][A1] an automatic red is counted once more after seven days, and not for ever', () => {
    const stage = makeStage();
    for (let day = 0; day < 60; day += 1) {
      stage.pass(DAY_MS);
      const fold = stage.fold();
      for (const { fact, doc } of dueEffects(fold, [CUSTOMER], stage.nowMs)) {
        // the pool would end it as well
        if (fact.rule !== 'statusCard.redTwice') stage.fact({ ...fact, tick: stage.tick() }, doc);
      }
    }
    const reds = stage.customer().marks.filter(({ colour }) => colour === 'red');
    expect(reds.map(({ automatic }) => automatic?.rule)).toEqual(['statusCard.noHistory', 'statusCard.redAgain']);
    const [first, again] = reds.map(({ t }) => t);
    expect(Math.floor(((again ?? 0) - (first ?? 0)) / DAY_MS)).toBe(7);
  });

  it('[RU-18] [I18] rules that two people published apart, and that wake each other, come to rest', () => {
    const away = (id: string) => ({ ...templateRule(id), isOn: false });
    const ends = (on: Rule['on'], end: Rule['on'], more: readonly Rule[] = []) => {
      const stage = makeStage();
      const rules = [marker('down', on, 'red'), marker('up', end, 'yellow'), ...more];
      for (const rule of [...rules, ...DEFAULT_PROCESS.rules.map(({ id }) => away(id))]) {
        stage.act('boss', 'processPublished', { part: { kind: 'rule', rule } });
      }
      stage.pass(40 * DAY_MS);
      stage.act('rae', 'statusMarked', yellow());
      for (let day = 0; day < 60; day += 1) {
        stage.pass(DAY_MS);
        for (const { fact, doc } of dueEffects(stage.fold(), [CUSTOMER], stage.nowMs)) {
          stage.fact({ ...fact, tick: stage.tick() }, doc);
        }
      }
      return stage.customer().marks.map(({ automatic, colour }) => `${automatic?.rule ?? 'rae'} ${colour}`);
    };
    expect(ends(stands('yellow', 2), stands('red', 2))).toEqual(['rae yellow', 'down red', 'up yellow']);
    const again = marker('again', stands('red', 3), 'red');
    expect(ends(stands('yellow', 2), { kind: 'redTwice' }, [again])).toEqual([
      'rae yellow',
      'down red',
      'again red',
      'up yellow',
    ]);
  });

  it('[RU-18] finds a loop exactly where marks go on without end', () => {
    const colours = ['yellow', 'red'] as const;
    const triggers = fc.oneof(
      fc.constantFrom(...(['green', ...colours] as const)).map((colour) => stands(colour, 7)),
      fc.constant<Rule['on']>({ kind: 'redTwice' }),
      fc.constant<Rule['on']>({ kind: 'neverFollowedUp', for: days(3) }),
    );
    const sets = fc
      .array(fc.tuple(triggers, fc.constantFrom(...colours)), { minLength: 1, maxLength: 5 })
      .map((list) => list.map(([on, colour], index) => marker(`r${index}`, on, colour)));
    const wakes = (by: Rule, rule: Rule): boolean => {
      const [action] = by.branches[0]?.do ?? [];
      if (by === rule || action?.kind !== 'mark') return false;
      return rule.on.kind === 'redTwice'
        ? action.colour === 'red'
        : rule.on.kind === 'markStands' && rule.on.colour === action.colour;
    };
    /** Round after round, whoever was woken wakes others: does it come back to the first? */
    const comesBack = (rules: readonly Rule[], first: Rule): boolean => {
      let woken: readonly Rule[] = [first];
      for (let round = 0; round < rules.length; round += 1) {
        woken = rules.filter((rule) => woken.some((by) => wakes(by, rule)));
        if (woken.includes(first)) return true;
      }
      return false;
    };
    fc.assert(
      fc.property(sets, (rules) => {
        const process = withRules(...rules);
        for (const rule of rules) {
          const isFound = partFaults({ kind: 'rule', rule }, process).some(({ why }) => why === 'loop');
          expect(isFound).toBe(comesBack(rules, rule));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('[RU-12] [I22] checking never throws, and what passes is what evaluation can decide', () => {
    const stage = makeStage();
    const org = { ...stage.fold().org(), process: OWN_FIELDS };
    const subject = { customer: stage.customer(), opportunity: null, org, now: START_MS };
    let passed = 0;
    fc.assert(
      fc.property(conditions, conditions, (where, when) => {
        const rule = ruleOf({ where, branches: [{ when, do: [TELL] }] });
        expect(ruleSchema.safeParse(rule).success).toBe(true);
        const faults = partFaults({ kind: 'rule', rule }, OWN_FIELDS);
        const isDecided = [where, when].every((one) => evaluate(one, subject).isDecided);
        if (faults.length === 0) expect(isDecided).toBe(true);
        if (faults.length === 0) passed += 1;
        if (!isDecided) expect(faults.length).toBeGreaterThan(0);
      }),
      { numRuns: 1500 },
    );
    expect(passed).toBeGreaterThan(10);
  });
});
