import { describe, expect, it } from 'vitest';
import {
  type CustomField,
  DEFAULT_PROCESS,
  type EventId,
  type MemberId,
  type Process,
  type ProcessPart,
  partKey,
  partOf,
  withPart,
} from '#rules';
import type { NamedChange } from '../../../client/data/contract.ts';
import { formFields, formProblems, profileOf } from '../../../client/features/pool/create-form.ts';
import { newestOf, partVersionsOf, processAhead } from '../../../client/features/process/part-history.ts';
import { partProblems, problemAt } from '../../../client/features/process/part-problems.ts';
import { datesOf, spansOf, withoutSpan, withSpan } from '../../../client/features/process/parts/date-spans.ts';
import { askedFields, fieldLook } from '../../../client/views/field-look.ts';
import { readDraft, valueWords } from '../../../client/views/field-values.ts';
import { partDifference } from '../../../client/views/part-words.ts';

const GRADE: CustomField = {
  id: 'x_grade',
  name: '客户等级',
  of: 'customer',
  type: 'choice',
  options: [
    { id: 'a', name: 'A 级', requires: ['x_beds'] },
    { id: 'b', name: 'B 级', requires: [] },
  ],
  isRetired: false,
};
const BEDS: CustomField = { ...GRADE, id: 'x_beds', name: '床位', type: 'number', options: [] };
const OWN: Process = { ...DEFAULT_PROCESS, fields: [GRADE, BEDS] };

const stages = (change: (stages: Process['stages']) => Process['stages']): ProcessPart => ({
  kind: 'stages',
  stages: change(DEFAULT_PROCESS.stages),
});
const renamed = (name: string): ProcessPart =>
  stages((all) => all.map((stage) => (stage.id === 'proposalQuote' ? { ...stage, name } : stage)));

let ids = 0;
const published = (part: ProcessPart, more: Partial<NamedChange> = {}): NamedChange => ({
  id: `e${++ids}` as EventId,
  author: 'm1' as MemberId,
  device: 'd1' as NamedChange['device'],
  authorName: '郑岚',
  t: ids,
  standing: 'sealed',
  receivedAt: null,
  part,
  spentMs: null,
  note: null,
  sinceTick: ids,
  replacedUnseen: null,
  ...more,
});

describe('versions of a part', () => {
  it('[PD-7] a part of a process is found by its key, and put back in place', () => {
    for (const part of [renamed('报价'), { kind: 'rule', rule: DEFAULT_PROCESS.rules[3] } as ProcessPart]) {
      expect(partOf(withPart(DEFAULT_PROCESS, part), partKey(part))).toEqual(part);
    }
    expect(partOf(DEFAULT_PROCESS, 'rule:nowhere')).toBeNull();
    expect(partOf(DEFAULT_PROCESS, 'nothing')).toBeNull();
  });

  it('[PD-7][S19] the template is the first; the last sealed is in force, the others are retired, the newest may wait', () => {
    const first = published(renamed('报价一'));
    const second = published(renamed('报价二'));
    const other = published({ kind: 'calendar', calendar: DEFAULT_PROCESS.calendar });
    const waiting = published(renamed('报价三'), { sinceTick: null, standing: 'local' });
    const versions = partVersionsOf([first, second, other, waiting], 'stages');
    expect(versions.map(({ number, standing }) => [number, standing])).toEqual([
      [1, 'retired'],
      [2, 'retired'],
      [3, 'inForce'],
      [4, 'waiting'],
    ]);
    expect(newestOf(versions)?.change?.id).toBe(waiting.id);
    expect(partVersionsOf([], 'stages').map(({ standing }) => standing)).toEqual(['inForce']);
    expect(partVersionsOf([], 'rule:fresh')).toEqual([]);
  });

  it('[PD-8][S19] who was replaced without having been seen is named', () => {
    const first = published(renamed('报价一'), { authorName: '许明远' });
    const second = published(renamed('报价二'), { replacedUnseen: first.id });
    const [, , last] = partVersionsOf([first, second], 'stages');
    expect(last?.unseen?.change?.authorName).toBe('许明远');
  });

  it('[PD-7] what waits for its seal can be used at once by whoever published it', () => {
    const fields: ProcessPart = { kind: 'fields', fields: [GRADE] };
    const ahead = processAhead(DEFAULT_PROCESS, [published(fields, { sinceTick: null })]);
    expect(ahead.fields).toEqual([GRADE]);
    expect(processAhead(DEFAULT_PROCESS, [published(fields)])).toBe(DEFAULT_PROCESS);
  });
});

describe('what a version says otherwise', () => {
  it('[PD-9][R10] one line a change: what, before, after', () => {
    const before = stages((all) => all);
    const after = stages((all) =>
      all
        .filter(({ id }) => id !== 'contractSigning')
        .map((stage) => (stage.id === 'needConfirmed' ? { ...stage, limitDays: 10, requiredFields: [] } : stage)),
    );
    expect(partDifference(before, after, DEFAULT_PROCESS)).toEqual([
      {
        label: '阶段顺序',
        from: '初步接触 → 需求确认 → 内部立项 → 方案报价 → 商务谈判 → 合同签署',
        to: '初步接触 → 需求确认 → 内部立项 → 方案报价 → 商务谈判',
      },
      { label: '「需求确认」期限', from: '14 天', to: '10 天' },
      { label: '「需求确认」必填', from: '需求', to: null },
      { label: '阶段', from: '合同签署', to: null },
      { label: '「合同签署」期限', from: '7 天', to: null },
      { label: '「合同签署」必填', from: '预计成交日期', to: null },
    ]);
    expect(partDifference(before, before, DEFAULT_PROCESS)).toEqual([]);
  });

  it('[PD-9] a rule differs by its sentences, a field by its options and what they ask for', () => {
    const [rule] = DEFAULT_PROCESS.rules;
    if (rule === undefined) throw new Error('the template has rules');
    const off = { kind: 'rule', rule: { ...rule, isOn: false, on: { ...rule.on, for: { amount: 2, unit: 'day' } } } };
    expect(partDifference({ kind: 'rule', rule }, off as ProcessPart, DEFAULT_PROCESS)).toEqual([
      { label: '状态', from: '启用', to: '停用' },
      {
        label: '内容',
        from: '当报价后 3 个工作日客户没有回复，且还在跟进，且状态卡不是黄、红，就把状态卡标为黄色，并提醒负责人。',
        to: '当报价后 2 天客户没有回复，且还在跟进，且状态卡不是黄、红，就把状态卡标为黄色，并提醒负责人。',
      },
    ]);
    const made = partDifference(null, { kind: 'fields', fields: [GRADE] }, OWN);
    expect(made.map(({ label, to }) => `${label}：${to}`)).toEqual([
      '字段：客户等级',
      '「客户等级」类型：单选',
      '「客户等级」属于：客户',
      '「客户等级」选项：A 级、B 级',
      '「客户等级」选「A 级」还要填：床位',
      '「客户等级」：在用',
    ]);
  });
});

describe('what keeps a part from being published', () => {
  it('[PD-5] an empty name, an unreadable number and a fault of the rules stand at their field, in words', () => {
    const broken = stages((all) =>
      all.map((stage, at) => (at === 1 ? { ...stage, name: '', limitDays: Number.NaN } : stage)),
    );
    const problems = partProblems(broken, DEFAULT_PROCESS);
    expect(problemAt(problems, 'stages.1.name')).toBe('还没填，或者填得不对');
    expect(problemAt(problems, 'stages.1.limitDays')).toBe('还没填，或者填得不对');
    expect(problemAt(problems, 'stages.0')).toBeNull();
    const unknown = stages((all) =>
      all.map((stage, at) => (at === 1 ? { ...stage, requiredFields: ['x_gone'] } : stage)),
    );
    expect(problemAt(partProblems(unknown, DEFAULT_PROCESS), 'stages.1')).toBe(
      '字段「已删除的字段（x_gone）」不存在了，换一个',
    );
    expect(partProblems(renamed('报价'), DEFAULT_PROCESS)).toEqual([]);
  });
});

describe("the company's own fields in a form", () => {
  it('[PD-10][R15] they are asked for at once, after what the form lists; a retired one is not', () => {
    const listed = { ...OWN, forms: { customer: [{ field: 'x_beds', isRequired: true }, ...OWN.forms.customer] } };
    expect(askedFields(OWN).map(({ look }) => look.name)).toEqual([
      '客户类型',
      '行业',
      '城市',
      '区域',
      '级别',
      '来源',
      '产品',
      '客户等级',
      '床位',
    ]);
    expect(askedFields(listed)[0]).toMatchObject({ look: { id: 'x_beds' }, isRequired: true });
    const retired = { ...OWN, fields: [GRADE, { ...BEDS, isRetired: true }] };
    expect(askedFields(retired).some(({ look }) => look.id === 'x_beds')).toBe(false);
  });

  it('[PD-10][R15] an option asks for more, and what is typed reaches the profile with its type', () => {
    const fields = formFields(OWN, { x_grade: 'a' });
    expect(fields.find(({ look }) => look.id === 'x_beds')?.isRequired).toBe(true);
    expect(formFields(OWN, { x_grade: 'b' }).find(({ look }) => look.id === 'x_beds')?.isRequired).toBe(false);
    expect(formProblems(fields, { x_grade: 'a' })).toEqual({ x_beds: '床位要填' });
    expect(formProblems(fields, { x_grade: 'a', x_beds: '多' })).toEqual({ x_beds: '写成整数，例如 120。' });
    expect(profileOf('省人民医院', fields, { x_grade: 'a', x_beds: '１２００', city: ' 杭州 ' })).toEqual({
      name: '省人民医院',
      city: '杭州',
      own: { x_grade: 'a', x_beds: 1200 },
    });
    expect(profileOf('省人民医院', fields, {})).toEqual({ name: '省人民医院' });
  });

  it('[PD-10] values read as their type: an option by name, money in 万, a field that is gone by its id', () => {
    expect(valueWords(fieldLook(OWN, 'x_grade'), 'b', 0)).toBe('B 级');
    expect(readDraft(fieldLook(OWN, 'x_beds'), '-3')).toEqual({ kind: 'value', value: -3 });
    expect(fieldLook(OWN, 'x_gone').name).toBe('已删除的字段（x_gone）');
    const money = { ...OWN, fields: [{ ...BEDS, type: 'money' as const }] };
    expect(readDraft(fieldLook(money, 'x_beds'), '60万')).toEqual({ kind: 'value', value: 60_000_000 });
  });
});

describe('holidays as spans', () => {
  it('[PD-11][R96] days one after another are one span, over the end of a month too', () => {
    const dates = ['2026-02-02', '2026-01-31', '2026-02-01', '2026-05-01', '2026-01-31'];
    expect(spansOf(dates)).toEqual([
      { from: '2026-01-31', to: '2026-02-02' },
      { from: '2026-05-01', to: '2026-05-01' },
    ]);
    expect(datesOf({ from: '2026-02-27', to: '2026-03-01' })).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
    for (const calendar of DEFAULT_PROCESS.calendar.years) {
      expect(spansOf(calendar.holidays).flatMap(datesOf)).toEqual(calendar.holidays);
    }
  });

  it('[PD-11] a span is added once and taken out whole; one that ends before it begins adds nothing', () => {
    const span = { from: '2027-02-06', to: '2027-02-08' };
    const added = withSpan(withSpan(['2027-01-01'], span), span);
    expect(added).toEqual(['2027-01-01', '2027-02-06', '2027-02-07', '2027-02-08']);
    expect(withoutSpan(added, span)).toEqual(['2027-01-01']);
    expect(datesOf({ from: '2027-02-08', to: '2027-02-06' })).toEqual([]);
    expect(datesOf({ from: '', to: '2027-02-06' })).toEqual([]);
  });
});
