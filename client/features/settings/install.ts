import { type Accessor, createSignal, onCleanup, onMount } from 'solid-js';

interface InstallEvent extends Event {
  prompt(): Promise<unknown>;
}
const isInstallEvent = (event: Event): event is InstallEvent => 'prompt' in event;

/** The browser's own offer to install, where it makes one; `null` where it does not or it is installed. */
export const useInstallOffer = (): Accessor<(() => Promise<unknown>) | null> => {
  const [offer, setOffer] = createSignal<InstallEvent | null>(null);
  const keep = (event: Event): void => {
    event.preventDefault();
    if (isInstallEvent(event)) setOffer(event);
  };
  onMount(() => window.addEventListener('beforeinstallprompt', keep));
  onCleanup(() => window.removeEventListener('beforeinstallprompt', keep));
  return () => {
    const event = offer();
    return event === null ? null : () => event.prompt();
  };
};

export const isInstalled = (): boolean => matchMedia('(display-mode: standalone)').matches;
