import { type Component, createSignal, For, type JSX, type ParentProps, Show } from 'solid-js';
import { civilDate, shanghaiDay } from '#rules';
import { createAnswer } from '../../app/data-context.tsx';
import { PATHS } from '../../app/navigation.ts';
import { Page } from '../../app/page.tsx';
import type { GapCount, ReviewAnswer } from '../../data/work-contract.ts';
import { days } from '../../locales/zh-CN/days.ts';
import { gaps as words } from '../../locales/zh-CN/gaps.ts';
import { Tag } from '../../ui/badge.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Card, ListRow, SectionTitle } from '../../ui/list.tsx';
import { CountTable } from './count-table.tsx';
import { GapRow } from './gap-row.tsx';

/** Fewer acts than this say nothing about a rule. */
const MIN_SAMPLE = 5;
/** From this share on a rule is said to be too tight, percent. */
const TIGHT_PERCENT = 25;
const MOST_BACK = 26;

const dayWords = (atMs: number): string => {
  const { month, day } = civilDate(shanghaiDay(atMs));
  return days.date(month, day);
};

const Block: Component<ParentProps<{ readonly title: string; readonly empty: string; readonly isEmpty: boolean }>> = (
  props,
) => (
  <section aria-label={props.title}>
    <SectionTitle>{props.title}</SectionTitle>
    <Show
      when={!props.isEmpty}
      fallback={
        <Card>
          <p class="m-0 text-item text-ink-2">{props.empty}</p>
        </Card>
      }
    >
      <Card flush={true}>{props.children}</Card>
    </Show>
  </section>
);

const OverrideRow: Component<{ readonly one: ReviewAnswer['overrides'][number] }> = (props) => {
  const percent = () => Math.round(((props.one.overridden + props.one.closed) / props.one.acted) * 100);
  const right = (): JSX.Element => (
    <Show when={props.one.acted >= MIN_SAMPLE} fallback={words.review.few(props.one.acted)}>
      {words.review.share(percent())}
    </Show>
  );
  return (
    <ListRow
      title={
        <>
          <span class="truncate">{props.one.ruleName}</span>
          <Show when={props.one.acted >= MIN_SAMPLE && percent() >= TIGHT_PERCENT}>
            <Tag tone="yellow">{words.review.tight}</Tag>
          </Show>
        </>
      }
      line={words.review.overrideLine(props.one.acted, props.one.overridden, props.one.closed)}
      right={right()}
    />
  );
};

/** A sign, told softly: it asks what got in the way, and blames nobody (R81). */
const SignRow: Component<{ readonly sign: ReviewAnswer['signs'][number] }> = (props) => {
  const line = (): string => {
    const { sign } = props;
    return sign.kind === 'lateInBulk'
      ? words.review.lateInBulk(dayWords(sign.at), sign.notes)
      : words.review.wonWithoutVisit(sign.customerName ?? '', dayWords(sign.at));
  };
  return <ListRow title={<span class="truncate">{props.sign.memberName}</span>} line={line()} />;
};

/** 每周复盘: where the process leaked in a week, what is stuck longest, what was closed, which rules are taken back (R14). */
export const ReviewPage: Component = () => {
  const [back, setBack] = createSignal(0);
  const answer = createAnswer(() => ({ kind: 'review' as const, back: back() }));
  const ruleName = ({ id, name }: GapCount): string => (id === '' ? words.conflictRule : name);
  const teamName = ({ id, name }: GapCount): string => (id === '' ? words.noTeam : words.teamOf(name));
  return (
    <Page title={words.review.title}>
      <Show when={answer()}>
        {(week) => (
          <div class="mx-auto flex max-w-4xl flex-col gap-4">
            <div class="flex flex-wrap items-center justify-between gap-2">
              <p class="m-0 text-card font-semibold text-ink" aria-live="polite">
                {words.review.week(week().label, dayWords(week().fromMs), dayWords(week().toMs - 1))}
              </p>
              <span class="flex gap-2">
                <Button disabled={back() >= MOST_BACK} onClick={() => setBack(back() + 1)}>
                  {words.review.previous}
                </Button>
                <Button disabled={back() === 0} onClick={() => setBack(back() - 1)}>
                  {words.review.next}
                </Button>
              </span>
            </div>
            <Block title={words.byRule} empty={words.review.noGaps} isEmpty={week().byRule.length === 0}>
              <CountTable label={words.byRule} first={words.table.name} rows={week().byRule} nameOf={ruleName} />
            </Block>
            <Show when={week().byTeam.length > 1}>
              <Block title={words.byTeam} empty={words.review.noGaps} isEmpty={false}>
                <CountTable label={words.byTeam} first={words.table.team} rows={week().byTeam} nameOf={teamName} />
              </Block>
            </Show>
            <Block title={words.review.oldest} empty={words.review.noGaps} isEmpty={week().oldest.length === 0}>
              <For each={week().oldest}>{(gap) => <GapRow gap={gap} />}</For>
            </Block>
            <Block title={words.review.closed} empty={words.review.nothingClosed} isEmpty={week().closed.length === 0}>
              <For each={week().closed}>{(gap) => <GapRow gap={gap} />}</For>
            </Block>
            <Block title={words.review.overrides} empty={words.review.none} isEmpty={week().overrides.length === 0}>
              <For each={week().overrides}>{(one) => <OverrideRow one={one} />}</For>
            </Block>
            <Show when={week().signs.length > 0}>
              <Block title={words.review.signs} empty="" isEmpty={false}>
                <For each={week().signs}>{(sign) => <SignRow sign={sign} />}</For>
              </Block>
              <p class="m-0 text-second text-ink-3">{words.review.signsLine}</p>
            </Show>
            <ButtonLink kind="plain" class="no-underline" href={PATHS.gaps}>
              {words.review.register}
            </ButtonLink>
          </div>
        )}
      </Show>
    </Page>
  );
};
