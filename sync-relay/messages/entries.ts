import type { Channel, Delivery } from '#protocol';
import type { EffectId, MemberId } from '#rules';
import { type Cause, type Outbox, outboxKey, type StoredMessage } from './outbox.ts';

type Entry = readonly [key: string, message: StoredMessage];

/** Whom a message is for, by which way, and from when it may leave. */
export interface Destination {
  readonly purpose: Delivery['purpose'];
  readonly recipient: MemberId;
  /** Null when nothing reaches the recipient: shown as failed. */
  readonly channel: Channel | null;
  readonly target: string;
  readonly askedAt: number;
  readonly dueAt: number;
}

export const newEntry = (cause: Cause, destination: Destination): Entry => {
  const { effect, epoch, kind, rule, customer, params, at } = cause;
  const { purpose, recipient, channel, target, askedAt, dueAt } = destination;
  const message: StoredMessage = {
    ...{ effect, epoch, kind, rule, customer, cause: cause.cause, params, at },
    ...{ purpose, recipient, channel, target, askedAt, dueAt },
    state: channel === null ? 'failed' : 'waiting',
    reason: channel === null ? 'noChannel' : null,
    detail: null,
    sentAt: null,
    attempts: 0,
    receipt: null,
  };
  return [outboxKey(message), message];
};

/** What a withdrawal changes: what waits is dropped, and whoever was told, or may have been, is told so once. */
export const withdrawalOf = (
  outbox: Pick<Outbox, 'of' | 'get'>,
  effect: EffectId,
  { askedAt, dueAt }: Pick<Destination, 'askedAt' | 'dueAt'>,
): readonly Entry[] => {
  const told = outbox.of(effect).filter(([, { purpose }]) => purpose === 'tell');
  const left = told.filter(([, { state }]) => state === 'sent' || state === 'unknown');
  const over = told.filter(([, { state }]) => state === 'waiting').concat(left);
  return [
    ...over.map(([key, message]): Entry => [key, { ...message, state: 'withdrawn' }]),
    ...left
      .map(([, message]) => newEntry(message, { ...message, purpose: 'withdraw', askedAt, dueAt }))
      .filter(([key]) => outbox.get(key) === null),
  ];
};

/** As the log of deliveries shows it. */
export const asDelivery = ([id, message]: Entry): Delivery => {
  const { effect, purpose, kind, customer, recipient, channel, state, reason, detail } = message;
  const { at, dueAt, sentAt, attempts } = message;
  return {
    ...{ id, effect, purpose, kind, customer, recipient, channel, state, reason, detail },
    ...{ at, dueAt, sentAt, attempts },
  };
};
