import { type Component, type JSX, Show } from 'solid-js';
import { BLOB_PATH } from '#protocol';
import { CloudUpload, Download, FileText, TriangleAlert } from '../ui/icons.ts';

/** How a file stands: there, on its way, or sent back. */
export type FileSign = 'there' | 'onItsWay' | 'refused';

const LOOKS: Readonly<Record<FileSign, string>> = {
  there: 'text-ink-3',
  onItsWay: 'text-brand-text',
  refused: 'text-red-text',
};

const Sign: Component<{ readonly sign: FileSign }> = (props) => (
  <Show
    when={props.sign === 'refused'}
    fallback={
      <Show when={props.sign === 'there'} fallback={<CloudUpload size={20} class="shrink-0 text-brand-text" />}>
        <FileText size={20} class="shrink-0 text-ink-2" />
      </Show>
    }
  >
    <TriangleAlert size={20} class="shrink-0 text-red-text" />
  </Show>
);

/** Downloads a file, from the relay unless `onOpen` knows better. A link: it works in a form that may only be read, too. */
export const OpenFile: Component<{
  readonly sha256: string;
  readonly name: string;
  readonly label: string;
  readonly onOpen?: () => void;
}> = (props) => (
  <a
    href={`${BLOB_PATH}/${props.sha256}`}
    download={props.name}
    aria-label={props.label}
    class="flex size-11 shrink-0 items-center justify-center rounded-ctl text-brand-text hover:bg-hover"
    onClick={(event) => {
      if (props.onOpen === undefined) return;
      event.preventDefault();
      props.onOpen();
    }}
  >
    <Download size={20} />
  </a>
);

/** One file in a line: name, what it is, how far it is, and what can be done with it at the right end. */
export const FileLine: Component<{
  readonly name: string;
  readonly line: string;
  readonly state: string;
  readonly sign: FileSign;
  readonly act?: JSX.Element;
}> = (props) => (
  <div class="flex min-h-12 items-center gap-3 py-1">
    <Sign sign={props.sign} />
    <span class="min-w-0 flex-1">
      <span class="block truncate text-item text-ink">{props.name}</span>
      <span class="block truncate text-second text-ink-3">
        {props.line}
        <span class={`ml-2 ${LOOKS[props.sign]}`}>{props.state}</span>
      </span>
    </span>
    {props.act}
  </div>
);
