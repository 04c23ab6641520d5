import { type Component, createSignal, For, Show } from 'solid-js';
import { LEADING_ROLES } from '#rules';
import { createAnswer, useMe } from '../../app/data-context.tsx';
import { Page } from '../../app/page.tsx';
import type { GapCount } from '../../data/work-contract.ts';
import { gaps as words } from '../../locales/zh-CN/gaps.ts';
import { Button } from '../../ui/button.tsx';
import { Chip, ChipRow } from '../../ui/chip.tsx';
import { ChipSelect } from '../../ui/chip-select.tsx';
import { CircleCheck } from '../../ui/icons.ts';
import { Card, EmptyState, SectionTitle } from '../../ui/list.tsx';
import { Segments } from '../../ui/tabs.tsx';
import { CountTable } from './count-table.tsx';
import { GapRow } from './gap-row.tsx';

type State = keyof typeof words.states;
const PAGE_ROWS = 60;

/** 过程断点: every place where a deal is stuck, who has it, since when; a salesperson sees his own as 我的卡点 (R8). */
export const GapsPage: Component = () => {
  const me = useMe();
  const [state, setState] = createSignal<State>('open');
  const [rule, setRule] = createSignal<string | null>(null);
  const [team, setTeam] = createSignal<string | null>(null);
  const [limit, setLimit] = createSignal(PAGE_ROWS);
  const answer = createAnswer(() => ({
    kind: 'gaps' as const,
    state: state(),
    rule: rule(),
    team: team(),
    limit: limit(),
  }));
  const isLeader = () => {
    const role = me.role();
    return role !== null && LEADING_ROLES.has(role);
  };
  const ruleName = ({ id, name }: GapCount): string => (id === '' ? words.conflictRule : name);
  const teams = (counts: readonly GapCount[]) =>
    counts.filter(({ id }) => id !== '').map((one) => ({ value: one.id, label: teamName(one) }));
  const teamName = ({ id, name }: GapCount): string => (id === '' ? words.noTeam : words.teamOf(name));
  return (
    <Page title={words.title[isLeader() ? 'leader' : 'rep']} isPending={answer() === undefined}>
      <div class="mx-auto flex max-w-4xl flex-col gap-3">
        <Segments
          label={words.state}
          items={[
            { id: 'open', label: words.states.open, count: answer()?.open },
            { id: 'resolved', label: words.states.resolved, count: answer()?.resolved },
          ]}
          value={state()}
          onChoose={(id) => setState(id as State)}
        />
        <Show when={answer()}>
          {(all) => (
            <>
              <Show when={all().byRule.length > 1}>
                <ChipRow label={words.rule}>
                  <Chip pressed={rule() === null} onPress={() => setRule(null)}>
                    {words.allRules}
                  </Chip>
                  <For each={all().byRule}>
                    {(one) => (
                      <Chip pressed={rule() === one.id} count={one.open} onPress={() => setRule(one.id)}>
                        {ruleName(one)}
                      </Chip>
                    )}
                  </For>
                </ChipRow>
              </Show>
              <Show when={isLeader() && all().byTeam.length > 1}>
                <ChipSelect
                  label={words.team}
                  all={words.allTeams}
                  value={team() ?? ''}
                  groups={[{ label: null, options: teams(all().byTeam) }]}
                  onChoose={(id) => setTeam(id === '' ? null : id)}
                />
              </Show>
              <Show when={isLeader() && state() === 'open' && all().byRule.length > 0}>
                <Card label={words.byRule}>
                  <h2 class="m-0 pb-1 text-second font-semibold text-ink-2">{words.byRule}</h2>
                  <CountTable label={words.byRule} first={words.table.name} rows={all().byRule} nameOf={ruleName} />
                </Card>
              </Show>
              <Show
                when={all().rows.length > 0}
                fallback={<EmptyState icon={<CircleCheck size={26} />} {...words.empty[state()]} />}
              >
                <section aria-label={words.states[state()]}>
                  <SectionTitle aside={String(all().total)}>{words.states[state()]}</SectionTitle>
                  <Card flush={true}>
                    <For each={all().rows}>{(gap) => <GapRow gap={gap} />}</For>
                  </Card>
                </section>
              </Show>
              <Show when={all().total > limit()}>
                <Button wide={true} onClick={() => setLimit(limit() + PAGE_ROWS)}>
                  {words.more(all().total - limit())}
                </Button>
              </Show>
            </>
          )}
        </Show>
      </div>
    </Page>
  );
};
