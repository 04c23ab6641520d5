import { type Component, createSignal, For, Show } from 'solid-js';
import type { Command } from '#rules';
import { createAnswer, useData, useNow } from '../../app/data-context.tsx';
import { downloadText } from '../../app/download.ts';
import { PATHS } from '../../app/navigation.ts';
import { Page } from '../../app/page.tsx';
import type { QuarantineItem } from '../../data/contract.ts';
import { dayAndTime } from '../../locales/zh-CN/day-words.ts';
import { quarantine as words } from '../../locales/zh-CN/quarantine.ts';
import { shell } from '../../locales/zh-CN/shell.ts';
import { Banner } from '../../ui/badge.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Dialog, Sheet } from '../../ui/dialog.tsx';
import { TextArea } from '../../ui/field.tsx';
import { CloudCheck, Download, TriangleAlert } from '../../ui/icons.ts';
import { EmptyState } from '../../ui/list.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useToast } from '../../ui/toast.tsx';
import { outcomeWords } from '../../views/refusal-words.ts';
import { asCommandPayload, editableTexts, withText } from './editable.ts';

const REASONS: Readonly<Record<string, string>> = words.reasons;
const TYPES: Readonly<Record<string, string>> = words.types;
const reasonOf = (item: QuarantineItem): string => REASONS[item.reason] ?? words.reasons.other;
const nameOf = (item: QuarantineItem): string => words.about(TYPES[item.type] ?? words.otherType, item.customerName);
const exportItem = (item: QuarantineItem): void =>
  downloadText(`${item.id}.json`, 'application/json', `${JSON.stringify(item, null, 2)}\n`);

const FixSheet: Component<{ readonly item: QuarantineItem; readonly onClose: () => void }> = (props) => {
  const data = useData();
  const toast = useToast();
  const [payload, setPayload] = createSignal(asCommandPayload(props.item.payload));
  const [problem, setProblem] = createSignal<string | null>(null);
  const texts = editableTexts(payload());
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const command = {
      type: props.item.type,
      subject: props.item.customer ?? 'org',
      payload: payload(),
    } as Command;
    const wrong = outcomeWords(await data.quarantine.fix(props.item.id, command));
    setProblem(wrong);
    if (wrong === null) {
      toast.show({ text: words.sent });
      props.onClose();
    }
  };
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={words.fixTitle}
      line={words.fixLine}
      closeLabel={shell.close}
      height="full"
      foot={
        <Button kind="primary" wide={true} type="submit" form="fix-form">
          {words.resend}
        </Button>
      }
    >
      <form id="fix-form" class="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <Banner tone="red">{reasonOf(props.item)}</Banner>
        <For each={texts} fallback={<p class="m-0 text-body text-ink-2">{words.nothingToEdit}</p>}>
          {(text) => (
            <TextArea
              label={text.label}
              rows={2}
              value={text.value}
              onText={(value) => setPayload((now: unknown) => withText(now, text.path, value))}
            />
          )}
        </For>
        <Problem text={problem()} />
      </form>
    </Sheet>
  );
};

const Item: Component<{
  readonly item: QuarantineItem;
  readonly onFix: () => void;
  readonly onDiscard: () => void;
}> = (props) => {
  const now = useNow();
  return (
    <li class="overflow-hidden rounded-card border border-line border-l-4 border-l-red-edge bg-surface p-4 shadow-1">
      <div class="flex items-start gap-2.5">
        <TriangleAlert size={20} class="mt-0.5 text-red-text" />
        <div class="min-w-0 flex-1">
          <div class="flex flex-wrap items-baseline justify-between gap-x-3">
            <h2 class="m-0 text-card font-semibold">{nameOf(props.item)}</h2>
            <span class="text-second text-ink-3">{dayAndTime(props.item.atMs, now())}</span>
          </div>
          <p class="mt-1 mb-0 text-body text-ink-2">{reasonOf(props.item)}</p>
          <div class="mt-3 flex flex-wrap gap-2">
            <Button kind="outline" onClick={() => props.onFix()}>
              {words.fix}
            </Button>
            <Button onClick={() => exportItem(props.item)}>{words.export}</Button>
            <Show when={props.item.customer}>
              {(customer) => <ButtonLink href={`${PATHS.pool}/${customer()}`}>{words.toCustomer}</ButtonLink>}
            </Show>
            <Button onClick={() => props.onDiscard()}>{words.discard}</Button>
          </div>
          <details class="mt-3 text-second text-ink-2">
            <summary class="min-h-11 py-2.5 lg:min-h-8 lg:py-1">{words.raw}</summary>
            <pre class="m-0 overflow-x-auto rounded-inner bg-sunken p-3 font-sans text-meta whitespace-pre-wrap break-all">
              {props.item.detail}
              {'\n'}
              {JSON.stringify(props.item.payload, null, 2)}
            </pre>
          </details>
        </div>
      </div>
    </li>
  );
};

/** 未能同步的记录: what the relay did not take, why, and the ways out. Nothing leaves without a decision. */
export const QuarantinePage: Component = () => {
  const data = useData();
  const now = useNow();
  const toast = useToast();
  const answer = createAnswer(() => ({ kind: 'quarantine' as const }));
  const [fixing, setFixing] = createSignal<QuarantineItem | null>(null);
  const [leaving, setLeaving] = createSignal<QuarantineItem | null>(null);
  const items = () => answer() ?? [];
  const exportAll = async (): Promise<void> =>
    downloadText('quarantine.ndjson', 'application/x-ndjson', await data.quarantine.exportAll());
  const discard = async (item: QuarantineItem): Promise<void> => {
    setLeaving(null);
    await data.quarantine.discard(item.id);
    toast.show({ text: words.discarded });
  };
  const oldest = () => Math.min(...items().map((item) => item.atMs));
  return (
    <Page title={words.title} back={PATHS.settings}>
      <Show
        when={items().length > 0}
        fallback={
          <Show when={answer()}>
            <EmptyState icon={<CloudCheck size={26} />} title={words.empty} line={words.emptyLine} />
          </Show>
        }
      >
        <div class="mx-auto flex max-w-3xl flex-col gap-3 pt-2">
          <div class="flex flex-wrap items-center justify-between gap-2">
            <p class="m-0 text-body text-ink-2">
              {words.line(items().length)}
              {words.oldest(dayAndTime(oldest(), now()))}
            </p>
            <Button icon={<Download size={18} />} onClick={() => void exportAll()}>
              {words.exportAll}
            </Button>
          </div>
          <ul class="m-0 flex list-none flex-col gap-3 p-0">
            <For each={items()}>
              {(item) => <Item item={item} onFix={() => setFixing(item)} onDiscard={() => setLeaving(item)} />}
            </For>
          </ul>
        </div>
      </Show>
      <Show when={fixing()} keyed>
        {(item) => <FixSheet item={item} onClose={() => setFixing(null)} />}
      </Show>
      <Dialog
        open={leaving() !== null}
        onClose={() => setLeaving(null)}
        title={words.discardAsk}
        acts={
          <>
            <Button onClick={() => setLeaving(null)}>{words.keep}</Button>
            <Button
              kind="outline"
              onClick={() => {
                const item = leaving();
                if (item) void discard(item);
              }}
            >
              {words.discardAct}
            </Button>
          </>
        }
      >
        {words.discardLine}
      </Dialog>
    </Page>
  );
};
