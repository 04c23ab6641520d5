import { type Component, createMemo, createSignal, For, type JSX, Show } from 'solid-js';
import { isReleased, needsDryRun, type PublishHold, publishHolds } from '#rules';
import { useData, useSync } from '../../app/data-context.tsx';
import { process as words } from '../../locales/zh-CN/process.ts';
import { Banner } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { TextArea } from '../../ui/field.tsx';
import { TriangleAlert } from '../../ui/icons.ts';
import { SectionTitle } from '../../ui/list.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useToast } from '../../ui/toast.tsx';
import { createKeptText } from '../../views/create-kept-text.ts';
import { partDifference } from '../../views/part-words.ts';
import { outcomeWords } from '../../views/refusal-words.ts';
import { createDryRun, DRY_RUN_DAYS } from './create-dry-run.ts';
import type { PartDesk } from './create-part.ts';
import { DifferenceList } from './difference-list.tsx';
import { useProcess } from './process-context.tsx';

const holdWords = (hold: PublishHold): string => {
  switch (hold.kind) {
    case 'matchesEverybody':
      return words.holds.matchesEverybody(hold.customers, hold.running);
    case 'sendsTooMuch':
      return words.holds.sendsTooMuch(hold.perDay, hold.limit);
    case 'dropsStage':
      return words.holds.dropsStage(hold.stage, hold.customers);
  }
};

/** What holds the part back, and whether that is still being looked for. */
const createHolds = (desk: PartDesk) => {
  const { answer, process } = useProcess();
  const rule = () => {
    const part = desk.part();
    return part !== null && needsDryRun(part) ? part.rule : null;
  };
  const run = createDryRun(rule, () => DRY_RUN_DAYS);
  const found = () => run()?.answer.result ?? null;
  const holds = createMemo(() => {
    const part = desk.part();
    return part === null ? [] : publishHolds(part, process(), answer().standing, found());
  });
  return { holds, isChecking: () => rule() !== null && found() === null };
};

const Held: Component<{ readonly holds: readonly PublishHold[] }> = (props) => (
  <Show when={props.holds.length > 0}>
    <Banner tone="yellow" alert={true} icon={<TriangleAlert size={18} />}>
      <p class="m-0 font-semibold">{words.heldTitle}</p>
      <ul class="m-0 list-none p-0">
        <For each={props.holds}>{(hold) => <li>{holdWords(hold)}</li>}</For>
      </ul>
    </Banner>
  </Show>
);

/** Place of the unfinished note on this device; thrown away with the draft of the part. */
export const noteKeptAs = (desk: PartDesk): string => `publish-${desk.key()}`;

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
  const note = createKeptText(useData(), noteKeptAs(props.desk));
  const [wasHeld, setWasHeld] = createSignal(false);
  const { holds, isChecking } = createHolds(props.desk);
  const isHeld = () => !isReleased(holds(), note.text());
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
    if (isChecking()) return;
    if (isHeld()) {
      setWasHeld(true);
      return;
    }
    const outcome = await props.desk.publish(note.text());
    if (outcome?.kind !== 'saved') return;
    void note.drop();
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
          <Button kind="primary" wide={true} disabled={isChecking()} onClick={() => void publish()}>
            {isChecking() ? words.checking : words.publishAct}
          </Button>
        </>
      }
    >
      <div class="flex flex-col gap-4">
        <Held holds={holds()} />
        {props.dryRun}
        <section>
          <SectionTitle>{words.changes}</SectionTitle>
          <DifferenceList label={words.changes} differences={differences()} />
        </section>
        <TextArea
          label={holds().length > 0 ? words.heldNote : words.note}
          optionalWord={holds().length > 0 ? undefined : words.optional}
          error={wasHeld() && isHeld() ? words.heldNeedsNote : null}
          hint={words.noteHint}
          rows={2}
          maxLength={300}
          value={note.text()}
          onText={note.setText}
        />
        <Problem text={problem()} />
      </div>
    </Sheet>
  );
};
