import { type Component, createSignal, onCleanup, Show } from 'solid-js';
import { LIMITS } from '#protocol';
import { type BlobHash, MAX_MATERIALS, type Material, type Playbook, shortened } from '#rules';
import { useData } from '../../../app/data-context.tsx';
import { createMaterialFiles } from '../../../app/material-files.ts';
import { playbooks as words } from '../../../locales/zh-CN/playbooks.ts';
import { FileButton, TextArea, TextField } from '../../../ui/field.tsx';
import { FileUp } from '../../../ui/icons.ts';
import { attachProblem } from '../../../views/attach-problem.ts';
import { MaterialFile } from '../../../views/material-file.tsx';
import { Items } from './items.tsx';

const MEGABYTE = 1024 * 1024;
const NAME_LIMIT = 60;
/** What is chosen in the file chooser; what it is indeed is judged by the bytes. */
const ACCEPTED = 'application/pdf,.pdf,image/*,audio/*,.docx,.xlsx';

/** Name of a material for a file: without its extension. */
const nameFor = (file: string): string =>
  shortened(file.replace(/\.[A-Za-z0-9]{1,5}$/, '').trim(), NAME_LIMIT) || words.newMaterial;

/** A file needs no word about it: an emptied one is absent. */
const withoutEmptyWord = (material: Material): Material => {
  const { body, ...rest } = material;
  return body === '' && rest.file !== undefined ? rest : material;
};

type Change = (materials: readonly Material[], what: string) => void;

/** Puts chosen files into the playbook one after the other; each is kept on this device before it stands there. */
const createFiles = (materials: () => readonly Material[], onChange: Change) => {
  const data = useData();
  const [problem, setProblem] = createSignal<string | null>(null);
  const [isBusy, setIsBusy] = createSignal(false);
  let isGone = false;
  onCleanup(() => {
    isGone = true;
  });
  const addOne = async (file: File): Promise<string | null> => {
    const outcome = await data.attach(file, file.name, 'other');
    if (outcome.kind !== 'queued' || isGone) return attachProblem(outcome, file.name);
    if (materials().length >= MAX_MATERIALS) return words.materialsFull(MAX_MATERIALS);
    const { sha256, name, size } = outcome.evidence;
    onChange([...materials(), { name: nameFor(name), file: { sha256, name, size } }], 'addFile');
    return null;
  };
  const add = async (files: readonly File[]): Promise<void> => {
    setIsBusy(true);
    setProblem(null);
    for (const file of files) {
      const fault = await addOne(file);
      if (fault !== null) setProblem(fault);
    }
    setIsBusy(false);
  };
  return { add, problem, isBusy };
};

/** 资料包: texts to copy and files to open, both offline. */
export const MaterialsPart: Component<{
  readonly playbook: () => Playbook;
  /** Whether a published version names the file. */
  readonly isPublished: (hash: BlobHash) => boolean;
  readonly problem: (path: string) => string | null;
  readonly onChange: Change;
}> = (props) => {
  const known = createMaterialFiles();
  const files = createFiles(
    () => props.playbook().materials,
    (materials, what) => props.onChange(materials, what),
  );
  return (
    <>
      <Items<Material>
        title={words.materials}
        add={words.addMaterial}
        items={props.playbook().materials}
        nameOf={({ name }) => name}
        fresh={() => ({ name: words.newMaterial, body: words.newBody })}
        fewest={0}
        most={MAX_MATERIALS}
        onChange={(materials, what) => props.onChange(materials.map(withoutEmptyWord), what)}
        acts={
          <FileButton
            accept={ACCEPTED}
            multiple={true}
            icon={<FileUp size={16} />}
            onFiles={(some) => void files.add(some)}
          >
            {files.isBusy() ? words.addingFile : words.addFile}
          </FileButton>
        }
      >
        {(material, at, change) => (
          <>
            <TextField
              label={words.materialName}
              value={material().name}
              error={props.problem(`materials.${at}.name`)}
              onText={(name) => change({ name }, 'name')}
            />
            <Show when={material().file}>
              {(file) => (
                <MaterialFile file={file()} files={known} isNew={!props.isPublished(file().sha256 as BlobHash)} />
              )}
            </Show>
            <TextArea
              label={material().file === undefined ? words.materialBody : words.aboutFile}
              {...(material().file === undefined ? {} : { optionalWord: words.optional })}
              value={material().body ?? ''}
              error={props.problem(`materials.${at}.body`)}
              onText={(text) => change({ body: text }, 'body')}
            />
          </>
        )}
      </Items>
      <Show
        when={files.problem()}
        fallback={
          <p class="m-0 text-second text-ink-3">{words.fileHint(MAX_MATERIALS, LIMITS.blobBytes / MEGABYTE)}</p>
        }
      >
        {(text) => (
          <p role="alert" class="m-0 text-second text-red-text">
            {text()}
          </p>
        )}
      </Show>
    </>
  );
};
