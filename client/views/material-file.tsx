import { type Component, Show } from 'solid-js';
import type { FileReference } from '#rules';
import type { FilesAnswer } from '../data/file-contract.ts';
import { customerFiles } from '../locales/zh-CN/customer-files.ts';
import { materialFiles as words } from '../locales/zh-CN/material-files.ts';
import { FileLine, type FileSign, OpenFile } from './file-line.tsx';

/** What a page knows of files and does with them. */
export interface MaterialFiles {
  readonly answer: () => FilesAnswer | undefined;
  readonly isOnline: () => boolean;
  /** Gives the file out as a download, or says why it cannot be had. */
  open(file: FileReference): Promise<void>;
}

type MaterialState = keyof typeof words.states;

const stateOf = (hash: string, { answer, isOnline }: MaterialFiles, isNew: boolean): MaterialState => {
  const files = answer();
  const upload = files?.uploads[hash];
  const isStored = files?.stored.includes(hash) === true;
  if (upload !== undefined && upload !== 'stored' && !(isStored && upload === 'refused')) return upload;
  if (files?.here.includes(hash)) return 'here';
  if (files?.noRoom.includes(hash)) return 'noRoom';
  if (upload === 'stored' || isNew) return 'sent';
  if (isStored) return isOnline() ? 'online' : 'offline';
  return 'absent';
};

const HERE: ReadonlySet<MaterialState> = new Set(['here', 'waiting', 'uploading', 'refused']);
const AT_RELAY: ReadonlySet<MaterialState> = new Set(['online', 'offline', 'noRoom', 'sent']);

const signOf = (state: MaterialState): FileSign => {
  if (state === 'refused') return 'refused';
  return state === 'waiting' || state === 'uploading' || state === 'absent' ? 'onItsWay' : 'there';
};

/** A file of a playbook with its size and state; what can be had now is offered. */
export const MaterialFile: Component<{
  readonly file: FileReference;
  readonly files: MaterialFiles;
  /** Only a draft of this device names it: what does not wait here any more has gone up. */
  readonly isNew?: boolean;
}> = (props) => {
  const state = () => stateOf(props.file.sha256, props.files, props.isNew === true);
  const isOpen = () => HERE.has(state()) || (AT_RELAY.has(state()) && props.files.isOnline());
  return (
    <FileLine
      name={props.file.name}
      line={customerFiles.size(props.file.size)}
      state={words.states[state()]}
      sign={signOf(state())}
      act={
        <Show when={isOpen()}>
          <OpenFile
            sha256={props.file.sha256}
            name={props.file.name}
            label={words.open(props.file.name)}
            onOpen={() => void props.files.open(props.file)}
          />
        </Show>
      }
    />
  );
};
