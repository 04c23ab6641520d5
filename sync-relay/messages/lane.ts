import type { Channel } from '#protocol';
import type { Report } from '../metrics/report.ts';
import type { Notifier, OutsideMessage, SendOutcome } from '../notifiers/contract.ts';
import type { Timers } from '../session/wire.ts';
import { type Composed, GROUP_CHANNELS } from './compose.ts';
import { makeConfirmations } from './confirmations.ts';
import { type MessageChange, type Outbox, outsideKey, type StoredMessage } from './outbox.ts';
import { makePace } from './pace.ts';
import { digestPosts, type Post, type Ready, singlePosts } from './posts.ts';
import type { Reach } from './reach.ts';

/** One channel's way out: one message at a time, at the pace the vendor allows. */
export interface Lane {
  /** Something may be due. */
  wake(): void;
  /** Resolves when nothing that is due now is left; tests and shutdown wait for it. */
  settled(): Promise<void>;
  close(): void;
}

export interface LaneDeps {
  readonly channel: Channel;
  readonly outbox: Outbox;
  readonly reach: Reach;
  readonly now: () => number;
  readonly timers: Timers;
  readonly report: Report;
  readonly compose: (message: StoredMessage) => Composed;
  readonly publicUrl: () => string;
  /** A push service says that this browser has gone. */
  readonly forgetTarget: (target: string) => Promise<void>;
  /** These have left, or may have. */
  readonly left: (keys: readonly string[]) => Promise<void>;
  readonly counted: (outcome: SendOutcome['kind']) => void;
}

/** How long a message that is not taken is tried: what is older than a day is no alert any more. */
const PATIENCE_MS = 24 * 3_600_000;
/** Retries wait at least this, twice as long each time, an hour at most. */
const FIRST_WAIT_MS = 10_000;
const LONGEST_WAIT_MS = 3_600_000;
const DISK_WAIT_MS = 60_000;
/** The longest a timer runs: Node's own end at 24.8 days. */
const LONGEST_TIMER_MS = 24 * 3_600_000;

const changeOf = (outcome: SendOutcome, message: StoredMessage, nowMs: number): MessageChange => {
  switch (outcome.kind) {
    case 'accepted':
      return { state: 'sent', sentAt: nowMs, reason: null, detail: null, receipt: outcome.receipt };
    case 'refused':
      return { state: 'failed', reason: outcome.reason, detail: outcome.detail };
    case 'unknown':
      return { state: 'unknown', sentAt: nowMs, reason: null, detail: outcome.detail };
    case 'retryLater': {
      const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(message.attempts, 20));
      const dueAt = nowMs + Math.max(outcome.afterMs, wait);
      const hasGivenUp = dueAt > message.askedAt + PATIENCE_MS && message.attempts > 1;
      return hasGivenUp
        ? { state: 'failed', reason: 'gaveUp', detail: outcome.detail }
        : { state: 'waiting', reason: outcome.reason, detail: outcome.detail, dueAt };
    }
  }
};

export const makeLane = (deps: LaneDeps): Lane => {
  const { channel, outbox, now, timers } = deps;
  const isGroup = GROUP_CHANNELS.has(channel);
  const pace = makePace();
  const confirmations = makeConfirmations(deps);
  let cancel: (() => void) | null = null;
  let running: Promise<void> | null = null;
  let isAskedAgain = false;
  /** Something that was due had to wait for the pace. */
  let isHeldUp = false;
  let closed = false;

  const waiting = () => outbox.waiting(channel);
  /** Robots are blocked as a whole, and a page instead of an answer is such a block; push services each for itself. */
  const isBlock = (reason: StoredMessage['reason']): boolean =>
    channel !== 'webPush' && (reason === 'rateLimited' || reason === 'notVendor');
  for (const [, { reason, dueAt }] of waiting()) if (isBlock(reason)) pace.block(dueAt);

  const wakeAt = (atMs: number): void => {
    if (closed) return;
    cancel?.();
    cancel = timers.after(Math.min(LONGEST_TIMER_MS, Math.max(0, atMs - now())), () => {
      cancel = null;
      lane.wake();
    });
  };

  /** What is due, in words. What may not leave any more ends here: withdrawn on its way, or for somebody else now. */
  const readyOf = async (due: readonly (readonly [string, StoredMessage])[]): Promise<readonly Ready[]> => {
    const ready: Ready[] = [];
    for (const [key, message] of due) {
      if (message.purpose === 'tell' && outbox.isWithdrawn(message.effect)) {
        await outbox.change([key], { state: 'withdrawn' });
        continue;
      }
      const text = deps.compose(message);
      if (text.kind === 'text') ready.push({ key, message, text });
      else await outbox.change([key], { state: 'failed', reason: text.reason });
    }
    return ready;
  };

  const settle = async (post: Post, outcome: SendOutcome, notifier: Notifier): Promise<void> => {
    const nowMs = now();
    deps.counted(outcome.kind);
    if (outcome.kind === 'retryLater' && isBlock(outcome.reason)) pace.block(nowMs + outcome.afterMs);
    const keys = post.ready.map(({ key }) => key);
    await outbox.changeForSure(keys, (message) => changeOf(outcome, message, nowMs));
    for (const { key, message } of post.ready) {
      if (outcome.kind === 'refused' && outcome.reason === 'gone') await deps.forgetTarget(message.target);
      if (outcome.kind === 'accepted') confirmations.ask(key, notifier);
    }
    if (outcome.kind === 'accepted' || outcome.kind === 'unknown') await deps.left(keys);
  };

  /** Stored as on its way before it leaves: after a crash nobody sends it again (I20). */
  const deliver = async (post: Post, notifier: Notifier): Promise<void> => {
    const keys = post.ready.map(({ key }) => key);
    const to = post.ready.flatMap(({ message }) => {
      const address = deps.reach.addressOf(message.recipient, { channel, target: message.target });
      return address === null ? [] : [address];
    });
    if (to.length === 0) return outbox.change(keys, { state: 'failed', reason: 'noAddress' });
    await outbox.change(keys, ({ attempts }) => ({ state: 'sending', attempts: attempts + 1 }));
    const [first] = post.ready;
    const message: OutsideMessage = {
      ...post.text,
      key: outsideKey(keys),
      tag: post.ready.length === 1 || isGroup ? (first?.message.effect ?? '') : `digest-${outsideKey(keys)}`,
      to: [...new Map(to.map((address) => [JSON.stringify(address), address])).values()],
    };
    pace.sent(now());
    await settle(post, await notifier.send(message), notifier);
  };

  /** Sends one piece; false when nothing can leave now. */
  const step = async (): Promise<boolean> => {
    const nowMs = now();
    const due = waiting().filter(([, message]) => message.dueAt <= nowMs);
    if (due.length === 0) {
      const next = Math.min(...waiting().map(([, message]) => message.dueAt));
      if (Number.isFinite(next)) wakeAt(next);
      return false;
    }
    const notifier = await deps.reach.notifier(channel);
    if (notifier === null) {
      await outbox.change(
        due.map(([key]) => key),
        { state: 'failed', reason: 'channelOff' },
      );
      return true;
    }
    const free = pace.free(nowMs);
    if (free <= 0) {
      isHeldUp = true;
      wakeAt(pace.freeAt(nowMs));
      return false;
    }
    const ready = await readyOf([...due].sort(([, a], [, b]) => a.dueAt - b.dueAt || a.at - b.at));
    const singles = singlePosts(ready, isGroup);
    const [post] = isHeldUp || singles.length > free ? digestPosts(ready, isGroup, deps.publicUrl()) : singles;
    // what waited for its turn goes as one piece; what comes after it goes by itself again
    isHeldUp = isHeldUp && ready.length > (post?.ready.length ?? 0);
    if (post !== undefined) await deliver(post, notifier);
    return true;
  };

  const run = async (): Promise<void> => {
    try {
      while (!closed && (await step()));
    } catch (cause) {
      // the disk refuses, or a fault of ours: nothing is lost, it is looked at again
      deps.report(cause);
      wakeAt(now() + DISK_WAIT_MS);
    }
  };

  const lane: Lane = {
    wake() {
      if (closed) return;
      if (running !== null) {
        isAskedAgain = true;
        return;
      }
      running = run().finally(() => {
        running = null;
        if (!isAskedAgain) return;
        isAskedAgain = false;
        lane.wake();
      });
    },
    async settled() {
      while (running !== null) await running;
    },
    close() {
      closed = true;
      cancel?.();
      confirmations.close();
    },
  };
  return lane;
};
