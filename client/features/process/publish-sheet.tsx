import { type Component, createSignal, type JSX, Show } from 'solid-js';
import { useSync } from '../../app/data-context.tsx';
import { process as words } from '../../locales/zh-CN/process.ts';
import { Banner } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { TextArea } from '../../ui/field.tsx';
import { TriangleAlert } from '../../ui/icons.ts';
import { SectionTitle } from '../../ui/list.tsx';
import { useToast } from '../../ui/toast.tsx';
import { partDifference } from '../../views/part-words.ts';
import { outcomeWords } from '../../views/refusal-words.ts';
import type { PartDesk } from './create-part.ts';
import { DifferenceList } from './difference-list.tsx';
import { useProcess } from './process-context.tsx';

/** The last look before a part is in force for everybody: what changes, why, and for a rule its dry run. */
export const PublishSheet: Component<{
  readonly desk: PartDesk;
  readonly name: string;
  readonly dryRun?: JSX.Element;
  readonly onClose: () => void;
  readonly onDone: () => void;
}> = (props) => {
  const { process } = useProcess();
  const sync = useSync();
  const toast = useToast();
  const [note, setNote] = createSignal('');
  const isOnline = () => sync()?.connection === 'online';
  const differences = () => {
    const part = props.desk.part();
    return part === null ? [] : partDifference(props.desk.published(), part, process());
  };
  const problem = () => {
    const outcome = props.desk.outcome();
    return outcome === null ? null : outcomeWords(outcome);
  };
  const publish = async (): Promise<void> => {
    const outcome = await props.desk.publish(note());
    if (outcome?.kind !== 'saved') return;
    toast.show({ text: isOnline() ? words.published(props.name) : words.publishedOffline(props.name) });
    props.onDone();
  };
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={words.publishTitle}
      line={isOnline() ? words.publishLine : words.publishOffline}
      closeLabel={words.close}
      height="full"
      foot={
        <>
          <Button class="shrink-0" onClick={() => props.onClose()}>
            {words.cancel}
          </Button>
          <Button kind="primary" wide={true} onClick={() => void publish()}>
            {words.publishAct}
          </Button>
        </>
      }
    >
      <div class="flex flex-col gap-4">
        {props.dryRun}
        <section>
          <SectionTitle>{words.changes}</SectionTitle>
          <DifferenceList label={words.changes} differences={differences()} />
        </section>
        <TextArea
          label={words.note}
          optionalWord={words.optional}
          hint={words.noteHint}
          rows={2}
          maxLength={300}
          value={note()}
          onText={setNote}
        />
        <Show when={problem()}>
          <Banner tone="red" alert={true} icon={<TriangleAlert size={18} />}>
            {problem()}
          </Banner>
        </Show>
      </div>
    </Sheet>
  );
};
