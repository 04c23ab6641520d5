import { type Component, createMemo, Match, Switch } from 'solid-js';
import { useData, useMe, useNow, useOrg } from '../../app/data-context.tsx';
import { downloadText } from '../../app/download.ts';
import { Page } from '../../app/page.tsx';
import { importing as words } from '../../locales/zh-CN/import.ts';
import { Button } from '../../ui/button.tsx';
import { toCsv } from '../../views/csv.ts';
import { ChooseStep } from './choose-step.tsx';
import { ConfirmStep } from './confirm-step.tsx';
import { createImport, type Import, type ImportPhase, type OpenFile } from './create-import.ts';
import { columnsOf, previewOf, rowCountOf, withField } from './file-columns.ts';
import { MappingStep } from './mapping-step.tsx';
import { claimedTwice, countKinds, type FieldChoice } from './model.ts';
import { fieldChoices, ownTerritories, rowResults } from './plan-input.ts';
import { ResultStep } from './result-step.tsx';

type PhaseOf<Kind extends ImportPhase['kind']> = Extract<ImportPhase, { kind: Kind }>;
const only = <Kind extends ImportPhase['kind']>(phase: ImportPhase, kind: Kind): PhaseOf<Kind> | null =>
  phase.kind === kind ? (phase as PhaseOf<Kind>) : null;

/** Why the columns as chosen cannot be imported, or null. */
const mappingProblem = (file: OpenFile, fields: readonly FieldChoice[]): string | null => {
  if (file.territory === '') return words.preview.noTerritory;
  const columns = columnsOf(file.read);
  if (!columns.some(({ field }) => field === 'name')) return words.preview.needName;
  const twice = claimedTwice(columns);
  const label = fields.find(({ id }) => id === twice)?.label;
  return label === undefined ? null : words.preview.twice(label);
};

const Mapping: Component<{ readonly file: OpenFile; readonly job: Import }> = (props) => {
  const org = useOrg();
  const me = useMe();
  const fields = createMemo(() => fieldChoices(org()?.process));
  const territories = (): readonly { readonly id: string; readonly name: string }[] => {
    const state = org();
    return state === undefined ? [] : ownTerritories(state, me.member());
  };
  return (
    <MappingStep
      columns={columnsOf(props.file.read)}
      fields={fields()}
      preview={previewOf(props.file.read)}
      rowCount={rowCountOf(props.file.read)}
      problem={mappingProblem(props.file, fields())}
      sheets={props.file.table.sheets.map(({ name }) => name)}
      sheet={props.file.read.sheet.name}
      onSheet={props.job.chooseSheet}
      territories={territories()}
      territory={props.file.territory}
      onTerritory={(territory) => props.job.change({ territory })}
      onMap={(column, field) => props.job.change({ read: withField(props.file.read, column, field) })}
    />
  );
};

const Confirm: Component<{ readonly phase: PhaseOf<'confirm'>; readonly job: Import }> = (props) => {
  const org = useOrg();
  const colleagues = createMemo(() =>
    Object.values(org()?.members ?? {})
      .filter(({ active }) => active)
      .map(({ id, name }) => ({ id, name })),
  );
  return (
    <ConfirmStep
      counts={countKinds(rowResults(props.phase.plan, new Map(), fieldChoices(org()?.process)))}
      missing={props.phase.plan.missingOwners}
      colleagues={colleagues()}
      owners={props.phase.file.owners}
      onOwner={(name, member) => props.job.change({ owners: { ...props.phase.file.owners, [name]: member } })}
    />
  );
};

const Running: Component<{ readonly done: number; readonly total: number }> = (props) => (
  <div class="mx-auto flex max-w-xl flex-col gap-3 pt-8 text-center">
    <p role="status" class="m-0 text-item">
      {words.running(props.done, props.total)}
    </p>
    <progress class="w-full" aria-label={words.runningLabel} max={Math.max(1, props.total)} value={props.done} />
  </div>
);

/** Refused rows as they stand in the file, with where they stood and why they were not taken. */
const refusedCsv = ({ file, rows }: PhaseOf<'result'>): string => {
  const { sheet, headingRow } = file.read;
  const headings = sheet.rows[headingRow] ?? [];
  return toCsv([
    [...headings, words.result.rowColumn, words.result.reasonColumn],
    ...rows
      .filter(({ kind }) => kind === 'refused')
      .map(({ row, words: why }) => [...headings.map((_, column) => sheet.rows[row - 1]?.[column] ?? ''), row, why]),
  ]);
};

const Bar: Component<{ readonly job: Import }> = (props) => {
  const org = useOrg();
  const phase = () => props.job.phase();
  const planned = (confirm: PhaseOf<'confirm'>): number =>
    confirm.plan.rows.filter(({ kind }) => kind !== 'refused').length;
  return (
    <Switch>
      <Match when={only(phase(), 'mapping')}>
        {(mapping) => (
          <>
            <Button class="shrink-0" onClick={() => props.job.back()}>
              {words.again}
            </Button>
            <Button
              kind="primary"
              class="flex-1"
              disabled={mapping().isChecking || mappingProblem(mapping().file, fieldChoices(org()?.process)) !== null}
              onClick={() => void props.job.check()}
            >
              {mapping().isChecking ? words.preview.checking : words.preview.next}
            </Button>
          </>
        )}
      </Match>
      <Match when={only(phase(), 'confirm')}>
        {(confirm) => (
          <>
            <Button class="shrink-0" onClick={() => props.job.back()}>
              {words.back}
            </Button>
            <Button
              kind="primary"
              class="flex-1"
              disabled={planned(confirm()) === 0}
              onClick={() => void props.job.start()}
            >
              {planned(confirm()) === 0 ? words.confirm.nothing : words.confirm.act(planned(confirm()))}
            </Button>
          </>
        )}
      </Match>
      <Match when={phase().kind === 'running'}>
        <Button wide={true} onClick={() => props.job.stop()}>
          {words.stop}
        </Button>
      </Match>
    </Switch>
  );
};

/** 导入客户: a file, what its columns mean, whose the customers are, and what became of every row. */
export const ImportPage: Component = () => {
  const me = useMe();
  const now = useNow();
  const job = createImport({ client: useData(), org: useOrg(), member: me.member, nowMs: now });
  const hasBar = (): boolean => ['mapping', 'confirm', 'running'].includes(job.phase().kind);
  const isResult = (): boolean => job.phase().kind === 'result';
  const download = (result: PhaseOf<'result'>): void =>
    downloadText(words.result.downloadName, 'text/csv', refusedCsv(result));
  return (
    <Page
      title={isResult() ? words.result.title : words.title}
      fixed={isResult()}
      {...(hasBar() ? { bar: <Bar job={job} /> } : {})}
    >
      <Switch>
        <Match when={only(job.phase(), 'choose')}>
          {(choose) => (
            <ChooseStep problem={choose().problem} reading={choose().reading} onFile={(file) => void job.open(file)} />
          )}
        </Match>
        <Match when={only(job.phase(), 'mapping')}>{(mapping) => <Mapping file={mapping().file} job={job} />}</Match>
        <Match when={only(job.phase(), 'confirm')}>{(confirm) => <Confirm phase={confirm()} job={job} />}</Match>
        <Match when={only(job.phase(), 'running')}>
          {(running) => <Running done={running().done} total={running().total} />}
        </Match>
        <Match when={only(job.phase(), 'result')}>
          {(result) => (
            <ResultStep
              rows={result().rows}
              stopped={result().stopped}
              onDownload={() => download(result())}
              onGoOn={result().stopped === null ? null : () => void job.goOn()}
              onAgain={() => job.back()}
            />
          )}
        </Match>
      </Switch>
    </Page>
  );
};
