import { type Component, type JSX, Show } from 'solid-js';
import { BLOB_PATH } from '#protocol';
import type { Evidence } from '#rules';
import { useSync } from '../../../app/data-context.tsx';
import { customerFiles as words } from '../../../locales/zh-CN/customer-files.ts';
import { CloudUpload, Download, FileText, TriangleAlert } from '../../../ui/icons.ts';
import type { FileState } from './file-state.ts';

const LOOKS: Readonly<Record<FileState, string>> = {
  waiting: 'text-brand-text',
  uploading: 'text-brand-text',
  elsewhere: 'text-brand-text',
  stored: 'text-ink-3',
  checking: 'text-ink-3',
  refused: 'text-red-text',
};

const Sign: Component<{ readonly state: FileState }> = (props) => (
  <Show
    when={props.state === 'refused'}
    fallback={
      <Show when={props.state === 'stored'} fallback={<CloudUpload size={20} class="shrink-0 text-brand-text" />}>
        <FileText size={20} class="shrink-0 text-ink-2" />
      </Show>
    }
  >
    <TriangleAlert size={20} class="shrink-0 text-red-text" />
  </Show>
);

/** One file with its kind, size and state in words; opens where the relay has it and there is a network. */
export const FileRow: Component<{
  readonly file: Evidence;
  readonly state: FileState;
  /** Second line instead of kind and size. */
  readonly line?: string | undefined;
  /** At the right end: taking it out of a form. */
  readonly act?: JSX.Element;
}> = (props) => {
  const sync = useSync();
  const isOpen = () => props.state === 'stored' && sync()?.connection === 'online';
  return (
    <div class="flex min-h-12 items-center gap-3 py-1">
      <Sign state={props.state} />
      <span class="min-w-0 flex-1">
        <span class="block truncate text-item text-ink">{props.file.name}</span>
        <span class="block truncate text-second text-ink-3">
          {props.line ?? words.line(words.types[props.file.documentType], words.size(props.file.size))}
          <span class={`ml-2 ${LOOKS[props.state]}`}>{words.states[props.state]}</span>
        </span>
      </span>
      <Show when={isOpen()}>
        <a
          href={`${BLOB_PATH}/${props.file.sha256}`}
          download={props.file.name}
          aria-label={words.open(props.file.name)}
          class="flex size-11 shrink-0 items-center justify-center rounded-ctl text-brand-text hover:bg-hover"
        >
          <Download size={20} />
        </a>
      </Show>
      {props.act}
    </div>
  );
};
