import { createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js';
import { canonicalJson, DAY_MS, type ProcessPart, partOf } from '#rules';
import { useData } from '../../app/data-context.tsx';
import type { CommandOutcome } from '../../data/contract.ts';
import { basisOf, newestOf, type PartVersion } from './part-history.ts';
import { type PartProblem, partProblems } from './part-problems.ts';
import { useProcess } from './process-context.tsx';
import { createVisibleTime } from './visible-time.ts';

/** How many steps can be taken back. */
const STEPS = 100;
/** Whatever the order of the keys, which what came over the wire has of its own. */
const textOf = (value: unknown): string => canonicalJson(JSON.parse(JSON.stringify(value)));
const isSame = (a: unknown, b: unknown): boolean => textOf(a) === textOf(b);

export type PartOfKind<Kind extends ProcessPart['kind']> = Extract<ProcessPart, { kind: Kind }>;

/** One part being edited, whichever it is: where it stands and what may be done to it. */
export interface PartDesk {
  readonly key: () => string;
  /** The draft, else what was published last; null for what was never either. */
  readonly part: () => ProcessPart | null;
  readonly versions: () => readonly PartVersion[];
  readonly newest: () => PartVersion | null;
  readonly published: () => ProcessPart | null;
  readonly isDraft: () => boolean;
  /** The draft is on this device's disk. */
  readonly isKept: () => boolean;
  readonly canUndo: () => boolean;
  /** An earlier version becomes the draft. */
  takeUp(version: PartVersion): void;
  /** Whether there was a step to take back. */
  undo(): boolean;
  discard(): void;
  readonly problems: () => readonly PartProblem[];
  /** Problems as shown: only once publishing was tried, nobody is told off while typing. */
  readonly shownProblems: () => readonly PartProblem[];
  /** Whether it may be published; from now on its problems show. */
  tryPublish(): boolean;
  /** Somebody else's version that came after this draft was begun. */
  readonly overtaken: () => PartVersion | null;
  /** The draft goes on, knowing that version. */
  takeNote(version: PartVersion): void;
  /** What the last try to publish came to, when it did not succeed. */
  readonly outcome: () => CommandOutcome | null;
  /** One command; null while an earlier press is on its way. */
  publish(note: string): Promise<CommandOutcome | null>;
}
/** The same with what its own form changes. */
export interface PartForm<Kind extends ProcessPart['kind']> extends PartDesk {
  readonly part: () => PartOfKind<Kind> | null;
  /** Changes of one `field` in a row are one step back. */
  change(next: PartOfKind<Kind>, field?: string | null): void;
}

/**
 * One part being edited: its draft, or what was published last. Each change is kept at once and can be taken back;
 * publishing is one command, and a refusal keeps everything as it is.
 */
export const createPart = <Kind extends ProcessPart['kind']>(key: () => string): PartForm<Kind> => {
  const data = useData();
  const desk = useProcess();
  const time = createVisibleTime();
  const [past, setPast] = createSignal<readonly ProcessPart[]>([]);
  const [problem, setProblem] = createSignal<CommandOutcome | null>(null);
  const [wasTried, setWasTried] = createSignal(false);
  let lastField: string | null = null;
  let commandId = data.newId();
  let isSending = false;

  const versions = createMemo(() => desk.versionsOf(key()));
  const newest = createMemo(() => newestOf(versions()));
  const published = (): ProcessPart | null => newest()?.part ?? partOf(desk.process(), key());
  const draft = () => desk.book.get(key());
  const part = createMemo((): PartOfKind<Kind> | null => {
    const found = draft()?.part ?? published() ?? null;
    return found as PartOfKind<Kind> | null;
  });

  /** How long this draft has been worked on, ms, with what an earlier look at it took (R75). */
  const spent = (): number => Math.min(DAY_MS, (draft()?.spentMs ?? 0) + time.take());
  /** The draft as it is, with the time it took up to now. */
  const noteTime = (spentMs: number): void => {
    const mine = draft();
    if (mine !== null) desk.book.set(key(), { ...mine, spentMs });
  };
  // Another part begins at nothing; leaving, what was spent stays with the draft.
  createEffect(on(key, () => void time.take()));
  onCleanup(() => {
    if (draft() !== null) noteTime(spent());
  });

  const put = (next: ProcessPart): void => {
    const before = published();
    setProblem(null);
    if (before !== null && isSame(before, next)) desk.book.drop(key());
    else desk.book.set(key(), { part: next, basis: draft()?.basis ?? basisOf(newest()), spentMs: spent() });
  };
  const change = (next: ProcessPart, field: string | null = null): void => {
    const before = part();
    if (before === null || isSame(before, next)) return;
    if (field === null || field !== lastField) setPast((steps) => [...steps.slice(1 - STEPS), before]);
    lastField = field;
    put(next);
  };
  const undo = (): boolean => {
    const last = past().at(-1);
    if (last === undefined) return false;
    setPast((steps) => steps.slice(0, -1));
    lastField = null;
    put(last);
    return true;
  };
  const discard = (): void => {
    const before = draft()?.part;
    if (before !== undefined) setPast((steps) => [...steps.slice(1 - STEPS), before]);
    lastField = null;
    setWasTried(false);
    setProblem(null);
    desk.book.drop(key());
  };

  // What was published is a draft until it comes back as a version: in between nothing would be there to show.
  createEffect(() => {
    const mine = draft();
    const last = newest();
    if (mine !== null && last !== null && isSame(mine.part, last.part)) desk.book.drop(key());
  });

  const problems = createMemo((): readonly PartProblem[] => {
    const now = part();
    return now === null ? [] : partProblems(now, desk.process());
  });
  const overtaken = createMemo((): PartVersion | null => {
    const mine = draft();
    const now = newest();
    return mine !== null && now !== null && mine.basis !== basisOf(now) ? now : null;
  });

  const publish = async (note: string): Promise<CommandOutcome | null> => {
    const now = part();
    if (isSending || now === null) return null;
    isSending = true;
    const words = note.trim() === '' ? {} : { note: note.trim() };
    const spentMs = spent();
    const payload = { part: now, ...words, spentMs };
    const outcome = await data.run({ type: 'processPublished', subject: 'org', payload }, commandId);
    noteTime(outcome.kind === 'saved' ? 0 : spentMs);
    isSending = false;
    commandId = data.newId();
    if (outcome.kind === 'saved') {
      setPast([]);
      setWasTried(false);
    } else setProblem(outcome);
    return outcome;
  };

  return {
    key,
    part,
    versions,
    newest,
    published,
    isDraft: () => draft() !== null,
    isKept: () => desk.book.isKept(key()),
    canUndo: () => past().length > 0,
    change,
    takeUp: (version) => change(version.part),
    undo,
    discard,
    problems,
    shownProblems: (): readonly PartProblem[] => (wasTried() ? problems() : []),
    tryPublish: (): boolean => {
      setWasTried(true);
      return problems().length === 0;
    },
    overtaken,
    takeNote: (version: PartVersion): void => {
      const mine = draft();
      if (mine !== null) desk.book.set(key(), { ...mine, basis: basisOf(version) });
    },
    outcome: problem,
    publish,
  };
};
