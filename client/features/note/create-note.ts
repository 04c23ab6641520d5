import { batch, createMemo, createSignal } from 'solid-js';
import { createStore, unwrap } from 'solid-js/store';
import type { CustomerId, EventId } from '#rules';
import { useData, useMe, useNow } from '../../app/data-context.tsx';
import type { CommandOutcome, CustomerAnswer } from '../../data/contract.ts';
import { createDraft } from '../../views/create-draft.ts';
import { refusalsByField } from '../../views/refusal-words.ts';
import { emptyForm, type NoteForm, noteCommand, placesOf } from './note-form.ts';

/** The store's own copy, which its setter writes. */
type Writable = { -readonly [Key in keyof NoteForm]: NoteForm[Key] };

export interface NoteInput {
  readonly customer: CustomerId;
  readonly answer: () => CustomerAnswer;
  readonly touchpoint: () => EventId | null;
}

/**
 * A note being written: judged by the rules at each pause, kept as a draft across kills, submitted as one command.
 * A refusal changes nothing that was typed.
 */
export const createNote = (input: NoteInput) => {
  const data = useData();
  const me = useMe();
  const now = useNow();
  const [form, setForm] = createStore<Writable>(emptyForm(me.member() ?? ''));
  const [outcome, setOutcome] = createSignal<CommandOutcome | null>(null);
  /** The form as it was judged last: what has been changed since is judged no more. */
  const [judgedForm, setJudgedForm] = createSignal<NoteForm | null>(null);
  const [wasSubmitted, setWasSubmitted] = createSignal(false);
  /** The same id for every try of this note: a second press cannot save it twice. */
  let commandId = data.newId();
  let isSending = false;
  let isOver = false;

  const command = () => {
    const running = input.answer().state.opportunities.find(({ ended }) => ended === null);
    // Plain data: a store's proxy cannot be sent to the worker.
    return noteCommand(unwrap(form), {
      customer: input.customer,
      opportunity: running?.id ?? null,
      touchpoint: input.touchpoint(),
      nowMs: now(),
    });
  };

  const take = (judged: CommandOutcome, of: NoteForm): void => {
    batch(() => {
      setJudgedForm(of);
      setOutcome(judged);
    });
  };

  const draft = createDraft({
    data,
    key: `note-${input.customer}`,
    content: () => form,
    restore: (kept) => setForm({ ...emptyForm(me.member() ?? ''), ...(kept as Partial<NoteForm>) }),
    // A draft goes on where it was left, its gaps and phrases included.
    onPause: () => void judge(),
  });
  const judge = async (): Promise<void> => {
    const asked = { ...unwrap(form) };
    const judged = await data.check(command());
    if (!isSending && !isOver) take(judged, asked);
  };

  const errors = createMemo(() => {
    const judged = outcome();
    return judged ? refusalsByField(judged) : {};
  });
  const gaps = createMemo(() => {
    const judged = outcome();
    return judged?.kind === 'refused' ? judged.refusals.length : 0;
  });
  const warnings = createMemo(() => {
    const judged = outcome();
    return judged?.kind === 'saved' ? judged.warnings : [];
  });
  const missingKeywords = createMemo((): readonly string[] => {
    const judged = outcome();
    if (judged?.kind !== 'refused') return [];
    const found = judged.refusals.find(({ code }) => code === 'keywordMissing')?.params['keywords'];
    return Array.isArray(found) ? (found as readonly string[]) : [];
  });

  /** Null while an earlier press is on its way, and after it was saved. */
  const submit = async (): Promise<CommandOutcome | null> => {
    if (isSending || isOver) return null;
    isSending = true;
    setWasSubmitted(true);
    // Refused or cut off, the text is on the disk already.
    void draft.save();
    const asked = { ...unwrap(form) };
    const result = await data.run(command(), commandId);
    isSending = false;
    take(result, asked);
    if (result.kind === 'saved') {
      isOver = true;
      await draft.drop();
    } else commandId = data.newId();
    return result;
  };

  const isChanged = (field: string): boolean => {
    const judged = judgedForm();
    // by what it says: the rich text of the form is another object each time it is read or typed
    const says = (of: NoteForm): string => JSON.stringify(placesOf(field).map((place) => of[place]));
    return judged !== null && says(form) !== says(judged);
  };
  /** What stands at a field: its refusal, once submitting was tried and until what it speaks of is changed. */
  const errorAt = (field: string): string | null => {
    if (!wasSubmitted() || isChanged(field)) return null;
    const found = Object.entries(errors()).find(([name]) => name === field || name.startsWith(`${field}.`));
    return found?.[1] ?? null;
  };
  const errorOf = (field: string): string | null =>
    wasSubmitted() && !isChanged(field) ? (errors()[field] ?? null) : null;

  const territory = () => input.answer().state.territory;
  return { form, setForm, territory, submit, gaps, errorAt, errorOf, warnings, missingKeywords, isKept: draft.isKept };
};
export type Note = ReturnType<typeof createNote>;
