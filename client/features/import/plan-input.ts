import {
  type CustomerId,
  IMPORT_FIELDS,
  type ImportField,
  type ImportInput,
  type ImportPlan,
  type KnownCustomer,
  type MemberId,
  type OrgState,
  ownColumns,
  type Process,
  type RowOutcome,
  type TerritoryId,
  worksIn,
} from '#rules';
import type { DataClient } from '../../data/contract.ts';
import { importing as words } from '../../locales/zh-CN/import.ts';
import type { ReadSheet } from './file-columns.ts';
import type { FieldChoice, RowResult } from './model.ts';

/** What a column may be: the product's fields, then the company's own of a customer (R15). */
export const fieldChoices = (process: Process | undefined): readonly FieldChoice[] => [
  ...IMPORT_FIELDS.map((id) => ({ id, label: words.fields[id] })),
  ...(process === undefined ? [] : ownColumns(process)).map(({ id, name }) => ({ id, label: name })),
];
const labelOf = (field: ImportField, choices: readonly FieldChoice[]): string =>
  choices.find(({ id }) => id === field)?.label ?? field;

/** The file and what was chosen on the screen about it. */
export interface Chosen {
  readonly file: string;
  readonly hash: string;
  readonly read: ReadSheet;
  readonly territory: string;
  readonly owners: Readonly<Record<string, string>>;
}

/** Territories the member may bring customers into. */
export const ownTerritories = (org: OrgState, member: string | null): OrgState['territories'] => {
  const state = member === null ? undefined : org.members[member];
  return state === undefined ? [] : org.territories.filter(({ id }) => worksIn(state, id));
};

/** The territory whose name stands in the name of the file or the sheet, else the first. */
export const likelyTerritory = (territories: OrgState['territories'], file: string, sheet: string): string =>
  (territories.find(({ name }) => file.includes(name) || sheet.includes(name)) ?? territories[0])?.id ?? '';

export const importInput = (
  chosen: Chosen,
  org: OrgState,
  member: string | null,
  known: readonly KnownCustomer[],
  now: number,
): ImportInput => ({
  file: chosen.file,
  fileHash: chosen.hash,
  sheet: chosen.read.sheet.name,
  rows: chosen.read.sheet.rows,
  headingRow: chosen.read.headingRow,
  mapping: chosen.read.mapping,
  territory: chosen.territory as TerritoryId,
  territories: ownTerritories(org, member),
  members: Object.values(org.members)
    .filter(({ active }) => active)
    .map(({ id, name }) => ({ id, name })),
  chosenOwners: Object.fromEntries(Object.entries(chosen.owners).filter(([, id]) => id !== '')) as Readonly<
    Record<string, MemberId>
  >,
  known,
  process: org.process,
  now,
  words: words.written,
});

const EVERYBODY = { kind: 'pool', filter: { chip: 'all' }, search: '', offset: 0, limit: 1_000_000 } as const;

/** Every customer this device knows, by name only. */
export const knownCustomers = async (client: DataClient): Promise<readonly KnownCustomer[]> => {
  const { rows } = await client.ask(EVERYBODY);
  return rows.map(({ id, name }) => ({ id, name, filled: null }));
};

/** Looks up which fields of the customers that rows merge into have a value already, so that none is overwritten. */
export const lookUpFields = async (
  client: DataClient,
  known: readonly KnownCustomer[],
  plan: ImportPlan,
): Promise<readonly KnownCustomer[]> => {
  const wanted = new Set(plan.customers.filter(({ isNew }) => !isNew).map(({ customer }) => customer));
  const found = new Map<CustomerId, readonly string[]>();
  for (const id of wanted) {
    const answer = await client.ask({ kind: 'customer', id });
    if (answer === null) continue;
    const fields = Object.entries(answer.state.fields).filter(([, field]) => field.leaves[0]?.value != null);
    found.set(
      id,
      fields.map(([name]) => name),
    );
  }
  return known.map((customer) => ({ ...customer, filled: found.get(customer.id) ?? null }));
};

const refusalWords = (outcome: Extract<RowOutcome, { kind: 'refused' }>, choices: readonly FieldChoice[]): string =>
  words.refused[outcome.reason]({
    field: outcome.field === null ? '' : labelOf(outcome.field, choices),
    cell: outcome.cell.length > 20 ? `${outcome.cell.slice(0, 20)}…` : outcome.cell,
    row: outcome.other ?? 0,
  });

/** One line for each row; `failed` says of rows that were planned why the data layer did not take them. */
export const rowResults = (
  plan: ImportPlan,
  failed: ReadonlyMap<number, string>,
  choices: readonly FieldChoice[],
): readonly RowResult[] =>
  plan.rows.map((outcome): RowResult => {
    const { row } = outcome;
    const name = outcome.name === '' ? words.result.nameless : outcome.name;
    const why = failed.get(row);
    if (outcome.kind === 'refused') return { row, name, kind: 'refused', words: refusalWords(outcome, choices) };
    if (why !== undefined) return { row, name, kind: 'refused', words: why };
    return outcome.kind === 'taken'
      ? { row, name, kind: 'taken', words: '' }
      : { row, name, kind: 'merged', words: words.result.into(outcome.into) };
  });
