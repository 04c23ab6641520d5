import { useSearchParams } from '@solidjs/router';
import { type Component, createEffect, For, type JSX, Show } from 'solid-js';
import { isPackKept } from '#rules';
import { useAddressSteps } from '../../app/address-steps.ts';
import { createAnswer, useData, useNow } from '../../app/data-context.tsx';
import { createMaterialFiles } from '../../app/material-files.ts';
import { PATHS } from '../../app/navigation.ts';
import type { PackRow } from '../../data/desk-contract.ts';
import { packs as words } from '../../locales/zh-CN/packs.ts';
import { Sheet } from '../../ui/dialog.tsx';
import { FileText } from '../../ui/icons.ts';
import { Card, ListRow, SectionTitle } from '../../ui/list.tsx';
import { useToast } from '../../ui/toast.tsx';
import { PackView } from '../../views/pack-view.tsx';
import { outcomeWords } from '../../views/refusal-words.ts';
import { timeLeft } from '../../views/time-left.ts';

const isOpen = ({ pack }: PackRow): boolean => pack.tasks.some(({ done }) => done === null);
const nextDue = ({ pack }: PackRow): number =>
  Math.min(...pack.tasks.filter(({ done }) => done === null).map(({ dueMs }) => dueMs));

const PackSheet: Component<{ readonly row: PackRow; readonly onClose: () => void }> = (props) => {
  const data = useData();
  const toast = useToast();
  const now = useNow();
  const files = createMaterialFiles();
  const say = async (task: number): Promise<void> => {
    const { pack, member } = props.row;
    const outcome = await data.run({ type: 'playbookTaskDone', subject: member, payload: { sent: pack.id, task } });
    toast.show({ text: outcomeWords(outcome) ?? words.done });
  };
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={props.row.playbook?.name ?? words.kind}
      line={words.from(props.row.senderName)}
      closeLabel={words.close}
      height="full"
      hasAddress={true}
    >
      <PackView
        row={props.row}
        nowMs={now()}
        files={files}
        customerHref={(id) => `${PATHS.pool}/${id}`}
        onDone={(task) => void say(task)}
      />
    </Sheet>
  );
};

const PackLine: Component<{ readonly row: PackRow; readonly right?: JSX.Element; readonly onOpen: () => void }> = (
  props,
) => (
  <ListRow
    lead={
      <span aria-hidden="true" class="flex text-ink-3">
        <FileText size={20} />
      </span>
    }
    title={<span class="line-clamp-2">{props.row.playbook?.name ?? words.kind}</span>}
    line={`${words.from(props.row.senderName)}，${words.progress(props.row.pack.tasks.filter(({ done }) => done !== null).length, props.row.pack.tasks.length)}`}
    right={props.right}
    onPress={() => props.onOpen()}
  />
);

/**
 * Packs this person was given (R65): those to be worked on, and below those done lately, which can still be read with
 * their files. Opening one says that it was read.
 */
export const PackList: Component = () => {
  const data = useData();
  const now = useNow();
  const answer = createAnswer(() => ({ kind: 'packs' as const }));
  const rows = () => answer()?.mine.filter(isOpen) ?? [];
  const done = () => answer()?.mine.filter((row) => !isOpen(row) && isPackKept(row.pack, now())) ?? [];
  /** In the address: whoever comes back from one of its customers finds it as he left it. */
  const [params, setParams] = useSearchParams<{ pack: string }>();
  const steps = useAddressSteps();
  const opened = () => answer()?.mine.find(({ pack }) => pack.id === params.pack);
  const close = (): void => steps.close(() => setParams({ pack: null }, { replace: true }));
  const open = ({ pack }: PackRow): void => setParams({ pack: pack.id }, steps.opening(false));
  const read = new Set<string>();
  let shown: string | null = null;
  createEffect(() => {
    const row = opened();
    // Taken back while it was open: nothing is left of it in the address. One that was not here yet may still come.
    if (row !== undefined) shown = row.pack.id;
    else if (params.pack !== undefined && params.pack === shown) close();
    // However it was opened, it is on the screen.
    if (row === undefined || row.pack.read !== null || read.has(row.id)) return;
    read.add(row.id);
    void data.run({ type: 'playbookRead', subject: row.member, payload: { sent: row.pack.id } });
  });
  return (
    <>
      <Show when={rows().length > 0}>
        <section aria-label={words.title}>
          <SectionTitle aside={String(rows().length)}>{words.title}</SectionTitle>
          <Card flush={true}>
            <For each={rows()}>
              {(row) => (
                <PackLine
                  row={row}
                  right={
                    <span class={nextDue(row) < now() ? 'font-semibold text-red-text' : ''}>
                      {timeLeft(nextDue(row), now())}
                    </span>
                  }
                  onOpen={() => open(row)}
                />
              )}
            </For>
          </Card>
        </section>
      </Show>
      <Show when={done().length > 0}>
        <details>
          <summary class="flex min-h-11 cursor-pointer items-center text-second text-ink-3">
            {words.doneOnes(done().length)}
          </summary>
          <Card flush={true}>
            <For each={done()}>{(row) => <PackLine row={row} onOpen={() => open(row)} />}</For>
          </Card>
        </details>
      </Show>
      <Show when={opened()}>{(row) => <PackSheet row={row()} onClose={close} />}</Show>
    </>
  );
};
