import { type Component, createMemo, For, type ParentProps, Show } from 'solid-js';
import { ladderOf, type Process } from '#rules';
import type { WhyActed, WhyAnswer, WhyNot } from '../data/work-contract.ts';
import { why as words } from '../locales/zh-CN/why.ts';
import { BrakeGlyph } from '../ui/brake-glyph.tsx';
import { Check, CircleQuestionMark, Minus } from '../ui/icons.ts';
import { alertWords } from './alert-words.ts';
import { dayNear } from './day-near.ts';
import { actionWords, brakeWords, ladderWords, ruleNames } from './rule-words.ts';
import { type ConditionLine, conditionLines } from './verdict-words.ts';

interface PanelProps {
  readonly process: Process;
  /** A colleague's name, the system's for what a rule did. */
  readonly nameOf: (member: string) => string;
  readonly nowMs: number;
}

const Part: Component<ParentProps<{ readonly title: string }>> = (props) => (
  <section class="flex flex-col gap-1 border-t border-line pt-2.5">
    <h3 class="m-0 text-second font-semibold text-ink-3">{props.title}</h3>
    {props.children}
  </section>
);

const Tested: Component<{ readonly line: ConditionLine; readonly isNow?: boolean }> = (props) => {
  const state = () => (props.line.holds ? words.holds : props.line.isDecided ? words.fails : words.undecided);
  return (
    <li class="flex items-start gap-2 py-1 text-item text-ink">
      <span role="img" aria-label={state()} class="mt-0.5 shrink-0">
        <Show when={props.line.holds} fallback={<Minus size={18} class="text-ink-3" />}>
          <Check size={18} class="text-green-text" />
        </Show>
      </span>
      <span class="min-w-0">
        {props.line.text}
        <span class="ml-2 text-second text-ink-3">
          {props.isNow ? words.actualNow(props.line.actual) : words.actual(props.line.actual)}
        </span>
      </span>
    </li>
  );
};

const Conditions: Component<PanelProps & { readonly acted: WhyActed }> = (props) => {
  const names = createMemo(() => ruleNames(props.process));
  const lines = createMemo(() => {
    const { verdict, branch } = props.acted;
    const all = [verdict, branch?.verdict ?? null].filter((one) => one !== null);
    return all.flatMap((one) => conditionLines(one, names(), props.nowMs));
  });
  return (
    <Part title={words.conditions}>
      <Show when={props.acted.verdict !== null} fallback={<p class="m-0 text-item text-ink-2">{words.unknownRule}</p>}>
        <Show when={lines().length > 0} fallback={<p class="m-0 text-item text-ink-2">{words.always}</p>}>
          <ul class="m-0 list-none p-0">
            <For each={lines()}>{(line) => <Tested line={line} />}</For>
          </ul>
        </Show>
        <Show when={props.acted.branch}>
          {(branch) => <p class="m-0 text-second text-ink-3">{words.branch(branch().at + 1, branch().of)}</p>}
        </Show>
      </Show>
    </Part>
  );
};

const Standing: Component<PanelProps & { readonly acted: WhyActed }> = (props) => {
  const says = (): string => {
    const { status, endedAt, revokedBecause, closed } = props.acted.effect;
    if (status === 'revoked')
      return revokedBecause === null ? words.status.revoked : words.revokedBecause[revokedBecause];
    if (status === 'closed' && closed !== null)
      return words.status.closed(props.nameOf(closed.author), dayNear(closed.t, props.nowMs));
    return status === 'ended' && endedAt !== null
      ? words.status.ended(dayNear(endedAt, props.nowMs))
      : words.status.standing;
  };
  return (
    <>
      <p class="m-0 text-item text-ink-2">{says()}</p>
      <Show when={props.acted.effect.closed?.reason}>
        {(reason) => <p class="m-0 text-item text-ink">{reason()}</p>}
      </Show>
      <Show when={props.acted.overriddenBy}>
        {(by) => (
          <p class="m-0 text-item text-ink">
            {words.overridden(props.nameOf(by().author), dayNear(by().t, props.nowMs), by().reason)}
            <span class="ml-2 text-second text-ink-3">{words.verdicts[by().verdict]}</span>
          </p>
        )}
      </Show>
    </>
  );
};

/** Why a rule acted: rule and version, what set it off, each condition with its value, who fixed the time, the exit. */
export const WhyPanel: Component<PanelProps & { readonly acted: WhyActed }> = (props) => {
  const effect = () => props.acted.effect;
  const version = () => {
    const { published } = props.acted.version;
    return published === null
      ? words.template
      : words.version(dayNear(published.atMs, props.nowMs), props.nameOf(published.author));
  };
  const ladder = () => {
    const rule = props.process.rules.find(({ id }) => id === effect().rule);
    return rule === undefined ? '' : ladderWords(ladderOf(rule, effect().branch));
  };
  return (
    <div class="flex flex-col gap-2.5">
      <div>
        <p class="m-0 text-item text-ink">
          {alertWords(effect(), { stages: props.process.stages, nowMs: props.nowMs })}
        </p>
        <p class="m-0 text-second text-ink-2">
          {words.rule(effect().ruleName)}
          <span class="ml-2 text-ink-3">{version()}</span>
        </p>
        <Show when={props.acted.version.hasChanged}>
          <p class="m-0 text-second text-ink-3">{words.changed}</p>
        </Show>
      </div>
      <Show when={props.acted.facts.length > 0}>
        <Part title={words.facts}>
          <For each={props.acted.facts}>
            {({ type, author, atMs }) => (
              <p class="m-0 text-item text-ink">
                {words.fact(words.types[type] ?? words.otherFact, props.nameOf(author), dayNear(atMs, props.nowMs))}
              </p>
            )}
          </For>
        </Part>
      </Show>
      <Conditions {...props} />
      <Part title={words.time}>
        <p class="m-0 text-item text-ink">{words.due(dayNear(effect().dueAt, props.nowMs))}</p>
        <p class="m-0 text-second text-ink-2">{words.fired(dayNear(effect().firedAt, props.nowMs))}</p>
      </Part>
      <Part title={words.did}>
        <For each={effect().actions}>{(action) => <p class="m-0 text-item text-ink">{actionWords(action)}</p>}</For>
        <Show when={ladder()}>{(line) => <p class="m-0 text-second text-ink-2">{line()}</p>}</Show>
        <Standing {...props} />
      </Part>
      <Part title={words.brake}>
        <Show when={effect().brake} fallback={<p class="m-0 text-item text-ink-2">{words.noBrake}</p>}>
          {(brake) => (
            <p class="m-0 flex items-start gap-2 text-item text-ink">
              <BrakeGlyph size={18} />
              <span>
                {brakeWords(brake())}
                <Show when={props.acted.brakeEndsAt}>
                  {(at) => <span class="ml-2 text-second text-ink-3">{words.until(dayNear(at(), props.nowMs))}</span>}
                </Show>
              </span>
            </p>
          )}
        </Show>
      </Part>
    </div>
  );
};

const NotActedRow: Component<PanelProps & { readonly one: WhyNot }> = (props) => {
  const lines = createMemo(() => {
    const { reason } = props.one;
    return reason.kind === 'condition'
      ? conditionLines(reason.verdict, ruleNames(props.process), props.nowMs).filter(({ holds }) => !holds)
      : [];
  });
  const says = (): string => {
    const { reason } = props.one;
    switch (reason.kind) {
      case 'resting':
      case 'mergedElsewhere':
      case 'noOccurrence':
        return words.not[reason.kind];
      case 'notYet':
      case 'unconfirmed':
        return words.not[reason.kind](dayNear(reason.dueAt, props.nowMs));
      case 'condition':
        return words.not.condition(lines()[0]?.text ?? '');
    }
  };
  return (
    <li class="border-b border-line py-2.5 last:border-0">
      <p class="m-0 flex items-start gap-2 text-item font-semibold text-ink">
        <CircleQuestionMark size={18} class="mt-0.5 shrink-0 text-ink-3" />
        {props.one.ruleName}
      </p>
      <p class="m-0 pl-6.5 text-second text-ink-2">{says()}</p>
      <Show when={lines().length > 0}>
        <ul class="m-0 list-none p-0 pl-6.5">
          <For each={lines()}>{(line) => <Tested line={line} isNow={true} />}</For>
        </ul>
      </Show>
    </li>
  );
};

/** Why the rules that did nothing did nothing, the first thing in the way on top. */
export const WhyNotList: Component<PanelProps & { readonly answer: WhyAnswer }> = (props) => (
  // It is long and nothing in it can be pressed: by keyboard it is scrolled from here.
  <ul class="m-0 list-none p-0" tabindex={0} aria-label={words.notTitle}>
    <For each={props.answer.notActed}>{(one) => <NotActedRow {...props} one={one} />}</For>
  </ul>
);
