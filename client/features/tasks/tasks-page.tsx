import { type Component, createMemo, createSignal, For, type JSX, Match, Show, Switch } from 'solid-js';
import { createAnswer, useData, useMe, useNow, useOrg } from '../../app/data-context.tsx';
import { PATHS } from '../../app/navigation.ts';
import { Page } from '../../app/page.tsx';
import { dayAndTime } from '../../locales/zh-CN/day-words.ts';
import { tasks as words } from '../../locales/zh-CN/tasks.ts';
import { Tag } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Inbox } from '../../ui/icons.ts';
import { Card, EmptyState, ListRow } from '../../ui/list.tsx';
import { Segments } from '../../ui/tabs.tsx';
import { dayNear } from '../../views/day-near.ts';
import { type Notice, noticeSentence } from './notice-words.ts';
import { TaskSheet, type Todo } from './task-sheet.tsx';
import { timeLeft, urgencyOf } from './time-left.ts';

type Segment = 'todo' | 'notices' | 'done';

const Nothing: Component<{ readonly segment: Segment }> = (props) => (
  <EmptyState
    icon={<Inbox size={26} />}
    title={words.empty[props.segment].title}
    line={words.empty[props.segment].line}
  />
);

const URGENCY = { late: 'font-semibold text-red-text', soon: 'font-semibold text-yellow-text', later: '' } as const;

const TodoRow: Component<{ readonly todo: Todo; readonly onOpen: () => void }> = (props) => {
  const now = useNow();
  const task = () => props.todo.task;
  return (
    <ListRow
      title={
        <>
          <span class="truncate">{words.kinds[task().kind] ?? task().kind}</span>
          <Show when={task().status === 'provisional'}>
            <Tag tone="edge">{words.waitingForServer}</Tag>
          </Show>
        </>
      }
      line={props.todo.customerName}
      right={
        <span class={task().status === 'returned' ? '' : URGENCY[urgencyOf(task().dueAt, now())]}>
          {task().status === 'returned' ? words.giveBack : timeLeft(task().dueAt, now())}
        </span>
      }
      rightLine={dayAndTime(task().dueAt, now())}
      onPress={props.onOpen}
    />
  );
};

const NoticeRow: Component<{ readonly notice: Notice; readonly onSeen: () => void }> = (props) => {
  const org = useOrg();
  const me = useMe();
  const now = useNow();
  return (
    <div class="border-b border-line px-gutter py-2 last:border-0">
      <a href={`${PATHS.pool}/${props.notice.customer}`} class="block pt-1 text-item text-ink no-underline">
        <span class={props.notice.seen ? '' : 'font-semibold'}>{noticeSentence(props.notice, org(), me.member())}</span>
      </a>
      <div class="flex items-center justify-between gap-3">
        <span class="text-second text-ink-3">{dayNear(props.notice.atMs, now())}</span>
        <Show when={!props.notice.seen}>
          <Button kind="text" onClick={() => props.onSeen()}>
            {words.seen}
          </Button>
        </Show>
      </div>
    </div>
  );
};

const Rows: Component<{ readonly label: string; readonly children: JSX.Element }> = (props) => (
  <Card flush={true} label={props.label}>
    {props.children}
  </Card>
);

/** 待办: what waits for me, what I should know, what I have done. */
export const TasksPage: Component = () => {
  const data = useData();
  const now = useNow();
  const answer = createAnswer(() => ({ kind: 'tasks' as const }));
  const [chosen, setSegment] = createSignal<Segment | null>(null);
  const [opened, setOpened] = createSignal<string | null>(null);
  const openTodo = createMemo(() => answer()?.todo.find(({ task }) => task.id === opened()) ?? null);
  const unseen = () => answer()?.notices.filter(({ seen }) => !seen) ?? [];
  /** Opens where something waits, and stays there: reading the last notice does not turn the page. */
  const opening = createMemo((before: Segment | null): Segment | null => {
    const all = answer();
    if (before !== null || all === undefined) return before;
    return all.todo.length === 0 && unseen().length > 0 ? 'notices' : 'todo';
  }, null);
  const segment = (): Segment => chosen() ?? opening() ?? 'todo';
  const markSeen = (notice: Notice) =>
    data.run({ type: 'noticeSeen', subject: notice.customer, payload: { notice: notice.id } });
  const segments = () => [
    { id: 'todo', label: words.todo, count: answer()?.todo.length },
    { id: 'notices', label: words.notices, count: unseen().length },
    { id: 'done', label: words.done },
  ];
  return (
    <Page title={words.title}>
      <div class="mx-auto flex max-w-3xl flex-col gap-3">
        <Segments
          label={words.segments}
          items={segments()}
          value={segment()}
          onChoose={(id) => setSegment(id as Segment)}
        />
        <Show when={answer()}>
          {(all) => (
            <Switch>
              <Match when={segment() === 'todo'}>
                <Show when={all().todo.length > 0} fallback={<Nothing segment="todo" />}>
                  <Rows label={words.todo}>
                    <For each={all().todo}>
                      {(todo) => <TodoRow todo={todo} onOpen={() => setOpened(todo.task.id)} />}
                    </For>
                  </Rows>
                </Show>
              </Match>
              <Match when={segment() === 'notices'}>
                <Show when={all().notices.length > 0} fallback={<Nothing segment="notices" />}>
                  <Rows label={words.notices}>
                    <For each={all().notices}>
                      {(notice) => <NoticeRow notice={notice} onSeen={() => void markSeen(notice)} />}
                    </For>
                  </Rows>
                </Show>
              </Match>
              <Match when={segment() === 'done'}>
                <Show when={all().done.length > 0} fallback={<Nothing segment="done" />}>
                  <Rows label={words.done}>
                    <For each={all().done}>
                      {({ task, customerName }) => (
                        <ListRow
                          title={words.kinds[task.kind] ?? task.kind}
                          line={customerName}
                          right={task.completed ? dayAndTime(task.completed.t, now()) : ''}
                          bold={false}
                          href={`${PATHS.pool}/${task.customer}`}
                        />
                      )}
                    </For>
                  </Rows>
                </Show>
              </Match>
            </Switch>
          )}
        </Show>
      </div>
      <Show when={openTodo()}>{(todo) => <TaskSheet todo={todo()} onClose={() => setOpened(null)} />}</Show>
    </Page>
  );
};
