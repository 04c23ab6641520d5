import { type Component, For, onCleanup, onMount, Show } from 'solid-js';
import type { Move } from '#rules';
import { createAnswer, useOrg } from '../../app/data-context.tsx';
import { usePageKeys } from '../../app/shortcuts.ts';
import type { GapCount, ReviewAnswer } from '../../data/work-contract.ts';
import { gaps as words } from '../../locales/zh-CN/gaps.ts';
import { Button } from '../../ui/button.tsx';
import { ListRow } from '../../ui/list.tsx';
import { moveLook } from '../../views/move-words.ts';
import { CountTable } from './count-table.tsx';
import { RegionWarnings } from './region-warnings.tsx';
import { Block, dayWords, OverrideRow } from './review-blocks.tsx';

/** Fewer people than this, and a team's numbers are a person's. */
const FEWEST_OF_TEAM = 3;

const OTHERS = 'others';
const NO_OTHERS: GapCount = { id: OTHERS, name: '', open: 0, begun: 0, begunBefore: 0, resolved: 0, daysLost: 0 };
const added = (a: GapCount, b: GapCount): GapCount => ({
  ...a,
  open: a.open + b.open,
  begun: a.begun + b.begun,
  begunBefore: a.begunBefore + b.begunBefore,
  resolved: a.resolved + b.resolved,
  daysLost: a.daysLost + b.daysLost,
});

const isNobodys = ({ kind }: Move): boolean => kind === 'inflow' || kind === 'conversion';

/** What moved, of regions and stages only. */
const TeamMoves: Component = () => {
  const org = useOrg();
  const moves = createAnswer(() => ({ kind: 'moves' as const, filter: {} }));
  const rows = () => {
    const company = org();
    const found = moves()?.moves.filter((move) => move.isAnomalous && isNobodys(move)) ?? [];
    return company === undefined ? [] : found.map((move) => moveLook(move, company));
  };
  const title = () => {
    const week = moves()?.week.label;
    return week === undefined ? words.review.moves : words.review.movesIn(week);
  };
  return (
    <Block title={title()} empty={words.review.noMoves} isEmpty={rows().length === 0}>
      <For each={rows()}>
        {({ head, value, change, line }) => <ListRow title={head} right={value} line={line} rightLine={change} />}
      </For>
    </Block>
  );
};

/**
 * 投屏: the week's review for everybody in the room. Only what belongs to regions, rules and teams of three and more: no
 * person, no private card, no sign (R87, R88).
 */
export const MeetingView: Component<{
  readonly week: ReviewAnswer;
  readonly ruleName: (row: GapCount) => string;
  readonly teamName: (row: GapCount) => string;
  readonly onLeave: () => void;
}> = (props) => {
  const org = useOrg();
  let screen: HTMLElement | undefined;
  const isShown = ({ id }: GapCount): boolean =>
    id !== '' &&
    Object.values(org()?.members ?? {}).filter(({ active, manager }) => active && manager === id).length >=
      FEWEST_OF_TEAM;
  /** One small team alone would have its numbers for itself in the row of the others. */
  const hasLeftOut = (): boolean => {
    const [other, ...more] = props.week.byTeam.filter((one) => !isShown(one));
    return other !== undefined && other.id !== '' && more.length === 0;
  };
  /** Teams of three and more; all else is one row, so that the table comes to what the one of the rules does. */
  const teams = (): readonly GapCount[] => {
    const shown = props.week.byTeam.filter(isShown);
    if (hasLeftOut()) return shown;
    const others = props.week.byTeam.filter((one) => !isShown(one));
    return others.length > 1 ? [...shown, others.reduce(added, NO_OTHERS)] : [...shown, ...others];
  };
  const teamName = (row: GapCount): string => (row.id === OTHERS ? words.review.others : props.teamName(row));
  const leave = (): void => {
    if (document.fullscreenElement) void document.exitFullscreen();
    props.onLeave();
  };
  // the system's own way out of the full screen leaves the meeting as well
  const onChange = (): void => {
    if (!document.fullscreenElement) props.onLeave();
  };
  onMount(() => {
    screen?.focus();
    document.addEventListener('fullscreenchange', onChange);
    // a browser without it, or a link opened without a press, shows the same without the full screen
    screen?.requestFullscreen?.().catch(() => undefined);
  });
  onCleanup(() => document.removeEventListener('fullscreenchange', onChange));
  usePageKeys({ escape: leave });
  return (
    <section
      ref={screen}
      tabindex={-1}
      aria-label={words.review.meeting}
      class="fixed inset-0 z-50 overflow-y-auto bg-paper px-8 py-6 text-ink outline-none sm:[zoom:1.35]"
    >
      <div class="mx-auto flex max-w-4xl flex-col gap-4">
        <header class="flex flex-wrap items-center justify-between gap-2">
          <h1 class="m-0 text-page font-semibold">
            {words.review.week(props.week.label, dayWords(props.week.fromMs), dayWords(props.week.toMs - 1))}
          </h1>
          <Button kind="quiet" onClick={leave}>
            {words.review.leave}
          </Button>
        </header>
        <RegionWarnings />
        <TeamMoves />
        <Block title={words.byRule} empty={words.review.noGaps} isEmpty={props.week.byRule.length === 0}>
          <CountTable label={words.byRule} first={words.table.name} rows={props.week.byRule} nameOf={props.ruleName} />
        </Block>
        <Show when={teams().length > 1}>
          <Block title={words.byTeam} empty={words.review.noGaps} isEmpty={false}>
            <CountTable label={words.byTeam} first={words.table.team} rows={teams()} nameOf={teamName} />
            <Show when={hasLeftOut()}>
              <p class="m-0 border-t border-line px-2 py-2 text-second text-ink-3">{words.review.leftOut}</p>
            </Show>
          </Block>
        </Show>
        <Block title={words.review.overrides} empty={words.review.none} isEmpty={props.week.overrides.length === 0}>
          <For each={props.week.overrides}>{(one) => <OverrideRow one={one} />}</For>
        </Block>
      </div>
    </section>
  );
};
