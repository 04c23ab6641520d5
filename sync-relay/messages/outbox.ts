import { createHash } from 'node:crypto';
import type { Channel, Delivery, DeliveryState } from '#protocol';
import type { CustomerId, EffectId, EventId, MemberId } from '#rules';
import type { Storage } from '../storage/contract.ts';

/** What a message is about, as the rule host says it. */
export interface Cause {
  readonly effect: EffectId;
  /** Epoch of the relay that fired it. */
  readonly epoch: number;
  readonly kind: string;
  /** The rule as people know it. */
  readonly rule: string;
  readonly customer: CustomerId | null;
  /** The event it came from: for a touchpoint alert the note that made the appointment. */
  readonly cause: EventId | null;
  readonly params: Readonly<Record<string, string | number>>;
  /** When it fired, ms. */
  readonly at: number;
}

/** One message to one person over one channel (to one of his devices, for pushes). */
export interface StoredMessage extends Cause {
  readonly purpose: Delivery['purpose'];
  readonly recipient: MemberId;
  readonly channel: Channel | null;
  readonly target: string;
  readonly state: DeliveryState;
  readonly reason: Delivery['reason'];
  readonly detail: string | null;
  readonly askedAt: number;
  readonly dueAt: number;
  readonly sentAt: number | null;
  readonly attempts: number;
  /** By which the vendor tells what became of it. */
  readonly receipt: string | null;
}
export type MessageChange = Partial<
  Pick<StoredMessage, 'state' | 'reason' | 'detail' | 'dueAt' | 'sentAt' | 'attempts' | 'receipt'>
>;

/**
 * Everything that is to leave or has left the relay, stored before it leaves. One entry per cause, purpose, recipient,
 * channel and epoch, however often it is asked for.
 */
export interface Outbox {
  get(key: string): StoredMessage | null;
  of(effect: EffectId): readonly (readonly [key: string, message: StoredMessage])[];
  all(): Iterable<readonly [key: string, message: StoredMessage]>;
  waiting(channel: Channel): readonly (readonly [key: string, message: StoredMessage])[];
  /** In one commit; durable when resolved. @throws StorageFailure, then nothing is changed */
  write(entries: readonly (readonly [key: string, message: StoredMessage])[]): Promise<void>;
  change(keys: readonly string[], change: MessageChange | ((message: StoredMessage) => MessageChange)): Promise<void>;
  /** What a try came to is known whether or not the disk takes it. @throws StorageFailure */
  changeForSure(keys: readonly string[], change: (message: StoredMessage) => MessageChange): Promise<void>;
  isWithdrawn(effect: EffectId): boolean;
  /** Remembered before or after it is told of; goes into the same commit. */
  withdraw(
    effect: EffectId,
    at: number,
    entries: readonly (readonly [key: string, message: StoredMessage])[],
  ): Promise<void>;
  /** Forgets what ended before `beforeMs`. */
  prune(beforeMs: number): Promise<void>;
}

const MESSAGE = 'message.out.';
const WITHDRAWN = 'message.withdrawn.';

export const outboxKey = ({
  effect,
  purpose,
  recipient,
  channel,
  target,
  epoch,
}: Pick<StoredMessage, 'effect' | 'purpose' | 'recipient' | 'channel' | 'target' | 'epoch'>): string =>
  [effect, purpose, recipient, channel ?? '', target, epoch].join('.');

/** What vendors and devices know it by: without the epoch, so that a restored relay says the same (S22). */
export const outsideKey = (keys: readonly string[]): string => {
  const causes = keys.map((key) => key.slice(0, key.lastIndexOf('.'))).sort();
  return createHash('sha256').update(causes.join('\n')).digest('hex').slice(0, 32);
};

const isOpen = ({ state }: StoredMessage): boolean => state === 'waiting' || state === 'sending';

export const makeOutbox = (storage: Storage, meta: ReadonlyMap<string, string>): Outbox => {
  const messages = new Map<string, StoredMessage>();
  const byEffect = new Map<string, Set<string>>();
  const withdrawn = new Map<string, number>();
  const waiting = new Set<string>();
  const take = (key: string, message: StoredMessage): void => {
    messages.set(key, message);
    if (message.state === 'waiting') waiting.add(key);
    else waiting.delete(key);
    byEffect.set(message.effect, (byEffect.get(message.effect) ?? new Set()).add(key));
  };
  for (const [key, text] of meta) {
    if (key.startsWith(WITHDRAWN)) withdrawn.set(key.slice(WITHDRAWN.length), Number(text));
    if (!key.startsWith(MESSAGE)) continue;
    const stored = JSON.parse(text) as StoredMessage;
    // The relay ended while it was on its way: whether it arrived nobody knows, so it is not sent again (I20).
    take(key.slice(MESSAGE.length), stored.state === 'sending' ? { ...stored, state: 'unknown' } : stored);
  }

  const written = (entries: readonly (readonly [string, StoredMessage])[]) =>
    entries.map(([key, message]) => [MESSAGE + key, JSON.stringify(message)] as const);
  const changed = (
    keys: readonly string[],
    change: Parameters<Outbox['change']>[1],
  ): readonly (readonly [string, StoredMessage])[] =>
    keys.flatMap((key) => {
      const message = messages.get(key);
      if (message === undefined) return [];
      return [[key, { ...message, ...(typeof change === 'function' ? change(message) : change) }] as const];
    });
  const write: Outbox['write'] = async (entries) => {
    if (entries.length === 0) return;
    await storage.commit({ meta: new Map(written(entries)) });
    for (const [key, message] of entries) take(key, message);
  };

  return {
    get: (key) => messages.get(key) ?? null,
    of: (effect) =>
      [...(byEffect.get(effect) ?? [])].flatMap((key) => {
        const message = messages.get(key);
        return message === undefined ? [] : [[key, message] as const];
      }),
    all: () => messages,
    waiting: (channel) =>
      [...waiting].flatMap((key) => {
        const message = messages.get(key);
        return message?.channel === channel ? [[key, message] as const] : [];
      }),
    write,
    change: (keys, change) => write(changed(keys, change)),
    async changeForSure(keys, change) {
      const entries = changed(keys, change);
      for (const [key, message] of entries) take(key, message);
      await write(entries);
    },
    isWithdrawn: (effect) => withdrawn.has(effect),
    async withdraw(effect, at, entries) {
      await storage.commit({ meta: new Map([[WITHDRAWN + effect, String(at)] as const, ...written(entries)]) });
      withdrawn.set(effect, at);
      for (const [key, message] of entries) take(key, message);
    },
    async prune(beforeMs) {
      const old = [...messages].filter(([, message]) => message.askedAt < beforeMs && !isOpen(message));
      const oldWithdrawn = [...withdrawn].filter(([, at]) => at < beforeMs);
      if (old.length + oldWithdrawn.length === 0) return;
      await storage.commit({
        meta: new Map([
          ...old.map(([key]) => [MESSAGE + key, null] as const),
          ...oldWithdrawn.map(([effect]) => [WITHDRAWN + effect, null] as const),
        ]),
      });
      for (const [key, { effect }] of old) {
        messages.delete(key);
        byEffect.get(effect)?.delete(key);
        if (byEffect.get(effect)?.size === 0) byEffect.delete(effect);
      }
      for (const [effect] of oldWithdrawn) withdrawn.delete(effect);
    },
  };
};
