import { useNavigate } from '@solidjs/router';
import { onCleanup, onMount } from 'solid-js';
import { PATHS } from './navigation.ts';

const AFTER_G: Readonly<Record<string, string>> = { t: PATHS.today, i: PATHS.tasks, p: PATHS.pool, f: PATHS.funnel };
const G_LASTS_MS = 1_200;
const OFF_KEY = 'jieli.single-keys-off';

/** Whether single keys act; somebody who dictates or uses a screen reader may switch them off (on this device). */
export const singleKeysOn = (): boolean => {
  try {
    return localStorage.getItem(OFF_KEY) === null;
  } catch {
    return true;
  }
};
export const setSingleKeys = (on: boolean): void => {
  try {
    if (on) localStorage.removeItem(OFF_KEY);
    else localStorage.setItem(OFF_KEY, '1');
  } catch {
    return;
  }
};

const inField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Focuses the page's search field, which carries `data-search`; goes to the customers first where there is none. */
export const useSearch = (): (() => void) => {
  const navigate = useNavigate();
  const focus = (): boolean => {
    const field = document.querySelector<HTMLInputElement>('input[data-search]');
    field?.focus();
    return field !== null;
  };
  return () => {
    if (focus()) return;
    navigate(PATHS.pool);
    const found = new MutationObserver(() => {
      if (focus()) found.disconnect();
    });
    found.observe(document.body, { childList: true, subtree: true });
    setTimeout(() => found.disconnect(), 3_000);
  };
};

/** Whether a single key may act now: not in a field, not with a modifier, not over a dialog, not switched off. */
const isFree = (event: KeyboardEvent): boolean =>
  !(event.metaKey || event.ctrlKey || event.altKey || event.isComposing || inField(event.target)) &&
  document.querySelector('[role="dialog"]') === null &&
  singleKeysOn();

/** A page's own single keys, for as long as it stands; by `event.key` in lower case. */
export const usePageKeys = (acts: Readonly<Record<string, () => void>>): void => {
  const onKey = (event: KeyboardEvent): void => {
    const act = event.defaultPrevented || !isFree(event) ? undefined : acts[event.key.toLowerCase()];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  onMount(() => window.addEventListener('keydown', onKey));
  onCleanup(() => window.removeEventListener('keydown', onKey));
};

/** Single keys of the desktop. They never fire in a field or with a modifier, nor while a dialog is open. */
export const useShortcuts = (showList: () => void): void => {
  const navigate = useNavigate();
  const search = useSearch();
  let gAtMs = Number.NEGATIVE_INFINITY;
  const onKey = (event: KeyboardEvent): void => {
    const key = event.key.toLowerCase();
    if ((event.metaKey || event.ctrlKey) && key === 'k') {
      event.preventDefault();
      search();
      return;
    }
    if (!isFree(event)) return;
    const place = AFTER_G[key];
    if (place !== undefined && event.timeStamp - gAtMs < G_LASTS_MS) navigate(place);
    else if (key === 'n') navigate(PATHS.note);
    else if (key === '/') search();
    else if (key === '?') showList();
    else {
      if (key === 'g') gAtMs = event.timeStamp;
      return;
    }
    event.preventDefault();
    gAtMs = Number.NEGATIVE_INFINITY;
  };
  onMount(() => window.addEventListener('keydown', onKey));
  onCleanup(() => window.removeEventListener('keydown', onKey));
};
