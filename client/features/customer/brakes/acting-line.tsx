import { type Component, createMemo, For, Show } from 'solid-js';
import { type Action, type Process, type WaitingEffect, waitingId } from '#rules';
import { useNow, useOrg } from '../../../app/data-context.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { brakes as words } from '../../../locales/zh-CN/customer-brakes.ts';
import { Tag } from '../../../ui/badge.tsx';
import { CircleDashed, Clock } from '../../../ui/icons.ts';
import { dayNear } from '../../../views/day-near.ts';
import { spanWords } from '../../../views/time-left.ts';

type MarkAction = Extract<Action, { kind: 'mark' }>;
/** How a rule would mark; nothing of branches is known before it acts, so the first that marks is told of. */
const markOf = (process: Process, { rule, rung }: WaitingEffect): MarkAction | null => {
  if (rung !== null) return null;
  const actions = process.rules.find(({ id }) => id === rule)?.branches.flatMap((branch) => branch.do) ?? [];
  return actions.find((action): action is MarkAction => action.kind === 'mark') ?? null;
};

/** What a rule would have marked by now, dashed until the relay confirms it (S31). */
export const ActingLines: Component<{ readonly customer: CustomerAnswer }> = (props) => {
  const org = useOrg();
  const lines = createMemo((): readonly string[] => {
    const { waiting, acting } = props.customer.rules;
    const process = org()?.process;
    if (process === undefined) return [];
    return waiting
      .filter((one) => acting.includes(waitingId(one)))
      .flatMap((one) => {
        if (one.trigger === 'redTwice') return [words.willPool];
        const mark = markOf(process, one);
        return mark === null ? [] : [words.acting(words.colours[mark.colour], one.ruleName)];
      });
  });
  return (
    <For each={lines()}>
      {(line) => (
        <p class="m-0 flex items-start gap-2.5 rounded-inner border border-dashed border-line-strong p-3 text-item text-ink-2">
          <CircleDashed size={20} class="mt-0.5 shrink-0" />
          {line}
        </p>
      )}
    </For>
  );
};

/** 绿（待补件，剩 6 天）: until when the confirmation is owed (A5). */
export const createDocumentDue = (customer: () => CustomerAnswer) => {
  return (): number | null => {
    const { state, rules } = customer();
    if (!state.mark?.awaitsDocument) return null;
    const { id } = state.mark;
    return rules.waiting.find(({ trigger, cause }) => trigger === 'greenAwaitsDocument' && cause === id)?.dueAt ?? null;
  };
};

export const AwaitsTag: Component<{ readonly dueAt: number | null }> = (props) => {
  const now = useNow();
  return (
    <Tag tone="edge">
      <Clock size={12} />
      {props.dueAt === null ? words.awaits.tagPlain : words.awaits.tag(spanWords(props.dueAt - now()))}
    </Tag>
  );
};

export const AwaitsLine: Component<{ readonly dueAt: number | null }> = (props) => {
  const now = useNow();
  return (
    <Show when={props.dueAt}>
      {(at) => (
        <p class="m-0 text-second text-ink-2">
          {at() > now() ? words.awaits.line(dayNear(at(), now())) : words.awaits.late}
        </p>
      )}
    </Show>
  );
};
