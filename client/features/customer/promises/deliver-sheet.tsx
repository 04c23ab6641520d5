import { type Component, createSignal, For } from 'solid-js';
import type { EventId, Evidence } from '#rules';
import { useData } from '../../../app/data-context.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { customerPromises as words } from '../../../locales/zh-CN/customer-promises.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Sheet } from '../../../ui/dialog.tsx';
import { FileButton, TextArea } from '../../../ui/field.tsx';
import { FileUp, X } from '../../../ui/icons.ts';
import { ProblemLine } from '../../../ui/problem.tsx';
import { attachProblem } from '../../../views/attach-problem.ts';
import { createKeptText } from '../../../views/create-kept-text.ts';
import { createAct } from '../create-act.ts';
import { FileRow } from '../files/file-row.tsx';
import { fileState } from '../files/file-state.ts';
import type { Promised } from './promise-list.ts';

const REMARK_LIMIT = 300;

/** 已交付 with a file or a word to it. */
export const DeliverSheet: Component<{
  readonly customer: CustomerAnswer;
  readonly promised: Promised;
  readonly onClose: () => void;
  readonly onDone: (event: EventId) => void;
}> = (props) => {
  const data = useData();
  const act = createAct();
  const remark = createKeptText(data, `deliver-${props.promised.note.id}`);
  const [files, setFiles] = createSignal<readonly Evidence[]>([]);
  const [fileProblem, setFileProblem] = createSignal<string | null>(null);
  const attach = async (chosen: readonly File[]): Promise<void> => {
    setFileProblem(null);
    for (const file of chosen) {
      const outcome = await data.attach(file, file.name, 'delivery');
      const said = attachProblem(outcome, file.name);
      if (said !== null) setFileProblem(said);
      if (outcome.kind === 'queued') setFiles((list) => [...list, outcome.evidence]);
    }
  };
  const submit = async (): Promise<void> => {
    const said = remark.text().trim();
    const saved = await act.run({
      type: 'commitmentDelivered',
      subject: props.customer.state.id,
      payload: {
        note: props.promised.note.id,
        ...(said === '' ? {} : { remark: said }),
        ...(files().length === 0 ? {} : { evidence: [...files()] }),
      },
    });
    const [event] = saved ?? [];
    if (event === undefined) return;
    void remark.drop();
    props.onDone(event);
  };
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={words.sheet}
      line={props.customer.row.name}
      closeLabel={words.close}
      foot={
        <Button kind="primary" wide={true} disabled={act.isBusy()} onClick={() => void submit()}>
          {words.submit}
        </Button>
      }
    >
      <div class="flex flex-col gap-4">
        <p class="m-0 text-body whitespace-pre-line text-ink">{props.promised.text}</p>
        <div class="flex flex-col gap-1">
          <For each={files()}>
            {(file) => (
              <FileRow
                file={file}
                state={fileState(false, props.customer.uploads[file.sha256] ?? 'waiting')}
                act={
                  <IconButton
                    label={words.remove(file.name)}
                    quiet={true}
                    onClick={() => setFiles((list) => list.filter((one) => one !== file))}
                  >
                    <X size={18} />
                  </IconButton>
                }
              />
            )}
          </For>
          <div>
            <FileButton
              accept="*/*"
              multiple={true}
              icon={<FileUp size={18} />}
              onFiles={(chosen) => void attach(chosen)}
            >
              {words.attach}
            </FileButton>
          </div>
          <ProblemLine text={fileProblem()} />
        </div>
        <TextArea
          label={words.remark}
          optionalWord={words.remarkHint}
          limit={REMARK_LIMIT}
          value={remark.text()}
          error={act.errorOf('remark')}
          onText={remark.setText}
        />
        <ProblemLine text={act.problem('remark')} />
      </div>
    </Sheet>
  );
};
