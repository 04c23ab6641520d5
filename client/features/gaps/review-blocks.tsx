import { type Component, type JSX, type ParentProps, Show } from 'solid-js';
import { civilDate, shanghaiDay } from '#rules';
import type { ReviewAnswer } from '../../data/work-contract.ts';
import { days } from '../../locales/zh-CN/days.ts';
import { gaps as words } from '../../locales/zh-CN/gaps.ts';
import { Tag } from '../../ui/badge.tsx';
import { Card, ListRow, SectionTitle } from '../../ui/list.tsx';

/** Fewer acts than this say nothing about a rule. */
const MIN_SAMPLE = 5;
/** From this share on a rule is said to be too tight, percent. */
const TIGHT_PERCENT = 25;

export const dayWords = (atMs: number): string => {
  const { month, day } = civilDate(shanghaiDay(atMs));
  return days.date(month, day);
};

/** A part of the review, or one sentence where there is nothing. */
export const Block: Component<
  ParentProps<{ readonly title: string; readonly empty: string; readonly isEmpty: boolean }>
> = (props) => (
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

/** How often people took back what a rule did (R80). */
export const OverrideRow: Component<{ readonly one: ReviewAnswer['overrides'][number] }> = (props) => {
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
