import { createMemo, createSignal } from 'solid-js';
import { createStore } from 'solid-js/store';
import type { Refusal } from '#rules';
import { createAnswer, useData, useNow } from '../../../app/data-context.tsx';
import type { CommandOutcome, CustomerAnswer } from '../../../data/contract.ts';
import { customerFiles } from '../../../locales/zh-CN/customer-files.ts';
import { customerStatus } from '../../../locales/zh-CN/customer-status.ts';
import { dayAndTime } from '../../../locales/zh-CN/day-words.ts';
import { outcomes } from '../../../locales/zh-CN/outcomes.ts';
import { attachProblem } from '../../../views/attach-problem.ts';
import { createDraft } from '../../../views/create-draft.ts';
import { dayNear } from '../../../views/day-near.ts';
import { isPhoto, photoToPdf } from '../../../views/photo-to-pdf.ts';
import { type PublishedWords, refusalWords, ruleWords } from '../../../views/refusal-words.ts';
import { checkHints, knownNeed } from './check-hints.ts';
import {
  CHECKS,
  type Check,
  type Colour,
  confirmationsOn,
  emptyMark,
  hasOnlyRefused,
  type MarkForm,
  markCommand,
} from './mark-form.ts';

const FIELDS: ReadonlySet<string> = new Set(['checks', 'evidence', 'need', 'openItems', 'redGround', 'remark']);

/** The store's own copy, which its setter writes. */
type Writable = { -readonly [Key in keyof MarkForm]: MarkForm[Key] };

/** Where a refusal stands in the form: schema paths such as `checks.needVerified` belong to their part. */
const placeOf = ({ field }: Refusal): string => {
  const part = field?.split('.')[0] ?? '';
  return FIELDS.has(part) ? part : '';
};
/** The sentence, and on a second line the rule that says so (R13). */
const said = (refusal: Refusal, published: PublishedWords | null): string =>
  `${refusalWords(refusal)}\n${ruleWords(refusal, published)}`;

/**
 * A mark being made: kept as a draft across kills, sent as one command however often the button is pressed.
 * A refusal, a folded form and a refused file change nothing that was filled in.
 */
export const createMark = (customer: () => CustomerAnswer) => {
  const data = useData();
  const now = useNow();
  const id = customer().state.id;
  const [form, setForm] = createStore<Writable>(emptyMark());
  const [outcome, setOutcome] = createSignal<CommandOutcome | null>(null);
  const [fileProblem, setFileProblem] = createSignal<string | null>(null);
  const [isBusy, setIsBusy] = createSignal(false);
  const [isRestored, setIsRestored] = createSignal(false);
  /** Colours whose part was opened once: what is known is filled in only the first time. */
  const prefilled = new Set<Colour>();
  /** The same id until the outcome is known: a second press cannot mark twice. */
  let commandId = data.newId();

  const draft = createDraft({
    data,
    key: `mark-${id}`,
    content: () => form,
    restore: (kept) => {
      setForm({ ...emptyMark(), ...(kept as Partial<MarkForm>) });
      if (form.colour !== null) prefilled.add(form.colour);
      setIsRestored(form.colour !== null);
    },
  });

  /** Fills in what notes and profile say, the first time a colour is opened (R16). */
  const prefill = (colour: Colour): void => {
    if (prefilled.has(colour)) return;
    prefilled.add(colour);
    const { state } = customer();
    if (colour === 'green' && CHECKS.every((check) => !form.checks[check])) {
      const hints = checkHints(state, now());
      const checks = Object.fromEntries(CHECKS.map((check) => [check, hints[check]?.ticks === true]));
      setForm('checks', checks as Record<Check, boolean>);
    }
    if (colour === 'yellow' && form.need === '') setForm('need', knownNeed(state));
  };
  const open = (colour: Colour): void => {
    prefill(colour);
    setOutcome(null);
    setForm('colour', colour);
  };
  const fold = (): void => {
    setForm('colour', null);
    setOutcome(null);
    setFileProblem(null);
    setIsRestored(false);
  };

  const attach = async (file: File): Promise<void> => {
    setFileProblem(null);
    setIsBusy(true);
    try {
      const day = dayAndTime(now(), now()).split(' ')[0] ?? '';
      const pdf = isPhoto(file) ? await photoToPdf(file) : file;
      if (pdf === null) {
        setFileProblem(customerFiles.photoFailed);
        return;
      }
      const name = pdf === file ? file.name : customerFiles.photoName(day);
      const result = await data.attach(pdf, name, 'requirementConfirmation');
      setFileProblem(attachProblem(result, name));
      if (result.kind === 'queued') setForm('evidence', [result.evidence]);
    } finally {
      setIsBusy(false);
    }
  };

  const submit = async (): Promise<CommandOutcome | null> => {
    const command = markCommand(form, id, confirmationsOn(customer()));
    if (command === null || isBusy()) return null;
    // The rules would rest the green on a file the relay has sent back: they do not know of uploads.
    if (form.colour === 'green' && form.evidence.length === 0 && hasOnlyRefused(customer())) {
      setFileProblem(customerStatus.refusedFileLine);
      return null;
    }
    setIsBusy(true);
    const result = await data.run(command, commandId);
    setIsBusy(false);
    if (result.kind !== 'storage') commandId = data.newId();
    setOutcome(result);
    if (result.kind === 'saved') {
      setForm(emptyMark());
      prefilled.clear();
      setOutcome(null);
      setIsRestored(false);
      await draft.save();
    }
    return result;
  };

  /** Asked for once a rule has refused: it is all that needs them here. */
  const process = createAnswer(() => (outcome()?.kind === 'refused' ? { kind: 'process' as const } : null));
  const publishedOf = ({ version }: Refusal): PublishedWords | null => {
    const change = process()?.changes.find(({ id }) => id === version);
    return change === undefined ? null : { who: change.authorName, when: dayNear(change.t, now()) };
  };

  const errors = createMemo((): Readonly<Record<string, string>> => {
    const judged = outcome();
    if (judged?.kind === 'storage') return { '': outcomes.storage[judged.reason] };
    if (judged?.kind !== 'refused') return {};
    const found: Record<string, string> = {};
    for (const refusal of judged.refusals) found[placeOf(refusal)] ??= said(refusal, publishedOf(refusal));
    return found;
  });
  const errorOf = (field: string): string | null => errors()[field] ?? null;

  return { form, setForm, open, fold, attach, submit, errorOf, fileProblem, isBusy, isRestored, isKept: draft.isKept };
};
export type MarkInProgress = ReturnType<typeof createMark>;
