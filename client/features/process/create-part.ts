import { createMemo, createSignal } from 'solid-js';
import { type ProcessPart, partOf } from '#rules';
import { useData } from '../../app/data-context.tsx';
import type { CommandOutcome } from '../../data/contract.ts';
import { basisOf, newestOf, type PartVersion } from './part-history.ts';
import { type PartProblem, partProblems } from './part-problems.ts';
import { useProcess } from './process-context.tsx';

/** How many steps can be taken back. */
const STEPS = 100;
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export type PartOfKind<Kind extends ProcessPart['kind']> = Extract<ProcessPart, { kind: Kind }>;

/**
 * One part being edited: its draft, or what was published last. Each change is kept at once and can be taken back;
 * publishing is one command, and a refusal keeps everything as it is.
 */
export const createPart = <Kind extends ProcessPart['kind']>(key: () => string, fallback?: () => PartOfKind<Kind>) => {
  const data = useData();
  const desk = useProcess();
  const [past, setPast] = createSignal<readonly ProcessPart[]>([]);
  const [problem, setProblem] = createSignal<CommandOutcome | null>(null);
  const [wasTried, setWasTried] = createSignal(false);
  /** Changes of one field in a row are one step back. */
  let lastField: string | null = null;
  let commandId = data.newId();
  let isSending = false;

  const versions = createMemo(() => desk.versionsOf(key()));
  const newest = createMemo(() => newestOf(versions()));
  const published = (): ProcessPart | null => newest()?.part ?? partOf(desk.process(), key());
  const draft = () => desk.book.get(key());
  const part = createMemo((): PartOfKind<Kind> | null => {
    const found = draft()?.part ?? published() ?? fallback?.() ?? null;
    return found as PartOfKind<Kind> | null;
  });

  const put = (next: ProcessPart): void => {
    const before = published();
    setProblem(null);
    if (before !== null && isSame(before, next)) desk.book.drop(key());
    else desk.book.set(key(), { part: next, basis: draft()?.basis ?? basisOf(newest()) });
  };
  const change = (next: PartOfKind<Kind>, field: string | null = null): void => {
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

  const problems = createMemo((): readonly PartProblem[] => {
    const now = part();
    return now === null ? [] : partProblems(now, desk.process());
  });
  /** Somebody else's version that came after this draft was begun. */
  const overtaken = createMemo((): PartVersion | null => {
    const mine = draft();
    const now = newest();
    return mine !== null && now !== null && mine.basis !== basisOf(now) ? now : null;
  });

  /** Null while an earlier press is on its way. */
  const publish = async (note: string): Promise<CommandOutcome | null> => {
    const now = part();
    if (isSending || now === null) return null;
    isSending = true;
    const words = note.trim() === '' ? {} : { note: note.trim() };
    const outcome = await data.run(
      { type: 'processPublished', subject: 'org', payload: { part: now, ...words } },
      commandId,
    );
    isSending = false;
    commandId = data.newId();
    if (outcome.kind === 'saved') {
      setPast([]);
      setWasTried(false);
      desk.book.drop(key());
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
    canUndo: () => past().length > 0,
    change,
    undo,
    discard,
    problems,
    /** Problems show once publishing was tried: nobody is told off while typing. */
    shownProblems: (): readonly PartProblem[] => (wasTried() ? problems() : []),
    tryPublish: (): boolean => {
      setWasTried(true);
      return problems().length === 0;
    },
    overtaken,
    /** The draft goes on, knowing that version. */
    takeNote: (version: PartVersion): void => {
      const mine = draft();
      if (mine !== null) desk.book.set(key(), { ...mine, basis: basisOf(version) });
    },
    outcome: problem,
    publish,
  };
};
export type PartDesk<Kind extends ProcessPart['kind'] = ProcessPart['kind']> = ReturnType<typeof createPart<Kind>>;
