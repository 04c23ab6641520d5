import { type Component, createSignal, Show } from 'solid-js';
import type { Command } from '#rules';
import { useData } from '../../app/data-context.tsx';
import { customerStage as words } from '../../locales/zh-CN/customer-stage.ts';
import { Banner } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { TextArea } from '../../ui/field.tsx';
import { useToast } from '../../ui/toast.tsx';
import { createKeptText } from '../../views/create-kept-text.ts';
import { createAct } from './create-act.ts';

/** An act that needs one sentence why: reopening an opportunity, cancelling an appointment. */
export const ReasonSheet: Component<{
  readonly title: string;
  /** Place of the unfinished sentence on this device: what act on what. Read once, for one sheet is one act. */
  readonly keptAs: string;
  readonly line?: string;
  readonly label: string;
  readonly missing: string;
  readonly act: string;
  readonly done: string;
  readonly command: (reason: string) => Command;
  readonly onClose: () => void;
}> = (props) => {
  const toast = useToast();
  const act = createAct();
  const reason = createKeptText(useData(), props.keptAs);
  const [isMissing, setIsMissing] = createSignal(false);
  const save = async (): Promise<void> => {
    setIsMissing(reason.text().trim() === '');
    if (isMissing()) return;
    const said = props.done;
    if ((await act.run(props.command(reason.text().trim()))) === null) return;
    // The sheet closes at once: open while the disk is asked it would be pressed again.
    void reason.drop();
    toast.show({ text: said });
    props.onClose();
  };
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={props.title}
      line={props.line}
      closeLabel={words.close}
      foot={
        <Button kind="primary" wide={true} disabled={act.isBusy()} onClick={() => void save()}>
          {props.act}
        </Button>
      }
    >
      <div class="flex flex-col gap-3 pb-2">
        <Show when={act.problem('reason')}>
          {(said) => (
            <Banner tone="red" alert={true}>
              {said()}
            </Banner>
          )}
        </Show>
        <TextArea
          label={props.label}
          value={reason.text()}
          error={isMissing() ? props.missing : act.errorOf('reason')}
          onText={(text) => {
            setIsMissing(false);
            reason.setText(text);
          }}
        />
      </div>
    </Sheet>
  );
};
