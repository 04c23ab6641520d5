import type { Process } from '../process.ts';
import { HEADINGS, headingKey, IMPORT_FIELDS, type ImportField, type Mapping, type ProductColumn } from './fields.ts';
import { ownColumns } from './own-fields.ts';
import { readDate } from './read-values.ts';
import { stageWord } from './stage-words.ts';

type Row = readonly string[];

/** The heading row is looked for no further down than this. */
const SEARCHED_ROWS = 30;

/** Words that stand in headings of every kind: 客户电话 is no customer. */
const WHOLE_ONLY: ReadonlySet<string> = new Set([
  '客户',
  '公司',
  '单位',
  '项目',
  '商机',
  '销售',
  '等级',
  '类型',
  '说明',
  '规模',
]);
const mayBePart = (word: string): boolean => /\p{Script=Han}/u.test(word) && !WHOLE_ONLY.has(word);

/** How well a heading fits a field: the whole word most, then the longest part of it; 0 = not at all. */
const fitOf = (key: string, field: ProductColumn): number => {
  let best = 0;
  for (const [index, word] of HEADINGS[field].entries()) {
    if (word === key) best = Math.max(best, 1_000 - index);
    else if (mayBePart(word) && key.includes(word)) best = Math.max(best, word.length * 10);
  }
  return best;
};

interface Claim {
  readonly column: number;
  readonly field: ImportField;
  readonly score: number;
}

/** A company knows its own field by its very name: nothing fits such a heading better. */
const OWN_NAME = 2_000;
const ownClaims = (headings: Row, process: Process): readonly Claim[] =>
  ownColumns(process).flatMap(({ id, name }) =>
    headings.flatMap((heading, column) =>
      headingKey(heading) !== '' && headingKey(heading) === headingKey(name)
        ? [{ column, field: id, score: OWN_NAME }]
        : [],
    ),
  );

const claimsOf = (headings: Row): readonly Claim[] =>
  headings
    .flatMap((heading, column) => {
      const key = headingKey(heading);
      if (key === '' || key.length > 20) return [];
      return IMPORT_FIELDS.map((field) => ({ column, field, score: fitOf(key, field) }));
    })
    .filter(({ score }) => score > 0);

/** The best claims first, each column and each field once. */
const settle = (claims: readonly Claim[], width: number): (ImportField | null)[] => {
  const mapping = Array.from({ length: width }, (): ImportField | null => null);
  const taken = new Set<ImportField>();
  const ordered = claims.toSorted((a, b) => b.score - a.score || a.column - b.column);
  for (const { column, field } of ordered) {
    if (mapping[column] !== null || taken.has(field)) continue;
    mapping[column] = field;
    taken.add(field);
  }
  return mapping;
};

const columnOf = (mapping: Mapping, field: ImportField): number => mapping.indexOf(field);

/** A column headed 状态 that holds stages is the stage column, when no other one is. */
const withStagesFound = (mapping: (ImportField | null)[], samples: readonly Row[], process: Process): Mapping => {
  const column = columnOf(mapping, 'formerStatus');
  if (column < 0 || mapping.includes('stage')) return mapping;
  const filled = samples.map((row) => row[column] ?? '').filter((cell) => cell.trim() !== '');
  const known = filled.filter((cell) => stageWord(cell, process) !== null);
  if (filled.length === 0 || known.length * 2 < filled.length) return mapping;
  return mapping.with(column, 'stage');
};

/**
 * What each column probably means, by its heading in Chinese or English and, where the heading leaves it open, by
 * what stands in it. Every proposal can be changed on screen.
 */
export const guessMapping = (headings: Row, samples: readonly Row[], process: Process): Mapping =>
  withStagesFound(settle([...claimsOf(headings), ...ownClaims(headings, process)], headings.length), samples, process);

const isWord = (cell: string): boolean => cell.trim() !== '' && !/^[\d.,%¥￥+\-\s]+$/u.test(cell.normalize('NFKC'));

/**
 * Index of the row that names the columns: above it stand titles, below it customers. `null` when no row looks like
 * one. A row is chosen that names a customer column and most others; else the first one that holds only words.
 */
export const findHeadingRow = (rows: readonly Row[]): number | null => {
  let found: { readonly index: number; readonly score: number } | null = null;
  for (const [index, row] of rows.slice(0, SEARCHED_ROWS).entries()) {
    const mapping = settle(claimsOf(row), row.length);
    if (!mapping.includes('name')) continue;
    const score = mapping.filter((field) => field !== null).length;
    const others = row.filter((cell) => cell.trim() !== '').length;
    // A title such as 「客户名单」 stands alone.
    const isAlone = others === 1 && !HEADINGS.name.includes(headingKey(row.find((cell) => cell.trim() !== '') ?? ''));
    if (!isAlone && (found === null || score > found.score)) found = { index, score };
  }
  if (found !== null) return found.index;
  const words = rows.slice(0, SEARCHED_ROWS).findIndex((row) => {
    const filled = row.filter((cell) => cell.trim() !== '');
    const isDate = filled.some((cell) => readDate(cell, 0).kind === 'value');
    return filled.length > 1 && filled.every(isWord) && !isDate && new Set(filled).size === filled.length;
  });
  return words < 0 ? null : words;
};
