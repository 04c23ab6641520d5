import { type Component, For, type JSX, Show } from 'solid-js';
import type { Material } from '#rules';
import type { PackRow } from '../data/desk-contract.ts';
import { dayAndTime } from '../locales/zh-CN/day-words.ts';
import { packs as words } from '../locales/zh-CN/packs.ts';
import { Banner } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { CircleCheck } from '../ui/icons.ts';
import { SectionTitle } from '../ui/list.tsx';
import { useToast } from '../ui/toast.tsx';
import { dayNear } from './day-near.ts';
import { MaterialFile, type MaterialFiles } from './material-file.tsx';

const Part: Component<{ readonly title: string; readonly children: JSX.Element }> = (props) => (
  <section aria-label={props.title}>
    <SectionTitle>{props.title}</SectionTitle>
    {props.children}
  </section>
);

/** A text to send or to show: copied whole. */
const MaterialText: Component<{ readonly name: string; readonly body: string }> = (props) => {
  const toast = useToast();
  const copy = async (): Promise<void> => {
    try {
      // There is none outside a secure context.
      await navigator.clipboard.writeText(props.body);
      toast.show({ text: words.copied });
    } catch {
      toast.show({ text: words.notCopied });
    }
  };
  return (
    <details class="border-b border-line py-1 last:border-0">
      <summary class="flex min-h-11 cursor-pointer items-center text-item font-semibold">{props.name}</summary>
      <p class="m-0 pb-2 text-body whitespace-pre-line text-ink-2">{props.body}</p>
      <Button kind="plain" onClick={() => void copy()}>
        {words.copy}
      </Button>
    </details>
  );
};

const MaterialView: Component<{ readonly material: Material; readonly files: MaterialFiles }> = (props) => (
  <>
    <Show when={props.material.body}>{(body) => <MaterialText name={props.material.name} body={body()} />}</Show>
    <Show when={props.material.file}>
      {(file) => (
        <div class="border-b border-line last:border-0">
          <Show when={props.material.body === undefined}>
            <p class="m-0 pt-2 text-item font-semibold">{props.material.name}</p>
          </Show>
          <MaterialFile file={file()} files={props.files} />
        </div>
      )}
    </Show>
  </>
);

interface PackViewProps {
  readonly row: PackRow;
  readonly nowMs: number;
  readonly files: MaterialFiles;
  /** Where a customer's page is. */
  readonly customerHref: (id: string) => string;
  /** By whoever has it; null = looked at by who gave it. */
  readonly onDone: ((task: number) => void) | null;
}

const Tasks: Component<PackViewProps> = (props) => (
  <ul class="m-0 list-none p-0">
    <For each={props.row.pack.tasks}>
      {(task, at) => (
        <li class="flex min-h-11 items-center gap-3 border-b border-line py-1 last:border-0">
          <Show
            when={props.onDone !== null && task.done === null}
            fallback={
              <span
                aria-hidden="true"
                class={`flex p-2.5 ${task.done === null ? 'text-line-strong' : 'text-green-text'}`}
              >
                <CircleCheck size={24} />
              </span>
            }
          >
            <button
              type="button"
              class="flex size-11 shrink-0 items-center justify-center"
              aria-label={words.markDone(task.title)}
              onClick={() => props.onDone?.(at())}
            >
              <span class="size-5.5 rounded-full border-2 border-line-strong" />
            </button>
          </Show>
          <span class={`min-w-0 flex-1 text-item ${task.done === null ? 'text-ink' : 'text-ink-3'}`}>{task.title}</span>
          <span
            class={`shrink-0 text-second ${task.done === null && task.dueMs < props.nowMs ? 'font-semibold text-red-text' : 'text-ink-3'}`}
          >
            {task.done === null
              ? words.due(dayNear(task.dueMs, props.nowMs))
              : words.doneAt(dayAndTime(task.done.t, props.nowMs))}
          </span>
        </li>
      )}
    </For>
  </ul>
);

/** A pack read whole: what to do, what to say, what to show, with whom; all of it is on the device. */
export const PackView: Component<PackViewProps> = (props) => (
  <div class="flex flex-col gap-3 pb-4">
    <Show when={props.row.pack.remark}>{(text) => <Banner tone="brand">{words.remark(text())}</Banner>}</Show>
    <Part title={words.tasks}>
      <Tasks {...props} />
    </Part>
    <Show when={props.row.playbook} fallback={<p class="m-0 text-body text-ink-2">{words.unknownVersion}</p>}>
      {(playbook) => (
        <>
          <Part title={words.script}>
            <p class="m-0 text-body whitespace-pre-line">{playbook().script}</p>
          </Part>
          <Show when={playbook().materials.length > 0}>
            <Part title={words.materials}>
              <For each={playbook().materials}>
                {(material) => <MaterialView material={material} files={props.files} />}
              </For>
            </Part>
          </Show>
          <Show when={playbook().roles.length > 0}>
            <Part title={words.roles}>
              <ul class="m-0 list-none p-0">
                <For each={playbook().roles}>
                  {({ role, part }) => (
                    <li class="py-1 text-body">
                      <span class="font-semibold">{role}</span> {part}
                    </li>
                  )}
                </For>
              </ul>
            </Part>
          </Show>
        </>
      )}
    </Show>
    <Show when={props.row.pack.customers.length > 0}>
      <Part title={words.customers}>
        <Show when={props.row.customers.length === 0}>
          <p class="m-0 text-body">{words.customerCount(props.row.pack.customers.length, props.onDone === null)}</p>
        </Show>
        <ul class="m-0 list-none p-0">
          <For each={props.row.customers}>
            {({ id, name }) => (
              <li class="border-b border-line last:border-0">
                <a href={props.customerHref(id)} class="flex min-h-11 items-center text-item text-ink no-underline">
                  {name}
                </a>
              </li>
            )}
          </For>
        </ul>
      </Part>
    </Show>
  </div>
);
