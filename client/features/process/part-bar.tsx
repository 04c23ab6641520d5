import { type Component, createSignal, type JSX, onCleanup, onMount, Show } from 'solid-js';
import { useData } from '../../app/data-context.tsx';
import { process as words } from '../../locales/zh-CN/process.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Check, TriangleAlert, Undo } from '../../ui/icons.ts';
import { useToast } from '../../ui/toast.tsx';
import type { PartDesk } from './create-part.ts';
import { noteKeptAs, PublishSheet } from './publish-sheet.tsx';

const inField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Ctrl/⌘ Z takes the last change of the part back; inside a field it is the field's own. */
const undoByKey = (desk: PartDesk): void => {
  const onKey = (event: KeyboardEvent): void => {
    if (event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey) || inField(event.target)) return;
    if (desk.undo()) event.preventDefault();
  };
  onMount(() => window.addEventListener('keydown', onKey));
  onCleanup(() => window.removeEventListener('keydown', onKey));
};

/** Foot of every part: where the draft stands, back a step, throw away, and publish. */
export const PartBar: Component<{
  readonly desk: PartDesk;
  readonly name: string;
  /** Between the acts, e.g. the dry run of a rule. */
  readonly acts?: JSX.Element;
  readonly dryRun?: () => JSX.Element;
  /** Goes to the first problem, which shows itself. */
  readonly onProblem?: (field: string) => void;
}> = (props) => {
  const data = useData();
  const toast = useToast();
  const [isPublishing, setIsPublishing] = createSignal(false);
  undoByKey(props.desk);
  const next = () => (props.desk.newest()?.number ?? 0) + 1;
  const begin = (): void => {
    if (props.desk.tryPublish()) setIsPublishing(true);
    else props.onProblem?.(props.desk.problems()[0]?.field ?? '');
  };
  const discard = (): void => {
    props.desk.discard();
    void data.saveDraft(noteKeptAs(props.desk), null);
    toast.show({ text: words.discarded });
  };
  const gaps = () => props.desk.shownProblems().length;
  return (
    <>
      <p role="status" class="m-0 flex min-w-0 flex-1 basis-32 items-center gap-1.5 text-second text-ink-3">
        <Show
          when={gaps() > 0}
          fallback={
            <Show when={props.desk.isDraft()} fallback={words.noChange}>
              <Show when={props.desk.isKept()} fallback={words.keeping}>
                <Check size={15} />
                {words.kept}
              </Show>
            </Show>
          }
        >
          <TriangleAlert size={15} class="text-red-text" />
          <span class="text-red-text">{words.gaps(gaps())}</span>
        </Show>
      </p>
      <IconButton label={words.undo} disabled={!props.desk.canUndo()} onClick={() => props.desk.undo()}>
        <Undo size={18} />
      </IconButton>
      <Show when={props.desk.isDraft()}>
        <Button onClick={discard}>{words.discard}</Button>
      </Show>
      {props.acts}
      <Button kind="primary" class="max-sm:grow" disabled={!props.desk.isDraft()} onClick={begin}>
        {words.publish(next())}
      </Button>
      <Show when={isPublishing()}>
        <PublishSheet
          desk={props.desk}
          name={props.name}
          dryRun={props.dryRun?.()}
          onClose={() => setIsPublishing(false)}
          onDone={() => setIsPublishing(false)}
        />
      </Show>
    </>
  );
};
