import { entryText, type ZipEntry } from './zip-entries.ts';

/** A block of one column merged over several rows; all from 0, `toRow` included. */
export interface TallMerge {
  readonly column: number;
  readonly fromRow: number;
  readonly toRow: number;
}

const columnNumber = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

const MERGE = /<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"/g;
/** Merged blocks of one column in a sheet's XML; wide ones are titles and say nothing about the rows under them. */
const tallMerges = (xml: string): readonly TallMerge[] =>
  [...xml.matchAll(MERGE)].flatMap(([, left = '', top = '', right = '', bottom = '']) =>
    left === right && top !== bottom
      ? [{ column: columnNumber(left), fromRow: Number(top) - 1, toRow: Number(bottom) - 1 }]
      : [],
  );

const attribute = (tag: string, name: string): string | null =>
  new RegExp(`\\s(?:\\w+:)?${name}="([^"]*)"`).exec(tag)?.[1] ?? null;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const unescapeXml = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, named?: string) => {
    if (named !== undefined) return NAMED[named] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
/** `../xl/worksheets/sheet1.xml`, `/xl/…` or `worksheets/…` as stated by the workbook, to the entry's name. */
const entryName = (target: string): string => (target.startsWith('/') ? target.slice(1) : `xl/${target}`);

/** Merged one-column blocks of every sheet, by the sheet's name. @throws Unreadable */
export const mergesBySheet = async (
  bytes: Uint8Array<ArrayBuffer>,
  entries: readonly ZipEntry[],
): Promise<ReadonlyMap<string, readonly TallMerge[]>> => {
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const textOf = async (name: string): Promise<string> => {
    const entry = byName.get(name);
    return entry === undefined ? '' : entryText(bytes, entry);
  };
  const relations = await textOf('xl/_rels/workbook.xml.rels');
  const targets = new Map(
    [...relations.matchAll(/<(?:\w+:)?Relationship\s[^>]*>/g)].map(([tag]) => [
      attribute(tag, 'Id') ?? '',
      attribute(tag, 'Target') ?? '',
    ]),
  );
  const found = new Map<string, readonly TallMerge[]>();
  const workbook = await textOf('xl/workbook.xml');
  for (const [tag] of workbook.matchAll(/<(?:\w+:)?sheet\s[^>]*>/g)) {
    const relation = /\sr:id="([^"]*)"/.exec(tag)?.[1] ?? '';
    const target = targets.get(relation);
    if (target === undefined) continue;
    found.set(unescapeXml(attribute(tag, 'name') ?? ''), tallMerges(await textOf(entryName(target))));
  }
  return found;
};

/** Gives every cell of a merged block the value that stands in its first one. */
export const fillMerges = (
  rows: readonly (readonly string[])[],
  merges: readonly TallMerge[],
): readonly (readonly string[])[] => {
  if (merges.length === 0) return rows;
  const filled = rows.map((row) => [...row]);
  for (const { column, fromRow, toRow } of merges) {
    const value = filled[fromRow]?.[column];
    if (value === undefined || value === '') continue;
    for (let row = fromRow + 1; row <= toRow && row < filled.length; row += 1) {
      const cells = filled[row];
      if (cells !== undefined && column < cells.length && cells[column] === '') cells[column] = value;
    }
  }
  return filled;
};
