import { useNavigate, useParams } from '@solidjs/router';
import { type Component, createMemo, createSignal, For, lazy, type ParentProps, Show, Suspense } from 'solid-js';
import { LEADING_ROLES, mayHoldType, type Role } from '#rules';
import { createFreshAnswer, useMe, useOrg } from '../../app/data-context.tsx';
import { mayOpen, PATHS } from '../../app/navigation.ts';
import { Page } from '../../app/page.tsx';
import type { MarkLook, PoolAnswer, PoolChip } from '../../data/contract.ts';
import { pool as words } from '../../locales/zh-CN/pool.ts';
import { Button, ButtonLink, IconButton } from '../../ui/button.tsx';
import { Chip, ChipRow } from '../../ui/chip.tsx';
import { TextField } from '../../ui/field.tsx';
import { Clock, ListFilter, Plus, Users } from '../../ui/icons.ts';
import { EmptyState } from '../../ui/list.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { MarkGlyph } from '../../views/mark-glyph.tsx';
import type { FieldFilter } from './filter-sheet.tsx';
import { PoolListRow } from './pool-row.tsx';

const CHIPS: readonly PoolChip[] = ['mine', 'nearlyOverdue', 'green', 'yellow', 'red', 'unowned', 'all'];
const MARKS: Partial<Record<PoolChip, MarkLook>> = { green: 'green', yellow: 'yellow', red: 'red' };
const FilterSheet = lazy(async () => ({ default: (await import('./filter-sheet.tsx')).FilterSheet }));
const CreateSheet = lazy(async () => ({ default: (await import('./create-sheet.tsx')).CreateSheet }));
/** Who sees his own customers first; the others have none, or look at everybody's. */
const holdsCustomers = (role: Role | null): boolean =>
  role !== null && mayHoldType(role, 'customerCreated') && !LEADING_ROLES.has(role);
/** Rows fetched at a time. */
const PAGE_ROWS = 100;

const Chips: Component<{
  readonly chip: PoolChip;
  readonly counts: PoolAnswer['counts'] | undefined;
  readonly onChoose: (chip: PoolChip) => void;
  /** How many fields the list is filtered by. */
  readonly filters: number;
  readonly onFilter: () => void;
}> = (props) => (
  <ChipRow label={words.chipsLabel}>
    <Chip
      pressed={props.filters > 0}
      count={props.filters > 0 ? props.filters : undefined}
      icon={<ListFilter size={14} />}
      onPress={() => props.onFilter()}
    >
      {words.filter.title}
    </Chip>
    <For each={CHIPS}>
      {(chip) => (
        <Chip
          pressed={props.chip === chip}
          count={props.counts?.[chip]}
          alarm={chip === 'nearlyOverdue'}
          icon={
            MARKS[chip] ? (
              <MarkGlyph look={MARKS[chip] ?? 'none'} size={16} />
            ) : chip === 'nearlyOverdue' ? (
              <Clock size={14} />
            ) : undefined
          }
          onPress={() => props.onChoose(chip)}
        >
          {words.chips[chip]}
        </Chip>
      )}
    </For>
  </ChipRow>
);

const Nothing: Component<{
  readonly chip: PoolChip;
  readonly isSearch: boolean;
  readonly isPoolEmpty: boolean;
  readonly onAll: () => void;
  /** Absent where the role makes no customers. */
  readonly onCreate?: (() => void) | undefined;
}> = (props) => {
  const me = useMe();
  const create = () => (
    <Show when={props.onCreate}>{(onCreate) => <Button onClick={() => onCreate()()}>{words.create}</Button>}</Show>
  );
  const icon = () => <Users size={26} />;
  return (
    <Show
      when={!props.isSearch}
      fallback={<EmptyState icon={icon()} title={words.empty.searched.title} line={words.empty.searched.line} />}
    >
      <Show
        when={props.isPoolEmpty}
        fallback={
          <Show
            when={props.chip === 'mine'}
            fallback={
              <EmptyState
                icon={icon()}
                title={words.empty.filtered.title}
                line={words.empty.filtered.line}
                act={<Button onClick={() => props.onAll()}>{words.empty.filtered.act}</Button>}
              />
            }
          >
            <EmptyState icon={icon()} title={words.empty.mine.title} line={words.empty.mine.line} act={create()} />
          </Show>
        }
      >
        <EmptyState
          icon={icon()}
          title={words.empty.all.title}
          line={words.empty.all.line}
          act={
            <Show when={mayOpen(me.role(), 'import')} fallback={create()}>
              <ButtonLink kind="primary" href={PATHS.import}>
                {words.empty.all.act}
              </ButtonLink>
            </Show>
          }
        />
      </Show>
    </Show>
  );
};

/** 客户池: what should move first, found while typing. A wide screen shows the opened customer beside the list. */
export const PoolPage: Component<ParentProps> = (props) => {
  const me = useMe();
  const navigate = useNavigate();
  const params = useParams<{ id?: string }>();
  const [chosen, setChosen] = createSignal<PoolChip | null>(null);
  const [search, setSearch] = createSignal('');
  const [limit, setLimit] = createSignal(PAGE_ROWS);
  /** Where the form of a new customer was opened: it waits, filled in, while another customer is looked at. */
  const [createdFrom, setCreatedFrom] = createSignal<string | null>(null);
  const here = () => params.id ?? '';
  const org = useOrg();
  const [fields, setFields] = createSignal<FieldFilter>({});
  const [isFiltering, setIsFiltering] = createSignal(false);
  const chip = createMemo((): PoolChip => chosen() ?? (holdsCustomers(me.role()) ? 'mine' : 'all'));
  const { answer, isFresh } = createFreshAnswer(
    () => ({
      kind: 'pool' as const,
      filter: Object.keys(fields()).length === 0 ? { chip: chip() } : { chip: chip(), fields: fields() },
      search: search(),
      offset: 0,
      limit: limit(),
    }),
    () => [chip(), fields(), search()],
  );
  const choose = (next: PoolChip): void => {
    setLimit(PAGE_ROWS);
    setChosen(next);
  };
  const mayCreate = () => {
    const role = me.role();
    return role !== null && mayHoldType(role, 'customerCreated');
  };
  const isSearch = () => search().trim() !== '';
  const isNarrowed = () => isSearch() || Object.keys(fields()).length > 0;
  /** How many were found, once it is known of what is asked now. */
  const line = (): string => {
    const found = answer();
    if (!isNarrowed()) return words.order;
    return found !== undefined && isFresh() ? words.found(found.total) : words.finding;
  };
  return (
    <div class="flex h-full min-h-0">
      <div
        class={`h-full min-w-0 ${params.id ? 'hidden w-90 shrink-0 border-r border-line lg:block' : 'flex-1 lg:w-90 lg:flex-none lg:border-r lg:border-line'}`}
      >
        <Page
          title={words.title}
          aside={
            <Show when={answer()}>
              {/* With the act and the sync state there is no room for it on the narrowest phones; the chips count too. */}
              {(found) => <span class="max-[22.5rem]:hidden">{words.count(found().counts.all)}</span>}
            </Show>
          }
          fixed={true}
          acts={
            <Show when={mayCreate()}>
              <IconButton label={words.create} onClick={() => setCreatedFrom(here())}>
                <Plus size={20} />
              </IconButton>
            </Show>
          }
        >
          <div class="shrink-0 border-b border-line px-gutter">
            <Chips
              chip={chip()}
              counts={answer()?.counts}
              onChoose={choose}
              filters={Object.keys(fields()).length}
              onFilter={() => setIsFiltering(true)}
            />
            <p class="m-0 pb-2 text-second text-ink-3" role="status">
              {line()}
            </p>
          </div>
          <div class="min-h-0 flex-1 bg-surface">
            <Show when={answer()}>
              {(found) => (
                <Show
                  when={found().rows.length > 0}
                  fallback={
                    <Nothing
                      chip={chip()}
                      isSearch={isSearch()}
                      isPoolEmpty={found().counts.all === 0}
                      onAll={() => {
                        setFields({});
                        choose('all');
                      }}
                      onCreate={mayCreate() ? () => setCreatedFrom(here()) : undefined}
                    />
                  }
                >
                  <VirtualList
                    label={words.list}
                    items={found().rows}
                    onEnd={() => {
                      if (limit() < found().total) setLimit(limit() + PAGE_ROWS);
                    }}
                  >
                    {(row) => <PoolListRow row={row} selected={row.id === params.id} />}
                  </VirtualList>
                </Show>
              )}
            </Show>
          </div>
          <div class="shrink-0 border-t border-line bg-surface px-3 py-2">
            <TextField
              label={words.searchLabel}
              hideLabel={true}
              type="search"
              data-search
              placeholder={words.search}
              autocomplete="off"
              value={search()}
              onText={(text) => {
                setLimit(PAGE_ROWS);
                setSearch(text);
              }}
            />
          </div>
        </Page>
      </div>
      <div class={`min-w-0 flex-1 ${params.id ? '' : 'hidden lg:block'}`}>
        <Show
          when={params.id}
          fallback={<EmptyState icon={<Users size={26} />} title={words.pick.title} line={words.pick.line} />}
        >
          {props.children}
        </Show>
      </div>
      <Suspense>
        <Show when={isFiltering() && org()?.process}>
          {(process) => (
            <FilterSheet
              process={process()}
              filter={fields()}
              onFilter={(filter) => {
                setLimit(PAGE_ROWS);
                setFields(filter);
              }}
              onClose={() => setIsFiltering(false)}
            />
          )}
        </Show>
        <Show when={createdFrom() !== null}>
          <CreateSheet
            isShown={createdFrom() === here()}
            onClose={() => setCreatedFrom(null)}
            onMade={(id) => {
              setCreatedFrom(null);
              navigate(`${PATHS.pool}/${id}`);
            }}
          />
        </Show>
      </Suspense>
    </div>
  );
};
