import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup, untrack } from 'solid-js';
import type { DataClient } from '../data/contract.ts';

const PAUSE_MS = 300;

export interface DraftInput {
  readonly data: Pick<DataClient, 'loadDraft' | 'saveDraft'>;
  /** The draft's place on this device. */
  readonly key: string;
  /** What the form holds, plain data; read again whenever it changes. */
  readonly content: Accessor<unknown>;
  /** Puts what an earlier look left behind into the form. */
  readonly restore: (draft: unknown) => void;
  /** After each pause, once the draft is on the disk. */
  readonly onPause?: () => void;
}

export interface Draft {
  /** The disk holds what the form holds, and that is more than an empty form. */
  readonly isKept: Accessor<boolean>;
  /** Saves what no pause has saved yet; resolves when it is on the disk. */
  readonly save: () => Promise<void>;
  /** What was written is done with: nothing of it is kept any more, now or later. */
  readonly drop: () => Promise<void>;
}

/**
 * A form's unfinished text on this device's disk: restored once, saved at each pause, and without waiting for one
 * when the form or the page goes away. Whoever types before the disk has answered keeps what he typed.
 */
export const createDraft = ({ data, key, content, restore, onPause }: DraftInput): Draft => {
  const text = createMemo(() => JSON.stringify(content()));
  const empty = untrack(text);
  const [kept, setKept] = createSignal<string | null>(null);
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sent = empty;

  const save = async (): Promise<void> => {
    clearTimeout(timer);
    const now = untrack(text);
    if (sent === now || isOver) return;
    const before = sent;
    sent = now;
    const isOnDisk = await data.saveDraft(key, now === empty ? null : JSON.parse(now));
    if (isOnDisk) setKept(now);
    // A full disk: tried again at the next pause, also when not a letter was changed.
    else if (sent === now) sent = before;
  };
  const drop = async (): Promise<void> => {
    clearTimeout(timer);
    isOver = true;
    await data.saveDraft(key, null);
  };
  const pause = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void save().then(() => onPause?.()), PAUSE_MS);
  };

  void data.loadDraft(key).then((draft) => {
    if (!draft || untrack(text) !== empty) return;
    restore(draft);
    sent = untrack(text);
    setKept(sent);
  });
  createEffect(on(text, pause, { defer: true }));

  // In the capture phase, before the connection says goodbye.
  const saveNow = (): void => void save();
  addEventListener('pagehide', saveNow, { capture: true });
  onCleanup(() => {
    removeEventListener('pagehide', saveNow, { capture: true });
    saveNow();
  });
  return { isKept: () => kept() === text() && text() !== empty, save, drop };
};
