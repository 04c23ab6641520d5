import { type Component, For, Show } from 'solid-js';
import { importing as words } from '../../locales/zh-CN/import.ts';
import { Banner } from '../../ui/badge.tsx';
import { SelectField } from '../../ui/field.tsx';
import { TriangleAlert } from '../../ui/icons.ts';
import { Card, SectionTitle } from '../../ui/list.tsx';
import { type ColumnView, columnLetter, type FieldChoice } from './model.ts';

export interface MappingStepProps {
  readonly columns: readonly ColumnView[];
  readonly fields: readonly FieldChoice[];
  /** First data rows, cut to what fits. */
  readonly preview: readonly (readonly string[])[];
  readonly rowCount: number;
  readonly problem: string | null;
  readonly sheets: readonly string[];
  readonly sheet: string;
  readonly onSheet: (sheet: string) => void;
  readonly territories: readonly { readonly id: string; readonly name: string }[];
  readonly territory: string;
  readonly onTerritory: (id: string) => void;
  readonly onMap: (index: number, field: string | null) => void;
}

const PreviewTable: Component<Pick<MappingStepProps, 'columns' | 'preview'>> = (props) => (
  // The scroller takes the focus, so that keys scroll it.
  <section aria-label={words.preview.table} tabindex={0} class="overflow-x-auto">
    <table class="w-full border-collapse text-second">
      <thead>
        <tr>
          <For each={props.columns}>
            {(column) => (
              <th
                scope="col"
                class={`border-b border-line px-3 py-2 text-left whitespace-nowrap ${column.field === null ? 'text-ink-3' : 'font-semibold text-ink'}`}
              >
                {words.preview.column(columnLetter(column.index), column.heading)}
              </th>
            )}
          </For>
        </tr>
      </thead>
      <tbody>
        <For each={props.preview}>
          {(row) => (
            <tr>
              <For each={props.columns}>
                {(column) => (
                  <td
                    class={`max-w-48 truncate border-b border-line px-3 py-1.5 ${column.field === null ? 'text-ink-3' : 'text-ink'}`}
                  >
                    {row[column.index] ?? ''}
                  </td>
                )}
              </For>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  </section>
);

/** What the file says, and what each column means: proposed, and every proposal can be changed. */
export const MappingStep: Component<MappingStepProps> = (props) => (
  <div class="flex flex-col gap-4">
    <div class="grid gap-3 sm:grid-cols-2">
      <Show when={props.sheets.length > 1}>
        <SelectField
          label={words.sheet}
          value={props.sheet}
          options={props.sheets.map((name) => ({ value: name, label: name }))}
          onChoose={props.onSheet}
        />
      </Show>
      <SelectField
        label={words.preview.territory}
        value={props.territory}
        options={props.territories.map(({ id, name }) => ({ value: id, label: name }))}
        onChoose={props.onTerritory}
      />
    </div>
    <div>
      <SectionTitle aside={words.preview.line(props.rowCount, props.columns.length)}>
        {words.preview.table}
      </SectionTitle>
      <Card flush={true}>
        <PreviewTable columns={props.columns} preview={props.preview} />
      </Card>
    </div>
    <div>
      <SectionTitle>{words.preview.title}</SectionTitle>
      <div class="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        <For each={props.columns}>
          {(column) => (
            <SelectField
              label={words.preview.as(words.preview.column(columnLetter(column.index), column.heading))}
              hint={column.samples.length === 0 ? undefined : `${words.preview.sample} ${column.samples.join(' · ')}`}
              value={column.field ?? ''}
              placeholder={words.preview.ignore}
              options={props.fields.map(({ id, label }) => ({ value: id, label }))}
              onChoose={(field) => props.onMap(column.index, field === '' ? null : field)}
            />
          )}
        </For>
      </div>
    </div>
    <Show when={props.problem}>
      <Banner tone="yellow" alert={true} icon={<TriangleAlert size={18} />}>
        {props.problem}
      </Banner>
    </Show>
  </div>
);
