import { Dialog as Kobalte } from '@kobalte/core/dialog';
import {
  type Component,
  createComputed,
  createEffect,
  createSignal,
  type JSX,
  onCleanup,
  type ParentProps,
  Show,
} from 'solid-js';
import { IconButton } from './button.tsx';
import { X } from './icons.ts';
import { makeLayers } from './layers.ts';

interface Watcher {
  onclose: (() => void) | null;
  destroy(): void;
}
type WatcherClass = new () => Watcher;

// One for the document, as its history is; made here because what the entry makes is part of the first load.
const layers = makeLayers(window);

/**
 * Where the browser has it, Android's back asks it first, and Esc reaches it even when the key reaches no element:
 * Chromium sends keys nowhere after an element was taken away that the dialog gave the focus back to. One that was
 * asked is spent: a layer that stays open gets another.
 */
const watchClosing = (close: () => void): (() => void) => {
  const CloseWatcher = (globalThis as { CloseWatcher?: WatcherClass }).CloseWatcher;
  let watcher: Watcher | null = null;
  let isOver = false;
  const watch = (): void => {
    if (isOver || CloseWatcher === undefined) return;
    watcher = new CloseWatcher();
    watcher.onclose = () => {
      close();
      watch();
    };
  };
  watch();
  return () => {
    isOver = true;
    watcher?.destroy();
  };
};

/** Lets back close what is open; what has an address goes with its own step. */
const closeOnBack = (open: () => boolean, hasAddress: () => boolean, close: () => void): void => {
  createEffect(() => {
    if (!open()) return;
    onCleanup(watchClosing(close));
    if (!hasAddress()) onCleanup(layers.add(close));
  });
};

/**
 * Where the focus goes back to: whatever held it when the layer opened. Call it where the layer is drawn; the
 * opener is remembered before the layer takes the focus.
 */
const createReturn = (open: () => boolean): ((event: Event) => void) => {
  let opener: Element | null = null;
  createComputed(() => {
    if (open()) opener = document.activeElement;
  });
  return (event) => {
    event.preventDefault();
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
  };
};

export interface SheetProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** One line under the title. */
  readonly line?: string | undefined;
  readonly closeLabel: string;
  /** `full` opens to 92 % of a phone's height, otherwise it fits its content. */
  readonly height?: 'fit' | 'full';
  /** The address opens and closes it, so that back does so without a step of the sheet's own. */
  readonly hasAddress?: boolean;
  /** Acts that stay at the foot. */
  readonly foot?: JSX.Element;
}

const DRAG_TO_CLOSE_PX = 96;

/** Bottom sheet on a phone (closes by drag, back, Esc, outside), side panel from 640 px. Focus returns. */
export const Sheet: Component<ParentProps<SheetProps>> = (props) => {
  const [drag, setDrag] = createSignal(0);
  const giveBack = createReturn(() => props.open);
  let startY = 0;
  closeOnBack(
    () => props.open,
    () => props.hasAddress === true,
    () => props.onClose(),
  );
  const begin = (event: PointerEvent): void => {
    startY = event.clientY;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent): void => {
    if ((event.currentTarget as HTMLElement).hasPointerCapture(event.pointerId)) {
      setDrag(Math.max(0, event.clientY - startY));
    }
  };
  const end = (): void => {
    if (drag() > DRAG_TO_CLOSE_PX) props.onClose();
    setDrag(0);
  };
  return (
    <Kobalte open={props.open} onOpenChange={(open) => !open && props.onClose()} preventScroll={true}>
      <Kobalte.Portal>
        <Kobalte.Overlay class="fixed inset-0 z-50 animate-enter bg-scrim" />
        <Kobalte.Content
          onCloseAutoFocus={giveBack}
          class={`fixed z-50 flex flex-col bg-surface text-ink shadow-2 outline-none max-sm:inset-x-0 max-sm:bottom-0 max-sm:max-h-[92dvh] max-sm:animate-rise max-sm:rounded-t-sheet sm:inset-y-0 sm:right-0 sm:w-[min(26rem,92vw)] sm:animate-slide sm:border-l sm:border-line ${props.height === 'full' ? 'max-sm:h-[92dvh]' : ''}`}
          style={{ transform: drag() > 0 ? `translateY(${drag()}px)` : undefined }}
        >
          <div
            class="touch-none pt-2.5 pb-1 sm:hidden"
            aria-hidden="true"
            onPointerDown={begin}
            onPointerMove={move}
            onPointerUp={end}
            onPointerCancel={end}
          >
            <div class="mx-auto h-1.25 w-9 rounded-full bg-line-2" />
          </div>
          <header class="flex items-start justify-between gap-3 px-gutter pt-1 pb-3 sm:pt-4">
            <div class="min-w-0">
              <Kobalte.Title class="m-0 text-page font-semibold">{props.title}</Kobalte.Title>
              <Show when={props.line}>
                <Kobalte.Description class="m-0 text-second text-ink-3">{props.line}</Kobalte.Description>
              </Show>
            </div>
            <IconButton label={props.closeLabel} class="shrink-0 rounded-full!" onClick={() => props.onClose()}>
              <X size={18} />
            </IconButton>
          </header>
          <div class="relative min-h-0 flex-1 overflow-y-auto px-gutter pb-4">{props.children}</div>
          <Show when={props.foot}>
            <footer class="flex gap-2 empty:hidden border-t border-line px-gutter pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
              {props.foot}
            </footer>
          </Show>
        </Kobalte.Content>
      </Kobalte.Portal>
    </Kobalte>
  );
};

/** A question that must be answered: only for what cannot be taken back. */
export const Dialog: Component<
  ParentProps<{
    readonly open: boolean;
    readonly onClose: () => void;
    readonly title: string;
    readonly acts: JSX.Element;
  }>
> = (props) => {
  const giveBack = createReturn(() => props.open);
  closeOnBack(
    () => props.open,
    () => false,
    () => props.onClose(),
  );
  return (
    <Kobalte open={props.open} onOpenChange={(open) => !open && props.onClose()} preventScroll={true}>
      <Kobalte.Portal>
        <Kobalte.Overlay class="fixed inset-0 z-50 animate-enter bg-scrim" />
        <div class="pointer-events-none fixed inset-0 z-50 flex items-end justify-center p-4 sm:items-center">
          <Kobalte.Content
            onCloseAutoFocus={giveBack}
            class="pointer-events-auto w-full max-w-sm animate-rise rounded-card bg-surface p-5 text-ink shadow-3 outline-none"
          >
            <Kobalte.Title class="m-0 text-card font-semibold">{props.title}</Kobalte.Title>
            <div class="mt-2 text-body text-ink-2">{props.children}</div>
            <div class="mt-5 flex flex-wrap justify-end gap-2">{props.acts}</div>
          </Kobalte.Content>
        </div>
      </Kobalte.Portal>
    </Kobalte>
  );
};
