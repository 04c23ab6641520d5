/** Notifications of this device, as the browser has them. */
export type PushState = 'unsupported' | 'denied' | 'off' | 'on';

/** What the relay stores of a subscription. */
export interface BrowserSubscription {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
}

/** A browser that can show notifications while the app is closed. */
export interface PushBrowser {
  state(): Promise<PushState>;
  /** Asks the person, then the browser. Null when either says no. `key`: the relay's own, base64url. */
  subscribe(key: string): Promise<BrowserSubscription | null>;
  /** The endpoint that ends; null when there was none. */
  unsubscribe(): Promise<string | null>;
}

const asSubscription = ({ endpoint, keys }: PushSubscriptionJSON): BrowserSubscription | null => {
  const { p256dh, auth } = keys ?? {};
  return endpoint && p256dh && auth ? { endpoint, p256dh, auth } : null;
};

/** Null where there is no such thing: no service worker, no push, no notifications. */
export const browserPush = (): PushBrowser | null => {
  if (!('serviceWorker' in navigator) || !('PushManager' in globalThis) || !('Notification' in globalThis)) return null;
  // the worker of a build that registers none never gets ready
  const registration = () => navigator.serviceWorker.getRegistration();
  return {
    async state() {
      const found = await registration();
      if (found === undefined) return 'unsupported';
      if (Notification.permission === 'denied') return 'denied';
      return (await found.pushManager.getSubscription()) === null ? 'off' : 'on';
    },
    async subscribe(key) {
      const found = await registration();
      if (found === undefined || (await Notification.requestPermission()) !== 'granted') return null;
      const made = await found.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
      return asSubscription(made.toJSON());
    },
    async unsubscribe() {
      const subscription = await (await registration())?.pushManager.getSubscription();
      if (!subscription) return null;
      await subscription.unsubscribe();
      return subscription.endpoint;
    },
  };
};
