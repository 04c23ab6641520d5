import { type Component, createMemo, Show } from 'solid-js';
import type { TaskState } from '#rules';
import { useNow } from '../../../app/data-context.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { customerStatus as words } from '../../../locales/zh-CN/customer-status.ts';
import { dayAndTime } from '../../../locales/zh-CN/day-words.ts';
import { CircleCheck, CircleDashed, Clock } from '../../../ui/icons.ts';
import { usePeople } from '../people/use-people.ts';

type Shown = TaskState & { readonly status: 'provisional' | 'open' | 'returned' | 'done' };
const isShown = (task: TaskState): task is Shown => task.status !== 'superseded' && task.status !== 'revoked';

const ICONS = { provisional: CircleDashed, open: Clock, returned: Clock, done: CircleCheck } as const;

/** The presales task that the step into green made (R22): whose it is and until when. */
export const TaskLine: Component<{ readonly customer: CustomerAnswer }> = (props) => {
  const now = useNow();
  const people = usePeople(() => props.customer.names);
  const task = createMemo(() => props.customer.state.tasks.findLast(isShown));
  const says = (one: Shown): string => {
    const who = one.assignee === null ? words.someone : people(one.assignee);
    switch (one.status) {
      case 'provisional':
        return words.task.provisional;
      case 'returned':
        return words.task.returned(who, one.returned?.missing ?? '');
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
  return (
    <Show when={task()}>
      {(one) => (
        <div class="flex items-start gap-3 border-t border-line pt-3">
          <Show when={one().status} keyed={true}>
            {(status) => <Icon status={status} />}
          </Show>
          <p class="m-0 min-w-0 text-item text-ink">
            {words.task.title}
            <span
              class={`block text-second ${one().status !== 'done' && one().dueAt < now() ? 'font-semibold text-red-text' : 'text-ink-2'}`}
            >
              {says(one())}
            </span>
          </p>
        </div>
      )}
    </Show>
  );
};
