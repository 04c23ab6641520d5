import type { PayloadOf } from '../events/payloads.ts';
import type { TerritoryId } from '../ids.ts';
import type { Process } from '../process.ts';
import { companyKey, normalise } from '../text/normalise.ts';
import { cleanName, liftPhones } from './clean-text.ts';
import type { ImportField, Mapping } from './fields.ts';
import { isOwnField, ownColumns, readOwn } from './own-fields.ts';
import { plainCell, type Reading, readAmountFen, readDate } from './read-values.ts';
import { type StageWord, stageBeforeEnd, stageWord } from './stage-words.ts';

/** Why a row of the file is not imported. */
export type RowRefusal =
  /** A total, a footnote, a signature line. */
  | 'notACustomer'
  | 'repeatedHeading'
  | 'noName'
  | 'tooLong'
  | 'badDate'
  | 'badAmount'
  | 'dateInFuture'
  | 'datesReversed'
  | 'unknownStage'
  | 'unknownTerritory'
  | 'wonNeedsAmountAndDate'
  /** In a column of the company's own field. */
  | 'unknownOption'
  | 'badNumber'
  /** The same 商机 number stands in an earlier row with other contents. */
  | 'dealTwice';

export interface RefusedRow {
  readonly kind: 'refused';
  readonly reason: RowRefusal;
  readonly field: ImportField | null;
  /** What stood in the cell. */
  readonly cell: string;
}

export interface RowPerson {
  readonly name: string;
  readonly title: string;
  readonly phones: readonly string[];
  readonly wechat: string;
  readonly email: string;
}

export interface RowDeal {
  /** Its number in the old system; empty = none. */
  readonly number: string;
  readonly name: string;
  readonly stage: string;
  readonly enteredAtMs: number | null;
  readonly expectedCloseMs: number | null;
  readonly budgetFen: number | null;
  readonly end: {
    readonly outcome: 'won' | 'lost' | 'shelved';
    readonly dateMs: number | null;
    readonly amountFen: number | null;
    readonly reason: string;
  } | null;
}

type Segment = NonNullable<PayloadOf<'customerCreated'>['profile']['segment']>;
/** Facts of a customer as text, by the field of its profile. */
export const PROFILE_TEXTS = ['industry', 'city', 'district', 'level', 'source', 'product', 'formerGrade'] as const;
export type ProfileText = (typeof PROFILE_TEXTS)[number];
/** Facts that only a patch can carry. */
export const PATCHED_TEXTS = ['need', 'competitor', 'siteAddress', 'keyContact', 'decisionMakerTitle'] as const;
export type PatchedText = (typeof PATCHED_TEXTS)[number];

export interface CustomerRow {
  readonly kind: 'customer';
  /** In the file, from 1. */
  readonly row: number;
  readonly name: string;
  readonly key: string;
  readonly owner: string;
  readonly territory: TerritoryId | null;
  readonly segment: Segment | null;
  readonly texts: Readonly<Partial<Record<ProfileText | PatchedText, string>>>;
  /** Values of the company's own fields (R15). */
  readonly own: NonNullable<PayloadOf<'customerCreated'>['profile']['own']>;
  readonly formerStatus: string;
  readonly remark: string;
  readonly knownSinceMs: number | null;
  readonly person: RowPerson | null;
  readonly deal: RowDeal | null;
  /** Every mapped cell: two rows with equal prints say the same. */
  readonly print: string;
}
export type ReadRow = CustomerRow | RefusedRow;

export interface RowReader {
  readonly mapping: Mapping;
  readonly headings: readonly string[];
  readonly territories: readonly { readonly id: TerritoryId; readonly name: string }[];
  readonly process: Process;
  readonly now: number;
}

const LONGEST: Readonly<Partial<Record<ImportField, number>>> = {
  name: 120,
  industry: 60,
  kind: 60,
  city: 60,
  district: 60,
  level: 60,
  source: 120,
  product: 120,
  formerGrade: 40,
  formerStatus: 40,
  deal: 100,
  lossReason: 500,
  owner: 40,
  contactName: 40,
  contactTitle: 60,
  decisionMakerTitle: 60,
  phone: 200,
  wechat: 60,
  email: 120,
  need: 1000,
  competitor: 1000,
  siteAddress: 1000,
  remark: 800,
};
const SEGMENTS: readonly (readonly [Segment, readonly string[]])[] = [
  ['distributor', ['经销', '渠道', '代理', '分销', 'distributor', 'reseller']],
  ['retail', ['零售', 'retail']],
  ['project', ['项目', 'project']],
];
const TOTAL = /^(?:合计|小计|总计|累计|共计|total)(?:[:：]?\s*[\d.,]+\s*\p{Script=Han}?)?$/iu;
const FOOTNOTE = /^(?:注|备注|说明|制表人?|填表人?|审核人?|制单)\s*[:：]/u;

const refuse = (reason: RowRefusal, field: ImportField | null = null, cell = ''): RefusedRow => ({
  kind: 'refused',
  reason,
  field,
  cell,
});

/** Cells of one row by field, cleaned; phone numbers lifted out of every text that others may read. */
interface Cells {
  readonly of: (field: ImportField) => string;
  readonly raw: (field: ImportField) => string;
  readonly lifted: readonly string[];
}
/** Not free texts: values, or what stays in the contact document. */
const UNLIFTED: ReadonlySet<ImportField> = new Set<ImportField>([
  'phone',
  'wechat',
  'email',
  'dealId',
  'amount',
  'enteredOn',
  'closedOn',
  'knownSince',
]);

const cellsOf = (row: readonly string[], mapping: Mapping): Cells => {
  const texts = new Map<ImportField, string>();
  const lifted: string[] = [];
  for (const [column, field] of mapping.entries()) {
    if (field === null) continue;
    if (UNLIFTED.has(field)) texts.set(field, plainCell(row[column]));
    else {
      const { text, phones } = liftPhones(row[column] ?? '');
      texts.set(field, text);
      lifted.push(...phones);
    }
  }
  const of = (field: ImportField): string => texts.get(field) ?? '';
  return { of, raw: (field) => row[mapping.indexOf(field)] ?? '', lifted };
};

const isNoCustomer = (row: readonly string[]): boolean => {
  const first = (row.find((cell) => cell.trim() !== '') ?? '').normalize('NFKC').trim();
  return TOTAL.test(first) || FOOTNOTE.test(first);
};

const valueOrNull = <Value>(reading: Reading<Value>): Value | null => (reading.kind === 'value' ? reading.value : null);

const DEAL_FIELDS: readonly ImportField[] = [
  'dealId',
  'deal',
  'stage',
  'enteredOn',
  'closedOn',
  'amount',
  'lossReason',
];

interface DealReadings {
  readonly entered: number | null;
  readonly closed: number | null;
  readonly amountFen: number | null;
  readonly word: StageWord | null;
}

const endOf = (cells: Cells, { word, closed, amountFen }: DealReadings): RowDeal['end'] =>
  word?.kind === 'ended' ? { outcome: word.outcome, dateMs: closed, amountFen, reason: cells.of('lossReason') } : null;

const dealFault = (
  cells: Cells,
  { entered, closed, word, amountFen }: DealReadings,
  now: number,
): RefusedRow | null => {
  if (cells.of('stage') !== '' && word === null) return refuse('unknownStage', 'stage', cells.of('stage'));
  if (entered !== null && entered > now) return refuse('dateInFuture', 'enteredOn', cells.raw('enteredOn'));
  if (word?.kind !== 'ended') return null;
  if (closed !== null && closed > now) return refuse('dateInFuture', 'closedOn', cells.raw('closedOn'));
  if (closed !== null && entered !== null && closed < entered)
    return refuse('datesReversed', 'closedOn', cells.raw('closedOn'));
  const isBare = closed === null || amountFen === null;
  return word.outcome === 'won' && isBare
    ? refuse('wonNeedsAmountAndDate', closed === null ? 'closedOn' : 'amount')
    : null;
};

const dealOf = (cells: Cells, reader: RowReader, name: string): RowDeal | RefusedRow | null => {
  if (DEAL_FIELDS.every((field) => cells.of(field) === '')) return null;
  const word = stageWord(cells.of('stage'), reader.process);
  const readings: DealReadings = {
    entered: valueOrNull(readDate(cells.of('enteredOn'), reader.now)),
    closed: valueOrNull(readDate(cells.of('closedOn'), reader.now)),
    amountFen: valueOrNull(readAmountFen(cells.of('amount'))),
    word,
  };
  const fault = dealFault(cells, readings, reader.now);
  if (fault !== null) return fault;
  const end = endOf(cells, readings);
  return {
    number: cells.of('dealId'),
    name: cells.of('deal') || cells.of('product') || name,
    stage:
      word?.kind === 'stage' ? word.stage : stageBeforeEnd(reader.process, end !== null && readings.entered !== null),
    enteredAtMs: readings.entered,
    expectedCloseMs: end === null ? readings.closed : null,
    budgetFen: end === null ? readings.amountFen : null,
    end,
  };
};

const personOf = (cells: Cells): RowPerson | null => {
  const written = cells.of('phone').split(/[,，;；、\n]|\s*\/\s*/u);
  const phones = [
    ...new Set([...written, ...cells.lifted].map((phone) => phone.trim()).filter((phone) => phone !== '')),
  ];
  const person = {
    name: cells.of('contactName'),
    title: cells.of('contactTitle'),
    phones: phones.map((phone) => phone.slice(0, 40)),
    wechat: cells.of('wechat'),
    email: cells.of('email'),
  };
  return phones.length + person.wechat.length + person.email.length > 0 ? person : null;
};

/** Values of the company's own columns, or the first that cannot be read. */
const ownOf = (cells: Cells, { mapping, process, now }: RowReader): CustomerRow['own'] | RefusedRow => {
  const own: Record<string, string | number | string[]> = {};
  for (const field of ownColumns(process)) {
    if (!mapping.includes(field.id)) continue;
    const reading = readOwn(field, cells.of(field.id), now);
    if (reading.kind === 'bad') return refuse(reading.reason, field.id, cells.of(field.id));
    if (reading.kind === 'value') own[field.id] = reading.value;
  }
  return own as CustomerRow['own'];
};
const isRefused = (found: CustomerRow['own'] | RefusedRow): found is RefusedRow =>
  (found as Partial<RefusedRow>).kind === 'refused';

const valueFault = (cells: Cells, mapping: Mapping, now: number): RefusedRow | null => {
  for (const field of mapping) {
    if (field === null || isOwnField(field)) continue;
    const text = cells.of(field);
    if (text.length > (LONGEST[field] ?? 200)) return refuse('tooLong', field, text);
    const isDate = field === 'enteredOn' || field === 'closedOn' || field === 'knownSince';
    if (isDate && readDate(text, now).kind === 'bad') return refuse('badDate', field, text);
    if (field === 'amount' && readAmountFen(text).kind === 'bad') return refuse('badAmount', field, text);
  }
  return null;
};

const segmentOf = (kind: string): Segment | null => {
  const word = normalise(kind);
  return SEGMENTS.find(([, words]) => words.some((part) => word.includes(part)))?.[0] ?? null;
};

const textsOf = (cells: Cells, isDeal: boolean): CustomerRow['texts'] => {
  const texts: Partial<Record<ProfileText | PatchedText, string>> = {};
  for (const field of [...PROFILE_TEXTS, ...PATCHED_TEXTS]) {
    // A contact person without any number is only a name.
    const text = field !== 'keyContact' ? cells.of(field) : personOf(cells) === null ? cells.of('contactName') : '';
    // The product of a 商机 is in its name; the customer may have many.
    if (text !== '' && !(isDeal && field === 'product')) texts[field] = text;
  }
  const kind = cells.of('kind');
  if (kind !== '' && segmentOf(kind) === null && texts.industry === undefined) texts.industry = kind;
  return texts;
};

const territoryOf = (cells: Cells, { territories }: RowReader): TerritoryId | null | RefusedRow => {
  const word = normalise(cells.of('territory'));
  if (word === '') return null;
  const found = territories.find(({ name }) => normalise(name) === word);
  return found?.id ?? refuse('unknownTerritory', 'territory', cells.of('territory'));
};

/** Reads one row by the mapping; `row` counts from 1 in the file. Never throws. */
export const readRow = (cellsInFile: readonly string[], row: number, reader: RowReader): ReadRow => {
  if (isNoCustomer(cellsInFile)) return refuse('notACustomer');
  if (reader.headings.every((heading, column) => heading === (cellsInFile[column] ?? '')))
    return refuse('repeatedHeading');
  const cells = cellsOf(cellsInFile, reader.mapping);
  const name = cleanName(cells.of('name'));
  if (name === '') return refuse('noName', 'name');
  const fault = valueFault(cells, reader.mapping, reader.now);
  if (fault !== null) return fault;
  const territory = territoryOf(cells, reader);
  if (territory !== null && typeof territory === 'object') return territory;
  const deal = dealOf(cells, reader, name);
  if (deal !== null && 'kind' in deal) return deal;
  const own = ownOf(cells, reader);
  if (isRefused(own)) return own;
  const known = valueOrNull(readDate(cells.of('knownSince'), reader.now));
  if (known !== null && known > reader.now) return refuse('dateInFuture', 'knownSince', cells.raw('knownSince'));
  return {
    kind: 'customer',
    row,
    name,
    key: companyKey(name),
    owner: cells.of('owner').replace(/\s+/gu, ' '),
    territory,
    segment: segmentOf(cells.of('kind')),
    texts: textsOf(cells, deal !== null),
    own,
    formerStatus: cells.of('formerStatus'),
    remark: cells.of('remark'),
    knownSinceMs: known,
    person: personOf(cells),
    deal,
    print: JSON.stringify(
      reader.mapping.map((field, column) => (field === null ? '' : plainCell(cellsInFile[column]))),
    ),
  };
};
