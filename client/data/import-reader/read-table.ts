import { readCsv } from './read-csv.ts';
import { readWorkbook } from './read-workbook.ts';
import {
  MAX_COLUMNS,
  MAX_FILE_BYTES,
  MAX_HEADING_ROWS,
  MAX_ROWS,
  type ReadOutcome,
  type TableSheet,
  Unreadable,
} from './table.ts';

const startsWith = (bytes: Uint8Array, ...marks: readonly number[]): boolean =>
  marks.every((mark, index) => bytes[index] === mark);

/** Name of the stream that holds an encrypted workbook, as the old container spells it (UTF-16LE). */
const ENCRYPTED = [...'EncryptedPackage'].flatMap((letter) => [letter.charCodeAt(0), 0]);

const contains = (bytes: Uint8Array, part: readonly number[]): boolean => {
  const [first = 0] = part;
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (part.every((byte, index) => bytes[at + index] === byte)) return true;
  }
  return false;
};

/** By its bytes, never by its name: names lie. */
const sheetsOf = (bytes: Uint8Array<ArrayBuffer>): Promise<readonly TableSheet[]> | readonly TableSheet[] => {
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) {
    throw new Unreadable(contains(bytes, ENCRYPTED) ? 'encrypted' : 'legacyXls');
  }
  if (startsWith(bytes, 0x50, 0x4b)) return readWorkbook(bytes);
  if (startsWith(bytes, 0x25, 0x50, 0x44, 0x46)) throw new Unreadable('notSpreadsheet');
  return readCsv(bytes);
};

const sha256Hex = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
  [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');

const isFilled = (row: readonly string[]): boolean => row.some((cell) => cell !== '');

/** Blank rows at the end and empty sheets are nothing anybody wrote. */
const withoutEmptyEnds = (sheets: readonly TableSheet[]): readonly TableSheet[] =>
  sheets
    .map(({ name, rows }) => ({ name, rows: rows.slice(0, rows.findLastIndex(isFilled) + 1) }))
    .filter(({ rows }) => rows.length > 0);

/**
 * Reads a spreadsheet into sheets of text: .xlsx, or CSV in UTF-8, GBK/GB18030 or marked UTF-16. Days of date cells
 * come as `YYYY-MM-DD`. Never throws: what is no table is a named failure.
 */
export const readTable = async (file: Blob): Promise<ReadOutcome> => {
  try {
    if (file.size > MAX_FILE_BYTES) throw new Unreadable('tooLarge');
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (bytes.byteLength === 0) throw new Unreadable('empty');
    const sheets = withoutEmptyEnds(await sheetsOf(bytes));
    if (sheets.length === 0) throw new Unreadable('empty');
    if (
      sheets.some(
        ({ rows }) => rows.length > MAX_ROWS + MAX_HEADING_ROWS || rows.some((row) => row.length > MAX_COLUMNS),
      )
    ) {
      throw new Unreadable('tooLarge');
    }
    return { kind: 'table', hash: await sha256Hex(bytes), sheets };
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Unreadable ? error.reason : 'damaged' };
  }
};
