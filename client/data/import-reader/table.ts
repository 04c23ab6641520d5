/** One sheet as text. Row `i` of the array is row `i + 1` of the file, blank ones included, so that a reason can name it. */
export interface TableSheet {
  /** Empty for a CSV file, which has none. */
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
}

/** Why a file gave no table; each has its own sentence on the screen. */
export type ReadFailure = 'notSpreadsheet' | 'legacyXls' | 'encrypted' | 'empty' | 'tooLarge' | 'damaged';

export type ReadOutcome =
  | {
      readonly kind: 'table';
      /** Lower-case hex SHA-256 of the bytes: the same file brought again is known by it. */
      readonly hash: string;
      readonly sheets: readonly TableSheet[];
    }
  | { readonly kind: 'failed'; readonly reason: ReadFailure };

/** Largest file, bytes; a phone holds the file, its text and its table at once. */
export const MAX_FILE_BYTES = 20 * 1024 * 1024;
/** Largest workbook once unpacked, bytes: a small file may claim gigabytes. */
export const MAX_UNPACKED_BYTES = 200 * 1024 * 1024;
/** Customers, one a row. */
export const MAX_ROWS = 50_000;
/** Titles, notes and headings may stand above them and count for nothing. */
export const MAX_HEADING_ROWS = 10;
export const MAX_COLUMNS = 200;

/** A named failure on its way out of the reader; never leaves {@link ReadOutcome}'s makers. */
export class Unreadable extends Error {
  readonly reason: ReadFailure;
  constructor(reason: ReadFailure) {
    super(reason);
    this.reason = reason;
  }
}
