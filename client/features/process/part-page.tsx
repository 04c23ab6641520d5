import { type Component, createSignal, type ParentProps, Show } from 'solid-js';
import { PATHS } from '../../app/navigation.ts';
import { Page } from '../../app/page.tsx';
import { process as words } from '../../locales/zh-CN/process.ts';
import { Button } from '../../ui/button.tsx';
import { History } from '../../ui/icons.ts';
import type { PartDesk } from './create-part.ts';
import { HistorySheet } from './history-sheet.tsx';
import { PartBar } from './part-bar.tsx';
import { PartNotices } from './part-notices.tsx';
import { useProcess } from './process-context.tsx';

/** A page that edits one part: its history at the top, notices above the form, the bar at its foot. */
export const PartPage: Component<
  ParentProps<{
    readonly desk: PartDesk;
    readonly title: string;
    /** Of the part, where the page has several. */
    readonly name?: string;
    /** Where back leads; the overview otherwise. */
    readonly back?: string;
  }>
> = (props) => {
  const { answer } = useProcess();
  const [isPast, setIsPast] = createSignal(false);
  return (
    <Page
      title={props.title}
      back={props.back ?? PATHS.process}
      acts={
        <Button kind="text" icon={<History size={18} />} onClick={() => setIsPast(true)}>
          <span class="max-sm:sr-only">{words.history}</span>
        </Button>
      }
      bar={<Show when={answer().mayEdit}>{<PartBar desk={props.desk} name={props.name ?? props.title} />}</Show>}
    >
      <fieldset
        disabled={!answer().mayEdit}
        class="mx-auto my-0 flex max-w-3xl min-w-0 flex-col gap-4 border-0 p-0 pt-2"
      >
        <legend class="sr-only">{props.title}</legend>
        <PartNotices desk={props.desk} />
        {props.children}
      </fieldset>
      <Show when={isPast()}>
        <HistorySheet desk={props.desk} name={props.name ?? props.title} onClose={() => setIsPast(false)} />
      </Show>
    </Page>
  );
};
