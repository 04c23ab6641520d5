import type { Receipt, UpFrame } from '#protocol';
import type { DeviceId, Draft, EventId, MemberId } from '#rules';
import { type DeviceClock, makeDeviceClock } from '../../../client/data/clock/device-clock.ts';
import { loadHead } from '../../../client/data/device/head.ts';
import { newHead } from '../../../client/data/device/new-head.ts';
import { Outbox, type PlacedDraft } from '../../../client/data/outbox/outbox.ts';
import { Sender } from '../../../client/data/outbox/sender.ts';
import { type Journal, makeJournal } from '../../../client/data/storage/journal.ts';
import { type MemoryDisk, makeMemoryDisk, makeMemoryStore } from '../../../client/data/storage/memory.ts';
import { Folding } from '../../../client/data/worker/folding.ts';
import { loadOutbox } from '../../../client/data/worker/load-own.ts';
import { type ManualTimers, makeManualTimers } from '../../support/manual-timers.ts';
import { LOG_ROOM } from '../../support/relay-log.ts';

export const DOC = 'log:east:2026Q4';
export { LOG_ROOM };

export const draft = (summary: string, subject = 'c1'): PlacedDraft => ({
  doc: DOC,
  draft: {
    type: 'interactionRecorded',
    subject,
    payload: { channel: 'call', answered: true, summary, atMs: 1 },
    cites: [],
    document: 'log',
  } satisfies Draft,
});

export interface Bench {
  readonly disk: MemoryDisk;
  readonly timers: ManualTimers;
  readonly journal: Journal;
  readonly clock: DeviceClock;
  readonly folding: Folding;
  readonly outbox: Outbox;
  readonly sender: Sender;
  readonly sent: UpFrame[];
  readonly forks: string[];
  readonly stale: { count: number };
  /** Appends sent and not yet answered, newest last. */
  lastAppend(): Extract<UpFrame, { type: 'append' }>;
  /** The relay has stored the last append, by this tick. */
  acked(receipts: readonly Receipt[], tick?: number): void;
}

/** Outbox, sender and fold of one device over a memory disk, without any network. */
export const openBench = async (
  disk: MemoryDisk = makeMemoryDisk(),
  options: {
    readonly mayAppend?: (doc: string) => boolean;
    readonly wall?: () => number;
  } = {},
): Promise<Bench> => {
  const timers = makeManualTimers();
  const store = makeMemoryStore(disk);
  const generation = await store.claim();
  const stale = { count: 0 };
  const journal = makeJournal(store, generation, timers, {
    onStale: () => {
      stale.count += 1;
    },
    onBlocked: () => undefined,
    onRefused: () => undefined,
  });
  let clockMs = 1_790_000_000_000;
  const clock = makeDeviceClock(
    {
      boot: 'boot',
      wall: options.wall ?? (() => clockMs++),
      mono: () => 5,
    },
    (await loadHead(store))?.seen ?? 0,
    null,
  );
  const folding = new Folding({ timers, receivedOf: () => null, onTick: (tick) => clock.see(tick) });
  const sent: UpFrame[] = [];
  const forks: string[] = [];
  let ids = disk.generation * 1000;
  const head = (await loadHead(store)) ?? newHead('dev-a' as DeviceId, 'mem-a' as MemberId, 'csrf');
  const outbox = new Outbox(
    {
      journal,
      clock,
      newId: () => {
        ids += 1;
        return `ev-${ids}` as EventId;
      },
      placement: (id) => folding.fold().placement(id),
      apply: (rows) => folding.apply(rows),
      remove: (gone) => folding.remove(gone),
      onChange: () => sender.pump(),
    },
    head,
    await loadOutbox(store),
  );
  const mayAppend = options.mayAppend ?? (() => true);
  const sender: Sender = new Sender({
    outbox,
    timers,
    statement: () => clock.statement(),
    send: (frame) => {
      sent.push(frame);
      return true;
    },
    roomFor: (doc) => (mayAppend(doc) ? `${doc}@1` : null),
    otherHome: () => null,
    roomUnannounced: (doc) => `${doc}@1`,
    onForked: (reason) => forks.push(reason),
  });
  const lastAppend = (): Extract<UpFrame, { type: 'append' }> => {
    const frame = sent.at(-1);
    if (frame?.type !== 'append') throw new Error('nothing was sent');
    return frame;
  };
  return {
    disk,
    timers,
    journal,
    clock,
    folding,
    outbox,
    sender,
    sent,
    forks,
    stale,
    lastAppend,
    acked: (receipts, tick = 1_790_000_001_000) => sender.acked({ batches: [lastAppend().batch], receipts, tick }),
  };
};
