import type { EventId } from '#rules';
import type { PendingRow } from './records.ts';

/**
 * Rows waiting for the relay, in the order they were made. What screens and the sender ask at every change (the
 * list, the rows of one subject) costs nothing anew while nothing changed: an offline import holds tens of thousands.
 */
export class PendingRows {
  readonly #rows = new Map<EventId, PendingRow>();
  readonly #bySubject = new Map<string, Set<EventId>>();
  #list: readonly PendingRow[] | null = null;

  constructor(rows: Iterable<PendingRow>) {
    for (const row of rows) this.set(row);
  }

  get size(): number {
    return this.#rows.size;
  }
  get(id: EventId): PendingRow | undefined {
    return this.#rows.get(id);
  }
  has(id: EventId): boolean {
    return this.#rows.has(id);
  }
  /** The same array until something changes. */
  list(): readonly PendingRow[] {
    this.#list ??= [...this.#rows.values()];
    return this.#list;
  }
  of(subject: string): readonly EventId[] {
    return [...(this.#bySubject.get(subject) ?? [])];
  }

  /** A row under an id that is there keeps its place. */
  set(row: PendingRow): void {
    const { id, subject } = row.event;
    this.#rows.set(id, row);
    this.#list = null;
    const ids = this.#bySubject.get(subject);
    if (ids === undefined) this.#bySubject.set(subject, new Set([id]));
    else ids.add(id);
  }

  delete(id: EventId): void {
    const row = this.#rows.get(id);
    if (row === undefined) return;
    this.#rows.delete(id);
    this.#list = null;
    const ids = this.#bySubject.get(row.event.subject);
    ids?.delete(id);
    if (ids?.size === 0) this.#bySubject.delete(row.event.subject);
  }
}
