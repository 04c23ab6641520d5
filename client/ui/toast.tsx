import {
  type Component,
  createContext,
  createSignal,
  For,
  onCleanup,
  onMount,
  type ParentProps,
  Show,
  useContext,
} from 'solid-js';
import { Check, TriangleAlert } from './icons.ts';

export interface ToastMessage {
  readonly text: string;
  /** Takes the act back; also on Ctrl/⌘ Z while the toast is there. */
  readonly undo?: { readonly label: string; readonly run: () => void };
  /** `refusal` is read out at once. */
  readonly kind?: 'done' | 'refusal';
}
interface Shown extends ToastMessage {
  readonly id: number;
}
export interface Toaster {
  show(message: ToastMessage): void;
  /** Read out politely without showing anything. */
  say(text: string): void;
}

const STAY_MS = 5_000;
const ToastContext = createContext<Toaster>();

/** The toaster of the app; only below {@link ToastProvider}. */
export const useToast = (): Toaster => {
  const toaster = useContext(ToastContext);
  if (!toaster) throw new Error('useToast outside ToastProvider');
  return toaster;
};

const inField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** A refusal is over once anything else happened; the same words twice say nothing more, unless they undo something. */
const isOutdated = (old: ToastMessage, next: ToastMessage): boolean =>
  old.kind === 'refusal' || (old.undo === undefined && old.text === next.text);

/** Holds the toasts (5 s, longer while pointed at) and the two live regions of the app. */
export const ToastProvider: Component<ParentProps<{ readonly label: string }>> = (props) => {
  const [shown, setShown] = createSignal<readonly Shown[]>([]);
  const [said, setSaid] = createSignal('');
  const timers = new Map<number, ReturnType<typeof setTimeout>>();
  let next = 1;
  const drop = (id: number): void => {
    clearTimeout(timers.get(id));
    timers.delete(id);
    setShown((list) => list.filter((toast) => toast.id !== id));
  };
  const stay = (id: number): void => {
    clearTimeout(timers.get(id));
    timers.set(
      id,
      setTimeout(() => drop(id), STAY_MS),
    );
  };
  const toaster: Toaster = {
    show(message) {
      const id = next++;
      setShown((list) => [...list.filter((old) => !isOutdated(old, message)).slice(-2), { ...message, id }]);
      stay(id);
    },
    say: setSaid,
  };
  const undo = (toast: Shown): void => {
    drop(toast.id);
    toast.undo?.run();
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey) || inField(event.target)) return;
    const last = shown().findLast((toast) => toast.undo !== undefined);
    if (!last) return;
    event.preventDefault();
    undo(last);
  };
  onMount(() => window.addEventListener('keydown', onKey));
  onCleanup(() => {
    window.removeEventListener('keydown', onKey);
    for (const timer of timers.values()) clearTimeout(timer);
  });
  return (
    <ToastContext.Provider value={toaster}>
      {props.children}
      <div aria-live="polite" class="sr-only">
        {said()}
      </div>
      <section
        aria-label={props.label}
        data-kb-top-layer=""
        class="pointer-events-none fixed inset-x-0 bottom-[calc(4.5rem+env(safe-area-inset-bottom))] z-60 flex flex-col items-center gap-2 px-4 lg:bottom-6"
      >
        <For each={shown()}>
          {(toast) => (
            <div
              role={toast.kind === 'refusal' ? 'alert' : 'status'}
              onPointerEnter={() => clearTimeout(timers.get(toast.id))}
              onPointerLeave={() => stay(toast.id)}
              onFocusIn={() => clearTimeout(timers.get(toast.id))}
              onFocusOut={() => stay(toast.id)}
              class="pointer-events-auto flex max-w-md animate-rise items-center gap-3 rounded-inner bg-tip py-1 pr-4 pl-4 text-item has-[button]:pr-2 text-tip-ink shadow-3"
            >
              <Show when={toast.kind === 'refusal'} fallback={<Check size={18} />}>
                <TriangleAlert size={18} />
              </Show>
              <span class="py-2">{toast.text}</span>
              <Show when={toast.undo}>
                {(act) => (
                  <button
                    type="button"
                    class="min-h-11 rounded-chip px-3 font-semibold text-tip-act"
                    onClick={() => undo(toast)}
                  >
                    {act().label}
                  </button>
                )}
              </Show>
            </div>
          )}
        </For>
      </section>
    </ToastContext.Provider>
  );
};
