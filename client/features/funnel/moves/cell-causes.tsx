import { type Component, createSignal, onMount, Show, untrack } from 'solid-js';
import { type Cause, causeKey, type MemberId, type OrgState, type StageId } from '#rules';
import { createAnswer, useData, useMe, useNow, useOrg } from '../../../app/data-context.tsx';
import type { HeatmapFilter } from '../../../data/board-contract.ts';
import type { CausesAnswer, StuckCustomer } from '../../../data/insight-contract.ts';
import { useToast } from '../../../ui/toast.tsx';
import { AssignSheet, maySpreadTasks } from '../../../views/assign-sheet.tsx';
import { CauseCard } from './cause-card.tsx';
import { taskFor } from './cause-words.ts';

interface CellProps {
  readonly stage: string;
  readonly week: string;
  readonly filter: HeatmapFilter;
}

interface KeptGuess {
  readonly text: string;
  /** Given; before that it is still being typed. */
  readonly isGiven: boolean;
}
const isKeptGuess = (value: unknown): value is KeptGuess =>
  typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string';

/** The viewer's guess about a cell, kept on this device as it is typed. */
const createGuess = (key: string) => {
  const data = useData();
  const [kept, setKept] = createSignal<KeptGuess>({ text: '', isGiven: false });
  const keep = (guess: KeptGuess): void => {
    setKept(guess);
    void data.saveDraft(key, guess);
  };
  onMount(async () => {
    const found = await data.loadDraft(key);
    // what was typed meanwhile is newer
    if (isKeptGuess(found) && kept().text === '') setKept(found);
  });
  return {
    draft: () => kept().text,
    guess: () => (kept().isGiven ? kept().text : null),
    type: (text: string) => keep({ text, isGiven: false }),
    give: (text: string) => keep({ text, isGiven: true }),
  };
};

interface Acting {
  readonly customers: readonly StuckCustomer[];
  readonly cause: Cause;
}

const ActSheet: Component<{
  readonly acting: Acting;
  readonly cell: CellProps;
  readonly answer: CausesAnswer;
  readonly org: OrgState;
  readonly member: MemberId;
  readonly onClose: () => void;
}> = (props) => {
  const data = useData();
  const now = useNow();
  const toast = useToast();
  const about = (): string => `${props.cell.stage}/${props.cell.week}/${causeKey(props.acting.cause.traits)}`;
  return (
    <AssignSheet
      targets={props.acting.customers}
      deps={{
        org: props.org,
        member: props.member,
        nowMs: now(),
        run: (command, commandId) => data.run(command, commandId),
        newId: () => data.newId(),
      }}
      start={{
        ...taskFor(props.acting.cause, props.answer, props.org),
        origin: { kind: 'cause', cause: about() },
      }}
      onClose={() => props.onClose()}
      onDone={(said) => {
        props.onClose();
        toast.show({ text: said });
      }}
    />
  );
};

const OneCell: Component<CellProps> = (props) => {
  const org = useOrg();
  const me = useMe();
  const guessed = createGuess(untrack(() => `guess:${props.stage}:${props.week}`));
  const [acting, setActing] = createSignal<Acting | null>(null);
  const answer = createAnswer(() => ({
    kind: 'causes' as const,
    filter: props.filter,
    stage: props.stage as StageId,
    week: props.week,
  }));
  const viewer = () => {
    const [company, member, found] = [org(), me.member() as MemberId | null, answer()];
    return company === undefined || member === null || found === undefined ? null : { company, member, found };
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
            onGuess={guessed.give}
            onAct={mayAct() ? (customers, cause) => setActing({ customers, cause }) : undefined}
          />
          <Show when={acting()}>
            {(chosen) => (
              <ActSheet
                acting={chosen()}
                cell={props}
                answer={known().found}
                org={known().company}
                member={known().member}
                onClose={() => setActing(null)}
              />
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
