import { type Component, createSignal, Show, untrack } from 'solid-js';
import {
  addDuration,
  type CustomerId,
  leads,
  type MemberId,
  mayBeGivenTask,
  type OrgState,
  type PayloadOf,
  SHANGHAI_MINUTES,
  type TaskOrigin,
  type TerritoryId,
  workingDayEnd,
} from '#rules';
import type { CommandOutcome, DataClient } from '../data/contract.ts';
import { assign as words } from '../locales/zh-CN/assign.ts';
import { Banner } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { DateField } from '../ui/date-field.tsx';
import { Sheet } from '../ui/dialog.tsx';
import { SelectField, TextArea, TextField } from '../ui/field.tsx';
import { runAll } from './run-all.ts';

/** A customer that a task is to be about. */
export interface AssignTarget {
  readonly id: CustomerId;
  readonly owner: MemberId | null;
  readonly territory: TerritoryId;
}
export interface AssignDeps {
  readonly org: OrgState;
  readonly member: MemberId;
  readonly nowMs: number;
  readonly run: DataClient['run'];
  readonly newId: DataClient['newId'];
}
/** What is there already when it opens, and what matter the tasks belong to. */
export interface AssignStart {
  readonly title?: string;
  readonly script?: string;
  readonly origin?: TaskOrigin;
  /** Somebody else is to help its owner: nobody is chosen beforehand. */
  readonly isForOther?: true;
}

/** What the list says for the owner of each; ids never look like this. */
const EACH_OWNER = '-';
const SCRIPT_LIMIT = 1000;

/** Whether somebody may give tasks about a customer to others; his own he may take on himself (R45). */
export const maySpreadTasks = (org: OrgState, member: MemberId, { owner, territory }: AssignTarget): boolean =>
  leads(org, member, owner, territory) ||
  Object.values(org.members).some(({ id }) => id !== member && leads(org, member, id, territory));

/** Unless another time is chosen: the end of the day two working days from now, or from the next working time. */
const firstDueMs = ({ org, nowMs }: AssignDeps): number => {
  const { calendar } = org.process;
  const { atMs } = addDuration(nowMs, { amount: 2, unit: 'workingDay' }, calendar);
  return workingDayEnd(atMs, calendar);
};

type Choice = { readonly value: string; readonly label: string };
const choicesOf = ({ org, member }: AssignDeps, targets: readonly AssignTarget[]): readonly Choice[] => {
  const isSpread = targets.every((target) => maySpreadTasks(org, member, target));
  const people = Object.values(org.members)
    .filter(({ id }) => (isSpread || id === member) && targets.every((target) => mayBeGivenTask({ org }, id, target)))
    .map(({ id, name }): Choice => ({ value: id, label: name }));
  const hasOwners = isSpread && targets.length > 1 && targets.every(({ owner }) => owner !== null);
  return hasOwners ? [{ value: EACH_OWNER, label: words.eachOwner }, ...people] : people;
};

const firstChoice = (choices: readonly Choice[], [first, ...more]: readonly AssignTarget[]): string => {
  if (choices[0]?.value === EACH_OWNER || choices.length === 1) return choices[0]?.value ?? '';
  return more.length === 0 && choices.some(({ value }) => value === first?.owner) ? (first?.owner ?? '') : '';
};

/** Somebody has a task for the same matter there already, which is what was asked for. */
const isThere = (outcome: CommandOutcome): boolean =>
  outcome.kind === 'refused' &&
  outcome.refusals.every(({ code, field }) => code === 'alreadyDone' && field === 'origin');

/**
 * 派任务 about one customer or many (R45, R53, R54, R63): one command for each, so that one that is refused holds up
 * no other, and pressed again nothing is given twice.
 */
export const AssignSheet: Component<{
  readonly targets: readonly AssignTarget[];
  readonly deps: AssignDeps;
  readonly start?: AssignStart;
  readonly onClose: () => void;
  readonly onDone: (said: string) => void;
}> = (props) => {
  // As they were when it opened: the list behind it goes on changing.
  const targets = untrack(() => [...props.targets]);
  const start = untrack(() => props.start ?? {});
  const choices = untrack(() => choicesOf(props.deps, targets));
  const ids = new Map(targets.map(({ id }) => [id as string, untrack(() => props.deps.newId())]));
  const [title, setTitle] = createSignal(start.title ?? '');
  const [to, setTo] = createSignal(start.isForOther ? '' : firstChoice(choices, targets));
  const [dueMs, setDueMs] = createSignal<number | null>(untrack(() => firstDueMs(props.deps)));
  const [script, setScript] = createSignal(start.script ?? '');
  const [isTried, setIsTried] = createSignal(false);
  const [isBusy, setIsBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<string | null>(null);
  const isOwn = () => choices.length === 1 && choices[0]?.value === props.deps.member;
  const strangers = (): string | undefined => {
    if (to() === '' || to() === EACH_OWNER || to() === props.deps.member || targets.length < 2) return undefined;
    const count = targets.filter(({ owner }) => owner !== null && owner !== to()).length;
    return count > 0 ? words.notOwned(count, targets.length) : undefined;
  };
  const isPast = () => (dueMs() ?? 0) <= props.deps.nowMs;
  const missing = {
    title: () => (isTried() && title().trim() === '' ? words.whatMissing : null),
    to: () => (isTried() && to() === '' ? words.toMissing : null),
    due: () => (isTried() && isPast() ? words.dueMissing : null),
  };
  const payloadOf = ({ owner }: AssignTarget): PayloadOf<'taskAssigned'> => ({
    title: title().trim(),
    to: to() === EACH_OWNER ? (owner ?? '') : to(),
    dueMs: dueMs() ?? 0,
    ...(script().trim() === '' ? {} : { script: script().trim() }),
    ...(start.origin === undefined ? {} : { origin: start.origin }),
  });
  const said = (there: number): string => {
    if (there > 0) return targets.length > 1 ? words.already(there) : words.alreadyHere;
    if (targets.length > 1) return words.doneMany(targets.length);
    return to() === props.deps.member
      ? words.doneOwn
      : words.done(choices.find(({ value }) => value === to())?.label ?? '');
  };
  const save = async (): Promise<void> => {
    setIsTried(true);
    if (isBusy() || title().trim() === '' || to() === '' || isPast()) return;
    setIsBusy(true);
    let there = 0;
    const run: DataClient['run'] = async (command) => {
      const outcome = await props.deps.run(command, ids.get(command.subject));
      if (!isThere(outcome)) return outcome;
      there++;
      return { kind: 'saved', events: [], warnings: [] };
    };
    const wrong = await runAll(
      { run },
      targets.map((target) => [{ type: 'taskAssigned', subject: target.id, payload: payloadOf(target) }]),
    );
    setIsBusy(false);
    setProblem(wrong);
    if (wrong === null) props.onDone(said(there));
  };
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={isOwn() ? words.titleOwn : words.title}
      line={targets.length > 1 ? words.line(targets.length) : undefined}
      closeLabel={words.close}
      foot={
        <Button kind="primary" wide={true} disabled={isBusy()} onClick={() => void save()}>
          {isOwn() ? words.submitOwn : words.submit}
        </Button>
      }
    >
      <div class="flex flex-col gap-4 pb-2">
        <Show when={problem()}>
          {(wrong) => (
            <Banner tone="red" alert={true}>
              {wrong()}
            </Banner>
          )}
        </Show>
        <TextField
          label={words.what}
          hint={words.whatHint}
          maxLength={120}
          value={title()}
          error={missing.title()}
          onText={setTitle}
        />
        <Show when={!isOwn()}>
          <SelectField
            label={words.to}
            placeholder={words.choose}
            value={to()}
            options={choices}
            error={missing.to()}
            hint={strangers()}
            onChoose={setTo}
          />
        </Show>
        <DateField
          label={words.due}
          offsetMinutes={SHANGHAI_MINUTES}
          atMs={dueMs()}
          minMs={props.deps.nowMs}
          error={missing.due()}
          onChange={setDueMs}
        />
        <TextArea
          label={words.script}
          optionalWord={words.optional}
          hint={words.scriptHint}
          limit={SCRIPT_LIMIT}
          value={script()}
          onText={setScript}
        />
      </div>
    </Sheet>
  );
};
