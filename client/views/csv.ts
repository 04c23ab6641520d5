type Cell = string | number | boolean | null | undefined;

const quote = (cell: Cell): string => {
  const text = cell === null || cell === undefined ? '' : String(cell);
  // A leading sign, full width or behind space too, would be run as a formula by spreadsheet programs.
  const safe =
    typeof cell === 'string' && /^(?:[\t\r\n]|[\s\p{Default_Ignorable_Code_Point}]*[=+\-@＝＋－＠])/u.test(text)
      ? `'${text}`
      : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** Rows as CSV that Excel opens in Chinese: UTF-8 with a byte order mark, CRLF, formulas defused. */
export const toCsv = (rows: readonly (readonly Cell[])[]): string =>
  `\uFEFF${rows.map((row) => row.map(quote).join(',')).join('\r\n')}\r\n`;
