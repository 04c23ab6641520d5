import { type Component, type JSX, Show } from 'solid-js';
import type { BlobHash, FileReference } from '#rules';
import { createAnswer, useData, useSync } from '../app/data-context.tsx';
import { downloadBlob } from '../app/download.ts';
import type { FilesAnswer } from '../data/file-contract.ts';
import { customerFiles } from '../locales/zh-CN/customer-files.ts';
import { materialFiles as words } from '../locales/zh-CN/material-files.ts';
import { IconButton } from '../ui/button.tsx';
import { Download } from '../ui/icons.ts';
import { useToast } from '../ui/toast.tsx';
import { FileLine, type FileSign } from './file-line.tsx';

export type MaterialState = keyof typeof words.states;

/**
 * How far a playbook's file is. `isNew`: only a draft of this device names it, so what does not wait here any more has
 * gone up.
 */
export const materialState = (
  hash: string,
  files: FilesAnswer | undefined,
  { isOnline, isNew }: { readonly isOnline: boolean; readonly isNew: boolean },
): MaterialState => {
  const upload = files?.uploads[hash];
  const isStored = files?.stored.includes(hash) === true;
  if (upload !== undefined && upload !== 'stored' && !(isStored && upload === 'refused')) return upload;
  if (files?.here.includes(hash)) return 'here';
  if (files?.noRoom.includes(hash)) return 'noRoom';
  if (upload === 'stored' || isNew) return 'sent';
  if (isStored) return isOnline ? 'online' : 'offline';
  return 'absent';
};

const HERE: ReadonlySet<MaterialState> = new Set(['here', 'waiting', 'uploading', 'refused']);
const AT_RELAY: ReadonlySet<MaterialState> = new Set(['online', 'offline', 'noRoom', 'sent']);

const signOf = (state: MaterialState): FileSign => {
  if (state === 'refused') return 'refused';
  return state === 'waiting' || state === 'uploading' || state === 'absent' ? 'onItsWay' : 'there';
};

/** A file of a playbook with its size and state; opens from this device, or from the relay while there is a network. */
export const MaterialFile: Component<{
  readonly file: FileReference;
  /** Only a draft of this device names it. */
  readonly isNew?: boolean;
  readonly act?: JSX.Element;
}> = (props) => {
  const data = useData();
  const sync = useSync();
  const toast = useToast();
  const files = createAnswer(() => ({ kind: 'files' as const }));
  const isOnline = () => sync()?.connection === 'online';
  const state = () => materialState(props.file.sha256, files(), { isOnline: isOnline(), isNew: props.isNew === true });
  const isOpen = () => HERE.has(state()) || (AT_RELAY.has(state()) && isOnline());
  const open = async (): Promise<void> => {
    const outcome = await data.readFile(props.file.sha256 as BlobHash);
    if (outcome.kind === 'file') downloadBlob(props.file.name, outcome.file);
    else toast.show({ text: words.gone[outcome.reason] });
  };
  return (
    <FileLine
      name={props.file.name}
      line={customerFiles.size(props.file.size)}
      state={words.states[state()]}
      sign={signOf(state())}
      act={
        <>
          <Show when={isOpen()}>
            <IconButton label={words.open(props.file.name)} quiet={true} onClick={() => void open()}>
              <Download size={20} />
            </IconButton>
          </Show>
          {props.act}
        </>
      }
    />
  );
};
