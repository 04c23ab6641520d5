import type { EffectState } from '#rules';
import { alerts as words } from '../locales/zh-CN/alerts.ts';
import { dayNear } from './day-near.ts';

/** What a rule acted on. */
export interface Acted {
  readonly trigger: EffectState['trigger'];
  readonly ruleName: string;
  readonly params: EffectState['params'];
}
export interface AlertNames {
  readonly stages: readonly { readonly id: string; readonly name: string }[];
  readonly nowMs: number;
}

/** What happened, in one sentence about the customer; the rule's own name where only that says it. */
export const alertWords = ({ trigger, ruleName, params }: Acted, { stages, nowMs }: AlertNames): string => {
  const stage = (id: unknown): string => stages.find((one) => one.id === id)?.name ?? words.unknownStage;
  /** The sentence with an instant of the params; without it the rule's name has to do. */
  const at = (key: string, say: (when: string) => string): string => {
    const atMs = params[key];
    return typeof atMs === 'number' ? say(dayNear(atMs, nowMs)) : ruleName;
  };
  const onDay = (key: string, say: (day: string) => string): string =>
    at(key, (when) => say(when.split(' ')[0] ?? when));
  switch (trigger) {
    case 'greenEntered':
    case 'greenAwaitsDocument':
    case 'neverFollowedUp':
    case 'unowned':
      return words[trigger];
    case 'redTwice':
      return words.redTwice(Math.max(2, Number(params['reds'] ?? 2)));
    case 'silent':
      return onDay('lastAtMs', words.silent);
    case 'quoteUnanswered':
      return onDay('quotedAtMs', words.quoteUnanswered);
    case 'inquiryUnanswered':
      return at('askedAtMs', words.inquiryUnanswered);
    case 'touchpointPassed':
      return at('atMs', words.touchpointPassed);
    case 'promiseOverdue':
      return onDay('dueMs', words.promiseOverdue);
    case 'stageStay':
      return onDay('enteredAtMs', (when) => words.stageStay(stage(params['stage']), when));
    case 'stageEntered':
      return params['stage'] === undefined ? ruleName : words.stageEntered(stage(params['stage']));
    case 'stageSkipped': {
      const skipped = String(params['skipped'] ?? '');
      return skipped === ''
        ? ruleName
        : words.stageSkipped(skipped.split(',').map(stage).join(words.join), String(params['reason'] ?? ''));
    }
    case 'leadWaiting':
      return words.leadWaiting[params['step'] === 'visit' ? 'visit' : 'accept'];
    case 'markStands':
    case 'holds':
      return ruleName;
  }
};
