import { type Component, createMemo, createSignal, createUniqueId, For, Show } from 'solid-js';
import { type Cause, type CustomerId, causeKey, LEAST_DECIDED, type OrgState } from '#rules';
import type { CausesAnswer, CauseTasks, StuckCustomer } from '../../../data/insight-contract.ts';
import { causeWords as words } from '../../../locales/zh-CN/insights.ts';
import { Tag } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { TextArea } from '../../../ui/field.tsx';
import { CauseEvidence } from './cause-evidence.tsx';
import { CauseGiven } from './cause-given.tsx';
import { causePieces, silence } from './cause-words.ts';

export interface CauseCardProps {
  readonly answer: CausesAnswer;
  readonly org: OrgState;
  /** What the viewer thought before; null = not written yet. */
  readonly guess: string | null;
  /** He looked without a guess: that is no case of his accuracy. */
  readonly isSkipped: boolean;
  readonly onSkip: () => void;
  readonly onGuess: (text: string) => void;
  /** The guess while it is typed. */
  readonly draft: string;
  readonly onDraft: (text: string) => void;
  /** Absent: the viewer may give no tasks. */
  readonly onAct?: ((customers: readonly StuckCustomer[], cause: Cause) => void) | undefined;
}

const GUESS_LIMIT = 300;

/** The own guess comes before any evidence, so that it is one (R52, R84). */
const GuessForm: Component<Pick<CauseCardProps, 'draft' | 'onDraft' | 'onGuess' | 'onSkip'>> = (props) => {
  const [isTried, setIsTried] = createSignal(false);
  const fault = (): string | null => {
    if (props.draft.trim() === '') return words.guessMissing;
    return [...props.draft].length > GUESS_LIMIT ? words.guessTooLong(GUESS_LIMIT) : null;
  };
  const give = (): void => {
    setIsTried(true);
    if (fault() === null) props.onGuess(props.draft.trim());
  };
  return (
    <div class="flex flex-col gap-2">
      <TextArea
        label={words.guess}
        hint={words.guessHint}
        limit={GUESS_LIMIT}
        value={props.draft}
        error={isTried() ? fault() : null}
        onText={(text) => props.onDraft(text)}
      />
      <div class="flex flex-wrap gap-2">
        <Button kind="primary" onClick={give}>
          {words.guessDone}
        </Button>
        <Button kind="text" onClick={() => props.onSkip()}>
          {words.guessSkip}
        </Button>
      </div>
    </div>
  );
};

const Sentence: Component<{ readonly cause: Cause; readonly answer: CausesAnswer; readonly org: OrgState }> = (
  props,
) => (
  <p class="m-0 text-body">
    <For each={causePieces(props.cause, props.answer, props.org)}>
      {({ text, isStrong }) => (isStrong ? <b class="font-semibold">{text}</b> : text)}
    </For>
  </p>
);

const needsVisit = ({ traits }: Cause): boolean => traits.some(({ kind }) => kind === 'noMatchingVisit');

/**
 * The act of a cause; the second choice once something was given for it. It is for whom has nothing yet, also where that
 * was given for another cause of the cell: they are mostly two names of one thing, and nobody is to have it twice.
 */
const ActButton: Component<{
  readonly cause: Cause;
  /** Customers of the cause that somebody may be sent to. */
  readonly customers: readonly CustomerId[];
  /** Customers that have a task for any cause of the cell. */
  readonly reached: ReadonlySet<CustomerId>;
  /** Something was given for this very cause. */
  readonly isGiven: boolean;
  readonly isFirst: boolean;
  readonly onPress: (customers: readonly CustomerId[]) => void;
}> = (props) => {
  const rest = (): readonly CustomerId[] => props.customers.filter((id) => !props.reached.has(id));
  const label = (): string => {
    if (rest().length === 0) return props.isGiven ? words.actAgain : words.actMore;
    if (rest().length < props.customers.length) return words.actRest(rest().length);
    return needsVisit(props.cause) ? words.actVisit : words.act;
  };
  const kind = () => {
    if (rest().length < props.customers.length) return 'text';
    return props.isFirst ? 'primary' : 'plain';
  };
  return (
    <Button
      kind={kind()}
      class={`self-start ${kind() === 'text' ? '-ml-2' : ''}`}
      onClick={() => props.onPress(rest().length > 0 ? rest() : props.customers)}
    >
      {label()}
    </Button>
  );
};

const Found: Component<CauseCardProps> = (props) => {
  const [isOpen, setIsOpen] = createSignal(false);
  const evidence = createUniqueId();
  const finding = () => props.answer.finding;
  const customersOf = (ids: readonly CustomerId[]): readonly StuckCustomer[] =>
    ids.flatMap((id) => props.answer.customers[id] ?? []);
  const openCustomers = ({ customers }: Cause): readonly CustomerId[] =>
    customers.filter((id) => props.answer.customers[id]?.isPooled !== true);
  const givenFor = (cause: Cause): CauseTasks | undefined =>
    props.answer.given.find((one) => one.cause === causeKey(cause.traits));
  const reached = createMemo(() => new Set(props.answer.given.flatMap(({ customers }) => customers)));
  return (
    <>
      <For each={finding().causes} fallback={<p class="m-0 text-body">{words.none(finding().comparisons)}</p>}>
        {(cause, at) => (
          <div class="flex flex-col gap-2">
            <Sentence cause={cause} answer={props.answer} org={props.org} />
            <Show when={givenFor(cause)}>{(given) => <CauseGiven given={given()} org={props.org} />}</Show>
            <Show when={openCustomers(cause).length > 0 && props.onAct}>
              {(act) => (
                <ActButton
                  cause={cause}
                  customers={openCustomers(cause)}
                  reached={reached()}
                  isGiven={givenFor(cause) !== undefined}
                  isFirst={at() === 0}
                  onPress={(ids) => act()(customersOf(ids), cause)}
                />
              )}
            </Show>
            <Show when={props.onAct && cause.customers.length - openCustomers(cause).length}>
              {(count) => <p class="m-0 text-meta text-ink-3">{words.pooled(count())}</p>}
            </Show>
          </div>
        )}
      </For>
      <Show when={props.guess === null && props.isSkipped}>
        <p class="m-0 text-second text-ink-3">{words.notGuessed}</p>
      </Show>
      <Show when={props.guess}>{(text) => <p class="m-0 text-second text-ink-2">{words.myGuess(text())}</p>}</Show>
      <Button
        kind="plain"
        class="self-start"
        aria-expanded={isOpen()}
        aria-controls={evidence}
        onClick={() => setIsOpen(!isOpen())}
      >
        {isOpen() ? words.lessEvidence : words.evidence}
      </Button>
      <div id={evidence}>
        <Show when={isOpen()}>
          <CauseEvidence answer={props.answer} org={props.org} />
        </Show>
      </div>
    </>
  );
};

/** 卡在哪: why the customers of a cell stay, with an act on each cause (R52-R54). */
export const CauseCard: Component<CauseCardProps> = (props) => {
  const heading = createUniqueId();
  const finding = () => props.answer.finding;
  const quiet = () => silence(finding(), props.answer.limitDays, LEAST_DECIDED);
  const isShown = () => props.guess !== null || props.isSkipped;
  return (
    <section aria-labelledby={heading} class="mx-gutter mb-3 flex flex-col gap-2.5 rounded-card border border-line p-3">
      <header class="flex items-center justify-between gap-2">
        <h3 id={heading} class="m-0 text-second font-normal text-ink-2">
          {words.title}
        </h3>
        <Show when={quiet() === null}>
          <Tag tone="quiet">{words.sample(finding().decided)}</Tag>
        </Show>
      </header>
      <Show when={quiet() === null} fallback={<p class="m-0 text-second text-ink-2">{quiet()}</p>}>
        <Show when={isShown()} fallback={<GuessForm {...props} />}>
          <Found {...props} />
        </Show>
      </Show>
      <Show when={finding().entered > finding().decided}>
        <p class="m-0 text-meta text-ink-3">{words.undecided(finding().entered - finding().decided)}</p>
      </Show>
    </section>
  );
};
