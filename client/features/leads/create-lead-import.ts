import { createSignal } from 'solid-js';
import { guessLeadColumns, type LeadColumns, type LeadRowOutcome, type OrgState, planLeads } from '#rules';
import type { DataClient } from '../../data/contract.ts';
import { readFile } from '../../data/import-reader/read-file.ts';
import type { ReadOutcome, TableSheet } from '../../data/import-reader/table.ts';
import { importing } from '../../locales/zh-CN/import.ts';
import { leads } from '../../locales/zh-CN/leads.ts';
import { outcomeWords } from '../../views/refusal-words.ts';

type Table = Extract<ReadOutcome, { kind: 'table' }>;

/** A file that was read, and what its columns are taken for. */
export interface LeadFile {
  readonly name: string;
  readonly table: Table;
  readonly sheet: TableSheet;
  readonly headingRow: number;
  readonly columns: LeadColumns;
  readonly source: string;
  readonly campaign: string;
}
export interface ImportReport {
  readonly made: number;
  readonly known: number;
  /** By row of the file, the first first. */
  readonly failed: readonly (readonly [row: number, why: string])[];
}
export interface LeadImportDeps {
  readonly client: Pick<DataClient, 'run'>;
  readonly org: () => OrgState | undefined;
  readonly nowMs: () => number;
}

/** Leads at work at the same time: their transactions share one sync of the disk. */
const AT_ONCE = 24;

/** Choose a file, say what its columns are, write what can be a lead; the same row again changes nothing. */
export const createLeadImport = ({ client, org, nowMs }: LeadImportDeps) => {
  const [file, setFile] = createSignal<LeadFile | null>(null);
  const [reading, setReading] = createSignal<string | null>(null);
  const [problem, setProblem] = createSignal<string | null>(null);
  const [report, setReport] = createSignal<ImportReport | null>(null);
  const [isBusy, setIsBusy] = createSignal(false);

  /** What was typed for all rows holds for each of its sheets. */
  const lookAt = (name: string, table: Table, sheet: TableSheet): boolean => {
    const found = guessLeadColumns(sheet.rows);
    const { source, campaign } = file() ?? { source: '', campaign: '' };
    if (found !== null) setFile({ name, table, sheet, ...found, source, campaign });
    return found !== null;
  };
  const open = async (chosen: File): Promise<void> => {
    setProblem(null);
    // One that cannot be read leaves nothing of the one before to be imported by mistake.
    setFile(null);
    setReport(null);
    setReading(chosen.name);
    const table = await readFile(chosen);
    setReading(null);
    if (table.kind === 'failed') setProblem(importing.errors[table.reason]);
    else if (!table.sheets.some((sheet) => lookAt(chosen.name, table, sheet))) setProblem(leads.import.noHeader);
  };
  const plan = (): readonly LeadRowOutcome[] => {
    const [chosen, company] = [file(), org()];
    if (chosen === null || company === undefined) return [];
    const { name, table, sheet, ...rest } = chosen;
    return planLeads({
      ...{ ...rest, rows: sheet.rows, file: name, sheet: sheet.name, fileHash: table.hash },
      ...{ territories: company.territories, nowMs: nowMs() },
    });
  };
  const start = async (): Promise<void> => {
    setIsBusy(true);
    let [made, known] = [0, 0];
    const failed: [number, string][] = [];
    const rows = plan();
    const record = async (one: LeadRowOutcome): Promise<void> => {
      if (one.kind === 'refused') return void failed.push([one.row, leads.import.refusals[one.reason]]);
      const outcome = await client.run({ type: 'leadRecorded', subject: one.lead, payload: one.payload });
      if (outcome.kind === 'saved') made += 1;
      else if (outcome.kind === 'refused' && outcome.refusals.every(({ code }) => code === 'alreadyDone')) known += 1;
      else failed.push([one.row, outcomeWords(outcome) ?? '']);
    };
    for (let at = 0; at < rows.length; at += AT_ONCE) await Promise.all(rows.slice(at, at + AT_ONCE).map(record));
    setIsBusy(false);
    setReport({ made, known, failed: failed.sort(([a], [b]) => a - b) });
  };
  return {
    file,
    reading,
    problem,
    report,
    isBusy,
    open,
    plan,
    start,
    change: (changed: Partial<LeadFile>): void => {
      const chosen = file();
      if (chosen !== null) setFile({ ...chosen, ...changed });
    },
    chooseSheet: (name: string): void => {
      const chosen = file();
      const sheet = chosen?.table.sheets.find((one) => one.name === name);
      if (chosen === null || sheet === undefined) return;
      setProblem(lookAt(chosen.name, chosen.table, sheet) ? null : leads.import.noHeader);
    },
  };
};
export type LeadImportJob = ReturnType<typeof createLeadImport>;
