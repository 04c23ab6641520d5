import { describe, expect, it } from 'vitest';
import {
  type CustomField,
  DEFAULT_PROCESS,
  MAX_PLAYBOOKS,
  MAX_RULES,
  type Process,
  type ProcessPart,
  partFaults,
  processSchema,
  type Stage,
  withPart,
} from '#rules';
import { OWN_FIELDS } from '../../support/rule-arbitraries.ts';
import { faultsOf, ruleOf, testOf } from '../../support/rule-sketch.ts';
import { makeStage } from '../../support/rules-stage.ts';

const stage = (id: string, more: Partial<Stage> = {}): Stage => ({
  ...{ id, name: id, limitDays: 14, requiredFields: [], transitions: [] },
  ...more,
});
const choice = (id: string, more: Partial<CustomField> = {}): CustomField => ({
  ...{ id, name: id, of: 'customer', type: 'choice', isRetired: false },
  options: [{ id: 'a', name: '甲', requires: [] }],
  ...more,
});
const bare: Process = { ...OWN_FIELDS, rules: [] };
const stages = (list: Stage[], process: Process = bare) => faultsOf({ kind: 'stages', stages: list }, process);
const fields = (list: CustomField[], process: Process = bare) => faultsOf({ kind: 'fields', fields: list }, process);

describe('parts before publishing', () => {
  it('[RU-19][R9] stages stand once, and ask for fields people can fill', () => {
    expect(stages([stage('a'), stage('b'), stage('a', { name: 'b' })])).toEqual([
      'stages.2.id: doubleId a',
      'stages.2.name: doubleName b',
    ]);
    const asks = stage('b', {
      requiredFields: ['need', 'x_roof', 'x_old', 'colour'],
      transitions: [{ from: 'c', requiredFields: ['x_never'] }],
    });
    expect(stages([stage('a'), asks])).toEqual([
      'stages.1.requiredFields.2: unknownField x_old',
      'stages.1.requiredFields.3: unknownField colour',
      'stages.1.transitions.0.from: unknownStage c',
      'stages.1.transitions.0.requiredFields.0: unknownField x_never',
    ]);
  });

  it('[RU-19][R15] fields of the company stand once and under one name; a choice has options that do not ask for it', () => {
    expect(fields([choice('x_a', { name: '屋面' }), choice('x_b', { name: '屋面' }), choice('x_a')])).toEqual([
      'fields.2.id: doubleId x_a',
      'fields.1.name: doubleName 屋面',
    ]);
    expect(fields([choice('x_a', { name: '屋面' }), choice('x_b', { name: '屋面', isRetired: true })])).toEqual([]);
    expect(fields([choice('x_a', { options: [] })])).toEqual(['fields.0.options: choiceWithoutOptions x_a']);
    expect(fields([choice('x_a', { options: [], type: 'text' })])).toEqual([]);
    const options = [
      { id: 'a', name: '甲', requires: ['x_a'] },
      { id: 'a', name: '乙', requires: ['x_never'] },
      { id: 'c', name: '甲', requires: ['need'] },
    ];
    expect(fields([choice('x_a', { options })])).toEqual([
      'fields.0.options.1.id: doubleId a',
      'fields.0.options.2.name: doubleName 甲',
      'fields.0.options.0.requires: optionNeedsItself 甲',
      'fields.0.options.1.requires.0: unknownField x_never',
    ]);
  });

  it('[RU-19][R10] what a rule, a stage or a form still reads cannot go', () => {
    const roof = ruleOf({ name: '屋面提醒', where: testOf('x_roof', 'is', 'flat') });
    const negotiating = ruleOf({ name: '谈判提醒', where: testOf('stage', 'is', 'negotiation') });
    const process = { ...OWN_FIELDS, rules: [roof, negotiating] };
    expect(fields([...OWN_FIELDS.fields], process)).toEqual([]);
    const retired = OWN_FIELDS.fields.map((one) => ({ ...one, isRetired: true }));
    expect(fields(retired, process)).toEqual(['fields: stillUsed 屋面提醒']);
    const [first, ...others] = OWN_FIELDS.fields;
    const onlyPitched = { ...choice('x_roof'), options: first?.options.slice(1) ?? [] };
    expect(fields([onlyPitched, ...others], process)).toEqual(['fields: stillUsed 屋面提醒']);
    expect(stages([stage('a'), stage('b')], process)).toEqual(['stages: stillUsed 谈判提醒']);
    const asking = {
      ...bare,
      stages: [stage('a'), stage('b', { name: '测量', requiredFields: ['x_floors'] })],
      forms: { customer: [{ field: 'x_roof', isRequired: true }] },
      statusCard: { ...bare.statusCard, requiredFields: { green: ['x_floors'], yellow: [], red: [] } },
    };
    expect(fields(retired, asking)).toEqual([
      'fields: stillUsed 测量',
      'fields: stillUsed x_roof',
      'fields: stillUsed x_floors',
    ]);
  });

  it('[RU-19] a fault that was there before does not hold up a change of something else', () => {
    const broken = ruleOf({ where: testOf('x_never', 'isEmpty') });
    expect(fields([...OWN_FIELDS.fields], { ...OWN_FIELDS, rules: [broken] })).toEqual([]);
  });

  it('[RU-19][R19] forms and the status card ask for fields there are', () => {
    const form = (...ids: string[]) => ({ customer: ids.map((field) => ({ field, isRequired: true })) });
    expect(faultsOf({ kind: 'forms', forms: form('city', 'x_roof', 'city', 'x_old') })).toEqual([
      'forms.customer.2: doubleId city',
      'forms.customer.3: unknownField x_old',
    ]);
    const requiredFields = { green: ['need'], yellow: ['stageDays'], red: ['x_never'] };
    expect(faultsOf({ kind: 'statusCard', statusCard: { ...DEFAULT_PROCESS.statusCard, requiredFields } })).toEqual([
      'statusCard.requiredFields.yellow.0: unknownField stageDays',
      'statusCard.requiredFields.red.0: unknownField x_never',
    ]);
  });

  it('[RU-19][R33] keywords belong to concerns there are', () => {
    const visitNote = { ...DEFAULT_PROCESS.visitNote, keywords: { budget: ['ROI'], price: ['比价表'] } };
    expect(faultsOf({ kind: 'visitNote', visitNote })).toEqual(['visitNote.keywords.price: unknownOption price']);
  });

  it('[RU-19][R96] the calendar holds dates there are, each in its year and on one side, and hours that pass', () => {
    const calendar = {
      fromMinute: 1080,
      toMinute: 540,
      years: [
        { year: 2027, holidays: ['2027-02-30', '2028-01-01', '2027-10-01'], makeUpDays: ['2027-10-01', '2027-13-01'] },
        { year: 2027, holidays: [], makeUpDays: [] },
      ],
    };
    expect(faultsOf({ kind: 'calendar', calendar })).toEqual([
      'calendar.toMinute: hoursReversed',
      'calendar.years.1.year: doubleId 2027',
      'calendar.years.0.holidays.0: noSuchDate 2027-02-30',
      'calendar.years.0.holidays.1: dateOutsideYear 2028-01-01',
      'calendar.years.0.makeUpDays.1: noSuchDate 2027-13-01',
      'calendar.years.0.makeUpDays.0: dateTwice 2027-10-01',
    ]);
    expect(faultsOf({ kind: 'calendar', calendar: { ...calendar, fromMinute: 540, years: [] } })).toEqual([
      'calendar.toMinute: hoursReversed',
    ]);
  });

  it('[RU-28] [R49] suggestions look at a stage there is, and there are playbooks for sixty', () => {
    const suggestion = { ...DEFAULT_PROCESS.suggestion, stage: 'gone' };
    expect(faultsOf({ kind: 'suggestion', suggestion })).toEqual(['suggestion.stage: unknownStage gone']);
    expect(faultsOf({ kind: 'suggestion', suggestion: DEFAULT_PROCESS.suggestion })).toEqual([]);
    const [playbook] = DEFAULT_PROCESS.playbooks;
    if (playbook === undefined) throw new Error('no playbook in the template');
    const playbooks = Array.from({ length: MAX_PLAYBOOKS }, (_, at) => ({ ...playbook, id: `p${at}` }));
    const full: Process = { ...DEFAULT_PROCESS, playbooks };
    const part = { kind: 'playbook', playbook: { ...playbook, id: 'more' } } as const;
    expect(partFaults(part, full)).toMatchObject([{ why: 'tooManyPlaybooks' }]);
    expect(withPart(full, part)).toBe(full);
    expect(partFaults({ ...part, playbook: { ...playbook, id: 'p3', name: '改过' } }, full)).toEqual([]);
  });

  it('[RU-26] one rule more than fit is refused by name; published apart, the process stays as it was and fits its schema', () => {
    const rules = Array.from({ length: MAX_RULES }, (_, at) => ruleOf({ id: `r${at}`, name: `第 ${at} 条` }));
    const full: Process = { ...DEFAULT_PROCESS, rules };
    const part = (id: string): ProcessPart => ({ kind: 'rule', rule: ruleOf({ id, name: id }) });
    expect(partFaults(part('more'), full)).toEqual([{ field: 'rule.name', why: 'tooManyRules', about: '300' }]);
    expect(partFaults(part('more'), { ...full, rules: rules.slice(1) })).toEqual([]);
    expect(partFaults(part('r7'), full)).toEqual([]);
    expect(withPart(full, part('more'))).toBe(full);
    expect(withPart(full, part('r7')).rules[7]?.name).toBe('r7');
    const stage = makeStage();
    for (let at = DEFAULT_PROCESS.rules.length; at <= MAX_RULES; at += 1) {
      stage.act('boss', 'processPublished', { part: part(`r${at}`) });
    }
    const { process } = stage.fold().org();
    expect(process.rules).toHaveLength(MAX_RULES);
    expect(processSchema.safeParse(process).success).toBe(true);
    expect(process.rules.at(-1)?.id).toBe(`r${MAX_RULES - 1}`);
  });
});
