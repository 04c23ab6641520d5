import { type Component, createMemo, createSignal, createUniqueId, For, Show } from 'solid-js';
import { type Cause, type CustomerId, causeKey, LEAST_DECIDED, type OrgState } from '#rules';
import { type CausesAnswer, NO_CAUSE, type StuckCustomer } from '../../../data/insight-contract.ts';
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
  readonly onAct?: ((customers: readonly StuckCustomer[], cause: Cause | null) => void) | undefined;
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
 * What was given for a cause, or without one, and the act for the others; the second choice once something was given. It
 * is for whom has nothing yet, also where that was given for another cause of the cell: they are mostly two names of one
 * thing, and nobody is to have it twice. Where everybody had something it is for those whose task is done.
 */
const Acts: Component<
  Pick<CauseCardProps, 'answer' | 'org' | 'onAct'> & {
    readonly cause: Cause | null;
    readonly customers: readonly CustomerId[];
    readonly isFirst: boolean;
  }
> = (props) => {
  const key = () => (props.cause === null ? NO_CAUSE : causeKey(props.cause.traits));
  const given = () => props.answer.given.find((one) => one.cause === key());
  const known = createMemo(() => ({ reached: new Set(props.answer.reached), busy: new Set(props.answer.busy) }));
  const open = () => props.customers.filter((id) => props.answer.customers[id]?.isPooled !== true);
  const rest = () => open().filter((id) => !known().reached.has(id));
  const targets = () => (rest().length > 0 ? rest() : open().filter((id) => !known().busy.has(id)));
  const label = (): string => {
    if (rest().length === 0) return words.actAgain(targets().length);
    if (rest().length < open().length) return words.actRest(rest().length);
    if (props.cause === null) return words.actStuck(rest().length);
    return needsVisit(props.cause) ? words.actVisit : words.act;
  };
  const kind = () => {
    if (rest().length < open().length) return 'text';
    return props.isFirst ? 'primary' : 'plain';
  };
  return (
    <>
      <Show when={given()}>{(one) => <CauseGiven given={one()} org={props.org} />}</Show>
      <Show when={targets().length > 0 && props.onAct}>
        {(act) => (
          <Button
            kind={kind()}
            class={`self-start ${kind() === 'text' ? '-ml-2' : ''}`}
            onClick={() =>
              act()(
                targets().flatMap((id) => props.answer.customers[id] ?? []),
                props.cause,
              )
            }
          >
            {label()}
          </Button>
        )}
      </Show>
      <Show when={props.onAct && props.customers.length - open().length}>
        {(count) => <p class="m-0 text-meta text-ink-3">{words.pooled(count())}</p>}
      </Show>
    </>
  );
};

/** For the stuck ones where no cause can be told: somebody is to find out all the same. */
const Unexplained: Component<CauseCardProps> = (props) => (
  <Show when={props.answer.unexplained.length > 0}>
    <Acts {...props} cause={null} customers={props.answer.unexplained} isFirst={false} />
  </Show>
);

const Found: Component<CauseCardProps> = (props) => {
  const [isOpen, setIsOpen] = createSignal(false);
  const evidence = createUniqueId();
  const finding = () => props.answer.finding;
  return (
    <>
      <For
        each={finding().causes}
        fallback={
          <>
            <p class="m-0 text-body">{words.none(finding().comparisons)}</p>
            <Unexplained {...props} />
          </>
        }
      >
        {(cause, at) => (
          <div class="flex flex-col gap-2">
            <Sentence cause={cause} answer={props.answer} org={props.org} />
            <Acts {...props} cause={cause} customers={cause.customers} isFirst={at() === 0} />
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
      <Show
        when={quiet() === null}
        fallback={
          <>
            <p class="m-0 text-second text-ink-2">{quiet()}</p>
            <Unexplained {...props} />
          </>
        }
      >
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
