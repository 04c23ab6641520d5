import { type Component, createSignal, For, Show } from 'solid-js';
import type { MemberId } from '#rules';
import { createAnswer, useMe } from '../../app/data-context.tsx';
import { Page } from '../../app/page.tsx';
import type { CoachingAnswer } from '../../data/desk-contract.ts';
import { mirror as words } from '../../locales/zh-CN/mirror.ts';
import { Button } from '../../ui/button.tsx';
import { SectionTitle } from '../../ui/list.tsx';
import { CoachingCard } from './coaching-card.tsx';
import { NumberList } from './number-list.tsx';
import { SignList, UnfilledList } from './self-check.tsx';
import { VerdictList } from './verdict-list.tsx';

const MOST_BACK = 26;

/** The cards of those he leads directly: on his own page, never where others look (R87). */
const TeamCards: Component<{ readonly rows: CoachingAnswer['team'] }> = (props) => (
  <Show when={props.rows.length > 0}>
    <section aria-label={words.team} class="flex flex-col gap-3">
      <SectionTitle aside={words.teamLine}>{words.team}</SectionTitle>
      <For each={props.rows}>{(row) => <CoachingCard row={row} isOwn={false} />}</For>
    </section>
  </Show>
);

/** Own numbers of a week. The last whole week comes first: half a week is no match for eight. */
const Numbers: Component = () => {
  const me = useMe();
  const [back, setBack] = createSignal(1);
  const answer = createAnswer(() => {
    const member = me.member();
    return member === null ? null : { kind: 'mirror' as const, member: member as MemberId, back: back() };
  });
  return (
    <Show when={answer()}>
      {(week) => (
        <section aria-label={words.numbers}>
          <div class="flex flex-wrap items-center justify-between gap-2 pb-2">
            <h2 class="m-0 text-card font-semibold text-ink" aria-live="polite">
              {words.week[back() === 0 ? 'running' : 'past'](week().label)}
            </h2>
            <span class="flex gap-2">
              <Button disabled={back() >= MOST_BACK} onClick={() => setBack(back() + 1)}>
                {words.previous}
              </Button>
              <Button disabled={back() === 0} onClick={() => setBack(back() - 1)}>
                {words.next}
              </Button>
            </span>
          </div>
          <NumberList rows={week().rows} />
        </section>
      )}
    </Show>
  );
};

/** 我的复盘: somebody's own numbers against his own past, and what he can put right; private (R87, R88, R81, R27). */
export const MirrorPage: Component = () => {
  const coaching = createAnswer(() => ({ kind: 'coaching' as const }));
  const check = createAnswer(() => ({ kind: 'selfCheck' as const }));
  return (
    <Page title={words.title} isPending={check() === undefined}>
      <div class="mx-auto flex max-w-4xl flex-col gap-5">
        <p class="m-0 text-body text-ink-2">{words.lead}</p>
        {/* A sentence typed for one card is not said on the next. */}
        <Show keyed={true} when={coaching()?.own?.id}>
          {(_id) => <Show when={coaching()?.own}>{(row) => <CoachingCard row={row()} isOwn={true} />}</Show>}
        </Show>
        <VerdictList />
        <Numbers />
        <TeamCards rows={coaching()?.team ?? []} />
        <Show when={check()}>
          {(found) => (
            <>
              <UnfilledList check={found()} />
              <SignList signs={found().signs} />
            </>
          )}
        </Show>
      </div>
    </Page>
  );
};
