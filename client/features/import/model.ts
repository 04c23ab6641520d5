/** What the steps of the wizard hand to each other; filled from the rules' import plan by `plan.ts`. */
export interface ColumnView {
  readonly index: number;
  readonly heading: string;
  readonly samples: readonly string[];
  /** Field the column feeds, null = left out. */
  readonly field: string | null;
}
export interface FieldChoice {
  readonly id: string;
  readonly label: string;
}
export interface MissingOwner {
  readonly name: string;
  readonly rows: number;
}
export interface RowResult {
  /** Row number in the file, from 1. */
  readonly row: number;
  readonly name: string;
  readonly kind: 'taken' | 'merged' | 'refused';
  /** Into which customer, or why not. */
  readonly words: string;
}

/** `A`, `B` … `Z`, `AA` as spreadsheets name columns. */
export const columnLetter = (index: number): string => {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnLetter(Math.floor(index / 26) - 1) + letter;
};

/** The first field that two columns both claim, or null. */
export const claimedTwice = (columns: readonly ColumnView[]): string | null => {
  const seen = new Set<string>();
  for (const { field } of columns) {
    if (field === null) continue;
    if (seen.has(field)) return field;
    seen.add(field);
  }
  return null;
};

export const countKinds = (rows: readonly RowResult[]): Readonly<Record<RowResult['kind'], number>> => {
  const counts = { taken: 0, merged: 0, refused: 0 };
  for (const { kind } of rows) counts[kind] += 1;
  return counts;
};
