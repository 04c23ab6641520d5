import { type Component, createMemo, Show } from 'solid-js';
import { ladderOf, type OpportunityState, presentVisit, type Rung, type WaitingEffect } from '#rules';
import { useNow, useOrg } from '../../../app/data-context.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { customerStage as words } from '../../../locales/zh-CN/customer-stage.ts';
import { ruleWords } from '../../../locales/zh-CN/rule-words.ts';
import { spanWords } from '../../../views/time-left.ts';
import { useNameOf } from '../use-names.ts';

interface Next {
  readonly waiting: WaitingEffect;
  readonly rung: Rung;
}

/** What follows if nobody moves: 主管 3 天后接手 (逐级提醒). Nothing while the stage is within its limit. */
export const NextRung: Component<{ readonly customer: CustomerAnswer; readonly opportunity: OpportunityState }> = (
  props,
) => {
  const org = useOrg();
  const now = useNow();
  const nameOf = useNameOf(() => props.customer);
  const next = createMemo((): Next | null => {
    const visit = presentVisit(props.opportunity);
    const { waiting } = props.customer.rules;
    const { effects } = props.customer.state;
    const causes = visit === null ? [] : [visit.id as string, `${visit.id}.${props.opportunity.id}`];
    const rungs = waiting
      .filter((one) => one.rung !== null && one.trigger === 'stageStay' && causes.includes(one.cause))
      .sort((a, b) => a.dueAt - b.dueAt);
    for (const one of rungs) {
      const rule = org()?.process.rules.find(({ id }) => id === one.rule);
      const acted = effects.find(
        ({ rule: id, cause, rung }) => id === one.rule && cause === one.cause && rung === null,
      );
      const rung = rule && ladderOf(rule, acted?.branch ?? 0).find(({ id }) => id === one.rung);
      if (rung) return { waiting: one, rung };
    }
    return null;
  });
  const who = ({ rung }: Next): string => {
    const { owner } = props.customer.state;
    const manager = owner === null ? null : (org()?.members[owner]?.manager ?? null);
    const name = rung.to === 'directManager' && manager !== null ? nameOf(manager) : '';
    return name === '' ? ruleWords.routes[rung.to] : words.rung.named(ruleWords.routes[rung.to], name);
  };
  const says = (one: Next): string => {
    const left = one.waiting.dueAt - now();
    if (left <= 0) return words.rung.now[one.rung.act](who(one));
    return words.rung[one.rung.act](who(one), spanWords(left));
  };
  return <Show when={next()}>{(one) => <p class="mt-2 mb-0 text-second text-ink-2">{says(one())}</p>}</Show>;
};
