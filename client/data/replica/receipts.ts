import type { Receipt } from '#protocol';
import type { Timers } from '../platform.ts';
import type { LocalStore } from '../storage/contract.ts';
import type { Journal } from '../storage/journal.ts';

/** How many receipts are written at once, and how long they wait, ms: they give way to the outbox. */
const AT_ONCE = 500;
const WAIT_MS = 500;

/** `device` and `n` say which place it proves: one event may be sent again under another (S9, S10). */
export type KeptReceipt = Omit<Receipt, 'id'>;

/**
 * Receipts of rows in the replicas: the time of a row no seal covers yet, and the proof with which it can be given
 * back to a restored relay. Kept until the relay announces a backup that covers them.
 */
export class Receipts {
  readonly #journal: Journal;
  readonly #timers: Timers;
  readonly #received: Map<string, number>;
  #waiting: Receipt[] = [];
  #cancel: (() => void) | null = null;

  private constructor(journal: Journal, timers: Timers, received: Map<string, number>) {
    this.#journal = journal;
    this.#timers = timers;
    this.#received = received;
  }

  static async load(store: LocalStore, journal: Journal, timers: Timers): Promise<Receipts> {
    const received = new Map<string, number>();
    for (const [id, kept] of await store.entries('receipts')) received.set(id, (kept as KeptReceipt).received);
    return new Receipts(journal, timers, received);
  }

  /** `received` of an event, ms; null when no receipt is here (a seal may know). */
  receivedOf(id: string): number | null {
    return this.#received.get(id) ?? null;
  }

  add(receipts: readonly Receipt[]): void {
    for (const receipt of receipts) {
      const before = this.#received.get(receipt.id);
      if (before !== undefined && before <= receipt.received) continue;
      this.#received.set(receipt.id, receipt.received);
      this.#waiting.push(receipt);
    }
    if (this.#waiting.length > 0) this.#soon();
  }

  #soon(): void {
    this.#cancel ??= this.#timers.after(WAIT_MS, () => {
      this.#cancel = null;
      if (!this.#journal.busy()) this.#write();
      if (this.#waiting.length > 0) this.#soon();
    });
  }

  #write(): void {
    const some = this.#waiting.splice(0, AT_ONCE);
    this.#journal.later(
      some.map(({ id, ...kept }) => ({ store: 'receipts', key: id, value: kept satisfies KeptReceipt })),
    );
  }

  /** A backup of the relay holds everything received up to `tick`. */
  prune(tick: number): void {
    const gone = [...this.#received].filter(([, received]) => received <= tick).map(([id]) => id);
    for (const id of gone) this.#received.delete(id);
    this.#journal.later(gone.map((id) => ({ store: 'receipts', key: id, value: undefined })));
  }

  /** Own rows the relay lost before this device heard more of them than a receipt: they are sent again, and timed anew. */
  forget(ids: readonly string[]): void {
    const gone = ids.filter((id) => this.#received.delete(id));
    this.#waiting = this.#waiting.filter(({ id }) => this.#received.has(id));
    this.#journal.later(gone.map((id) => ({ store: 'receipts', key: id, value: undefined })));
  }

  /**
   * The relay was restored: what was given back is proven to it. A receipt whose row is not here, or only under another
   * place, proves nothing; the row was or will be sent anew, and then what the relay says now counts.
   */
  keepGiven(ids: ReadonlySet<string>): void {
    this.forget([...this.#received.keys()].filter((id) => !ids.has(id)));
  }

  /** Everything heard so far goes with the next commit. */
  writeAll(): void {
    while (this.#waiting.length > 0) this.#write();
  }
  stop(): void {
    this.#cancel?.();
    this.writeAll();
  }
}
