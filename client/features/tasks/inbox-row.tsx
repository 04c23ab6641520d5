import { type Component, type JSX, Match, Show, Switch } from 'solid-js';
import { useMe, useNow, useOrg } from '../../app/data-context.tsx';
import { PATHS } from '../../app/navigation.ts';
import type { InboxItem, NoticeItem } from '../../data/work-contract.ts';
import { tasks as words } from '../../locales/zh-CN/tasks.ts';
import { Tag } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Bell, CircleDashed, CircleQuestionMark, FileUp, Inbox, UserPlus } from '../../ui/icons.ts';
import { ListRow } from '../../ui/list.tsx';
import { dayNear } from '../../views/day-near.ts';
import { urgencyOf } from '../../views/time-left.ts';
import { isLate, itemLine, itemTime, itemTitle } from './item-words.ts';

const URGENCY = { late: 'font-semibold text-red-text', soon: 'font-semibold text-yellow-text', later: '' } as const;

const KindIcon: Component<{ readonly item: InboxItem }> = (props) => (
  <span aria-hidden="true" class="flex text-ink-3">
    <Switch fallback={<Inbox size={20} />}>
      <Match when={props.item.kind === 'alert' && props.item.isProvisional}>
        <CircleDashed size={20} />
      </Match>
      <Match when={props.item.kind === 'alert' || props.item.kind === 'notice'}>
        <Bell size={20} />
      </Match>
      <Match when={props.item.kind === 'appeal' || props.item.kind === 'supply'}>
        <FileUp size={20} />
      </Match>
      <Match when={props.item.kind === 'offer'}>
        <UserPlus size={20} />
      </Match>
      <Match when={props.item.kind === 'override'}>
        <CircleQuestionMark size={20} />
      </Match>
    </Switch>
  </span>
);

const isProvisional = (item: InboxItem): boolean =>
  (item.kind === 'alert' && item.isProvisional) || (item.kind === 'task' && item.task.status === 'provisional');

/** One thing that waits: what, whose customer, how long; opens what can be done about it. */
export const InboxRow: Component<{
  readonly item: InboxItem;
  /** While several are chosen, a press chooses. */
  readonly selection: { readonly isChosen: boolean; readonly toggle: () => void } | null;
  readonly onOpen: () => void;
}> = (props) => {
  const org = useOrg();
  const me = useMe();
  const now = useNow();
  const context = () => ({ org: org(), reader: me.member(), nowMs: now() });
  const title = () => itemTitle(props.item, context());
  const goes = () => props.item.kind === 'appeal' || props.item.kind === 'override';
  const urgency = () => {
    const { item } = props;
    if (isLate(item, now())) return URGENCY.late;
    const counts = item.kind === 'appeal' || item.kind === 'task' || item.kind === 'alert';
    return counts && item.atMs > now() ? URGENCY[urgencyOf(item.atMs, now())] : '';
  };
  const time = (): JSX.Element => {
    const { quietUntilMs } = props.item;
    if (quietUntilMs !== null) return words.quiet(dayNear(quietUntilMs, now()));
    return <span class={urgency()}>{itemTime(props.item, context())}</span>;
  };
  return (
    <ListRow
      lead={
        <Show when={props.selection} fallback={<KindIcon item={props.item} />}>
          {(selection) => (
            <input
              type="checkbox"
              class="pointer-events-none size-5.5 accent-brand"
              checked={selection().isChosen}
              tabindex={-1}
              aria-label={words.selectOne(title())}
            />
          )}
        </Show>
      }
      title={
        <>
          <span class="line-clamp-2">{title()}</span>
          <Show when={isProvisional(props.item)}>
            <Tag tone="edge">{words.waitingForServer}</Tag>
          </Show>
        </>
      }
      line={itemLine(props.item, context())}
      right={time()}
      {...(props.selection === null && goes()
        ? { href: `${PATHS.pool}/${props.item.customer}` }
        : { onPress: () => (props.selection === null ? props.onOpen() : props.selection.toggle()) })}
      selected={props.selection?.isChosen === true}
    />
  );
};

/** Something to know: read by opening the customer or by 知道了. */
export const NoticeRow: Component<{ readonly item: NoticeItem; readonly onSeen: () => void }> = (props) => {
  const org = useOrg();
  const me = useMe();
  const now = useNow();
  return (
    <div class="border-b border-line px-gutter py-2 last:border-0">
      <a href={`${PATHS.pool}/${props.item.customer}`} class="block pt-1 text-item text-ink no-underline">
        <span class={props.item.seen ? '' : 'font-semibold'}>
          {itemTitle(props.item, { org: org(), reader: me.member(), nowMs: now() })}
        </span>
      </a>
      <div class="flex items-center justify-between gap-3">
        <span class="text-second text-ink-3">{dayNear(props.item.atMs, now())}</span>
        <Show when={!props.item.seen}>
          <Button kind="text" onClick={() => props.onSeen()}>
            {words.seen}
          </Button>
        </Show>
      </div>
    </div>
  );
};
