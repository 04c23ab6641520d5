import { useSearchParams } from '@solidjs/router';
import { type Component, createSignal, For, Show } from 'solid-js';
import { createAnswer } from '../../app/data-context.tsx';
import { PATHS } from '../../app/navigation.ts';
import { Page } from '../../app/page.tsx';
import type { GapCount, ReviewAnswer } from '../../data/work-contract.ts';
import { gaps as words } from '../../locales/zh-CN/gaps.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Presentation } from '../../ui/icons.ts';
import { ListRow } from '../../ui/list.tsx';
import { CountTable } from './count-table.tsx';
import { GapRow } from './gap-row.tsx';
import { MeetingView } from './meeting-view.tsx';
import { RegionWarnings } from './region-warnings.tsx';
import { Block, dayWords, OverrideRow } from './review-blocks.tsx';

const MOST_BACK = 26;
const MEETING = 'meeting';

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

const ruleName = ({ id, name }: GapCount): string => (id === '' ? words.conflictRule : name);
const teamName = ({ id, name }: GapCount): string => (id === '' ? words.noTeam : words.teamOf(name));

const Week: Component<{
  readonly week: ReviewAnswer;
  /** How many weeks ago, 0 = this one. */
  readonly back: number;
  readonly onBack: (back: number) => void;
}> = (props) => {
  return (
    <div class="mx-auto flex max-w-4xl flex-col gap-4">
      <div class="flex flex-wrap items-center justify-between gap-2">
        <p class="m-0 text-card font-semibold text-ink" aria-live="polite">
          {words.review.week(props.week.label, dayWords(props.week.fromMs), dayWords(props.week.toMs - 1))}
        </p>
        <span class="flex gap-2">
          <Button disabled={props.back >= MOST_BACK} onClick={() => props.onBack(props.back + 1)}>
            {words.review.previous}
          </Button>
          <Button disabled={props.back === 0} onClick={() => props.onBack(props.back - 1)}>
            {words.review.next}
          </Button>
        </span>
      </div>
      <RegionWarnings />
      <Block title={words.byRule} empty={words.review.noGaps} isEmpty={props.week.byRule.length === 0}>
        <CountTable label={words.byRule} first={words.table.name} rows={props.week.byRule} nameOf={ruleName} />
      </Block>
      <Show when={props.week.byTeam.length > 1}>
        <Block title={words.byTeam} empty={words.review.noGaps} isEmpty={false}>
          <CountTable label={words.byTeam} first={words.table.team} rows={props.week.byTeam} nameOf={teamName} />
        </Block>
      </Show>
      <Block title={words.review.oldest} empty={words.review.noGaps} isEmpty={props.week.oldest.length === 0}>
        <For each={props.week.oldest}>{(gap) => <GapRow gap={gap} />}</For>
      </Block>
      <Block title={words.review.closed} empty={words.review.nothingClosed} isEmpty={props.week.closed.length === 0}>
        <For each={props.week.closed}>{(gap) => <GapRow gap={gap} />}</For>
      </Block>
      <Block title={words.review.overrides} empty={words.review.none} isEmpty={props.week.overrides.length === 0}>
        <For each={props.week.overrides}>{(one) => <OverrideRow one={one} />}</For>
      </Block>
      <Show when={props.week.signs.length > 0}>
        <Block title={words.review.signs} empty="" isEmpty={false}>
          <For each={props.week.signs}>{(sign) => <SignRow sign={sign} />}</For>
        </Block>
        <p class="m-0 text-second text-ink-3">{words.review.signsLine}</p>
      </Show>
      <ButtonLink kind="plain" class="no-underline" href={PATHS.gaps}>
        {words.review.register}
      </ButtonLink>
    </div>
  );
};

/**
 * 每周复盘: where the process leaked in a week, what is stuck longest, what was closed, which rules are taken back (R14);
 * 投屏 shows of it what is nobody's own.
 */
export const ReviewPage: Component = () => {
  const [back, setBack] = createSignal(0);
  const [search, setSearch] = useSearchParams<{ view: string }>();
  const answer = createAnswer(() => ({ kind: 'review' as const, back: back() }));
  const isMeeting = () => search.view === MEETING;
  return (
    <Page
      title={words.review.title}
      isPending={answer() === undefined}
      acts={
        <Button kind="quiet" icon={<Presentation size={18} />} onClick={() => setSearch({ view: MEETING })}>
          {words.review.present}
        </Button>
      }
    >
      <Show when={answer()}>
        {(week) => (
          <Show when={isMeeting()} fallback={<Week week={week()} back={back()} onBack={setBack} />}>
            <MeetingView
              week={week()}
              ruleName={ruleName}
              teamName={teamName}
              onLeave={() => setSearch({ view: null }, { replace: true })}
            />
          </Show>
        )}
      </Show>
    </Page>
  );
};
