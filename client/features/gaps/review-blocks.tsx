import { type Component, type JSX, type ParentProps, Show } from 'solid-js';
import { civilDate, shanghaiDay } from '#rules';
import type { ReviewAnswer } from '../../data/work-contract.ts';
import { days } from '../../locales/zh-CN/days.ts';
import { gaps as words } from '../../locales/zh-CN/gaps.ts';
import { Tag } from '../../ui/badge.tsx';
import { Card, ListRow, SectionTitle } from '../../ui/list.tsx';
import { stopRate } from '../../views/stop-rate.ts';

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
  const rate = () => {
    const { acted, overridden, closed } = props.one;
    return stopRate({ acted, stopped: overridden + closed });
  };
  const right = (): JSX.Element => (
    <Show when={rate()} fallback={words.review.few(props.one.acted)}>
      {(known) => words.review.share(known().percent)}
    </Show>
  );
  return (
    <ListRow
      title={
        <>
          <span class="truncate">{props.one.ruleName}</span>
          <Show when={rate()?.isTight}>
            <Tag tone="yellow">{words.review.tight}</Tag>
          </Show>
        </>
      }
      line={words.review.overrideLine(props.one.acted, props.one.overridden, props.one.closed)}
      right={right()}
    />
  );
};
