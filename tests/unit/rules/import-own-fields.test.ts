import { describe, expect, it } from 'vitest';
import { type CustomField, DEFAULT_PROCESS, guessMapping, type Process } from '#rules';
import { customer, day, fates, payloads, planOf } from './import-support.ts';

const field = (id: string, name: string, more: Partial<CustomField> = {}): CustomField => ({
  id,
  name,
  of: 'customer',
  type: 'text',
  options: [],
  isRetired: false,
  ...more,
});
const process: Process = {
  ...DEFAULT_PROCESS,
  fields: [
    field('x_grade', '客户等级', { type: 'choice', options: [{ id: 'a', name: 'A 级', requires: [] }] }),
    field('x_beds', '床位', { type: 'number' }),
    field('x_fee', '年费', { type: 'money' }),
    field('x_since', '合作日期', { type: 'date' }),
    field('x_deal', '项目等级', { of: 'opportunity' }),
    field('x_old', '旧编号', { isRetired: true }),
    ...DEFAULT_PROCESS.fields,
  ],
};
const HEADINGS = ['客户名称', '客户等级', '床位', '年费', '合作日期', '项目等级', '旧编号'];
const rowsOf = (...rows: readonly (readonly string[])[]) => [HEADINGS, ...rows];
const plan = (...rows: readonly (readonly string[])[]) =>
  planOf(rowsOf(...rows), { process, mapping: guessMapping(HEADINGS, rows, process) });

describe('import: the company’s own fields', () => {
  it('[IM-29][R15] a column is known by the name of the field; those of a deal and retired ones are not offered', () => {
    const mapping = guessMapping(HEADINGS, [], process);
    expect(mapping.slice(0, 5)).toEqual(['name', 'x_grade', 'x_beds', 'x_fee', 'x_since']);
    expect(mapping).not.toContain('x_deal');
    expect(mapping).not.toContain('x_old');
    expect(guessMapping(HEADINGS, [], DEFAULT_PROCESS)).not.toContain('x_grade');
  });

  it('[IM-29] values come in as their type: an option by its name whatever its width, money, whole numbers, dates', () => {
    const made = plan(['省人民医院', 'ａ级', '1,200', '60万', '2024-05-01', '', ''], ['乙', '', '', '', '', '', '']);
    const own = { x_grade: 'a', x_beds: 1200, x_fee: 60_000_000, x_since: day('2024-05-01') };
    expect(payloads(made, 'customerCreated').map((payload) => payload['profile'])).toEqual([
      { name: '省人民医院', own },
      { name: '乙' },
    ]);
  });

  it('[IM-29] what does not fit its field is refused with its cell, the other rows come in', () => {
    const made = plan(
      ['甲', 'Z 级', '', '', '', '', ''],
      ['乙', '', '很多', '', '', '', ''],
      ['丙', '', '', '免费', '', '', ''],
      ['丁', '', '', '', '改天', '', ''],
      ['戊', 'A级', '', '', '', '', ''],
    );
    expect(fates(made)).toEqual(['unknownOption', 'badNumber', 'badAmount', 'badDate', 'taken']);
    expect(made.rows[0]).toMatchObject({ field: 'x_grade', cell: 'Z 级' });
  });

  it('[IM-29] tags stand in one cell with separators between; an unknown one refuses the row', () => {
    const headings = ['客户名称', '标签'];
    const rows = [
      ['甲', '重点客户、 老客户介绍；重点客户'],
      ['乙', ''],
      ['丙', '重点客户、熟人'],
      ['丁公司', '重点客户'],
    ];
    const known = [customer('k1', '丁公司', [])];
    const made = planOf([headings, ...rows], { process, known, mapping: guessMapping(headings, rows, process) });
    expect(fates(made)).toEqual(['taken', 'taken', 'unknownOption', 'merged']);
    expect(payloads(made, 'customerCreated').map((payload) => payload['profile'])).toEqual([
      { name: '甲', own: { x_tags: ['key', 'referred'] } },
      { name: '乙' },
    ]);
    expect(payloads(made, 'fieldPatched')).toEqual([{ field: 'x_tags', value: { add: ['key'], remove: [] } }]);
  });

  it('[IM-29] a known customer gets what it does not have; what is there is never changed', () => {
    const known = [customer('k1', '甲公司', ['x_beds'])];
    const rows = [['甲公司', 'A 级', '900', '', '', '', '']];
    const made = planOf(rowsOf(...rows), { process, known, mapping: guessMapping(HEADINGS, rows, process) });
    expect(payloads(made, 'fieldPatched')).toEqual([{ field: 'x_grade', value: 'a' }]);
  });
});
