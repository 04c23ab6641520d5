import { type Component, createSignal, For, Show } from 'solid-js';
import { DAY_MS, isPossibleLeave, type Leave, type MemberState, SHANGHAI_MINUTES } from '#rules';
import { useData } from '../../app/data-context.tsx';
import { team as words } from '../../locales/zh-CN/team.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { X } from '../../ui/icons.ts';
import { ProblemLine } from '../../ui/problem.tsx';
import { useToast } from '../../ui/toast.tsx';
import { dateWords } from '../../views/field-values.ts';
import { outcomeWords } from '../../views/refusal-words.ts';

/** Leave that is over for so long is not listed any more, ms. */
const LISTED_MS = 30 * DAY_MS;

/** The days as they are said: the last one is the one before it ends. */
const daysOf = ({ fromMs, untilMs }: Leave, nowMs: number): string =>
  words.leave.days(dateWords(fromMs, nowMs), dateWords(untilMs - DAY_MS, nowMs));

/** 休假 of somebody: a salesperson's weeks without customers do not count while he is away (R49). */
export const LeaveSection: Component<{ readonly person: MemberState; readonly nowMs: number }> = (props) => {
  const data = useData();
  const toast = useToast();
  const [isAdding, setIsAdding] = createSignal(false);
  const [from, setFrom] = createSignal<number | null>(null);
  const [last, setLast] = createSignal<number | null>(null);
  const [problem, setProblem] = createSignal<string | null>(null);
  const [isBusy, setIsBusy] = createSignal(false);
  const listed = () => props.person.leaves.filter(({ untilMs }) => untilMs > props.nowMs - LISTED_MS);
  const wrongDays = (fromMs: number | null, lastMs: number | null): string | null => {
    if (fromMs === null || lastMs === null) return words.leave.needDays;
    if (!isPossibleLeave({ fromMs, untilMs: lastMs + DAY_MS })) return words.leave.wrongDays;
    const isKnown = props.person.leaves.some((one) => one.fromMs <= fromMs && lastMs < one.untilMs);
    return isKnown ? words.leave.known : null;
  };
  const add = async (): Promise<void> => {
    const [fromMs, lastMs] = [from(), last()];
    const wrong = wrongDays(fromMs, lastMs);
    setProblem(wrong);
    if (wrong !== null || fromMs === null || lastMs === null || isBusy()) return;
    const payload = { member: props.person.id, fromMs, untilMs: lastMs + DAY_MS };
    setIsBusy(true);
    const refused = outcomeWords(await data.run({ type: 'leaveEntered', subject: 'org', payload }));
    setIsBusy(false);
    setProblem(refused);
    if (refused !== null) return;
    toast.show({ text: words.leave.saved });
    setIsAdding(false);
    setFrom(null);
    setLast(null);
  };
  const cancel = async ({ id, fromMs, untilMs }: Leave): Promise<void> => {
    const payload = { member: props.person.id, fromMs, untilMs };
    const wrong = outcomeWords(await data.run({ type: 'leaveCancelled', subject: 'org', payload: { leave: id } }));
    setProblem(wrong);
    if (wrong !== null) return;
    const run = async (): Promise<void> =>
      void setProblem(outcomeWords(await data.run({ type: 'leaveEntered', subject: 'org', payload })));
    toast.show({ text: words.leave.cancelled, undo: { label: words.leave.undo, run: () => void run() } });
  };
  return (
    <fieldset class="m-0 flex flex-col gap-2 border-0 p-0">
      <legend class="p-0 pb-1 text-second font-semibold text-ink-2">{words.leave.title}</legend>
      <p class="m-0 text-second text-ink-3">{words.leave.line}</p>
      <For each={listed()}>
        {(leave) => (
          <div class="flex min-h-11 items-center justify-between gap-3 rounded-ctl border border-line bg-surface pl-3">
            <span class="text-body">{daysOf(leave, props.nowMs)}</span>
            <IconButton
              quiet={true}
              label={words.leave.cancel(daysOf(leave, props.nowMs))}
              onClick={() => void cancel(leave)}
            >
              <X size={18} />
            </IconButton>
          </div>
        )}
      </For>
      <Show
        when={isAdding()}
        fallback={
          <Button class="self-start" onClick={() => setIsAdding(true)}>
            {words.leave.add}
          </Button>
        }
      >
        <div class="grid grid-cols-[repeat(auto-fit,minmax(9.5rem,1fr))] gap-3">
          <DateField
            label={words.leave.from}
            only="date"
            atMs={from()}
            offsetMinutes={SHANGHAI_MINUTES}
            onChange={setFrom}
          />
          <DateField
            label={words.leave.last}
            only="date"
            atMs={last()}
            minMs={from() ?? undefined}
            offsetMinutes={SHANGHAI_MINUTES}
            onChange={setLast}
          />
        </div>
        <div class="flex flex-wrap gap-2">
          <Button disabled={isBusy()} onClick={() => void add()}>
            {words.leave.save}
          </Button>
          <Button kind="text" onClick={() => setIsAdding(false)}>
            {words.leave.notNow}
          </Button>
        </div>
      </Show>
      <ProblemLine text={problem()} />
    </fieldset>
  );
};
