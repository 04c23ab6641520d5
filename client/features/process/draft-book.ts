import { createSignal, onCleanup } from 'solid-js';
import type { EventId, ProcessPart } from '#rules';
import { useData } from '../../app/data-context.tsx';

/** A part as somebody is changing it, kept on this device until it is published or thrown away. */
export interface PartDraft {
  readonly part: ProcessPart;
  /** The version it was begun from; null = the template's, or a new rule. */
  readonly basis: EventId | null;
  /** How long it was before its author's eyes, ms; absent = nobody has worked on it yet (R75). */
  readonly spentMs?: number;
}

const INDEX = 'process-drafts';
const keyOf = (key: string): string => `process-draft-${key}`;
const PAUSE_MS = 300;

/** Drafts of the process by `partKey`, read once and written at each pause. */
export const createDraftBook = () => {
  const data = useData();
  const [drafts, setDrafts] = createSignal<Readonly<Record<string, PartDraft>>>({});
  const [isLoaded, setIsLoaded] = createSignal(false);
  const dirty = new Set<string>();
  /** Not on the disk yet: only what is may be called kept. */
  const [unkept, setUnkept] = createSignal<ReadonlySet<string>>(new Set());
  let timer: ReturnType<typeof setTimeout> | undefined;

  const write = async (): Promise<void> => {
    clearTimeout(timer);
    const keys = [...dirty];
    dirty.clear();
    if (keys.length === 0) return;
    let isKept = true;
    for (const key of keys) isKept = (await data.saveDraft(keyOf(key), drafts()[key] ?? null)) && isKept;
    isKept = (await data.saveDraft(INDEX, Object.keys(drafts()))) && isKept;
    // A full disk: they are tried again with the next change.
    if (!isKept) for (const key of keys) dirty.add(key);
    setUnkept((waiting) => new Set([...waiting].filter((key) => dirty.has(key) || !keys.includes(key))));
  };
  const note = (key: string): void => {
    dirty.add(key);
    setUnkept((waiting) => new Set([...waiting, key]));
    clearTimeout(timer);
    timer = setTimeout(() => void write(), PAUSE_MS);
  };
  const load = async (): Promise<void> => {
    const keys = ((await data.loadDraft(INDEX)) as readonly string[] | null) ?? [];
    const found: Record<string, PartDraft> = {};
    for (const key of keys) {
      const draft = (await data.loadDraft(keyOf(key))) as PartDraft | null;
      if (draft !== null) found[key] = draft;
    }
    // What was begun while they were read is newer.
    setDrafts((now) => ({ ...found, ...now }));
    setIsLoaded(true);
  };
  void load();
  onCleanup(() => void write());

  return {
    isLoaded,
    get: (key: string): PartDraft | null => drafts()[key] ?? null,
    keys: (): readonly string[] => Object.keys(drafts()),
    isKept: (key: string): boolean => !unkept().has(key),
    set: (key: string, draft: PartDraft): void => {
      setDrafts((now) => ({ ...now, [key]: draft }));
      note(key);
    },
    drop: (key: string): void => {
      setDrafts(({ [key]: _dropped, ...rest }) => rest);
      note(key);
    },
  };
};
export type DraftBook = ReturnType<typeof createDraftBook>;
