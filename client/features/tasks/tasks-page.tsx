import { type Component, createMemo, createSignal, For, Match, Show, Switch } from 'solid-js';
import { createAnswer, useData, useNow } from '../../app/data-context.tsx';
import { PATHS } from '../../app/navigation.ts';
import { Page } from '../../app/page.tsx';
import type {
  InboxAnswer,
  InboxItem,
  InboxKind,
  InboxScope,
  InboxSegment,
  NoticeItem,
} from '../../data/work-contract.ts';
import { dayAndTime } from '../../locales/zh-CN/day-words.ts';
import { tasks as words } from '../../locales/zh-CN/tasks.ts';
import { Button } from '../../ui/button.tsx';
import { Chip, ChipLink, ChipRow } from '../../ui/chip.tsx';
import { Inbox } from '../../ui/icons.ts';
import { Card, EmptyState, ListRow } from '../../ui/list.tsx';
import { Segments } from '../../ui/tabs.tsx';
import { AlertSheet } from './alert-sheet.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { ItemGroups, NoticeList } from './item-groups.tsx';
import { createMetricDuties, MetricDuties } from './metric-duties.tsx';
import { OfferSheet } from './offer-sheet.tsx';
import { PackList } from './pack-list.tsx';
import { SuggestionList } from './suggestion-list.tsx';
import { SupplySheet } from './supply-sheet.tsx';
import { TaskSheet } from './task-sheet.tsx';
import { VerdictLine } from './verdict-line.tsx';

type Segment = InboxSegment | 'done';
type Kind = InboxKind | 'all';
/** Rows drawn at a time, per segment. */
const PAGE_ROWS = 60;

const Nothing: Component<{ readonly segment: Segment; readonly scope: InboxScope }> = (props) => {
  const said = () => {
    if (props.scope === 'team' && props.segment !== 'done') return words.empty.team;
    return words.empty[props.segment === 'notice' ? 'notices' : props.segment];
  };
  return <EmptyState icon={<Inbox size={26} />} title={said().title} line={said().line} />;
};

const DoneList: Component<{ readonly done: InboxAnswer['done'] }> = (props) => {
  const now = useNow();
  return (
    <Card flush={true} label={words.done}>
      <For each={props.done}>
        {({ task, customerName }) => (
          <ListRow
            title={task.title}
            line={task.supersededBy === null ? customerName : words.notNeeded(customerName)}
            right={task.completed ? dayAndTime(task.completed.t, now()) : ''}
            bold={false}
            href={`${PATHS.pool}/${task.customer}`}
          />
        )}
      </For>
    </Card>
  );
};

const KindChips: Component<{
  readonly items: readonly InboxItem[];
  readonly value: Kind;
  readonly onChoose: (kind: Kind) => void;
}> = (props) => {
  const counts = createMemo(() => {
    const found = new Map<InboxKind, number>();
    for (const { kind } of props.items) found.set(kind, (found.get(kind) ?? 0) + 1);
    return [...found];
  });
  return (
    <Show when={counts().length > 1}>
      <ChipRow label={words.filter}>
        <Chip pressed={props.value === 'all'} onPress={() => props.onChoose('all')}>
          {words.kinds.all}
        </Chip>
        <For each={counts()}>
          {([kind, count]) => (
            <Chip pressed={props.value === kind} count={count} onPress={() => props.onChoose(kind)}>
              {words.kinds[kind]}
            </Chip>
          )}
        </For>
      </ChipRow>
    </Show>
  );
};

/** Opened from a row: what fits its kind. It closes by itself when somebody else has dealt with it. */
const Opened: Component<{ readonly item: InboxItem; readonly onClose: () => void }> = (props) => (
  <Switch>
    <Match when={props.item.kind === 'task' && props.item}>
      {(item) => <TaskSheet item={item()} onClose={props.onClose} />}
    </Match>
    <Match when={props.item.kind === 'alert' && props.item}>
      {(item) => <AlertSheet item={item()} onClose={props.onClose} />}
    </Match>
    <Match when={props.item.kind === 'offer' && props.item}>
      {(item) => <OfferSheet item={item()} onClose={props.onClose} />}
    </Match>
    <Match when={props.item.kind === 'supply' && props.item}>
      {(item) => <SupplySheet item={item()} onClose={props.onClose} />}
    </Match>
  </Switch>
);

/** On a phone these pages have no place in the bar. */
const Elsewhere: Component<{ readonly leads: boolean }> = (props) => (
  <nav aria-label={words.links} class="sm:hidden">
    <ChipRow label={words.links}>
      <ChipLink href={PATHS.gaps}>{words.toGaps[props.leads ? 'leader' : 'rep']}</ChipLink>
      <Show when={props.leads}>
        <ChipLink href={PATHS.metrics}>{words.toMetrics}</ChipLink>
        <ChipLink href={PATHS.review}>{words.toReview}</ChipLink>
        <ChipLink href={PATHS.leads}>{words.toLeads}</ChipLink>
      </Show>
      <ChipLink href={PATHS.cleansing}>{words.toCleansing}</ChipLink>
      <ChipLink href={PATHS.mirror}>{words.toMirror}</ChipLink>
    </ChipRow>
  </nav>
);

const createChoice = () => {
  const [isOn, setIsOn] = createSignal(false);
  const [chosen, setChosen] = createSignal<ReadonlySet<string>>(new Set());
  return {
    get isOn() {
      return isOn();
    },
    get chosen() {
      return chosen();
    },
    toggle: (id: string): void => {
      const next = new Set(chosen());
      if (!next.delete(id)) next.add(id);
      setChosen(next);
    },
    all: (ids: readonly string[]): void => void setChosen(new Set(ids)),
    begin: (): void => void setIsOn(true),
    end: (): void => {
      setIsOn(false);
      setChosen(new Set<string>());
    },
  };
};

/** 待办: what waits for me or for those I lead, what I should decide, what I should know, what I have done. */
export const TasksPage: Component = () => {
  const data = useData();
  const [scope, setScope] = createSignal<InboxScope>('mine');
  const [limit, setLimit] = createSignal(PAGE_ROWS);
  const answer = createAnswer(() => ({ kind: 'inbox' as const, scope: scope(), limit: limit() }));
  const [picked, setSegment] = createSignal<Segment | null>(null);
  const [pickedKind, setKind] = createSignal<Kind>('all');
  const [opened, setOpened] = createSignal<string | null>(null);
  const choice = createChoice();
  /** Opens where something waits, and stays there: dealing with the last one does not turn the page. */
  const opening = createMemo((before: Segment | null): Segment | null => {
    const counts = answer()?.counts;
    if (before !== null || counts === undefined) return before;
    if (counts.todo > 0) return 'todo';
    if (counts.decide > 0) return 'decide';
    return counts.notice > 0 ? 'notice' : 'todo';
  }, null);
  const segment = (): Segment => picked() ?? opening() ?? 'todo';
  const inSegment = createMemo(() => answer()?.items.filter((item) => item.segment === segment()) ?? []);
  /** The last of the kind is dealt with: the others stand there again. */
  const kind = createMemo((): Kind => (inSegment().some((item) => item.kind === pickedKind()) ? pickedKind() : 'all'));
  const shown = createMemo(() => inSegment().filter((item) => kind() === 'all' || item.kind === kind()));
  const openItem = createMemo(() => answer()?.items.find(({ id }) => id === opened()) ?? null);
  const chosenItems = () => shown().filter(({ id }) => choice.chosen.has(id));
  const markSeen = (item: NoticeItem) =>
    void data.run({ type: 'noticeSeen', subject: item.customer, payload: { notice: item.id } });
  const segments = () => [
    { id: 'todo', label: words.todo, count: toDo() },
    { id: 'decide', label: words.decide, count: toDecide() },
    ...(scope() === 'mine'
      ? [
          { id: 'notice', label: words.notices, count: answer()?.counts.notice },
          { id: 'done', label: words.done },
        ]
      : []),
  ];
  const turnTo = (next: Segment): void => {
    choice.end();
    setKind('all');
    setSegment(next);
  };
  const look = (next: InboxScope): void => {
    turnTo('todo');
    setScope(next);
  };
  const packs = createAnswer(() => ({ kind: 'packs' as const }));
  const duties = createMetricDuties();
  const isOwnWork = () => segment() === 'todo' && scope() === 'mine';
  const toDo = () => {
    const counted = answer()?.counts.todo;
    return counted === undefined || scope() === 'team' ? counted : counted + (packs()?.open ?? 0);
  };
  const suggested = createAnswer(() => ({ kind: 'suggestions' as const }));
  const isOwnDecision = () => segment() === 'decide' && scope() === 'mine';
  const toDecide = () => {
    const counted = answer()?.counts.decide;
    return counted === undefined || scope() === 'team' ? counted : counted + (suggested()?.open.length ?? 0);
  };
  /** A list of another kind stands there already. */
  const hasMore = () =>
    (isOwnWork() && ((packs()?.open ?? 0) > 0 || duties.any())) ||
    (isOwnDecision() && (suggested()?.open.length ?? 0) > 0);
  const isList = () => segment() === 'todo' || segment() === 'decide';
  const total = () => {
    const counts = answer()?.counts;
    return segment() === 'done' || counts === undefined ? 0 : counts[segment() as InboxSegment];
  };
  return (
    <Page
      title={words.title}
      isPending={answer() === undefined}
      acts={
        <Show when={isList() && shown().length > 1}>
          <Button kind="text" onClick={() => (choice.isOn ? choice.end() : choice.begin())}>
            {choice.isOn ? words.unselect : words.select}
          </Button>
        </Show>
      }
      {...(choice.isOn && choice.chosen.size > 0
        ? { bar: <BulkBar chosen={chosenItems()} onDone={() => choice.end()} /> }
        : {})}
    >
      {/* Whom he leads comes with the first answer: whatever depends on it would push down what stood there before. */}
      <Show when={answer()}>
        {(all) => (
          <div class="mx-auto flex max-w-3xl flex-col gap-3">
            <Elsewhere leads={all().leads} />
            <Show when={all().leads}>
              <Segments
                label={words.scope}
                items={[
                  { id: 'mine', label: words.scopes.mine },
                  { id: 'team', label: words.scopes.team },
                ]}
                value={scope()}
                onChoose={(id) => look(id as InboxScope)}
              />
            </Show>
            <Show when={scope() === 'mine' && !choice.isOn}>
              <VerdictLine />
            </Show>
            <Segments
              label={words.segments}
              items={segments()}
              value={segment()}
              onChoose={(id) => turnTo(id as Segment)}
            />
            <Show when={isList()}>
              <KindChips items={inSegment()} value={kind()} onChoose={setKind} />
            </Show>
            <Show when={choice.isOn}>
              <p role="status" class="m-0 flex items-center justify-between text-second text-ink-2">
                {words.selected(choice.chosen.size)}
                <Button kind="text" onClick={() => choice.all(shown().map(({ id }) => id))}>
                  {words.selectAll}
                </Button>
              </p>
            </Show>
            <Show when={isOwnWork() && !choice.isOn}>
              <MetricDuties duties={duties} />
              <PackList />
            </Show>
            <Show when={isOwnDecision() && !choice.isOn}>
              <SuggestionList />
            </Show>
            <Switch fallback={hasMore() ? null : <Nothing segment={segment()} scope={scope()} />}>
              <Match when={segment() === 'done' && all().done.length > 0}>
                <DoneList done={all().done} />
              </Match>
              <Match when={segment() === 'notice' && shown().length > 0}>
                <NoticeList items={shown()} onSeen={markSeen} />
              </Match>
              <Match when={isList() && shown().length > 0}>
                <ItemGroups
                  items={shown()}
                  selection={choice}
                  onOpen={(item) => setOpened(item.id)}
                  onSeen={markSeen}
                />
              </Match>
            </Switch>
            <Show when={total() > limit()}>
              <Button wide={true} onClick={() => setLimit(limit() + PAGE_ROWS)}>
                {words.more(total() - limit())}
              </Button>
            </Show>
          </div>
        )}
      </Show>
      <Show when={openItem()}>{(item) => <Opened item={item()} onClose={() => setOpened(null)} />}</Show>
    </Page>
  );
};
