import { type Accessor, createSignal, onCleanup } from 'solid-js';
import { type ImportPlan, type KnownCustomer, type OrgState, type Process, planImport } from '#rules';
import type { DataClient } from '../../data/contract.ts';
import { readFile } from '../../data/import-reader/read-file.ts';
import type { ReadOutcome } from '../../data/import-reader/table.ts';
import { importing as words } from '../../locales/zh-CN/import.ts';
import { firstSheet, lookAtSheet, type ReadSheet } from './file-columns.ts';
import type { RowResult } from './model.ts';
import {
  fieldChoices,
  importInput,
  knownCustomers,
  likelyTerritory,
  lookUpFields,
  ownTerritories,
  rowResults,
} from './plan-input.ts';
import { type RunReport, runPlan } from './run-plan.ts';

type Table = Extract<ReadOutcome, { kind: 'table' }>;

/** A file that was read, and what is chosen about it. */
export interface OpenFile {
  readonly name: string;
  readonly table: Table;
  readonly read: ReadSheet;
  readonly territory: string;
  readonly owners: Readonly<Record<string, string>>;
}

export type ImportPhase =
  | { readonly kind: 'choose'; readonly reading: string | null; readonly problem: string | null }
  | { readonly kind: 'mapping'; readonly file: OpenFile; readonly isChecking: boolean }
  | {
      readonly kind: 'confirm';
      readonly file: OpenFile;
      readonly plan: ImportPlan;
      readonly known: readonly KnownCustomer[];
    }
  | { readonly kind: 'running'; readonly done: number; readonly total: number }
  | {
      readonly kind: 'result';
      readonly file: OpenFile;
      readonly plan: ImportPlan;
      readonly rows: readonly RowResult[];
      readonly stopped: string | null;
    };

export interface ImportDeps {
  readonly client: DataClient;
  readonly org: Accessor<OrgState | undefined>;
  readonly member: () => string | null;
  readonly nowMs: () => number;
}

/** A plan can take a second on a phone: what the page says about it is drawn first. */
const afterDrawing = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));

const stoppedWords = ({ stopped }: RunReport): string | null => {
  if (stopped === null) return null;
  return stopped.kind === 'asked' ? words.result.asked : stopped.words || words.result.unknownProblem;
};

const resultsOf = (plan: ImportPlan, report: RunReport, process: Process | undefined): readonly RowResult[] => {
  const failed = new Map(report.failed);
  for (const row of report.notReached) failed.set(row, words.result.notReached);
  return rowResults(plan, failed, fieldChoices(process));
};

/** Saving goes on only while the page lives; leaving in the middle is asked about. */
const guardLeaving = (event: BeforeUnloadEvent): void => event.preventDefault();

export interface Import {
  readonly phase: Accessor<ImportPhase>;
  readonly open: (file: File) => Promise<void>;
  /** Sheet, territory, columns or owners chosen differently. */
  readonly change: (change: Partial<Pick<OpenFile, 'read' | 'territory' | 'owners'>>) => void;
  readonly chooseSheet: (name: string) => void;
  /** From the columns to the confirmation: nothing is written. */
  readonly check: () => Promise<void>;
  readonly back: () => void;
  readonly start: () => Promise<void>;
  readonly goOn: () => Promise<void>;
  readonly stop: () => void;
}

/** The steps of an import: choose, say what the columns mean, confirm, run, see what became of every row. */
export const createImport = (deps: ImportDeps): Import => {
  const [phase, setPhase] = createSignal<ImportPhase>({ kind: 'choose', reading: null, problem: null });
  let isStopped = false;
  onCleanup(() => {
    isStopped = true;
  });
  const choose = (problem: string | null): void => void setPhase({ kind: 'choose', reading: null, problem });
  const planOf = (file: OpenFile, known: readonly KnownCustomer[]): ImportPlan | null => {
    const org = deps.org();
    if (org === undefined) return null;
    const chosen = { ...file, file: file.name, hash: file.table.hash };
    return planImport(importInput(chosen, org, deps.member(), known, deps.nowMs()));
  };

  const open = async (file: File): Promise<void> => {
    setPhase({ kind: 'choose', reading: file.name, problem: null });
    const table = await readFile(file);
    if (table.kind === 'failed') return choose(words.errors[table.reason]);
    // A small file may be read before the company is.
    const org = deps.org() ?? (await deps.client.ask({ kind: 'org' }));
    const read = firstSheet(table.sheets, org.process);
    if (read === null) return choose(words.errors.noHeader);
    const territory = likelyTerritory(ownTerritories(org, deps.member()), file.name, read.sheet.name);
    setPhase({ kind: 'mapping', file: { name: file.name, table, read, territory, owners: {} }, isChecking: false });
  };
  const change: Import['change'] = (changed) => {
    const now = phase();
    if (now.kind !== 'mapping' && now.kind !== 'confirm') return;
    setPhase({ ...now, file: { ...now.file, ...changed } });
  };
  const chooseSheet = (name: string): void => {
    const now = phase();
    const org = deps.org();
    if (now.kind !== 'mapping' || org === undefined) return;
    const sheet = now.file.table.sheets.find((one) => one.name === name);
    const read = sheet === undefined ? null : lookAtSheet(sheet, org.process);
    if (read === null) choose(words.errors.noHeader);
    else change({ read });
  };
  const check = async (): Promise<void> => {
    const now = phase();
    if (now.kind !== 'mapping') return;
    setPhase({ ...now, isChecking: true });
    const known = await knownCustomers(deps.client);
    await afterDrawing();
    const plan = planOf(now.file, known);
    if (plan !== null && phase().kind === 'mapping') setPhase({ kind: 'confirm', file: now.file, plan, known });
  };
  const run = async (file: OpenFile, plan: ImportPlan): Promise<void> => {
    isStopped = false;
    const total = plan.customers.reduce((sum, { steps }) => sum + steps.length, 0);
    setPhase({ kind: 'running', done: 0, total });
    window.addEventListener('beforeunload', guardLeaving);
    const report = await runPlan({
      client: deps.client,
      plan,
      onProgress: (done) => {
        if (done % 20 === 0) setPhase({ kind: 'running', done, total });
      },
      isStopped: () => isStopped,
    });
    window.removeEventListener('beforeunload', guardLeaving);
    setPhase({
      kind: 'result',
      file,
      plan,
      rows: resultsOf(plan, report, deps.org()?.process),
      stopped: stoppedWords(report),
    });
  };
  const start = async (): Promise<void> => {
    const now = phase();
    if (now.kind !== 'confirm') return;
    setPhase({ kind: 'running', done: 0, total: 0 });
    const known = await lookUpFields(deps.client, now.known, now.plan);
    const plan = planOf(now.file, known);
    if (plan !== null) await run(now.file, plan);
  };
  return {
    phase,
    open,
    change,
    chooseSheet,
    check,
    back: () => {
      const now = phase();
      if (now.kind === 'confirm') setPhase({ kind: 'mapping', file: now.file, isChecking: false });
      else if (now.kind !== 'running') choose(null);
    },
    start,
    goOn: async () => {
      const now = phase();
      if (now.kind === 'result') await run(now.file, now.plan);
    },
    stop: () => {
      isStopped = true;
    },
  };
};
