import type { CustomerId, MemberId } from '../ids.ts';
import { companyKey, normalise } from '../text/normalise.ts';
import { cleanName } from './clean-text.ts';
import { planCustomer } from './customer-steps.ts';
import { importId } from './import-id.ts';
import { type CustomerRow, type RefusedRow, readRow } from './import-row.ts';
import type { ImportInput, ImportPlan, KnownCustomer, RowGroup, RowOutcome } from './plan-types.ts';

const refusedOutcome = (row: number, name: string, refused: RefusedRow, other: number | null = null): RowOutcome => ({
  kind: 'refused',
  row,
  name,
  reason: refused.reason,
  field: refused.field,
  cell: refused.cell,
  other,
});

const isFilled = (row: readonly string[]): boolean => row.some((cell) => cell.trim() !== '');

/** Known customers by company key; of several the one with the smallest id, which does not depend on any order. */
const knownByKey = (known: readonly KnownCustomer[]): ReadonlyMap<string, KnownCustomer> => {
  const map = new Map<string, KnownCustomer>();
  for (const customer of known) {
    const key = companyKey(cleanName(customer.name));
    const other = map.get(key);
    if (other === undefined || customer.id < other.id) map.set(key, customer);
  }
  return map;
};

/** Rows that repeat an earlier row's 商机 number with other contents; equal rows merge. */
const repeatedDeals = (rows: readonly CustomerRow[]): ReadonlyMap<number, number> => {
  const first = new Map<string, CustomerRow>();
  const repeated = new Map<number, number>();
  for (const row of rows) {
    const number = row.deal?.number ?? '';
    if (number === '') continue;
    const earlier = first.get(number);
    if (earlier === undefined) first.set(number, row);
    else if (earlier.print !== row.print) repeated.set(row.row, earlier.row);
  }
  return repeated;
};

/** Of the spellings in the file the longest without a bracketed note, which has the legal suffix; else the first. */
const nameOf = (rows: readonly CustomerRow[]): string => {
  const plain = rows.map(({ name }) => name).filter((name) => !/[(（【[]/u.test(name));
  return plain.toSorted((a, b) => b.length - a.length)[0] ?? rows[0]?.name ?? '';
};

const groupRows = (rows: readonly CustomerRow[], input: ImportInput): readonly RowGroup[] => {
  const known = knownByKey(input.known);
  const byKey = new Map<string, CustomerRow[]>();
  for (const row of rows) {
    const group = byKey.get(row.key);
    if (group === undefined) byKey.set(row.key, [row]);
    else group.push(row);
  }
  return [...byKey].map(([key, group]) => {
    const found = known.get(key) ?? null;
    const made = importId('customer', input.fileHash, input.sheet, group[0]?.row ?? 0) as CustomerId;
    const isNew = found === null || found.id === made;
    return { customer: found?.id ?? made, name: isNew ? nameOf(group) : found.name, known: found, isNew, rows: group };
  });
};

/** Members by name, and whoever was chosen for a name that is nobody's. */
const ownersByName = (input: ImportInput): ReadonlyMap<string, MemberId> => {
  const map = new Map<string, MemberId>();
  const names = input.members.map(({ name }) => normalise(name));
  for (const { id, name } of input.members) {
    // Two members of one name: the file cannot mean both.
    const key = normalise(name);
    if (names.filter((other) => other === key).length === 1) map.set(key, id);
  }
  for (const [name, id] of Object.entries(input.chosenOwners)) map.set(normalise(name), id);
  return map;
};

const missingOwnersOf = (rows: readonly CustomerRow[], input: ImportInput): ImportPlan['missingOwners'] => {
  const there = ownersByName({ ...input, chosenOwners: {} });
  const missing = new Map<string, number>();
  for (const { owner } of rows) {
    if (owner !== '' && !there.has(normalise(owner))) missing.set(owner, (missing.get(owner) ?? 0) + 1);
  }
  return [...missing].map(([name, count]) => ({ name, rows: count })).sort((a, b) => b.rows - a.rows);
};

const outcomesOf = (group: RowGroup): readonly RowOutcome[] =>
  group.rows.map(({ row, name }, index) =>
    // Made by this very file before: it is there, and nothing is taken twice.
    index === 0 && group.isNew && group.known === null
      ? { kind: 'taken', row, name, customer: group.customer }
      : { kind: 'merged', row, name, customer: group.customer, into: group.name },
  );

/**
 * What an import would do: every row taken, merged or refused with a reason, and the commands for it in order.
 * Deterministic and total: equal input gives an equal plan, and nothing is thrown. Ids of what is made come from the
 * file's hash, sheet and row, so that importing again, or going on after a kill, doubles nothing.
 */
export const planImport = (input: ImportInput): ImportPlan => {
  const headings = input.rows[input.headingRow] ?? [];
  const reader = { ...input, headings };
  const outcomes: RowOutcome[] = [];
  const readable: CustomerRow[] = [];
  for (const [index, cells] of input.rows.entries()) {
    if (index <= input.headingRow || !isFilled(cells)) continue;
    const read = readRow(cells, index + 1, reader);
    if (read.kind === 'customer') readable.push(read);
    else outcomes.push(refusedOutcome(index + 1, (cells[input.mapping.indexOf('name')] ?? '').trim(), read));
  }
  const repeated = repeatedDeals(readable);
  for (const { row, name, deal } of readable) {
    const other = repeated.get(row);
    if (other === undefined) continue;
    const refused: RefusedRow = { kind: 'refused', reason: 'dealTwice', field: 'dealId', cell: deal?.number ?? '' };
    outcomes.push(refusedOutcome(row, name, refused, other));
  }
  const rows = readable.filter(({ row }) => !repeated.has(row));
  const groups = groupRows(rows, input);
  const owners = ownersByName(input);
  outcomes.push(...groups.flatMap(outcomesOf));
  return {
    rows: outcomes.sort((a, b) => a.row - b.row),
    customers: groups.map((group) => planCustomer(group, input, owners)),
    missingOwners: missingOwnersOf(rows, input),
  };
};
