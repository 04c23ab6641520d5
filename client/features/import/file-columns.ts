import { findHeadingRow, guessMapping, type ImportField, type Mapping, type Process } from '#rules';
import type { TableSheet } from '../../data/import-reader/table.ts';
import type { ColumnView } from './model.ts';

/** A sheet with its headings found and its columns guessed. */
export interface ReadSheet {
  readonly sheet: TableSheet;
  readonly headingRow: number;
  readonly mapping: Mapping;
}

const PREVIEW_ROWS = 5;
const SAMPLE_ROWS = 60;
const SAMPLES_SHOWN = 3;
const SAMPLE_CHARS = 24;

const isFilled = (row: readonly string[]): boolean => row.some((cell) => cell !== '');
const dataRows = ({ sheet, headingRow }: ReadSheet): readonly (readonly string[])[] =>
  sheet.rows.slice(headingRow + 1).filter(isFilled);

/** `null` when the sheet has no row that names its columns. */
export const lookAtSheet = (sheet: TableSheet, process: Process): ReadSheet | null => {
  const headingRow = findHeadingRow(sheet.rows);
  if (headingRow === null) return null;
  const { rows } = sheet;
  const samples = rows.slice(headingRow + 1, headingRow + 1 + SAMPLE_ROWS);
  const width = rows.slice(0, headingRow + SAMPLE_ROWS).reduce((most, row) => Math.max(most, row.length), 0);
  const headings = Array.from({ length: width }, (_, column) => rows[headingRow]?.[column] ?? '');
  return { sheet, headingRow, mapping: guessMapping(headings, samples, process) };
};

/** The sheet to begin with: the first that has a customer column, else the first that has headings. */
export const firstSheet = (sheets: readonly TableSheet[], process: Process): ReadSheet | null => {
  const read = sheets.map((sheet) => lookAtSheet(sheet, process)).filter((sheet) => sheet !== null);
  return read.find(({ mapping }) => mapping.includes('name')) ?? read[0] ?? null;
};

export const withField = (read: ReadSheet, column: number, field: string | null): ReadSheet => ({
  ...read,
  mapping: read.mapping.with(column, field as ImportField | null),
});

const cut = (text: string): string => (text.length > SAMPLE_CHARS ? `${text.slice(0, SAMPLE_CHARS)}…` : text);

/** Columns that hold anything, with what stands in them. */
export const columnsOf = (read: ReadSheet): readonly ColumnView[] => {
  const samples = read.sheet.rows.slice(read.headingRow + 1, read.headingRow + 1 + SAMPLE_ROWS);
  return read.mapping
    .map((field, index): ColumnView => {
      const cells = samples.map((row) => row[index] ?? '').filter((cell) => cell !== '');
      const heading = read.sheet.rows[read.headingRow]?.[index] ?? '';
      return { index, heading, field, samples: [...new Set(cells)].slice(0, SAMPLES_SHOWN).map(cut) };
    })
    .filter(({ heading, samples: shown }) => heading !== '' || shown.length > 0);
};

export const previewOf = (read: ReadSheet): readonly (readonly string[])[] => dataRows(read).slice(0, PREVIEW_ROWS);
export const rowCountOf = (read: ReadSheet): number => dataRows(read).length;
