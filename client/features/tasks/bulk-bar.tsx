import { type Component, createSignal, Match, Switch } from 'solid-js';
import type { InboxItem, TaskItem } from '../../data/work-contract.ts';
import { tasks as words } from '../../locales/zh-CN/tasks.ts';
import { Button } from '../../ui/button.tsx';
import { type Closable, ClosingSheet } from './closing-sheet.tsx';
import { ReassignSheet } from './reassign-sheet.tsx';
import { type Snoozable, SnoozeSheet } from './snooze-sheet.tsx';

type Bulk = keyof typeof words.bulk;
const isTask = (item: InboxItem): item is TaskItem => item.kind === 'task' && item.task.status !== 'provisional';
const isSnoozable = (item: InboxItem): item is Snoozable =>
  isTask(item) || (item.kind === 'alert' && !item.isProvisional);
const isClosable = (item: InboxItem): item is Closable =>
  (item.kind === 'alert' || item.kind === 'task') && item.mayClose;

/** What can be done with several at once; each act takes those of the chosen that it fits. */
export const BulkBar: Component<{ readonly chosen: readonly InboxItem[]; readonly onDone: () => void }> = (props) => {
  const [act, setAct] = createSignal<Bulk | null>(null);
  const tasks = () => props.chosen.filter(isTask);
  const snoozable = () => props.chosen.filter(isSnoozable);
  const closable = () => props.chosen.filter(isClosable);
  /** Presales tasks go to presales, others to anybody: both at once fit nobody. */
  const isOneKind = () => new Set(tasks().map(({ task }) => task.kind === 'draftProposal')).size === 1;
  const close = () => setAct(null);
  const done = () => {
    close();
    props.onDone();
  };
  return (
    <>
      <Button class="flex-1" disabled={closable().length === 0} onClick={() => setAct('close')}>
        {words.bulk.close}
      </Button>
      <Button class="flex-1" disabled={snoozable().length === 0} onClick={() => setAct('snooze')}>
        {words.bulk.snooze}
      </Button>
      <Button class="flex-1" disabled={!isOneKind()} onClick={() => setAct('reassign')}>
        {words.bulk.reassign}
      </Button>
      <Switch>
        <Match when={act() === 'close'}>
          <ClosingSheet items={closable()} onClose={close} onDone={done} />
        </Match>
        <Match when={act() === 'snooze'}>
          <SnoozeSheet items={snoozable()} onClose={close} onDone={done} />
        </Match>
        <Match when={act() === 'reassign'}>
          <ReassignSheet items={tasks()} onClose={close} onDone={done} />
        </Match>
      </Switch>
    </>
  );
};
