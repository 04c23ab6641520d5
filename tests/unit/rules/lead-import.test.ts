import { describe, expect, it } from 'vitest';
import { guessLeadColumns, payloadSchemas, planLeads, type TerritoryId } from '#rules';
import { START_MS } from '../../support/rules-stage.ts';

const ROWS = [
  ['2026 秋季展会', '', '', '', ''],
  ['公司名称', '来源', '留资日期', '所属行业', '规模', '职务', '片区', '备注', '手机'],
  ['苏州精密', '展会', '2026-10-20', '制造', '500人', '采购总监', '华东', '王总 13800138000 要样本', '13800138000'],
  ['', '', '', '', '', '', '', '', ''],
  ['', '展会', '2026-10-20'],
  ['无锡光学', '', '', '', ''],
  ['常州电子', '展会', '去年', '', ''],
  ['南通机床', '展会', '2027-01-01', '', ''],
  ['合肥仪表', '展会', '', '', '', '', '火星'],
];
const planOf = (more: Partial<Parameters<typeof planLeads>[0]> = {}) => {
  const found = guessLeadColumns(ROWS);
  if (found === null) throw new Error('no headings');
  return planLeads({
    ...{ rows: ROWS, ...found, source: '', campaign: '工博会', file: '线索.csv', sheet: '', fileHash: 'h' },
    territories: [{ id: 'east' as TerritoryId, name: '华东' }],
    nowMs: START_MS,
    ...more,
  });
};

describe('a file of leads', () => {
  it('[IM-40] [R51] the heading row and its columns are found; a file without a company column has none', () => {
    expect(guessLeadColumns(ROWS)).toEqual({
      headingRow: 1,
      columns: {
        ...{ name: 0, source: 1, receivedOn: 2, industry: 3, level: 4, decisionMakerTitle: 5, territory: 6, remark: 7 },
      },
    });
    expect(guessLeadColumns([['金额', '数量']])).toBeNull();
  });

  it('[IM-41] [R51] [R67] a row becomes a lead with its place in the file, its phone numbers left out and counted', () => {
    const [first] = planOf();
    expect(first).toMatchObject({
      ...{ row: 3, kind: 'lead', phones: 1 },
      payload: {
        ...{ name: '苏州精密', source: '展会', campaign: '工博会', territory: 'east', remark: '王总 要样本' },
        attributes: { industry: '制造', level: '500人', decisionMakerTitle: '采购总监' },
        imported: { file: '线索.csv', row: 3 },
      },
    });
    if (first?.kind !== 'lead') throw new Error('no lead');
    expect(JSON.stringify(first.payload)).not.toContain('138');
    expect(payloadSchemas.leadRecorded.safeParse(first.payload).success).toBe(true);
  });

  it('[IM-42] [R51] a row that cannot be one is refused with its reason, blank rows are none', () => {
    expect(planOf().flatMap((one) => (one.kind === 'refused' ? [[one.row, one.reason]] : []))).toEqual([
      [5, 'noName'],
      [6, 'noSource'],
      [7, 'badDate'],
      [8, 'future'],
      [9, 'unknownTerritory'],
    ]);
    const given = planOf({ source: '官网' }).filter(({ kind }) => kind === 'lead');
    expect(given.map(({ row }) => row)).toEqual([3, 6]);
  });

  it('[IM-43] [R51] the same row is the same lead, whatever the file, the sheet and the day it is read', () => {
    const ids = (more: Partial<Parameters<typeof planLeads>[0]>) =>
      planOf({ source: '官网', ...more }).flatMap((one) => (one.kind === 'lead' ? [one.lead] : []));
    expect(ids({ fileHash: 'other', file: '另一份.csv', sheet: 'S', nowMs: START_MS + 86_400_000 })).toEqual(ids({}));
    expect(ids({ campaign: '另一场' })).not.toEqual(ids({}));
  });
});
