import type { DeviceId, EventId } from '#rules';
import type { ElementId, RunView } from '../inspector/index.ts';

/** What is kept in memory of one stored row; its text stays in the run's bytes. */
export interface RowRecord {
  readonly id: EventId;
  readonly device: DeviceId;
  readonly n: number;
  readonly room: string;
  readonly run: Run;
  readonly clock: number;
  /** Relay ms; {@link UNASSIGNED} until the flush that stores it takes its tick. */
  received: number;
  sealed: boolean;
}
export const UNASSIGNED = -1;

const sameId = (a: ElementId | null, b: ElementId): boolean =>
  a !== null && a.client === b.client && a.clock === b.clock;

/**
 * Everything one client wrote in one room: encoded elements back to back, so that an answer to a sync is a copy
 * of bytes. `count` is what is accepted, `durable` what is on disk; the rest is undone when a commit fails.
 */
export class Run implements RunView {
  readonly client: number;
  readonly log: string;
  durable = 0;
  /** One per element; null for relay facts. */
  readonly records: (RowRecord | null)[] = [];
  readonly #ends: number[] = [];
  /** Elements that do not follow the one before them in this run. */
  readonly #breaks = new Map<number, ElementId | null>();
  #bytes = new Uint8Array(256);

  constructor(client: number, log: string) {
    this.client = client;
    this.log = log;
  }

  get count(): number {
    return this.#ends.length;
  }

  append(element: Uint8Array, origin: ElementId | null): void {
    const clock = this.count;
    const from = this.#ends[clock - 1] ?? 0;
    const end = from + element.length;
    if (end > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(end, Math.ceil(this.#bytes.length * 1.5)));
      grown.set(this.#bytes.subarray(0, from));
      this.#bytes = grown;
    }
    this.#bytes.set(element, from);
    if (clock === 0 || !sameId(origin, { client: this.client, clock: clock - 1 })) this.#breaks.set(clock, origin);
    this.#ends.push(end);
    this.records.push(null);
  }

  /** Forgets everything from `count` on. */
  truncate(count: number): void {
    for (let clock = count; clock < this.count; clock += 1) this.#breaks.delete(clock);
    this.#ends.length = count;
    this.records.length = count;
  }

  /** Gives back memory kept for growth. */
  compact(): void {
    this.#bytes = this.#bytes.slice(0, this.#ends.at(-1) ?? 0);
  }

  origin(clock: number): ElementId | null {
    const broken = this.#breaks.get(clock);
    return broken === undefined ? { client: this.client, clock: clock - 1 } : broken;
  }

  /** Encoded elements `[from, to)`; a view, valid until the next append. */
  slice(from: number, to: number): Uint8Array {
    return this.#bytes.subarray(this.#ends[from - 1] ?? 0, this.#ends[to - 1] ?? 0);
  }

  /** Elements end where their own lengths say, so equal bytes are equal elements. */
  equals(clock: number, bytes: Uint8Array): boolean {
    const from = this.#ends[clock - 1] ?? 0;
    return Buffer.compare(this.#bytes.subarray(from, from + bytes.length), bytes) === 0;
  }

  /** Where consecutive elements must be cut: the next break after `clock`, or `to`. */
  unbrokenUntil(clock: number, to: number): number {
    let next = to;
    for (const broken of this.#breaks.keys()) if (broken > clock && broken < next) next = broken;
    return next;
  }
}
