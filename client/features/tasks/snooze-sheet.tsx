import { type Component, createSignal, For, Show, untrack } from 'solid-js';
import { type Command, HOUR_MS, SHANGHAI_MINUTES, shanghaiDay, startOfDayMs, weekdayOf } from '#rules';
import { useData, useNow } from '../../app/data-context.tsx';
import type { AlertItem, TaskItem } from '../../data/work-contract.ts';
import { tasks as words } from '../../locales/zh-CN/tasks.ts';
import { Banner } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { useToast } from '../../ui/toast.tsx';
import { dayNear } from '../../views/day-near.ts';
import { runAll } from '../../views/run-all.ts';

const NINE_MS = 9 * HOUR_MS;

export type Snoozable = TaskItem | AlertItem;
const snoozing = (item: Snoozable, untilMs: number): readonly Command[] =>
  item.kind === 'task'
    ? [{ type: 'taskSnoozed', subject: item.customer, payload: { task: item.task.id, untilMs } }]
    : item.effects.map((effect) => ({ type: 'effectSnoozed', subject: item.customer, payload: { effect, untilMs } }));

/** 稍后: out of sight until then; the deadline stays where it is. */
export const SnoozeSheet: Component<{
  readonly items: readonly Snoozable[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}> = (props) => {
  const data = useData();
  const now = useNow();
  const toast = useToast();
  // As they were when it opened: what is done leaves the list behind it at once.
  const items = untrack(() => [...props.items]);
  const [own, setOwn] = createSignal<number | null>(null);
  const [isTried, setIsTried] = createSignal(false);
  const [problem, setProblem] = createSignal<string | null>(null);
  const today = () => shanghaiDay(now());
  const choices = () => [
    { label: words.snooze.hour, atMs: now() + HOUR_MS },
    { label: words.snooze.tomorrow, atMs: startOfDayMs(today() + 1) + NINE_MS },
    { label: words.snooze.monday, atMs: startOfDayMs(today() + 7 - weekdayOf(today())) + NINE_MS },
  ];
  const snooze = async (untilMs: number): Promise<void> => {
    const wrong = await runAll(
      data,
      items.map((item) => snoozing(item, untilMs)),
    );
    setProblem(wrong);
    if (wrong !== null) return;
    toast.show({ text: words.snooze.done(dayNear(untilMs, now())) });
    props.onDone();
  };
  const snoozeOwn = (): void => {
    setIsTried(true);
    const at = own();
    if (at !== null && at > now()) void snooze(at);
  };
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={words.snooze.title}
      line={words.snooze.line}
      closeLabel={words.close}
    >
      <div class="flex flex-col gap-2 pb-4">
        <Show when={problem()}>
          {(wrong) => (
            <Banner tone="red" alert={true}>
              {wrong()}
            </Banner>
          )}
        </Show>
        <For each={choices()}>
          {({ label, atMs }) => (
            <Button wide={true} onClick={() => void snooze(atMs)}>
              {label}
            </Button>
          )}
        </For>
        <DateField
          label={words.snooze.pick}
          offsetMinutes={SHANGHAI_MINUTES}
          atMs={own()}
          minMs={now()}
          error={isTried() && (own() ?? 0) <= now() ? words.snooze.missing : null}
          onChange={setOwn}
        />
        <Button kind="outline" wide={true} onClick={snoozeOwn}>
          {words.snooze.set}
        </Button>
      </div>
    </Sheet>
  );
};
