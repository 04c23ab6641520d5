import { CHANNELS, type Channel, type Delivery } from '#protocol';
import type { CustomerId, EffectId, EventId, MemberId } from '#rules';
import type { Metrics } from '../metrics/metrics.ts';
import type { Report } from '../metrics/report.ts';
import type { Timers } from '../session/wire.ts';
import type { Storage } from '../storage/contract.ts';
import { type ComposeDeps, compose } from './compose.ts';
import { asDelivery, newEntry, withdrawalOf } from './entries.ts';
import { type Lane, makeLane } from './lane.ts';
import { type Cause, makeOutbox, type Outbox } from './outbox.ts';
import { nextLoudMs } from './quiet-hours.ts';
import type { Reach } from './reach.ts';
import type { MessageSettings } from './settings.ts';

/** What the rule host tells of one fired effect. */
export interface Tell {
  readonly effect: EffectId;
  /** `log.epoch` of the relay that fired it. */
  readonly epoch: number;
  /** `touchpointAlert`, `statusChanged`, `escalation`, `task`, `taskGiven`, `playbookSent`, `takeover`, `poolWarning`, `appeal`; any other has words too. */
  readonly kind: string;
  /** The rule's name as people know it. */
  readonly rule: string;
  /** Null for what is about the company. */
  readonly customer: CustomerId | null;
  readonly recipients: readonly MemberId[];
  /** When it fired, ms: the tick of the `fired` fact. */
  readonly at: number;
  /** The event it came from; for a touchpoint alert the note that made the appointment. */
  readonly cause?: EventId | null;
  /** What the words may name: `colour`, `what`, `reason`, `dueAtMs`. */
  readonly params?: Readonly<Record<string, string | number>>;
}

/**
 * Tells people outside the app. One outside send per effect, recipient, channel and epoch, whatever is asked how often,
 * across crash and restart (I20, R91): what may have left is never sent again.
 */
export interface MessageDesk {
  /**
   * Safe to call again at any time, also after a restart; durable when resolved, sent afterwards. An effect older than
   * seven days or withdrawn before is not told. @throws StorageFailure: nothing is stored, tell again
   */
  tell(what: Tell): Promise<void>;
  /** The effect holds no more: what waits is dropped, who was told is told so, once. Before `tell` it prevents it. @throws StorageFailure */
  withdraw(effect: EffectId): Promise<void>;
  /** Somebody dealt with it: what waits is dropped, nobody is told anything. @throws StorageFailure */
  drop(effect: EffectId): Promise<void>;
  deliveries(): readonly Delivery[];
  /** Settings changed: what waits may go another way. */
  wake(): void;
  /** Resolves when nothing that is due now is left. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface DeskDeps {
  readonly storage: Storage;
  readonly meta: ReadonlyMap<string, string>;
  readonly settings: MessageSettings;
  readonly reach: Reach;
  readonly compose: ComposeDeps;
  readonly timers: Timers;
  readonly metrics: Metrics;
  readonly report: Report;
  readonly forgetTarget: (target: string) => Promise<void>;
}

const DAY_MS = 24 * 3_600_000;
/** Older effects are not told: forgotten entries would let them ring twice. */
const TELL_WITHIN_MS = 7 * DAY_MS;
const KEPT_MS = 90 * DAY_MS;

export const makeMessageDesk = (deps: DeskDeps): MessageDesk => {
  const { settings, reach, metrics } = deps;
  const { now, publicUrl } = deps.compose;
  const outbox: Outbox = makeOutbox(deps.storage, deps.meta);
  /** Changes of one effect one after the other: telling and withdrawing may come together. */
  let turn: Promise<void> = Promise.resolve();
  const inTurn = (act: () => Promise<void>): Promise<void> => {
    const done = turn.then(act);
    turn = done.catch(() => undefined);
    return done;
  };

  const times = () => ({ askedAt: now(), dueAt: nextLoudMs(now(), settings.quiet()) });
  /**
   * Told before, also in an epoch before a restore that this outbox still knows of. Whom nothing reached may be told
   * for a day, should a channel be set up; after that it is no alert any more.
   */
  const isTold = ({ effect, at }: Tell, recipient: MemberId): boolean =>
    outbox
      .of(effect)
      .some(
        ([, message]) =>
          message.purpose === 'tell' &&
          message.recipient === recipient &&
          (message.channel !== null || at < now() - DAY_MS),
      );

  const wake = (): void => {
    for (const lane of lanes.values()) lane.wake();
  };
  /** Who was told is told once that it holds no more; what waits is dropped. */
  const withdrawNow = async (effect: EffectId): Promise<void> => {
    await outbox.withdraw(effect, now(), withdrawalOf(outbox, effect, times()));
    wake();
  };

  const makeChannelLane = (channel: Channel): Lane =>
    makeLane({
      channel,
      outbox,
      reach,
      now,
      timers: deps.timers,
      report: deps.report,
      publicUrl,
      compose: (message) => compose(deps.compose, message),
      forgetTarget: deps.forgetTarget,
      counted: (outcome) => metrics.count('jieli_messages_total', outcome),
      // withdrawn while it was on its way
      left: async (keys) => {
        const effects = new Set(keys.flatMap((key) => outbox.get(key)?.effect ?? []));
        for (const effect of effects) if (outbox.isWithdrawn(effect)) await inTurn(() => withdrawNow(effect));
      },
    });
  const lanes = new Map(CHANNELS.map((channel) => [channel, makeChannelLane(channel)]));

  let prunedAt = 0;
  const prune = async (): Promise<void> => {
    if (now() - prunedAt < DAY_MS) return;
    prunedAt = now();
    await outbox.prune(now() - KEPT_MS);
  };
  const tellNow = async (told: Tell): Promise<void> => {
    const { recipients, cause = null, params = {}, ...what } = told;
    if (what.at < now() - TELL_WITHIN_MS || outbox.isWithdrawn(what.effect)) return;
    const about: Cause = { ...what, cause, params };
    const entries = [...new Set(recipients)]
      .filter((recipient) => !isTold(told, recipient))
      .flatMap((recipient) => {
        const routes = reach.routesTo(recipient);
        const ways = routes.length === 0 ? [{ channel: null, target: '' }] : routes;
        return ways.map((route) => newEntry(about, { ...route, ...times(), purpose: 'tell', recipient }));
      })
      .filter(([key]) => outbox.get(key) === null);
    if (entries.length === 0) return;
    await outbox.write(entries);
    wake();
    await prune().catch(deps.report);
  };

  /** What a crash cut off between a message's leaving and its withdrawal. */
  const resume = async (): Promise<void> => {
    const effects = new Set([...outbox.all()].map(([, { effect }]) => effect));
    for (const effect of effects) {
      const isHalf = outbox
        .of(effect)
        .some(([, { purpose, state }]) => purpose === 'tell' && state !== 'withdrawn' && state !== 'failed');
      if (outbox.isWithdrawn(effect) && isHalf) await withdrawNow(effect);
    }
    wake();
    await prune();
  };
  inTurn(resume).catch(deps.report);

  return {
    tell: (what) => inTurn(() => tellNow(what)),
    withdraw: (effect) => inTurn(() => (outbox.isWithdrawn(effect) ? Promise.resolve() : withdrawNow(effect))),
    drop: (effect) =>
      inTurn(() => {
        const waiting = outbox.of(effect).filter(([, { state }]) => state === 'waiting');
        const keys = waiting.map(([key]) => key);
        return keys.length === 0 ? Promise.resolve() : outbox.change(keys, { state: 'withdrawn' });
      }),
    deliveries: () => [...outbox.all()].map(asDelivery),
    wake,
    async settled() {
      await turn;
      for (const lane of lanes.values()) await lane.settled();
      await turn;
    },
    async close() {
      for (const lane of lanes.values()) lane.close();
      await turn;
      for (const lane of lanes.values()) await lane.settled();
    },
  };
};
