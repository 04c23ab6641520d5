import type { PayloadOf } from '../events/payloads.ts';
import type { LeadId, TerritoryId } from '../ids.ts';
import { importedLeadId } from '../lead-ids.ts';
import { cleanName, liftPhones } from './clean-text.ts';
import { headingKey } from './fields.ts';
import { importId } from './import-id.ts';
import { readDate, wordCell } from './read-values.ts';

/** What a column of a file of leads can be. */
export const LEAD_FIELDS = [
  'name',
  'source',
  'campaign',
  'receivedOn',
  'territory',
  'industry',
  'level',
  'city',
  'product',
  'decisionMakerTitle',
  'remark',
] as const;
export type LeadField = (typeof LEAD_FIELDS)[number];
/** Column of each field; absent = none. */
export type LeadColumns = Readonly<Partial<Record<LeadField, number>>>;

const HEADINGS: Readonly<Record<LeadField, readonly string[]>> = {
  name: [
    '公司名称',
    '客户名称',
    '企业名称',
    '单位名称',
    '名称',
    '公司',
    '客户',
    '线索名称',
    'name',
    'company',
    'mqlid',
    'leadname',
  ],
  source: ['来源', '线索来源', '渠道', '渠道来源', 'source', 'leadsource', 'origin'],
  campaign: ['活动', '市场活动', '活动名称', '推广计划', 'campaign', 'landingpage', 'landingpageid'],
  receivedOn: [
    '日期',
    '获取日期',
    '留资时间',
    '留资日期',
    '创建日期',
    '创建时间',
    '首次接触',
    'date',
    'createdat',
    'firstcontactdate',
  ],
  territory: ['片区', '大区', '销售区域', 'territory', 'region'],
  industry: ['行业', '所属行业', 'industry', 'sector'],
  level: ['规模', '公司规模', '企业规模', '等级', 'size', 'companysize'],
  city: ['城市', '所在城市', '地市', 'city'],
  product: ['产品', '意向产品', 'product'],
  decisionMakerTitle: ['决策人职位', '职位', '职务', 'title', 'jobtitle'],
  remark: ['备注', '需求', '说明', 'remark', 'note', 'notes'],
};

/** The row that names columns, and which is which; `null` when none names a company. */
export const guessLeadColumns = (
  rows: readonly (readonly string[])[],
): { readonly headingRow: number; readonly columns: LeadColumns } | null => {
  for (const [headingRow, row] of rows.slice(0, 30).entries()) {
    const columns: Partial<Record<LeadField, number>> = {};
    const keys = row.map(headingKey);
    for (const field of LEAD_FIELDS) {
      const word = HEADINGS[field].find((one) => keys.includes(one));
      if (word !== undefined) columns[field] = keys.indexOf(word);
    }
    if (columns.name !== undefined && Object.keys(columns).length > 1) return { headingRow, columns };
  }
  return null;
};

export interface LeadImport {
  readonly rows: readonly (readonly string[])[];
  readonly headingRow: number;
  readonly columns: LeadColumns;
  /** For rows that do not say it. */
  readonly source: string;
  readonly campaign: string;
  readonly file: string;
  readonly sheet: string;
  readonly fileHash: string;
  readonly territories: readonly { readonly id: TerritoryId; readonly name: string }[];
  readonly nowMs: number;
}
export type LeadRowRefusal = 'noName' | 'noSource' | 'badDate' | 'future' | 'unknownTerritory';
export type LeadRowOutcome =
  | {
      readonly row: number;
      readonly kind: 'lead';
      readonly lead: LeadId;
      readonly payload: PayloadOf<'leadRecorded'>;
      readonly phones: number;
    }
  | { readonly row: number; readonly kind: 'refused'; readonly name: string; readonly reason: LeadRowRefusal };

const LIMITS = { industry: 60, level: 60, city: 60, product: 120, decisionMakerTitle: 60 } as const;

type Reason = LeadRowRefusal | null;

const rowOutcome = (cells: readonly string[], row: number, input: LeadImport): LeadRowOutcome => {
  let phones = 0;
  const text = (field: LeadField, limit: number): string => {
    const at = input.columns[field];
    const lifted = liftPhones(at === undefined ? '' : (cells[at] ?? ''));
    phones += lifted.phones.length;
    return wordCell(lifted.text).slice(0, limit);
  };
  const name = cleanName(text('name', 120));
  const source = text('source', 120) || wordCell(input.source).slice(0, 120);
  const campaign = text('campaign', 120) || wordCell(input.campaign).slice(0, 120);
  const date = readDate(input.columns.receivedOn === undefined ? '' : cells[input.columns.receivedOn], input.nowMs);
  const area = text('territory', 60);
  const territory = input.territories.find((one) => one.name === area || one.id === area)?.id;
  const reasons: readonly (readonly [boolean, LeadRowRefusal])[] = [
    [name === '', 'noName'],
    [source === '', 'noSource'],
    [date.kind === 'bad', 'badDate'],
    [date.kind === 'value' && date.value > input.nowMs, 'future'],
    [area !== '' && territory === undefined, 'unknownTerritory'],
  ];
  const reason: Reason = reasons.find(([isSo]) => isSo)?.[1] ?? null;
  if (reason !== null) return { row, kind: 'refused', name, reason };
  const filled = <Key extends string>(key: Key, value: string): Partial<Record<Key, string>> =>
    value === '' ? {} : ({ [key]: value } as Record<Key, string>);
  const attributes = Object.fromEntries(
    Object.entries(LIMITS).flatMap(([field, limit]) => {
      const value = text(field as keyof typeof LIMITS, limit);
      return value === '' ? [] : [[field, value]];
    }),
  );
  const remark = text('remark', 500);
  const dateMs = date.kind === 'value' ? date.value : null;
  const imported = {
    batch: importId('leads', input.fileHash, input.sheet),
    file: input.file.slice(0, 200),
    ...(input.sheet === '' ? {} : { sheet: input.sheet.slice(0, 120) }),
    row,
  };
  const payload = {
    ...{ name, source, receivedAtMs: dateMs ?? input.nowMs, attributes, imported },
    ...filled('campaign', campaign),
    ...filled('remark', remark),
    ...(territory === undefined ? {} : { territory }),
  };
  return { row, kind: 'lead', lead: importedLeadId(name, source, campaign, dateMs), payload, phones };
};

/** What every row below the heading becomes; blank rows are none. Phone numbers stay out of it, and are counted (R67). */
export const planLeads = (input: LeadImport): readonly LeadRowOutcome[] =>
  input.rows.flatMap((cells, index) =>
    index <= input.headingRow || cells.every((cell) => cell.trim() === '') ? [] : [rowOutcome(cells, index + 1, input)],
  );
