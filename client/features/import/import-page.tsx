import { type Component, createSignal, For, Show } from 'solid-js';
import { useOrg } from '../../app/data-context.tsx';
import { Page } from '../../app/page.tsx';
import { readFile } from '../../data/import-reader/read-file.ts';
import type { ReadOutcome } from '../../data/import-reader/table.ts';
import { importing as words } from '../../locales/zh-CN/import.ts';
import { Banner } from '../../ui/badge.tsx';
import { FileButton } from '../../ui/field.tsx';
import { FileUp, TriangleAlert } from '../../ui/icons.ts';
import { MappingStep } from './mapping-step.tsx';

type Table = Extract<ReadOutcome, { kind: 'table' }>;

/** 导入客户: a file, what its columns mean, whose the customers are, and what became of every row. */
export const ImportPage: Component = () => {
  const org = useOrg();
  const [table, setTable] = createSignal<Table | null>(null);
  const [problem, setProblem] = createSignal<string | null>(null);
  const [reading, setReading] = createSignal<string | null>(null);
  const open = async (file: File): Promise<void> => {
    setReading(file.name);
    const outcome = await readFile(file);
    setReading(null);
    setProblem(outcome.kind === 'failed' ? words.errors[outcome.reason] : null);
    setTable(outcome.kind === 'table' ? outcome : null);
  };
  return (
    <Page title={words.title}>
      <Show when={problem()}>
        {(text) => (
          <Banner tone="red" alert={true} icon={<TriangleAlert size={18} />}>
            {text()}
          </Banner>
        )}
      </Show>
      <Show when={reading()}>{(name) => <p role="status">{words.reading(name())}</p>}</Show>
      <Show
        when={table()}
        fallback={
          <>
            <p>{words.choose.line}</p>
            <FileButton
              accept=".xlsx,.csv"
              kind="primary"
              icon={<FileUp size={18} />}
              onFiles={([file]) => file && void open(file)}
            >
              {words.choose.act}
            </FileButton>
            <ul>
              <For each={words.choose.notes}>{(note) => <li>{note}</li>}</For>
            </ul>
          </>
        }
      >
        {(read) => (
          <MappingStep
            columns={(read().sheets[0]?.rows[0] ?? []).map((heading, index) => ({
              index,
              heading,
              samples: [],
              field: null,
            }))}
            fields={[]}
            preview={read().sheets[0]?.rows.slice(1, 6) ?? []}
            rowCount={read().sheets[0]?.rows.length ?? 0}
            problem={null}
            sheets={read().sheets.map(({ name }) => name)}
            sheet={read().sheets[0]?.name ?? ''}
            onSheet={() => undefined}
            territories={org()?.territories ?? []}
            territory={org()?.territories[0]?.id ?? ''}
            onTerritory={() => undefined}
            onMap={() => undefined}
          />
        )}
      </Show>
    </Page>
  );
};
