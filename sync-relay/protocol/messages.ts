import * as z from 'zod/mini';

/** Messages that leave the company's own devices: channels, their settings, the log of deliveries. */
const id = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/));

export const CHANNELS = ['dingtalkWork', 'dingtalkRobot', 'wecomRobot', 'feishuRobot', 'webPush', 'log'] as const;
export type Channel = (typeof CHANNELS)[number];

export interface ChannelField {
  readonly name: string;
  /** Never leaves the relay again; the settings only say since when it is set. */
  readonly isSecret: boolean;
  readonly isRequired: boolean;
}
const open = (name: string): ChannelField => ({ name, isSecret: false, isRequired: true });
const secret = (name: string, isRequired = true): ChannelField => ({ name, isSecret: true, isRequired });

/** What the operator gives for each channel. */
export const CHANNEL_FIELDS: Readonly<Record<Channel, readonly ChannelField[]>> = {
  dingtalkWork: [open('appKey'), secret('appSecret'), open('agentId')],
  dingtalkRobot: [secret('webhook'), secret('signingSecret', false), { ...open('keyword'), isRequired: false }],
  wecomRobot: [secret('webhook')],
  feishuRobot: [secret('webhook'), secret('signingSecret', false), { ...open('keyword'), isRequired: false }],
  webPush: [],
  log: [],
};

/** Why a vendor did not take a message; it is not sent again. */
export type SendRefusal =
  | 'signature'
  | 'keyword'
  | 'ipNotAllowed'
  | 'badToken'
  | 'badRequest'
  | 'tooLong'
  | 'noReceiver'
  | 'duplicate'
  | 'dailyLimit'
  | 'forbiddenWords'
  | 'noPermission'
  | 'gone'
  | 'other';

/** Why a message that was certainly not taken waits before it is sent again. */
export type SendDelay = 'rateLimited' | 'busy' | 'unreachable' | 'notVendor';

/** Why a message never left the relay. */
export type NotSent = 'noChannel' | 'channelOff' | 'noAddress' | 'notEntitled' | 'gaveUp';

export type DeliveryState = 'waiting' | 'sending' | 'sent' | 'unknown' | 'failed' | 'withdrawn';

/** One message to one person over one channel, as the log shows it. */
export interface Delivery {
  readonly id: string;
  readonly effect: string;
  readonly purpose: 'tell' | 'withdraw';
  readonly kind: string;
  readonly customer: string | null;
  readonly recipient: string;
  /** Null when no channel reaches the recipient. */
  readonly channel: Channel | null;
  readonly state: DeliveryState;
  readonly reason: SendRefusal | SendDelay | NotSent | null;
  /** The vendor's own words, for the operator. */
  readonly detail: string | null;
  /** When it was asked for, is due next, and left, ms. */
  readonly at: number;
  readonly dueAt: number;
  readonly sentAt: number | null;
  readonly attempts: number;
}
/** `GET /api/messages/deliveries`: all for owner and admin, those of the people they lead for managers, else one's own. */
export interface DeliveriesAnswer {
  readonly deliveries: readonly Delivery[];
}

export interface SecretStatus {
  readonly setAt: number | null;
  /** It was set, but the key it was encrypted with is not here: enter it again. */
  readonly isUnreadable: boolean;
}
/** Minutes of the day in Shanghai. Quiet from `fromMinute` until `toMinute`; what waited goes at `sendAtMinute`. */
export interface QuietHours {
  readonly isOn: boolean;
  readonly fromMinute: number;
  readonly toMinute: number;
  readonly sendAtMinute: number;
}
/** `GET /api/messages/settings`: owner and admin. */
export interface MessageSettingsAnswer {
  readonly channels: readonly {
    readonly channel: Channel;
    readonly isOn: boolean;
    readonly values: Readonly<Record<string, string>>;
    readonly secrets: Readonly<Record<string, SecretStatus>>;
  }[];
  readonly quiet: QuietHours;
  readonly handles: readonly {
    readonly member: string;
    readonly mobile: SecretStatus;
    readonly dingtalkUser: SecretStatus;
    /** Devices that take notifications. */
    readonly devices: number;
  }[];
}

/** `PUT /api/messages/channel`: values not named stay, an empty one is cleared. */
export const channelRequest = z.strictObject({
  channel: z.enum(CHANNELS),
  isOn: z.boolean(),
  values: z.record(z.string().check(z.maxLength(40)), z.string().check(z.maxLength(500))),
});
const minute = z.int().check(z.nonnegative(), z.maximum(1439));
/** `PUT /api/messages/quiet` */
export const quietRequest = z.strictObject({
  isOn: z.boolean(),
  fromMinute: minute,
  toMinute: minute,
  sendAtMinute: minute,
});
/** `PUT /api/messages/handles`: how a colleague is reached; an empty one is cleared, one not named stays. */
export const handlesRequest = z.strictObject({
  member: id,
  mobile: z.optional(z.string().check(z.regex(/^(?:1[3-9]\d{9})?$/))),
  dingtalkUser: z.optional(z.string().check(z.regex(/^[\w.@-]{0,64}$/))),
});
/** `POST /api/messages/test`: one message to the asker, now. */
export const testMessageRequest = z.strictObject({ channel: z.enum(CHANNELS) });
export type TestMessageAnswer =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly reason: SendRefusal | NotSent; readonly detail: string }
  | { readonly kind: 'retryLater'; readonly reason: SendDelay; readonly afterMs: number; readonly detail: string }
  | { readonly kind: 'unknown'; readonly detail: string };

/** `GET /api/messages/push`: what a browser needs to subscribe; null while the channel is off. */
export interface PushKeyAnswer {
  readonly key: string | null;
}
/** `POST /api/messages/push`: this device takes notifications. `POST /api/messages/push/end {endpoint}`: no more. */
export const pushSubscribeRequest = z.strictObject({
  endpoint: z.string().check(z.minLength(10), z.maxLength(1000)),
  p256dh: z.string().check(z.regex(/^[A-Za-z0-9_-]{87}$/)),
  auth: z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/)),
});
export const pushEndRequest = z.strictObject({ endpoint: z.string().check(z.minLength(10), z.maxLength(1000)) });

/** What a push message carries, encrypted for one browser; the service worker shows it under `tag`. */
export interface PushNotice {
  readonly tag: string;
  readonly title: string;
  readonly body: string;
  readonly url: string;
}

/** Everything a client may ask about messages: what it sends and what it gets. */
export interface MessageRequests {
  readonly settings: { readonly asked: null; readonly answer: MessageSettingsAnswer };
  readonly channel: { readonly asked: z.infer<typeof channelRequest>; readonly answer: MessageSettingsAnswer };
  readonly quiet: { readonly asked: z.infer<typeof quietRequest>; readonly answer: MessageSettingsAnswer };
  readonly handles: { readonly asked: z.infer<typeof handlesRequest>; readonly answer: MessageSettingsAnswer };
  readonly test: { readonly asked: z.infer<typeof testMessageRequest>; readonly answer: TestMessageAnswer };
  readonly deliveries: { readonly asked: null; readonly answer: DeliveriesAnswer };
  readonly pushKey: { readonly asked: null; readonly answer: PushKeyAnswer };
  readonly subscribe: { readonly asked: z.infer<typeof pushSubscribeRequest>; readonly answer: object };
  readonly unsubscribe: { readonly asked: z.infer<typeof pushEndRequest>; readonly answer: object };
}
