import { type Component, createMemo, For, Show } from 'solid-js';
import { LEAD_FIELDS, type LeadField } from '#rules';
import { useData, useNow, useOrg } from '../../app/data-context.tsx';
import { leads } from '../../locales/zh-CN/leads.ts';
import { Banner } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { FileButton, SelectField, TextField } from '../../ui/field.tsx';
import { FileUp } from '../../ui/icons.ts';
import { SectionTitle } from '../../ui/list.tsx';
import { createLeadImport, type ImportReport, type LeadFile, type LeadImportJob } from './create-lead-import.ts';

const words = leads.import;
/** Refused rows that are listed one by one. */
const LISTED = 20;

/** `A`, `B` … `Z`, `AA` as spreadsheets name columns. */
const letterOf = (index: number): string => {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : letterOf(Math.floor(index / 26) - 1) + letter;
};

const Columns: Component<{ readonly file: LeadFile; readonly job: LeadImportJob }> = (props) => {
  const headings = createMemo(() =>
    (props.file.sheet.rows[props.file.headingRow] ?? []).flatMap((heading, index) =>
      heading === '' ? [] : [{ value: String(index), label: words.column(letterOf(index), heading) }],
    ),
  );
  const map = (field: LeadField, column: string): void => {
    const { [field]: _before, ...others } = props.file.columns;
    props.job.change({ columns: column === '' ? others : { ...others, [field]: Number(column) } });
  };
  return (
    <section aria-label={words.columns} class="flex flex-col gap-3">
      <SectionTitle>{words.columns}</SectionTitle>
      <Show when={props.file.table.sheets.length > 1}>
        <SelectField
          label={words.sheet}
          value={props.file.sheet.name}
          options={props.file.table.sheets.map(({ name }) => ({ value: name, label: name }))}
          onChoose={props.job.chooseSheet}
        />
      </Show>
      <div class="grid gap-3 sm:grid-cols-2">
        <For each={LEAD_FIELDS}>
          {(field) => (
            <SelectField
              label={words.fields[field]}
              placeholder={words.none}
              value={String(props.file.columns[field] ?? '')}
              options={headings()}
              onChoose={(column) => map(field, column)}
            />
          )}
        </For>
      </div>
      <TextField
        label={words.defaultSource}
        value={props.file.source}
        onText={(source) => props.job.change({ source })}
      />
      <TextField
        label={words.defaultCampaign}
        value={props.file.campaign}
        onText={(campaign) => props.job.change({ campaign })}
      />
    </section>
  );
};

/** Which rows are not taken, and why: before the import, where the file can still be mended, and after it. */
const Failed: Component<{ readonly rows: ImportReport['failed'] }> = (props) => (
  <ul class="m-0 flex list-none flex-col gap-1 p-0 text-second text-ink-2 empty:hidden">
    <For each={props.rows.slice(0, LISTED)}>{([row, why]) => <li>{words.failed(row, why)}</li>}</For>
    <Show when={props.rows.length > LISTED}>
      <li>{words.moreRefused(props.rows.length - LISTED)}</li>
    </Show>
  </ul>
);

const Report: Component<{ readonly report: ImportReport }> = (props) => (
  <div role="status" class="flex flex-col gap-2">
    <p class="m-0 text-item font-semibold">{words.done(props.report.made, props.report.known)}</p>
    <Failed rows={props.report.failed} />
  </div>
);

/** A file of leads: chosen, its columns checked, written; what could not be taken is named by its row (R51). */
export const ImportSheet: Component<{ readonly onClose: () => void }> = (props) => {
  const org = useOrg();
  const now = useNow();
  const job = createLeadImport({ client: useData(), org, nowMs: () => Math.floor(now()) });
  const plan = createMemo(() => job.plan());
  const refused = () =>
    plan().flatMap((one) => (one.kind === 'refused' ? [[one.row, words.refusals[one.reason]] as const] : []));
  const taken = () => plan().filter(({ kind }) => kind === 'lead').length;
  const phones = () => plan().reduce((sum, one) => sum + (one.kind === 'lead' ? one.phones : 0), 0);
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={words.title}
      line={words.line}
      closeLabel={leads.close}
      height="full"
      foot={
        <Show when={job.file()}>
          <Show
            when={job.report() === null}
            fallback={
              <Button kind="primary" wide={true} onClick={() => props.onClose()}>
                {words.toPool}
              </Button>
            }
          >
            <Button
              kind="primary"
              wide={true}
              disabled={job.isBusy() || taken() === 0}
              onClick={() => void job.start()}
            >
              {words.start(taken())}
            </Button>
          </Show>
        </Show>
      }
    >
      <div class="flex flex-col gap-4 pb-4">
        <Show when={job.problem()}>
          {(said) => (
            <Banner tone="red" alert={true}>
              {said()}
            </Banner>
          )}
        </Show>
        <FileButton
          accept=".xlsx,.csv,.txt,.tsv"
          icon={<FileUp size={18} />}
          onFiles={([chosen]) => chosen !== undefined && void job.open(chosen)}
        >
          {words.choose}
        </FileButton>
        <Show when={job.reading()}>{(name) => <p role="status">{words.reading(name())}</p>}</Show>
        <Show when={job.report()}>{(report) => <Report report={report()} />}</Show>
        <Show when={job.report() === null && job.file()}>
          {(file) => (
            <>
              <p role="status" class="m-0 text-item font-semibold">
                {words.counts(taken(), refused().length)}
              </p>
              <Failed rows={refused()} />
              <Show when={phones() > 0}>
                <Banner tone="yellow">{words.phones(phones())}</Banner>
              </Show>
              <Columns file={file()} job={job} />
            </>
          )}
        </Show>
      </div>
    </Sheet>
  );
};
