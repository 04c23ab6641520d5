import readXlsxFile, { InvalidInputError } from 'read-excel-file/universal';
import { fillMerges, mergesBySheet } from './merged-cells.ts';
import { type TableSheet, Unreadable } from './table.ts';
import { zipEntries } from './zip-entries.ts';

/** Dates of a workbook have no zone; the reader gives them as UTC. */
const dayText = (date: Date): string => (Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 10));

const cellText = (cell: unknown): string => {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return dayText(cell);
  if (typeof cell === 'string') return cell.trim();
  return typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : '';
};

/** The sheets of an .xlsx, merged one-column blocks filled. @throws Unreadable */
export const readWorkbook = async (bytes: Uint8Array<ArrayBuffer>): Promise<readonly TableSheet[]> => {
  const entries = zipEntries(bytes);
  // Every office file is a zip, and so is a folder of photos.
  if (!entries.some(({ name }) => name === 'xl/workbook.xml')) throw new Unreadable('notSpreadsheet');
  const merges = await mergesBySheet(bytes, entries);
  try {
    const sheets = await readXlsxFile(new Blob([bytes]));
    return sheets.map(({ sheet, data }) => ({
      name: sheet,
      rows: fillMerges(
        data.map((row) => row.map(cellText)),
        merges.get(sheet) ?? [],
      ),
    }));
  } catch (error) {
    throw new Unreadable(error instanceof InvalidInputError && error.code === 'NO_DATA' ? 'empty' : 'damaged');
  }
};
