import { type Component, createMemo, For, Show } from 'solid-js';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { customerStatus as words } from '../../../locales/zh-CN/customer-status.ts';
import { IconButton } from '../../../ui/button.tsx';
import { FileButton, SelectField } from '../../../ui/field.tsx';
import { Camera, FileUp, X } from '../../../ui/icons.ts';
import { FileRow } from '../files/file-row.tsx';
import { type FileState, fileState } from '../files/file-state.ts';
import type { MarkInProgress } from './create-mark.ts';
import { confirmationsOn, greenEvidence } from './mark-form.ts';

const ACCEPTED = 'application/pdf,.pdf,image/*';

/** The 客户需求确认书 of a green: a new file or photo, or one that is on record already. */
export const ConfirmationPart: Component<{ readonly mark: MarkInProgress; readonly customer: CustomerAnswer }> = (
  props,
) => {
  const onRecord = createMemo(() => confirmationsOn(props.customer));
  const chosen = () => greenEvidence(props.mark.form, onRecord());
  const isNew = () => props.mark.form.evidence.length > 0;
  /** A file just chosen is cited by no record yet: how far it is, only this device's queue knows. */
  const stateOf = (sha256: string): FileState => {
    const upload = props.customer.uploads[sha256];
    if (isNew()) return upload ?? 'checking';
    return fileState(
      onRecord().some((file) => file.sha256 === sha256 && file.attested),
      upload,
    );
  };
  const take = (files: readonly File[]): void => {
    const [file] = files;
    if (file) void props.mark.attach(file);
  };
  return (
    <div class="flex flex-col gap-2">
      <Show when={!isNew() && onRecord().length > 1}>
        <SelectField
          label={words.form.stored}
          value={props.mark.form.stored || (onRecord()[0]?.sha256 ?? '')}
          options={onRecord().map(({ sha256, name }) => ({ value: sha256, label: name }))}
          onChoose={(sha256) => props.mark.setForm('stored', sha256)}
        />
      </Show>
      <For each={chosen()}>
        {(file) => (
          <FileRow
            file={file}
            state={stateOf(file.sha256)}
            line={isNew() ? undefined : words.form.use}
            act={
              <Show when={isNew()}>
                <IconButton
                  label={words.form.remove(file.name)}
                  quiet={true}
                  onClick={() => props.mark.setForm('evidence', [])}
                >
                  <X size={18} />
                </IconButton>
              </Show>
            }
          />
        )}
      </For>
      <Show when={chosen().length === 0}>
        <p class="m-0 text-second text-ink-3">{words.form.evidenceHint}</p>
      </Show>
      <div class="flex flex-wrap gap-2">
        <FileButton accept={ACCEPTED} icon={<FileUp size={18} />} onFiles={take}>
          {chosen().length > 0 ? words.form.another : words.form.choose}
        </FileButton>
        <FileButton accept="image/*" capture="environment" icon={<Camera size={18} />} onFiles={take}>
          {words.form.photo}
        </FileButton>
      </div>
    </div>
  );
};
