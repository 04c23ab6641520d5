import { type Component, createMemo, createSignal, For, Show } from 'solid-js';
import { BY_RULE, type CustomerId, mayHoldType, wholeDays } from '#rules';
import { createAnswer, useData, useMe, useNow, useOrg } from '../../app/data-context.tsx';
import { PATHS } from '../../app/navigation.ts';
import { Page } from '../../app/page.tsx';
import type { CleansingRow as Row } from '../../data/work-contract.ts';
import { cleansing as words } from '../../locales/zh-CN/cleansing.ts';
import { tasks } from '../../locales/zh-CN/tasks.ts';
import { Tag } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { CircleDashed, Lock } from '../../ui/icons.ts';
import { Card, EmptyState, ListRow, SectionTitle } from '../../ui/list.tsx';
import { useToast } from '../../ui/toast.tsx';
import { dayNear } from '../../views/day-near.ts';
import { type PoolAct, PoolActSheet } from '../../views/pool-act-sheet.tsx';
import { outcomeWords } from '../../views/refusal-words.ts';

type Part = 'in' | 'restored' | 'due';
const PARTS: readonly Part[] = ['in', 'restored', 'due'];
const BULK: readonly PoolAct[] = ['reassign', 'merge', 'void'];

const useNames = (): ((id: string) => string) => {
  const org = useOrg();
  const me = useMe();
  return (id) => {
    if (id === BY_RULE) return words.list.auto;
    return id === me.member() ? tasks.you : (org()?.members[id]?.name ?? words.someone);
  };
};

const PoolRow: Component<{
  readonly row: Row;
  readonly isChosen: boolean;
  readonly onToggle: (() => void) | null;
}> = (props) => {
  const now = useNow();
  const nameOf = useNames();
  const reds = () =>
    words.list.reds(
      props.row.reds.map(({ atMs, author }) => words.red(nameOf(author), dayNear(atMs, now()))).join('；'),
    );
  const owner = () => (props.row.owner === null ? words.list.nobody : nameOf(props.row.owner));
  return (
    <div class="flex items-center border-b border-line last:border-0 [&>*:last-child]:border-0">
      <Show when={props.onToggle}>
        {(toggle) => (
          <label class="flex min-h-11 min-w-11 shrink-0 items-center justify-center pl-2">
            <input
              type="checkbox"
              class="size-5.5 accent-brand"
              checked={props.isChosen}
              aria-label={words.list.select(props.row.customerName)}
              onChange={() => toggle()()}
            />
          </label>
        )}
      </Show>
      <ListRow
        title={
          <>
            <span class="truncate">{props.row.customerName}</span>
            <Show when={props.row.status !== 'due' && props.row.appeal !== 'none'}>
              <Tag tone="edge">{words.list.appeal[props.row.appeal]}</Tag>
            </Show>
          </>
        }
        line={<span>{owner()}</span>}
        right={words.list.days(wholeDays(props.row.sinceMs, now()))}
        rightLine={reds()}
        href={`${PATHS.pool}/${props.row.customer}`}
        selected={props.isChosen}
      />
    </div>
  );
};

/** 待清洗池 (R23): who is in it and why, with 改派, 作废, 合并 for those who lead; who will be, tomorrow. */
export const CleansingPage: Component = () => {
  const data = useData();
  const org = useOrg();
  const toast = useToast();
  const answer = createAnswer(() => ({ kind: 'cleansing' as const }));
  const [chosen, setChosen] = createSignal<ReadonlySet<CustomerId>>(new Set());
  const [act, setAct] = createSignal<PoolAct | null>(null);
  const partOf = ({ status }: Row): Part => (status === 'in' || status === 'due' ? status : 'restored');
  const parts = createMemo(() =>
    PARTS.map((part) => ({ part, rows: (answer()?.rows ?? []).filter((row) => partOf(row) === part) })).filter(
      ({ rows }) => rows.length > 0,
    ),
  );
  /** How many there are, once it is known. */
  const inside = (): string | undefined => {
    const rows = answer()?.rows;
    return rows && words.list.count(rows.filter(({ status }) => status === 'in').length);
  };
  const isOpen = (row: Row): boolean => row.isLed && row.status === 'in';
  const open = () => (answer()?.rows ?? []).filter(isOpen);
  const targets = () =>
    open()
      .filter(({ customer }) => chosen().has(customer))
      .map(({ customer, customerName, entry }) => ({ id: customer, name: customerName, entry }));
  const toggle = (id: CustomerId): void => {
    const next = new Set(chosen());
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const colleagues = () =>
    Object.values(org()?.members ?? {})
      .filter(({ active, role }) => active && mayHoldType(role, 'stageEntered'))
      .map(({ id, name }) => ({ value: id as string, label: name }));
  const search = async (text: string) =>
    (await data.ask({ kind: 'pool', filter: { chip: 'all' }, search: text, offset: 0, limit: 8 })).rows.map(
      ({ id, name }) => ({ id, name }),
    );
  return (
    <Page
      title={words.title}
      isPending={answer() === undefined}
      aside={inside()}
      {...(targets().length > 0
        ? {
            bar: (
              <For each={BULK}>
                {(one) => (
                  <Button class="flex-1" onClick={() => setAct(one)}>
                    {words[one]}
                  </Button>
                )}
              </For>
            ),
          }
        : {})}
    >
      <div class="mx-auto flex max-w-3xl flex-col gap-3">
        <p class="m-0 text-second text-ink-2">{words.list.explained}</p>
        <Show when={open().length > 1}>
          <p role="status" class="m-0 flex items-center justify-between text-second text-ink-2">
            {words.list.chosen(targets().length)}
            <Button
              kind="text"
              onClick={() =>
                setChosen(new Set(targets().length === open().length ? [] : open().map(({ customer }) => customer)))
              }
            >
              {targets().length === open().length ? words.list.clear : words.list.selectAll}
            </Button>
          </p>
        </Show>
        <Show
          when={parts().length > 0}
          fallback={
            <Show when={answer()}>
              <EmptyState icon={<Lock size={26} />} {...words.list.empty} />
            </Show>
          }
        >
          <For each={parts()}>
            {({ part, rows }) => (
              <section aria-label={words.list[part]}>
                <SectionTitle aside={String(rows.length)}>
                  <span class="inline-flex items-center gap-1.5">
                    <Show when={part === 'due'}>
                      <CircleDashed size={14} />
                    </Show>
                    {words.list[part]}
                  </span>
                </SectionTitle>
                <Show when={part === 'due'}>
                  <p class="mt-0 mb-2 text-second text-ink-3">{words.list.dueLine}</p>
                </Show>
                <Card flush={true}>
                  <For each={rows}>
                    {(row) => (
                      <PoolRow
                        row={row}
                        isChosen={chosen().has(row.customer)}
                        onToggle={isOpen(row) ? () => toggle(row.customer) : null}
                      />
                    )}
                  </For>
                </Card>
              </section>
            )}
          </For>
        </Show>
      </div>
      <Show when={act()}>
        {(one) => (
          <PoolActSheet
            act={one()}
            targets={targets()}
            deps={{
              data,
              colleagues: colleagues(),
              run: async (command) => outcomeWords(await data.run(command)),
              search,
            }}
            onClose={() => setAct(null)}
            onDone={(said) => {
              toast.show({ text: said });
              setAct(null);
              setChosen(new Set<CustomerId>());
            }}
          />
        )}
      </Show>
    </Page>
  );
};
