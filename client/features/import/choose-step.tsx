import { type Component, For, Show } from 'solid-js';
import { importing as words } from '../../locales/zh-CN/import.ts';
import { FileButton } from '../../ui/field.tsx';
import { FileUp } from '../../ui/icons.ts';
import { Card } from '../../ui/list.tsx';
import { Problem } from '../../ui/problem.tsx';

/** The empty start: which file, what is understood, and what was wrong with the one before. */
export const ChooseStep: Component<{
  readonly problem: string | null;
  /** Name of the file being read, or null. */
  readonly reading: string | null;
  readonly onFile: (file: File) => void;
}> = (props) => (
  <div class="mx-auto flex max-w-xl flex-col gap-4 pt-2">
    <Problem text={props.problem} />
    <Card>
      <h2 class="m-0 text-item font-semibold">{words.choose.title}</h2>
      <p class="mt-1 mb-3 text-body text-ink-2">{words.choose.line}</p>
      <Show when={props.reading} fallback={null}>
        {(name) => (
          <p role="status" class="mt-0 mb-3 text-body text-ink-2">
            {words.reading(name())}
          </p>
        )}
      </Show>
      <FileButton
        accept=".xlsx,.csv,.xls,.txt,.tsv"
        kind="primary"
        icon={<FileUp size={18} />}
        onFiles={([file]) => file !== undefined && props.onFile(file)}
      >
        {words.choose.act}
      </FileButton>
    </Card>
    <ul class="m-0 flex list-disc flex-col gap-1 pl-5 text-second text-ink-2">
      <For each={words.choose.notes}>{(note) => <li>{note}</li>}</For>
    </ul>
  </div>
);
