import { type Component, createMemo, For, Show } from 'solid-js';
import type { CustomerId, TaskState } from '#rules';
import { useNow } from '../../../app/data-context.tsx';
import { PATHS } from '../../../app/navigation.ts';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { customerStatus as words } from '../../../locales/zh-CN/customer-status.ts';
import { dayAndTime } from '../../../locales/zh-CN/day-words.ts';
import { CircleCheck, CircleDashed, Clock } from '../../../ui/icons.ts';
import { usePeople } from '../people/use-people.ts';

type Shown = TaskState & { readonly status: 'provisional' | 'open' | 'returned' | 'done' };
const isShown = (task: TaskState): task is Shown =>
  task.status !== 'superseded' && task.status !== 'revoked' && task.status !== 'closed';

const ICONS = { provisional: CircleDashed, open: Clock, returned: Clock, done: CircleCheck } as const;

const TaskLine: Component<{ readonly customer: CustomerAnswer; readonly task: Shown }> = (props) => {
  const now = useNow();
  const people = usePeople(() => props.customer.names);
  /** Whoever supplies what was missing (R22). */
  const holder = () => {
    const { owner } = props.customer.state;
    return owner === null ? words.someone : people(owner);
  };
  const says = (one: Shown): string => {
    const who = one.assignee === null ? words.someone : people(one.assignee);
    switch (one.status) {
      case 'provisional':
        return words.task.provisional;
      case 'returned':
        return words.task.returned(who, holder(), one.returned?.missing ?? '');
      case 'done':
        return words.task.done(who, dayAndTime(one.completed?.t ?? one.dueAt, now()));
      case 'open':
        return one.assignee === null
          ? words.task.unassigned(dayAndTime(one.dueAt, now()))
          : words.task.open(who, dayAndTime(one.dueAt, now()));
    }
  };
  const Icon: Component<{ readonly status: Shown['status'] }> = (icon) => {
    const Drawn = ICONS[icon.status];
    return <Drawn size={20} class="mt-0.5 shrink-0 text-ink-2" />;
  };
  const isLate = () => props.task.status !== 'done' && props.task.dueAt < now();
  return (
    <li class="flex items-start gap-3 border-t border-line pt-3">
      <Show when={props.task.status} keyed={true}>
        {(status) => <Icon status={status} />}
      </Show>
      <p class="m-0 min-w-0 text-item text-ink">
        {props.task.title}
        <span class={`block text-second ${isLate() ? 'font-semibold text-red-text' : 'text-ink-2'}`}>
          {says(props.task)}
        </span>
      </p>
    </li>
  );
};

/** One that need not be done: the same task of a record it was merged with stands (S17). */
const MergedLine: Component<{ readonly title: string; readonly other: CustomerId }> = (props) => (
  <li class="flex items-start gap-3 border-t border-line pt-3">
    <CircleCheck size={20} class="mt-0.5 shrink-0 text-ink-3" />
    <p class="m-0 min-w-0 text-item text-ink">
      {props.title}
      <span class="block text-second text-ink-2">{words.task.superseded}</span>
      <a class="inline-flex min-h-11 items-center text-second text-brand-text" href={`${PATHS.pool}/${props.other}`}>
        {words.task.seeOther}
      </a>
    </p>
  </li>
);

/**
 * Tasks about the customer (R22, R45, R103): whose each is and until when; of those done, the last; of those that
 * another record's stands for, where.
 */
export const TaskLines: Component<{ readonly customer: CustomerAnswer }> = (props) => {
  const tasks = createMemo(() => {
    const shown = props.customer.state.tasks.filter(isShown);
    const lastDone = shown.findLast(({ status }) => status === 'done');
    return shown.filter((task) => task.status !== 'done' || task === lastDone);
  });
  const merged = createMemo(() =>
    props.customer.state.tasks.flatMap(({ id, title, supersededBy: other }) =>
      other === null ? [] : [{ id, title, other }],
    ),
  );
  return (
    <Show when={tasks().length + merged().length > 0}>
      <ul class="m-0 flex list-none flex-col gap-3 p-0">
        <For each={tasks()}>{(task) => <TaskLine customer={props.customer} task={task} />}</For>
        <For each={merged()}>{(one) => <MergedLine title={one.title} other={one.other} />}</For>
      </ul>
    </Show>
  );
};
