import type { Channel, SendDelay, SendRefusal } from '#protocol';

/** One message as drivers get it: plain text only, which each writes as its vendor wants it. */
export interface OutsideMessage {
  /** The same for the same cause, recipient, channel and epoch, also after a restart or restore (I20). */
  readonly key: string;
  /** Notifications with one tag replace each other on a device: the effect's id. */
  readonly tag: string;
  readonly title: string;
  readonly lines: readonly string[];
  readonly link: { readonly text: string; readonly url: string } | null;
  readonly to: readonly Address[];
}

/** How one person is reached; what is not known is null. */
export interface Address {
  readonly name: string;
  readonly mobile: string | null;
  readonly dingtalkUser: string | null;
  readonly subscription: PushSubscription | null;
}

/** One browser that takes notifications, as it describes itself. */
export interface PushSubscription {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
}

/**
 * What came of a try. `retryLater` is said only when the vendor certainly did not take the message; whatever may have
 * been taken is `unknown` and is never sent again.
 */
export type SendOutcome =
  | { readonly kind: 'accepted'; readonly receipt: string | null }
  | { readonly kind: 'refused'; readonly reason: SendRefusal; readonly detail: string }
  | { readonly kind: 'retryLater'; readonly reason: SendDelay; readonly afterMs: number; readonly detail: string }
  | { readonly kind: 'unknown'; readonly detail: string };

/** What an accepting vendor says later; `open` = ask again. */
export type Confirmation =
  | { readonly kind: 'delivered' | 'open' }
  | { readonly kind: 'failed'; readonly reason: SendRefusal; readonly detail: string };

/** One way out. Drivers keep no message and never throw; one suite holds for all (`contracts/notifiers.test.ts`). */
export interface Notifier {
  readonly channel: Channel;
  /** Tries once. `to` holds at least one address that fits the channel. */
  send(message: OutsideMessage): Promise<SendOutcome>;
  /** For vendors that answer before they deliver. */
  confirm?(receipt: string, to: Address): Promise<Confirmation>;
}

/** Blocked for ten minutes is what the vendors announce for robots above their limit. */
export const BACK_OFF_MS = 10 * 60_000;
