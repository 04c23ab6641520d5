import Papa from 'papaparse';
import { type TableSheet, Unreadable } from './table.ts';

const decode = (bytes: Uint8Array, encoding: string): string | null => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
};

/** UTF-8, else GBK and its superset GB18030, which Chinese Excel writes; UTF-16 only with its mark. */
const textOf = (bytes: Uint8Array): string => {
  const [first, second] = bytes;
  const marked = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : null;
  if (marked === null && bytes.includes(0)) throw new Unreadable('notSpreadsheet');
  const text = marked === null ? (decode(bytes, 'utf-8') ?? decode(bytes, 'gb18030')) : decode(bytes, marked);
  if (text === null) throw new Unreadable('notSpreadsheet');
  return text;
};

/** Pages, JSON and other texts that are no list of rows but would parse as a CSV of one column. */
const isOtherText = (text: string): boolean => /^\s*(?:<(?:!doctype|html|\?xml|[a-z]+[\s>])|[{[]\s*["{[])/i.test(text);

/** A quote that is never closed would swallow the rest of the file into one cell. */
const parse = (text: string): readonly (readonly string[])[] => {
  const quoted = Papa.parse<string[]>(text, { skipEmptyLines: false });
  const isOpen = quoted.errors.some(({ code }) => code === 'MissingQuotes');
  return isOpen ? Papa.parse<string[]>(text, { quoteChar: '\0' }).data : quoted.data;
};

/** A CSV or tab separated file as one sheet. @throws Unreadable `notSpreadsheet` */
export const readCsv = (bytes: Uint8Array): readonly TableSheet[] => {
  // Blank lines at the end would mislead the guess of the separator.
  const text = textOf(bytes).trimEnd();
  if (isOtherText(text)) throw new Unreadable('notSpreadsheet');
  return [{ name: '', rows: parse(text).map((row) => row.map((cell) => cell.trim())) }];
};
