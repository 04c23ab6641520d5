import { type Component, For, Show } from 'solid-js';
import { useNow } from '../../app/data-context.tsx';
import { dayAndTime } from '../../locales/zh-CN/day-words.ts';
import { process as words } from '../../locales/zh-CN/process.ts';
import { Banner, Tag } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { TriangleAlert } from '../../ui/icons.ts';
import { useToast } from '../../ui/toast.tsx';
import { partDifference } from '../../views/part-words.ts';
import type { PartDesk } from './create-part.ts';
import { DifferenceList } from './difference-list.tsx';
import type { PartVersion } from './part-history.ts';
import { useProcess } from './process-context.tsx';

const TONES = { inForce: 'brand', retired: 'quiet', waiting: 'edge' } as const;
const STANDINGS = { inForce: words.inForce, retired: words.retired, waiting: words.waiting } as const;
const MOST_SHOWN = 6;

const Version: Component<{
  readonly version: PartVersion;
  readonly before: PartVersion | null;
  readonly onUse: (() => void) | null;
}> = (props) => {
  const { process } = useProcess();
  const now = useNow();
  const change = () => props.version.change;
  return (
    <li class="flex flex-col gap-2 border-b border-line py-3.5 last:border-0">
      <div class="flex flex-wrap items-center gap-2">
        <span class="text-item font-semibold">{words.version(props.version.number)}</span>
        <Tag tone={TONES[props.version.standing]}>{STANDINGS[props.version.standing]}</Tag>
        <span class="text-second text-ink-3">
          <Show when={change()} fallback={words.firstVersion}>
            {(made) => `${made().authorName} ${dayAndTime(made().t, now())}`}
          </Show>
        </span>
        <Show when={props.onUse}>
          {(use) => (
            <Button kind="text" class="ml-auto" onClick={() => use()()}>
              {words.useAsDraft}
            </Button>
          )}
        </Show>
      </div>
      <Show when={change()?.note}>{(note) => <p class="m-0 text-item text-ink">{note()}</p>}</Show>
      <Show when={props.version.unseen}>
        {(unseen) => (
          <Banner tone="yellow" icon={<TriangleAlert size={16} />}>
            {words.unseen(unseen().change?.authorName ?? '')}
          </Banner>
        )}
      </Show>
      <Show when={change()}>
        <DifferenceList
          label={words.changes}
          differences={partDifference(props.before?.part ?? null, props.version.part, process())}
          atMost={MOST_SHOWN}
        />
      </Show>
    </li>
  );
};

/** Who published what when, newest first, each against the one before it; any of them can be taken up again. */
export const HistorySheet: Component<{
  readonly desk: PartDesk;
  readonly name: string;
  readonly onClose: () => void;
}> = (props) => {
  const { answer } = useProcess();
  const toast = useToast();
  const newestFirst = () => [...props.desk.versions()].reverse();
  const beforeOf = (version: PartVersion): PartVersion | null =>
    props.desk.versions().find(({ number }) => number === version.number - 1) ?? null;
  const use = (version: PartVersion): void => {
    props.desk.takeUp(version);
    toast.show({ text: words.usedAsDraft(version.number) });
    props.onClose();
  };
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={words.historyTitle(props.name)}
      closeLabel={words.close}
      height="full"
    >
      <ol class="m-0 list-none p-0">
        <For each={newestFirst()}>
          {(version, at) => (
            <Version
              version={version}
              before={beforeOf(version)}
              onUse={answer().mayEdit && at() > 0 ? () => use(version) : null}
            />
          )}
        </For>
      </ol>
    </Sheet>
  );
};
