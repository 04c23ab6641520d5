import type { Component } from 'solid-js';
import { wholeDays } from '#rules';
import { useMe, useNow, useOrg } from '../../app/data-context.tsx';
import { PATHS } from '../../app/navigation.ts';
import type { GapRow as Gap } from '../../data/work-contract.ts';
import { gaps as words } from '../../locales/zh-CN/gaps.ts';
import { tasks } from '../../locales/zh-CN/tasks.ts';
import { Tag } from '../../ui/badge.tsx';
import { ListRow } from '../../ui/list.tsx';
import { alertWords } from '../../views/alert-words.ts';
import { dayNear } from '../../views/day-near.ts';

const LONG_DAYS = 7;

/** One gap: what, whose customer, in whose hands, since when; leads to the customer, where it is mended. */
export const GapRow: Component<{ readonly gap: Gap }> = (props) => {
  const org = useOrg();
  const me = useMe();
  const now = useNow();
  const nameOf = (id: string): string => (id === me.member() ? tasks.you : (org()?.members[id]?.name ?? tasks.someone));
  const what = (): string => {
    const { trigger, ruleName, params } = props.gap;
    if (trigger === null) return words.conflict;
    return alertWords({ trigger, ruleName, params }, { stages: org()?.process.stages ?? [], nowMs: now() });
  };
  const holder = (): string => (props.gap.holder === null ? words.nobody : words.holder(nameOf(props.gap.holder)));
  const line = (): string => {
    const { customerName, resolvedMs, closedBy, reason } = props.gap;
    if (closedBy !== null && resolvedMs !== null)
      return words.line(customerName, words.closedBy(nameOf(closedBy), reason ?? ''));
    return words.line(customerName, holder());
  };
  const days = () => wholeDays(props.gap.firstSeenMs, props.gap.resolvedMs ?? now());
  const right = (): string => {
    const { resolvedMs, resumeAtMs } = props.gap;
    if (resumeAtMs !== null && resumeAtMs > now()) return words.resumes(dayNear(resumeAtMs, now()));
    return resolvedMs === null || resumeAtMs !== null ? words.waits(days()) : words.took(days());
  };
  const isLong = () => props.gap.resolvedMs === null && days() > LONG_DAYS;
  return (
    <ListRow
      title={
        <>
          <span class="line-clamp-2">{what()}</span>
          <span class="hidden sm:inline-flex">
            <Tag tone="quiet">{words.sorts[props.gap.sort]}</Tag>
          </span>
        </>
      }
      line={line()}
      right={<span class={isLong() ? 'font-semibold text-red-text' : ''}>{right()}</span>}
      href={`${PATHS.pool}/${props.gap.customer}`}
    />
  );
};
