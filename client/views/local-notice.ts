import type { PushNotice } from '#protocol';
import { shownNotice } from '../service-worker/notice.ts';

/** What is shown of one effect: the same as the relay's push of it says. */
export interface LocalNotice {
  readonly effect: string;
  readonly title: string;
  readonly body: string;
  /** Where a press on it leads, within the app. */
  readonly path: string;
}

/** What the browser offers; injected by tests. */
export interface NoticeSurface {
  readonly permission: () => NotificationPermission;
  readonly origin: string;
  readonly registration: () => Promise<{ showNotification(title: string, options: object): Promise<void> }>;
}

const browserSurface = (): NoticeSurface | null =>
  typeof Notification === 'undefined' || !('serviceWorker' in navigator)
    ? null
    : {
        permission: () => Notification.permission,
        origin: location.origin,
        registration: () => navigator.serviceWorker.ready,
      };

/**
 * Shows on this device, with or without a network, what the relay will push when it can: under the effect's tag, so that
 * the push takes its place without ringing. Shown again it does not ring either. False where notifications are not allowed.
 */
export const showLocally = async (
  { effect, title, body, path }: LocalNotice,
  surface: NoticeSurface | null = browserSurface(),
): Promise<boolean> => {
  if (surface === null || surface.permission() !== 'granted') return false;
  const notice: PushNotice = { tag: effect, title, body, url: path };
  const shown = shownNotice(notice, surface.origin);
  const registration = await surface.registration();
  await registration.showNotification(shown.title, shown.options);
  return true;
};
