import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  type Condition,
  type CustomerId,
  conditionHolds,
  conditionSchema,
  DAY_MS,
  DEFAULT_PROCESS,
  evaluate,
  type Field,
  fieldsOf,
  HOUR_MS,
  makeFold,
  OPERATOR_ROWS,
  OPERATORS,
  type Operand,
  type Operator,
  operatorsOf,
  PATCHABLE_FIELDS,
  type Process,
  type Subject,
  type Verdict,
} from '#rules';
import { conditions, OWN_FIELDS } from '../../support/rule-arbitraries.ts';
import { creation, makeStage, note, type RulesStage, red, START_MS, yellow } from '../../support/rules-stage.ts';
import { RulesWorld } from '../../support/rules-world.ts';

let stage: RulesStage;
beforeEach(() => {
  stage = makeStage();
});

const subject = (more: Partial<Subject> = {}, process: Process = OWN_FIELDS): Subject => ({
  customer: stage.customer(),
  opportunity: null,
  org: { ...stage.fold().org(), process },
  now: stage.nowMs,
  ...more,
});
const field = (id: string): Field => {
  const found = fieldsOf(OWN_FIELDS).get(id);
  if (found === undefined) throw new Error(`no field ${id}`);
  return found;
};
const content = (id: string, more: Partial<Subject> = {}) => field(id).read(subject(more)).value;
const patch = (name: string, value: string | number | null, opportunity?: string, cites: string[] = []) =>
  stage.act(
    'rae',
    'fieldPatched',
    { field: name as 'need', value, ...(opportunity === undefined ? {} : { opportunity }) },
    { cites },
  );
const test = (id: string, op: Operator, value?: Operand): Condition => ({
  kind: 'test',
  field: id,
  op,
  ...(value === undefined ? {} : { value }),
});
const holds = (condition: Condition, more: Partial<Subject> = {}) => evaluate(condition, subject(more)).holds;
const not = (of: Condition): Condition => ({ kind: 'not', of });
const all = (...of: Condition[]): Condition => ({ kind: 'all', of });
const any = (...of: Condition[]): Condition => ({ kind: 'any', of });

describe('fields of conditions', () => {
  it('[RU-1][R15] every field people fill, every derived one and the company’s own; a retired one is none', () => {
    const ids = [...fieldsOf(OWN_FIELDS).keys()];
    const situation = 'colour isGreenPendingUpload isRunning stageDays quoteAmountFen hasOwner interactionCount'.split(
      ' ',
    );
    const more =
      'daysSinceInteraction noteCount lastConcern openPromises formerGrade stage x_roof x_marks x_floors'.split(' ');
    expect(new Set(ids)).toEqual(new Set([...PATCHABLE_FIELDS, ...situation, ...more]));
    expect(field('colour').options.map(({ id }) => id)).toEqual(['none', 'green', 'yellow', 'red']);
    expect(field('segment').options.map(({ id }) => id)).toEqual(['project', 'retail', 'distributor']);
    expect(field('stage').options).toEqual(DEFAULT_PROCESS.stages.map(({ id, name }) => ({ id, name })));
    expect(field('x_roof')).toMatchObject({
      name: '屋面类型',
      of: 'customer',
      options: [{ id: 'flat' }, { id: 'pitched', name: '坡屋面' }],
    });
    expect(fieldsOf(OWN_FIELDS)).toBe(fieldsOf(OWN_FIELDS));
  });

  it('[RU-2][R12] reads the opportunity’s own value, else the customer’s, with its event and time', () => {
    const onCustomer = patch('need', '全屋石材');
    expect(field('need').read(subject())).toEqual({ value: '全屋石材', from: [onCustomer], since: stage.nowMs });
    stage.pass(DAY_MS);
    const own = patch('need', '外墙石材', 'o1');
    expect(field('need').read(subject())).toEqual({ value: '外墙石材', from: [own], since: stage.nowMs });
    patch('need', null, 'o1', [own]);
    expect(field('need').read(subject()).value).toBe('全屋石材');
    expect(field('keyContact').read(subject())).toEqual({ value: null, from: [], since: null });
    patch('need', null, undefined, [onCustomer]);
    expect(field('need').read(subject()).value).toBeNull();
  });

  it('[RU-2] what does not fit the type, or shows nothing, counts as not filled', () => {
    patch('budgetFen', '很多');
    patch('need', '\u200b');
    patch('x_floors', '三', 'o1');
    expect([content('budgetFen'), content('need'), content('x_floors')]).toEqual([null, null, null]);
    patch('x_roof', 'flat');
    patch('expectedCloseMs', START_MS);
    expect([content('x_roof'), content('expectedCloseMs')]).toEqual(['flat', START_MS]);
  });

  it('[RU-3] reads colour, contact, notes and promises from what has happened', () => {
    expect(['colour', 'daysSinceInteraction', 'lastConcern', 'formerGrade'].map((id) => content(id))).toEqual([
      'none',
      null,
      null,
      null,
    ]);
    const mark = stage.act('rae', 'statusMarked', yellow());
    expect(field('colour').read(subject())).toEqual({ value: 'yellow', from: [mark], since: stage.nowMs });
    stage.act('rae', 'visitNoteRecorded', note({ visitedAtMs: stage.nowMs }));
    const second = stage.act('rae', 'visitNoteRecorded', note({ concern: { kind: 'decisionChain' } }));
    expect(field('lastConcern').read(subject())).toMatchObject({ value: 'decisionChain', from: [second] });
    expect([content('openPromises'), content('noteCount')]).toEqual([2, 2]);
    const noted = stage.customer();
    const customer = { ...noted, interactions: noted.notes.map((one) => ({ ...one, atMs: one.t })) };
    expect(content('interactionCount', { customer })).toBe(2);
    stage.act('rae', 'commitmentDelivered', { note: second });
    expect(content('openPromises')).toBe(1);
    stage.pass(3 * DAY_MS);
    expect(content('daysSinceInteraction', { now: stage.nowMs })).toBe(3);
    expect([content('hasOwner'), content('isRunning'), content('isGreenPendingUpload')]).toEqual([true, true, false]);
    stage.act('rae', 'statusMarked', { ...yellow(mark), colour: 'green' }, { cites: [mark] });
    expect([content('colour'), content('isGreenPendingUpload')]).toEqual(['green', true]);
    stage.act('mia', 'customerHandedOver', { to: null });
    stage.act('mia', 'opportunityEnded', { opportunity: 'o1', outcome: 'shelved' });
    expect([content('hasOwner'), content('isRunning')]).toEqual([false, false]);
  });

  it('[RU-3][A4] stage, its days and the quote are those of the opportunity, else of the leading one', () => {
    stage.pass(2 * DAY_MS);
    stage.act('rae', 'opportunityAdded', { opportunity: 'o2', name: '二期', stage: 'negotiation' });
    const quote = { opportunity: 'o1', summary: '一期', atMs: stage.nowMs };
    stage.act('rae', 'quoteSent', { ...quote, amountFen: 500 });
    stage.act('rae', 'quoteSent', quote);
    stage.pass(DAY_MS);
    const [first, second] = stage.customer().opportunities;
    const read = (opportunity: typeof first) =>
      ['stage', 'stageDays', 'quoteAmountFen'].map((id) => content(id, { opportunity: opportunity ?? null }));
    expect(read(first)).toEqual(['initialContact', 3, 500]);
    expect(read(second)).toEqual(['negotiation', 1, null]);
    expect(read(undefined)).toEqual(['negotiation', 1, null]);
  });

  it('[RU-3][R21] the grade of an old system is read from the creation', () => {
    const profile = { ...creation().profile, formerGrade: 'A类' };
    stage.act('rae', 'customerCreated', { ...creation(), profile }, { subject: 'c2' });
    const customer = stage.fold().customer('c2' as CustomerId);
    expect(customer && content('formerGrade', { customer })).toBe('A类');
  });
});

describe('operators', () => {
  it('[RU-5] one table says which types take an operator; none is without a type', () => {
    expect(operatorsOf('boolean')).toEqual(['is', 'isNot']);
    expect(operatorsOf('choice')).toEqual(['isFilled', 'isEmpty', 'is', 'isNot', 'isOneOf', 'isNoneOf']);
    expect(operatorsOf('text')).toEqual([...operatorsOf('choice'), 'contains', 'containsNone']);
    const ordered = ['lessThan', 'atMost', 'moreThan', 'atLeast'];
    expect(operatorsOf('number')).toEqual(['isFilled', 'isEmpty', 'is', 'isNot', ...ordered]);
    expect(operatorsOf('money')).toEqual(operatorsOf('number'));
    expect(operatorsOf('date')).toEqual(['isFilled', 'isEmpty', ...ordered, 'withinDays', 'daysAgo']);
    expect(OPERATORS.filter((op) => OPERATOR_ROWS[op].types.length === 0)).toEqual([]);
  });

  it('[RU-5] numbers compare with and without the limit', () => {
    patch('budgetFen', 300);
    const meeting = (op: Operator) => [200, 300, 400].map((value) => holds(test('budgetFen', op, value)));
    expect(meeting('is')).toEqual([false, true, false]);
    expect(meeting('isNot')).toEqual([true, false, true]);
    expect(meeting('lessThan')).toEqual([false, false, true]);
    expect(meeting('atMost')).toEqual([false, true, true]);
    expect(meeting('moreThan')).toEqual([true, false, false]);
    expect(meeting('atLeast')).toEqual([true, true, false]);
  });

  it('[RU-5] an empty field meets isEmpty and the opposites, nothing else', () => {
    const values: Partial<Record<Operator, Operand>> = {
      is: '甲',
      isNot: '甲',
      isOneOf: ['甲'],
      isNoneOf: ['甲'],
      contains: ['甲'],
      containsNone: ['甲'],
    };
    const met = operatorsOf('text').filter((op) => holds(test('need', op, values[op])));
    expect(met).toEqual(['isEmpty', 'isNot', 'isNoneOf', 'containsNone']);
    expect(operatorsOf('date').filter((op) => op !== 'isEmpty' && holds(test('expectedCloseMs', op, 3)))).toEqual([]);
  });

  it('[RU-5] tags hold one of those named, by id; nothing holds none of them', () => {
    expect(operatorsOf('tags')).toEqual(['isFilled', 'isEmpty', 'contains', 'containsNone']);
    expect(holds(test('x_marks', 'containsNone', ['flat']))).toBe(true);
    const value = { add: ['flat', 'red'], remove: [] };
    stage.act('rae', 'fieldPatched', { field: 'x_marks', value });
    expect(content('x_marks')).toEqual(['flat', 'red']);
    expect(holds(test('x_marks', 'contains', ['none', 'red']))).toBe(true);
    expect(holds(test('x_marks', 'contains', ['fla', '记flat']))).toBe(false);
    expect(holds(test('x_marks', 'containsNone', ['none', 'red']))).toBe(false);
    expect([holds(test('x_marks', 'isFilled')), holds(test('x_marks', 'is', 'flat'))]).toEqual([true, false]);
    stage.act('rae', 'fieldPatched', { field: 'x_marks', value: { add: [], remove: ['flat', 'red'] } });
    expect([content('x_marks'), holds(test('x_marks', 'isEmpty'))]).toEqual([null, true]);
  });

  it('[RU-5] is and isOneOf mean the whole of a value, by id for choices', () => {
    patch('x_roof', 'flat');
    expect(holds(test('x_roof', 'isOneOf', ['pitched', 'flat']))).toBe(true);
    expect(holds(test('x_roof', 'isOneOf', ['flatter', 'FLAT']))).toBe(false);
    expect(holds(test('x_roof', 'isNoneOf', ['pitched']))).toBe(true);
    expect(holds(test('x_roof', 'is', '平屋面'))).toBe(false);
  });

  it('[RU-4] a stage is compared by its id, never by part of its name', () => {
    expect(holds(test('stage', 'is', 'initialContact'))).toBe(true);
    for (const part of ['initial', '初步', '初步接触', 'initialContac']) {
      expect(holds(test('stage', 'is', part))).toBe(false);
      expect(holds(test('stage', 'isOneOf', [part]))).toBe(false);
    }
    expect(holds(test('stage', 'contains', ['initial']))).toBe(false);
  });

  it('[RU-6][R33] words are found whatever their width, case and spacing, any one of them', () => {
    patch('source', '展会 ＲＯＩ测算');
    expect(holds(test('source', 'contains', ['没有', 'roi 测算']))).toBe(true);
    expect(holds(test('source', 'containsNone', ['roi测算']))).toBe(false);
    expect(holds(test('source', 'contains', ['没有']))).toBe(false);
    expect(holds(test('source', 'is', '展会roi测算'))).toBe(true);
  });

  it('[RU-7][R12] dates count calendar days in Shanghai: today is within 0 days, yesterday in none', () => {
    const now = START_MS + 10 * HOUR_MS;
    const within = (closeMs: number, days: number) => {
      stage = makeStage();
      patch('expectedCloseMs', closeMs);
      return holds(test('expectedCloseMs', 'withinDays', days), { now });
    };
    // stages begin at nine in the morning; the date stands for the day
    const today = START_MS - 9 * HOUR_MS;
    expect([within(today, 0), within(today + 14 * DAY_MS, 14), within(today, 14)]).toEqual([true, true, true]);
    expect([within(today - 1, 14), within(today + 15 * DAY_MS, 14)]).toEqual([false, false]);
    const ago = (days: number) => holds(test('expectedCloseMs', 'daysAgo', days), { now });
    patch('expectedCloseMs', today - 1);
    expect([ago(0), ago(1), ago(2)]).toEqual([true, true, false]);
  });
});

/** What a condition comes to in three values: holds, does not, says nothing. */
const plain = (condition: Condition, given: Subject): boolean | null => {
  switch (condition.kind) {
    case 'always':
      return true;
    case 'test': {
      const verdict = evaluate(condition, given);
      return verdict.isDecided ? verdict.holds : null;
    }
    case 'not': {
      const inner = plain(condition.of, given);
      return inner === null ? null : !inner;
    }
    default: {
      const results = condition.of.map((one) => plain(one, given));
      const decisive = condition.kind === 'any';
      if (results.includes(decisive)) return decisive;
      return results.length === 0 || results.includes(null) ? null : !decisive;
    }
  }
};
const mirrors = (verdict: Verdict, condition: Condition): boolean => {
  if (verdict.kind === 'test' || condition.kind === 'test') {
    return (
      verdict.kind === 'test' &&
      condition.kind === 'test' &&
      verdict.field === condition.field &&
      verdict.op === condition.op &&
      verdict.value === condition.value
    );
  }
  if (verdict.kind !== condition.kind) return false;
  if (verdict.kind === 'always' || condition.kind === 'always') return true;
  if (verdict.kind === 'not' || condition.kind === 'not') {
    return verdict.kind === 'not' && condition.kind === 'not' && mirrors(verdict.of, condition.of);
  }
  const { of } = condition;
  return verdict.of.length === of.length && verdict.of.every((one, i) => mirrors(one, of[i] ?? { kind: 'always' }));
};

describe('evaluation', () => {
  const unknown = test('x_never', 'isNot', '甲');
  const yes = test('hasOwner', 'is', true);
  const no = test('hasOwner', 'is', false);

  it('[RU-8] an empty list matches nothing, and neither does its negation; always matches', () => {
    expect([all(), any(), not(all()), not(any()), all(yes, any())].map((one) => holds(one))).toEqual(
      Array.from({ length: 5 }, () => false),
    );
    expect([holds({ kind: 'always' }), holds(any(all(), yes)), holds(not(all(all(), no)))]).toEqual([true, true, true]);
  });

  it('[RU-9] a deleted field, a wrong operator or a wrong operand never lets a rule act', () => {
    const faulty: readonly (readonly [Condition, string])[] = [
      [unknown, 'unknownField'],
      [test('x_old', 'isEmpty'), 'unknownField'],
      [test('need', 'lessThan', 3), 'wrongOperator'],
      [test('stage', 'containsNone', ['初步']), 'wrongOperator'],
      [test('budgetFen', 'isNot', '甲'), 'wrongOperand'],
      [test('need', 'containsNone', []), 'wrongOperand'],
      [test('need', 'containsNone', '甲'), 'wrongOperand'],
      [test('need', 'isEmpty', '甲'), 'wrongOperand'],
      [test('expectedCloseMs', 'withinDays', -1), 'wrongOperand'],
    ];
    for (const [condition, fault] of faulty) {
      expect(evaluate(condition, subject())).toMatchObject({ holds: false, isDecided: false, fault });
      expect(holds(not(condition))).toBe(false);
      expect(holds(all(condition, yes))).toBe(false);
      expect(holds(any(condition, yes))).toBe(true);
      expect(holds(not(any(condition, no)))).toBe(false);
      expect(holds(not(all(condition, no)))).toBe(true);
    }
  });

  it('[RU-9][R10] a condition is read by the process it is asked in', () => {
    const condition = test('x_roof', 'isEmpty');
    const under = (process: Process) => evaluate(condition, subject({}, process)).holds;
    expect([under(DEFAULT_PROCESS), under(OWN_FIELDS), under(DEFAULT_PROCESS)]).toEqual([false, true, false]);
  });

  it('[RU-10][R13] the verdict mirrors the condition and says what each test found', () => {
    const mark = stage.act('rae', 'statusMarked', red());
    const condition = all(yes, not(test('colour', 'isOneOf', ['yellow', 'green'])), unknown);
    const verdict = evaluate(condition, subject());
    expect(mirrors(verdict, condition)).toBe(true);
    expect(verdict).toMatchObject({
      kind: 'all',
      holds: false,
      of: [
        { holds: true, actual: true, fault: null },
        { holds: true, of: { holds: false, actual: 'red', from: [mark], since: stage.nowMs } },
        { holds: false, actual: null, from: [], since: null },
      ],
    });
  });

  it('[RU-11] [I22] never throws on a condition that fits the schema, and joins its tests as plain logic does', () => {
    const worlds = [3, 17, 29, 71, 101].map((seed) => {
      const world = new RulesWorld(seed, 90);
      const fold = makeFold();
      fold.apply(world.rows(), world.facts);
      return fold;
    });
    const subjects = worlds.flatMap((fold) =>
      [...fold.customerIds()].flatMap((id): Subject[] => {
        const customer = fold.customer(id);
        if (customer === null) return [];
        const base = { customer, org: { ...fold.org(), process: OWN_FIELDS }, now: START_MS + 30 * DAY_MS };
        return [null, ...customer.opportunities].map((opportunity) => ({ ...base, opportunity }));
      }),
    );
    expect(subjects.length).toBeGreaterThan(10);
    fc.assert(
      fc.property(conditions, fc.nat(), (condition, index) => {
        expect(conditionSchema.safeParse(condition).success).toBe(true);
        const given = subjects[index % subjects.length];
        if (given === undefined) throw new Error('no subject');
        const verdict = evaluate(condition, given);
        expect(mirrors(verdict, condition)).toBe(true);
        const expected = plain(condition, given);
        expect([verdict.holds, verdict.isDecided]).toEqual([expected === true, expected !== null]);
        expect(conditionHolds(condition, given)).toBe(expected === true);
      }),
      { numRuns: 2000 },
    );
  });
});
