import { type Component, createMemo, createSignal, For, Match, Show, Switch } from 'solid-js';
import { LEAD_STANDINGS, type LeadId, type LeadStanding } from '#rules';
import { createAnswer, useNow } from '../../app/data-context.tsx';
import { Page } from '../../app/page.tsx';
import type { LeadRow } from '../../data/lead-contract.ts';
import { leads as words } from '../../locales/zh-CN/leads.ts';
import { namesakeWords } from '../../locales/zh-CN/namesake.ts';
import { Tag } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Chip, ChipRow } from '../../ui/chip.tsx';
import { ChipSelect } from '../../ui/chip-select.tsx';
import { FileUp, Inbox, Plus } from '../../ui/icons.ts';
import { Card, EmptyState, ListRow } from '../../ui/list.tsx';
import { dayNear } from '../../views/day-near.ts';
import { AddSheet } from './add-sheet.tsx';
import { FlowFigures } from './flow-figures.tsx';
import { ImportSheet } from './import-sheet.tsx';
import { LeadSheet } from './lead-sheet.tsx';

/** Rows drawn at a time. */
const PAGE_ROWS = 60;
/** On a phone the acts are their icons, so that title, acts and sync state stand in one line. */
const WORD = 'max-sm:sr-only';

const standingWords = ({ flow, ownerName }: LeadRow): string => {
  const standing = words.standings[flow.standing];
  return ownerName === null ? standing : words.owner(standing, ownerName);
};

const LeadList: Component<{ readonly rows: readonly LeadRow[]; readonly onOpen: (row: LeadRow) => void }> = (props) => {
  const now = useNow();
  return (
    <Card flush={true} label={words.title}>
      <For each={props.rows}>
        {(row) => (
          <ListRow
            title={
              <>
                <span class="truncate">{row.name}</span>
                <Show when={row.flow.isProvisional || row.unsynced}>
                  <Tag>{words.provisional}</Tag>
                </Show>
              </>
            }
            line={
              <span class="flex items-center gap-1.5">
                <Show when={row.namesake}>
                  <Tag tone="yellow">{namesakeWords.tag}</Tag>
                </Show>
                <span class="truncate">
                  {words.line(row.source, row.campaign, dayNear(row.flow.receivedAt, now()).split(' ')[0] ?? '')}
                </span>
              </span>
            }
            right={standingWords(row)}
            onPress={() => props.onOpen(row)}
          />
        )}
      </For>
    </Card>
  );
};

/** MQL 池: leads of marketing with where they come from, whom they went to and how far they got (R51, R83). */
export const LeadsPage: Component = () => {
  const [standing, setStanding] = createSignal<LeadStanding | null>(null);
  const [source, setSource] = createSignal<string | null>(null);
  const [campaign, setCampaign] = createSignal<string | null>(null);
  const [limit, setLimit] = createSignal(PAGE_ROWS);
  const [sheet, setSheet] = createSignal<'add' | 'import' | null>(null);
  const [openId, setOpenId] = createSignal<string | null>(null);
  const answer = createAnswer(() => ({
    kind: 'leads' as const,
    filter: { standing: standing(), source: source(), campaign: campaign() },
    limit: limit(),
  }));
  const taking = createAnswer(() => {
    const id = openId();
    return id === null ? null : { kind: 'takers' as const, lead: id as LeadId };
  });
  /** Also one that a filter or another page of the list has left behind meanwhile. */
  const opened = createMemo(
    () => [...(answer()?.rows ?? []), taking()?.lead].find((row) => row != null && row.id === openId()) ?? null,
  );
  const isNarrowed = () => standing() !== null || source() !== null || campaign() !== null;
  const clear = (): void => {
    setStanding(null);
    setSource(null);
    setCampaign(null);
  };
  const choices = (values: readonly string[] | undefined) => [
    { label: null, options: (values ?? []).map((value) => ({ value, label: value })) },
  ];
  return (
    <Page
      title={words.title}
      isPending={answer() === undefined}
      acts={
        <Show when={answer()?.mayRecord}>
          <Button kind="text" icon={<FileUp size={18} />} onClick={() => setSheet('import')}>
            <span class={WORD}>{words.import.act}</span>
          </Button>
          <Button kind="text" icon={<Plus size={18} />} onClick={() => setSheet('add')}>
            <span class={WORD}>{words.add.act}</span>
          </Button>
        </Show>
      }
    >
      <div class="mx-auto flex max-w-4xl flex-col gap-3 pt-1 lg:pt-3">
        <Show when={answer()}>
          {(all) => (
            <>
              <Show when={all().all > 0 || isNarrowed()}>
                <FlowFigures spans={all().spans} hasUnseen={all().unseenVisits} />
                <ChipRow label={words.filter}>
                  <Chip pressed={standing() === null} count={all().all} onPress={() => setStanding(null)}>
                    {words.all}
                  </Chip>
                  <For each={LEAD_STANDINGS}>
                    {(one) => (
                      <Chip pressed={standing() === one} count={all().counts[one]} onPress={() => setStanding(one)}>
                        {words.standings[one]}
                      </Chip>
                    )}
                  </For>
                </ChipRow>
                <div class="flex flex-wrap gap-2">
                  <ChipSelect
                    label={words.source}
                    all={words.anySource}
                    value={source() ?? ''}
                    groups={choices(all().sources)}
                    onChoose={(value) => setSource(value === '' ? null : value)}
                  />
                  <ChipSelect
                    label={words.campaign}
                    all={words.anyCampaign}
                    value={campaign() ?? ''}
                    groups={choices(all().campaigns)}
                    onChoose={(value) => setCampaign(value === '' ? null : value)}
                  />
                </div>
              </Show>
              <Switch fallback={<LeadList rows={all().rows} onOpen={({ id }) => setOpenId(id)} />}>
                <Match when={all().total === 0 && isNarrowed()}>
                  <EmptyState
                    icon={<Inbox size={26} />}
                    title={words.empty.filtered}
                    act={<Button onClick={clear}>{words.empty.clear}</Button>}
                  />
                </Match>
                <Match when={all().total === 0}>
                  <EmptyState
                    icon={<Inbox size={26} />}
                    title={words.empty.title}
                    line={all().mayRecord ? words.empty.line : words.empty.lineOfReader}
                    act={
                      all().mayRecord ? (
                        <Button kind="primary" onClick={() => setSheet('import')}>
                          {words.import.title}
                        </Button>
                      ) : undefined
                    }
                  />
                </Match>
              </Switch>
              <Show when={all().total > limit()}>
                <Button wide={true} onClick={() => setLimit(limit() + PAGE_ROWS)}>
                  {words.more(all().total - limit())}
                </Button>
              </Show>
            </>
          )}
        </Show>
      </div>
      <Show when={opened()}>
        {(row) => <LeadSheet row={row()} mayAssign={answer()?.mayAssign === true} onClose={() => setOpenId(null)} />}
      </Show>
      <Show when={sheet() === 'add'}>
        <AddSheet onClose={() => setSheet(null)} />
      </Show>
      <Show when={sheet() === 'import'}>
        <ImportSheet onClose={() => setSheet(null)} />
      </Show>
    </Page>
  );
};
