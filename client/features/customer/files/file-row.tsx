import { type Component, type JSX, Show } from 'solid-js';
import type { Evidence } from '#rules';
import { useSync } from '../../../app/data-context.tsx';
import { customerFiles as words } from '../../../locales/zh-CN/customer-files.ts';
import { FileLine, type FileSign, OpenFile } from '../../../views/file-line.tsx';
import type { FileState } from './file-state.ts';

const SIGNS: Readonly<Record<FileState, FileSign>> = {
  waiting: 'onItsWay',
  uploading: 'onItsWay',
  elsewhere: 'onItsWay',
  stored: 'there',
  checking: 'onItsWay',
  refused: 'refused',
};

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
    <FileLine
      name={props.file.name}
      line={props.line ?? words.line(words.types[props.file.documentType], words.size(props.file.size))}
      state={words.states[props.state]}
      sign={SIGNS[props.state]}
      act={
        <>
          <Show when={isOpen()}>
            <OpenFile sha256={props.file.sha256} name={props.file.name} label={words.open(props.file.name)} />
          </Show>
          {props.act}
        </>
      }
    />
  );
};
