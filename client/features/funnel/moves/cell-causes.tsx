import { type Component, createEffect, createMemo, createSignal, on, Show } from 'solid-js';
import {
  type Cause,
  causeKey,
  type FoundCause,
  type MemberId,
  MOST_ATTRIBUTE,
  type OrgState,
  type StageId,
  type Swing,
  scopeText,
  shortened,
} from '#rules';
import { useAssignDeps } from '../../../app/assign-deps.ts';
import { createAnswer, useData, useMe, useOrg } from '../../../app/data-context.tsx';
import type { HeatmapFilter } from '../../../data/board-contract.ts';
import { type CausesAnswer, NO_CAUSE, type StuckCustomer } from '../../../data/insight-contract.ts';
import { causeWords as words } from '../../../locales/zh-CN/insights.ts';
import { useToast } from '../../../ui/toast.tsx';
import { AssignSheet, maySpreadTasks } from '../../../views/assign-sheet.tsx';
import { outcomeWords } from '../../../views/refusal-words.ts';
import { CauseCard } from './cause-card.tsx';
import { taskFor, textOf, traitPieces } from './cause-words.ts';

/** As long as the event of a guess takes them. */
const MOST_WORDS = 120;

interface CellProps {
  readonly stage: string;
  readonly week: string;
  readonly filter: HeatmapFilter;
}

interface KeptGuess {
  /** As it is typed. */
  readonly text: string;
  /** Looked without writing one. */
  readonly isSkipped: boolean;
}
const isKeptGuess = (value: unknown): value is KeptGuess =>
  typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string';

/** What the finder says, kept with the guess so that the verdict speaks of what was shown (A21). */
const foundIn = ({ finding }: CausesAnswer, org: OrgState): FoundCause | null => {
  const [first] = finding.causes;
  if (first === undefined) return null;
  return {
    attribute: shortened(causeKey(first.traits), MOST_ATTRIBUTE),
    value: shortened(textOf(traitPieces(first.traits, org)), MOST_WORDS),
    stuckWith: first.stuck,
    stuck: finding.stuck,
    otherWith: first.left,
    others: finding.decided - finding.stuck,
  };
};

/**
 * The viewer's guess about a cell: on his desk once given, for the same cell and narrowing on each of his devices; on
 * this device only while it is typed, or when he looked without one.
 */
const createGuess = (cell: CellProps) => {
  const data = useData();
  const toast = useToast();
  const me = useMe();
  const desk = createAnswer(() => ({ kind: 'ownDesk' as const }));
  const swing = (): Swing => ({ stage: cell.stage, week: cell.week, scope: scopeText(cell.filter) });
  const keyOf = (): string => `guess:${cell.stage}:${cell.week}:${swing().scope}`;
  const [kept, setKept] = createSignal<KeptGuess>({ text: '', isSkipped: false });
  const keep = (guess: KeptGuess): void => {
    setKept(guess);
    void data.saveDraft(keyOf(), guess);
  };
  // By its text: the narrowing is another object with every change of the company.
  const present = createMemo(keyOf);
  createEffect(
    on(present, async (key) => {
      setKept({ text: '', isSkipped: false });
      const found = await data.loadDraft(key);
      // what was typed meanwhile is newer
      if (isKeptGuess(found) && key === present() && kept().text === '') setKept(found);
    }),
  );
  const give = async (guess: string, found: FoundCause | null): Promise<void> => {
    const outcome = await data.run({
      type: 'causeGuessed',
      subject: me.member() ?? '',
      payload: { swing: swing(), guess, found },
    });
    toast.show({ text: outcomeWords(outcome) ?? words.guessSaved });
  };
  return {
    isKnown: () => desk() !== undefined,
    draft: () => kept().text,
    isSkipped: () => kept().isSkipped,
    guess: (): string | null => {
      const { stage, week, scope } = swing();
      const given = desk()?.guesses.find(
        ({ swing: of }) => of.stage === stage && of.week === week && of.scope === scope,
      );
      return given?.guess ?? null;
    },
    type: (text: string) => keep({ text, isSkipped: false }),
    skip: () => keep({ text: kept().text, isSkipped: true }),
    give,
  };
};

interface Acting {
  readonly customers: readonly StuckCustomer[];
  /** Null where none is told. */
  readonly cause: Cause | null;
}

const ActSheet: Component<{
  readonly acting: Acting;
  readonly cell: CellProps;
  readonly answer: CausesAnswer;
  readonly onClose: () => void;
}> = (props) => {
  const deps = useAssignDeps();
  const toast = useToast();
  const about = (): string => {
    const { cause } = props.acting;
    return `${props.cell.stage}/${props.cell.week}/${cause === null ? NO_CAUSE : causeKey(cause.traits)}`;
  };
  return (
    <Show when={deps()}>
      {(known) => (
        <AssignSheet
          targets={props.acting.customers}
          deps={known()}
          start={{
            ...taskFor(props.acting.cause, props.answer, known().org),
            origin: { kind: 'cause', cause: about() },
          }}
          onClose={() => props.onClose()}
          onDone={(said) => {
            props.onClose();
            toast.show({ text: said });
          }}
        />
      )}
    </Show>
  );
};

const OneCell: Component<CellProps> = (props) => {
  const org = useOrg();
  const me = useMe();
  const guessed = createGuess(props);
  const [acting, setActing] = createSignal<Acting | null>(null);
  const answer = createAnswer(() => ({
    kind: 'causes' as const,
    filter: props.filter,
    stage: props.stage as StageId,
    week: props.week,
  }));
  const viewer = () => {
    const [company, member, found] = [org(), me.member() as MemberId | null, answer()];
    return company === undefined || member === null || found === undefined || !guessed.isKnown()
      ? null
      : { company, member, found };
  };
  const mayAct = (): boolean => {
    const known = viewer();
    if (known === null) return false;
    const customers = Object.values(known.found.customers);
    return customers.length > 0 && customers.every((one) => maySpreadTasks(known.company, known.member, one));
  };
  return (
    <Show when={viewer()}>
      {(known) => (
        <>
          <CauseCard
            answer={known().found}
            org={known().company}
            draft={guessed.draft()}
            guess={guessed.guess()}
            onDraft={guessed.type}
            onGuess={(text) => void guessed.give(text, foundIn(known().found, known().company))}
            isSkipped={guessed.isSkipped()}
            onSkip={guessed.skip}
            onAct={mayAct() ? (customers, cause) => setActing({ customers, cause }) : undefined}
          />
          <Show when={acting()}>
            {(chosen) => (
              <ActSheet acting={chosen()} cell={props} answer={known().found} onClose={() => setActing(null)} />
            )}
          </Show>
        </>
      )}
    </Show>
  );
};

/**
 * 卡在哪 of a cell of stage and week, each with a guess of its own; tasks for the customers of a cause are given where the
 * viewer may give them.
 */
export const CellCauses: Component<CellProps> = (props) => (
  <Show keyed={true} when={`${props.stage} ${props.week}`}>
    <OneCell {...props} />
  </Show>
);
