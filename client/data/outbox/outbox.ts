import {
  asPrevious,
  type DeviceId,
  type Draft,
  type Envelope,
  type EventId,
  type FoldRow,
  type WriteInput,
  writeEvent,
} from '#rules';
import type { DeviceClock } from '../clock/device-clock.ts';
import { HEAD_KEY, type Head } from '../device/head.ts';
import type { Write } from '../storage/contract.ts';
import type { Journal } from '../storage/journal.ts';
import { PendingRows } from './pending-rows.ts';
import {
  type Acknowledgement,
  ackWrites,
  countKey,
  type PendingRow,
  pendingWrite,
  type QuarantinedRow,
  quarantineWrites,
  renumbered,
} from './records.ts';

/** A draft with the document it goes to. */
export interface PlacedDraft {
  readonly draft: Draft;
  readonly doc: string;
}

const asLocal = ({ event, doc }: PendingRow): FoldRow => ({ event, doc, received: null, isLocal: true });

export interface OutboxDeps {
  readonly journal: Journal;
  readonly clock: DeviceClock;
  readonly newId: () => EventId;
  readonly placement: WriteInput['placement'];
  /** Gives rows to the fold. */
  readonly apply: (rows: readonly FoldRow[]) => void;
  readonly remove: (ids: readonly EventId[]) => void;
  /** Something sendable, acknowledged or quarantined changed. */
  readonly onChange: () => void;
}

export interface OutboxContents {
  readonly pending: readonly PendingRow[];
  readonly quarantine: readonly QuarantinedRow[];
  /** Own rows the relay holds, per room. */
  readonly counts: ReadonlyMap<string, number>;
}

/**
 * The truth for everything not yet durable at the relay (architecture §5). An event is numbered and chained in
 * memory at once, so that the next command is judged on top of it, and counts as saved when its transaction is on
 * disk; if the disk refuses, it and everything made after it is taken back.
 */
export class Outbox {
  readonly #deps: OutboxDeps;
  #head: Head;
  #durableHead: Head;
  /** On disk, in `n` order. */
  #pending: PendingRows;
  readonly #quarantine: Map<EventId, QuarantinedRow>;
  readonly #counts: Map<string, number>;
  readonly #staged = new Set<EventId>();

  constructor(deps: OutboxDeps, head: Head, contents: OutboxContents) {
    this.#deps = deps;
    this.#head = head;
    this.#durableHead = head;
    const ordered = contents.pending.toSorted((a, b) => a.event.n - b.event.n);
    this.#pending = new PendingRows(ordered);
    this.#quarantine = new Map(contents.quarantine.map((row) => [row.event.id, row]));
    this.#counts = new Map(contents.counts);
  }

  head(): Head {
    return this.#head;
  }
  /** Rows on disk and not acknowledged, in the order they were made. */
  pending(): readonly PendingRow[] {
    return this.#pending.list();
  }
  /** Those of one subject. */
  pendingOf(subject: string): readonly EventId[] {
    return this.#pending.of(subject);
  }
  pendingCount(): number {
    return this.#pending.size;
  }
  has(id: EventId): boolean {
    return this.#pending.has(id);
  }
  quarantine(): readonly QuarantinedRow[] {
    return [...this.#quarantine.values()];
  }
  quarantined(id: EventId): QuarantinedRow | null {
    return this.#quarantine.get(id) ?? null;
  }
  /** How many rows of this device's log in `room` the relay holds: where the next one goes. */
  count(room: string): number {
    return this.#counts.get(room) ?? 0;
  }

  /**
   * Writes the events of one command, all or none, together with `extra`. Resolves when they are on disk.
   * @throws StorageRefused, StaleGeneration: nothing of them is left anywhere.
   */
  async write(
    drafts: readonly PlacedDraft[],
    ruleVersion: string,
    extra: (events: readonly Envelope[]) => readonly Write[],
  ): Promise<readonly Envelope[]> {
    const rows = drafts.map(({ draft, doc }) => ({ event: this.#chain(draft, ruleVersion), doc }));
    const events = rows.map(({ event }) => event);
    const ids = events.map(({ id }) => id);
    for (const id of ids) this.#staged.add(id);
    this.#deps.apply(rows.map(asLocal));
    const head = this.#head;
    try {
      await this.#deps.journal.commit(() => [
        ...rows.map(pendingWrite),
        ...extra(events),
        { store: 'meta', key: HEAD_KEY, value: this.#headForDisk(head) },
      ]);
    } catch (error) {
      this.#head = { ...this.#head, nextN: this.#durableHead.nextN, prev: this.#durableHead.prev };
      this.#unstage(ids);
      this.#deps.remove(ids);
      throw error;
    }
    this.#durableHead = head;
    this.#unstage(ids);
    for (const row of rows) this.#pending.set(row);
    this.#deps.onChange();
    return events;
  }

  #unstage(ids: readonly EventId[]): void {
    for (const id of ids) this.#staged.delete(id);
  }

  #chain(draft: Draft, ruleVersion: string): Envelope {
    const head = this.#head;
    const event = writeEvent({
      draft,
      id: this.#deps.newId(),
      author: head.member,
      device: head.device,
      n: head.nextN,
      prev: head.prev,
      seen: this.#deps.clock.seen(),
      clock: this.#deps.clock.readings(),
      placement: this.#deps.placement,
      ruleVersion,
    });
    this.#head = { ...head, nextN: head.nextN + 1, prev: asPrevious(event), seen: this.#deps.clock.seen() };
    return event;
  }

  /** The head as of `at`, with what was learned since that does not depend on events. */
  #headForDisk(at: Head): Head {
    const { nextN, prev } = at;
    const now = this.#head;
    const known = now.prev?.id === prev?.id ? now.prev : prev;
    return { ...now, nextN, prev: known, seen: this.#deps.clock.seen(), offset: this.#deps.clock.offset() };
  }

  /** Changes what the head knows besides the sequence; written soon. */
  note(change: Partial<Omit<Head, 'nextN' | 'prev' | 'device'>>): void {
    this.#head = { ...this.#head, ...change };
    this.#durableHead = { ...this.#durableHead, ...change };
    this.#deps.journal.later([{ store: 'meta', key: HEAD_KEY, value: this.#headForDisk(this.#durableHead) }]);
  }

  /** The relay holds these rows: they leave the outbox, keep their receipts, and their time is final. */
  acknowledge(
    room: string,
    { receipts, tick }: Pick<Acknowledgement, 'receipts' | 'tick'>,
    ids: readonly EventId[],
  ): void {
    const byId = new Map(receipts.map((receipt) => [receipt.id, receipt]));
    const writes: Write[] = [];
    const applied: FoldRow[] = [];
    let acknowledged = 0;
    for (const id of ids) {
      const row = this.#pending.get(id);
      const receipt = byId.get(id);
      if (row === undefined || receipt === undefined) continue;
      acknowledged += 1;
      this.#pending.delete(id);
      this.#deps.clock.see(receipt.received);
      this.#notePrev(id, receipt.received);
      writes.push(...ackWrites(row, room, receipt, tick));
      applied.push({ event: row.event, doc: row.doc, received: receipt.received });
    }
    const count = this.count(room) + acknowledged;
    this.#counts.set(room, count);
    writes.push({ store: 'meta', key: countKey(room), value: count });
    writes.push({ store: 'meta', key: HEAD_KEY, value: this.#headForDisk(this.#durableHead) });
    this.#deps.journal.later(writes);
    this.#deps.apply(applied);
    this.#deps.onChange();
  }

  #notePrev(id: EventId, received: number): void {
    const update = (head: Head): Head => (head.prev?.id === id ? { ...head, prev: { ...head.prev, received } } : head);
    this.#head = update(this.#head);
    this.#durableHead = update(this.#durableHead);
  }

  /** Puts a refused event aside: kept, shown, out of the fold; the others go on. */
  refuse(id: EventId, reason: string, detail: string): void {
    const row = this.#pending.get(id);
    if (row === undefined) return;
    const kept: QuarantinedRow = { ...row, reason, detail, atMs: this.#deps.clock.now() };
    this.#pending.delete(id);
    this.#quarantine.set(id, kept);
    this.#deps.journal.later(quarantineWrites(kept));
    this.#deps.remove([id]);
    this.#deps.onChange();
  }

  /** Writes that end a quarantine entry; `settled` forgets it in memory once they are on disk. */
  quarantineEnd(id: EventId): Write {
    return { store: 'quarantine', key: id, value: undefined };
  }
  settled(id: EventId): void {
    this.#quarantine.delete(id);
    this.#deps.onChange();
  }
  async discard(id: EventId): Promise<void> {
    await this.#deps.journal.commit(() => [this.quarantineEnd(id)]);
    this.settled(id);
  }

  /** Moves rows whose document is no longer announced to another one, e.g. to the open quarter. */
  rehome(ids: readonly EventId[], doc: string): void {
    const moved: PendingRow[] = [];
    for (const id of ids) {
      const row = this.#pending.get(id);
      if (row === undefined || row.doc === doc) continue;
      const next = { ...row, doc };
      this.#pending.set(next);
      moved.push(next);
    }
    this.#deps.journal.later(moved.map(pendingWrite));
    this.#deps.remove(moved.map(({ event }) => event.id));
    this.#deps.apply(moved.map(asLocal));
  }

  /** Nothing is being written at this moment. */
  isSettled(): boolean {
    return this.#staged.size === 0;
  }

  /**
   * Goes on under another device id (S9): the unacknowledged events are numbered from 0, everything else about
   * them stays. Call when nothing is staged; durable when resolved.
   * @throws StorageRefused, StaleGeneration: everything is as it was before.
   */
  async moveTo(device: DeviceId, csrf: string, movedFor = this.#head.movedFor): Promise<void> {
    const rows = renumbered(this.pending(), device);
    const [before, durableBefore] = [this.#head, this.#durableHead];
    const head: Head = { ...before, device, csrf, movedFor, nextN: rows.length };
    const counted = [...this.#counts.keys()];
    this.#head = head;
    this.#durableHead = head;
    try {
      await this.#deps.journal.commit(() => [
        ...rows.map(pendingWrite),
        ...counted.map((room): Write => ({ store: 'meta', key: countKey(room), value: undefined })),
        { store: 'meta', key: HEAD_KEY, value: head },
      ]);
    } catch (error) {
      this.#head = before;
      this.#durableHead = durableBefore;
      throw error;
    }
    this.#counts.clear();
    // Whatever was saved meanwhile is numbered after the moved rows already.
    const since = this.pending().filter(({ event }) => event.device === device);
    this.#pending = new PendingRows([...rows, ...since]);
    this.#deps.remove(rows.map(({ event }) => event.id));
    this.#deps.apply(rows.map(asLocal));
    this.#deps.onChange();
  }

  /** Gives the fold everything pending, after a rebuild. */
  replay(): void {
    this.#deps.apply(this.pending().map(asLocal));
  }

  /** Rows thrown away on purpose. */
  forgetAcked(ids: readonly EventId[]): void {
    this.#deps.journal.later(ids.map((id) => ({ store: 'acked', key: id, value: undefined })));
  }
}
