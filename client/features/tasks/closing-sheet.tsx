import { batch, type Component, createSignal, Show, untrack } from 'solid-js';
import { type Command, SHANGHAI_MINUTES, shanghaiDay, startOfDayMs } from '#rules';
import { useData, useNow } from '../../app/data-context.tsx';
import type { AlertItem, TaskItem } from '../../data/work-contract.ts';
import { tasks as words } from '../../locales/zh-CN/tasks.ts';
import { Banner } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { TextArea } from '../../ui/field.tsx';
import { useToast } from '../../ui/toast.tsx';
import { createKeptText, keptAsOf } from '../../views/create-kept-text.ts';
import { runAll } from '../../views/run-all.ts';

export type Closable = AlertItem | TaskItem;
const effectsOf = (item: Closable): readonly string[] => (item.kind === 'task' ? [item.task.id] : item.effects);
const mayResume = (item: Closable): boolean => item.kind === 'alert' && item.isLed;

/**
 * 关掉提醒 (R79): one tap with the rule's own words filled in already, for those its brake names; a leader may say
 * from when on it speaks up again.
 */
export const ClosingSheet: Component<{
  readonly items: readonly Closable[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}> = (props) => {
  const data = useData();
  const now = useNow();
  const toast = useToast();
  // As they were when it opened: what is done leaves the list behind it at once.
  const items = untrack(() => [...props.items]);
  const ruleWords = items.find(({ note }) => note !== null)?.note ?? '';
  // Only what somebody wrote is kept: the rule's own words are there anyway, and those of today.
  const written = createKeptText(data, keptAsOf('effect-closed', items.flatMap(effectsOf)));
  const [isEmptied, setIsEmptied] = createSignal(false);
  const reason = () => written.text() || (isEmptied() ? '' : ruleWords);
  const write = (text: string): void =>
    batch(() => {
      setIsEmptied(text === '');
      written.setText(text === ruleWords ? '' : text);
    });
  const [resumeAt, setResumeAt] = createSignal<number | null>(null);
  const [isTried, setIsTried] = createSignal(false);
  const [isBusy, setIsBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<string | null>(null);
  const tomorrow = () => startOfDayMs(shanghaiDay(now()) + 1);
  const isPast = () => (resumeAt() ?? Number.POSITIVE_INFINITY) <= now();
  const commandsOf = (item: Closable): readonly Command[] => {
    const at = mayResume(item) ? resumeAt() : null;
    return effectsOf(item).map((effect) => ({
      type: 'effectClosed',
      subject: item.customer,
      payload: { effect, reason: reason().trim(), ...(at === null ? {} : { resumeAtMs: at }) },
    }));
  };
  const save = async (): Promise<void> => {
    setIsTried(true);
    if (isBusy() || reason().trim() === '' || isPast()) return;
    setIsBusy(true);
    const wrong = await runAll(data, items.map(commandsOf));
    setIsBusy(false);
    setProblem(wrong);
    if (wrong !== null) return;
    void written.drop();
    const count = items.length;
    toast.show({ text: count > 1 ? words.closing.doneMany(count) : words.closing.done });
    props.onDone();
  };
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={words.closing.title}
      line={items.length === 1 ? items[0]?.customerName : words.selected(items.length)}
      closeLabel={words.close}
      foot={
        <Button kind="primary" wide={true} disabled={isBusy()} onClick={() => void save()}>
          {words.closing.act}
        </Button>
      }
    >
      <div class="flex flex-col gap-3 pb-2">
        <p class="m-0 text-body text-ink-2">{words.closing.line(items.length)}</p>
        <Show when={problem()}>
          {(wrong) => (
            <Banner tone="red" alert={true}>
              {wrong()}
            </Banner>
          )}
        </Show>
        <TextArea
          label={words.closing.label}
          rows={2}
          value={reason()}
          maxlength={500}
          error={isTried() && reason().trim() === '' ? words.closing.missing : null}
          onText={write}
        />
        <Show when={items.some(mayResume)}>
          <DateField
            label={words.closing.resume}
            optionalWord={words.closing.optional}
            hint={words.closing.resumeHint}
            only="date"
            offsetMinutes={SHANGHAI_MINUTES}
            atMs={resumeAt()}
            minMs={tomorrow()}
            error={isTried() && isPast() ? words.closing.pastResume : null}
            onChange={setResumeAt}
          />
        </Show>
      </div>
    </Sheet>
  );
};
