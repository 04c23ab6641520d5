import { type Component, createSignal, For, Show } from 'solid-js';
import { civilDate, isPackBegun, metricDefinition, shanghaiDay } from '#rules';
import { useData, useNow } from '../../app/data-context.tsx';
import { createMaterialFiles } from '../../app/material-files.ts';
import { PATHS } from '../../app/navigation.ts';
import type { PackRow } from '../../data/desk-contract.ts';
import type { Intervention } from '../../data/metric-contract.ts';
import { dayAndTime } from '../../locales/zh-CN/day-words.ts';
import { days as dayWords } from '../../locales/zh-CN/days.ts';
import { metricNames } from '../../locales/zh-CN/metric-names.ts';
import { intervention as words } from '../../locales/zh-CN/metrics.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { Calendar, Check, CloudOff, Inbox, List, Undo } from '../../ui/icons.ts';
import { Card, ListRow } from '../../ui/list.tsx';
import { useToast } from '../../ui/toast.tsx';
import { metricChangeWords, metricValueWords } from '../../views/metric-words.ts';
import { PackView } from '../../views/pack-view.tsx';
import { runAll } from '../../views/run-all.ts';
import { spanWords } from '../../views/time-left.ts';

const State: Component<{ readonly row: PackRow }> = (props) => {
  const done = () => props.row.pack.tasks.filter((task) => task.done !== null).length;
  const look = () => {
    const { received, read, withdrawn, tasks } = props.row.pack;
    if (withdrawn !== null) return { icon: Undo, text: words.states.withdrawn, tone: '' };
    if (done() > 0)
      return { icon: Check, text: words.states.done(done(), tasks.length), tone: 'font-semibold text-green-text' };
    if (read !== null) return { icon: List, text: words.states.read, tone: '' };
    if (received !== null) return { icon: Inbox, text: words.states.received, tone: '' };
    return { icon: CloudOff, text: words.states.waiting, tone: 'text-ink-3' };
  };
  return (
    <span class={`inline-flex items-center gap-1.5 ${look().tone}`}>
      {look().icon({ size: 15 })}
      {look().text}
    </span>
  );
};

/** Before → after of the number for these people, once the days are over (R65). */
const Effect: Component<{ readonly act: Intervention }> = (props) => {
  const dueDay = (): string => {
    const { month, day } = civilDate(shanghaiDay(props.act.effectAtMs));
    return dayWords.date(month, day);
  };
  const days = () => props.act.rows[0]?.pack.effectAfterDays ?? 0;
  const told = () => {
    const { metric, effect } = props.act;
    if (metric === null || effect === null) return null;
    if (effect.before.kind !== 'value' || effect.after.kind !== 'value') return words.effectNone;
    const [before, after] = [effect.before, effect.after].map((one) => metricValueWords(metricDefinition(metric), one));
    return `${words.effect(metricNames[metric], before ?? '', after ?? '')}，${metricChangeWords(effect.change)}`;
  };
  return (
    <p class="m-0 flex items-start gap-2 text-second text-ink-2">
      <Calendar size={16} class="mt-0.5" />
      <span class={props.act.effect?.isBetter ? 'font-semibold text-green-text' : ''}>
        {told() ?? words.effectOn(dueDay(), days())}
      </span>
    </p>
  );
};

const Withdraw: Component<{ readonly act: Intervention }> = (props) => {
  const data = useData();
  const now = useNow();
  const toast = useToast();
  /** Whoever has begun keeps it. */
  const open = () => props.act.rows.filter(({ pack }) => pack.withdrawn === null && !isPackBegun(pack));
  const until = () => {
    const { isOwn, withdrawUntilMs } = props.act;
    const isOver = withdrawUntilMs === null || withdrawUntilMs < now();
    return isOwn && !isOver && open().length > 0 ? withdrawUntilMs : null;
  };
  const withdraw = async (): Promise<void> => {
    const rows = open();
    const kept = props.act.rows.filter(({ pack }) => isPackBegun(pack)).length;
    const wrong = await runAll(
      data,
      rows.map(({ pack, member }) => [
        { type: 'playbookWithdrawn', subject: member, payload: { sent: pack.id } } as const,
      ]),
    );
    toast.show({ text: wrong ?? words.withdrawn(kept), kind: wrong === null ? 'done' : 'refusal' });
  };
  return (
    <Show when={until()}>
      {(end) => (
        <div class="flex flex-wrap items-center justify-between gap-2">
          <span class="text-second text-ink-3">{words.withdrawLeft(spanWords(end() - now()))}</span>
          <Button icon={<Undo size={16} />} onClick={() => void withdraw()}>
            {words.withdraw}
          </Button>
        </div>
      )}
    </Show>
  );
};

/** One act of sending: to whom, how far each is, taking back, and what came of it. */
export const GivenAct: Component<{ readonly act: Intervention }> = (props) => {
  const now = useNow();
  const files = createMaterialFiles();
  const [openId, setOpenId] = createSignal<string | null>(null);
  const opened = () => props.act.rows.find(({ id }) => id === openId());
  const name = () => props.act.playbookName ?? words.unknownPlaybook;
  return (
    <section aria-label={name()} class="flex flex-col gap-2">
      <p class="m-0 text-second text-ink-3">
        <span class="font-semibold text-ink-2">{name()}</span>{' '}
        {words.by(props.act.isOwn ? words.you : props.act.authorName, dayAndTime(props.act.sentAtMs, now()))}
      </p>
      <Show when={props.act.rows[0]?.pack.remark}>
        {(text) => <p class="m-0 text-second text-ink-2">{words.said(text())}</p>}
      </Show>
      <Card flush={true}>
        <For each={props.act.rows}>
          {(row) => (
            <ListRow
              lead={<Avatar name={row.memberName} size={24} />}
              title={<span class="truncate">{row.memberName}</span>}
              line={row.pack.customers.length > 0 ? words.withCustomers(row.pack.customers.length) : undefined}
              right={<State row={row} />}
              onPress={() => setOpenId(row.id)}
            />
          )}
        </For>
      </Card>
      <Show when={props.act.withdrawUntilMs !== null}>
        <Effect act={props.act} />
      </Show>
      <Withdraw act={props.act} />
      <Show when={opened()}>
        {(row) => (
          <Sheet
            open={true}
            onClose={() => setOpenId(null)}
            title={name()}
            line={row().memberName}
            closeLabel={words.close}
            height="full"
          >
            <PackView
              row={row()}
              nowMs={now()}
              files={files}
              customerHref={(id) => `${PATHS.pool}/${id}`}
              onDone={null}
            />
          </Sheet>
        )}
      </Show>
    </section>
  );
};
