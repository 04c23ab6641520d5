import {
  asPrevious,
  type CustomerId,
  type Draft,
  type Envelope,
  type EventId,
  encodeRow,
  type PreviousEvent,
  writeEvent,
} from '#rules';
import { newIdFrom } from '../../../client/data/ids/new-id.ts';
import { encodeOwnRows } from '../../../client/data/outbox/log-encoding.ts';
import type { Prng } from '../../support/prng.ts';
import type { Worker } from './company.ts';
import type { Act } from './customer-life.ts';

/** What writing needs to know of an event that is cited. */
export type Placements = Map<EventId, { readonly t: number; readonly lam: number }>;

export const seededId = (prng: Prng): string =>
  newIdFrom((count) => Uint8Array.from({ length: count }, () => prng.int(256)));

/** One device writing: numbers, chains and encodes its events as the client's outbox does. */
export class Pen {
  readonly worker: Worker;
  readonly #prng: Prng;
  readonly #placements: Placements;
  readonly #boot: string;
  readonly #counts = new Map<string, number>();
  #n = 0;
  #prev: PreviousEvent | null = null;

  constructor(worker: Worker, prng: Prng, placements: Placements) {
    this.worker = worker;
    this.#prng = prng;
    this.#placements = placements;
    this.#boot = seededId(prng);
  }

  /** Number of the event it writes next. */
  next(): number {
    return this.#n;
  }

  /** The next events of this device as one update for `room`. */
  write(room: string, acts: readonly (readonly [CustomerId, Act])[], atMs: number, seen: number): Uint8Array {
    const rows = acts.map(([subject, act]) => encodeRow(this.#event(subject, act, atMs, seen)));
    const from = this.#counts.get(room) ?? 0;
    this.#counts.set(room, from + rows.length);
    return encodeOwnRows(this.worker.device, room, from, rows);
  }

  #event(subject: CustomerId, { type, payload, cites, done }: Act, atMs: number, seen: number): Envelope {
    const { member, device } = this.worker;
    const wall = Math.floor(atMs);
    const event = writeEvent({
      draft: { type, subject, payload, cites, document: 'log' } as Draft,
      id: seededId(this.#prng) as EventId,
      author: member,
      device,
      n: this.#n,
      prev: this.#prev,
      seen,
      clock: { wall, boot: this.#boot, mono: this.#n * 1000, monoSeen: this.#n * 1000 },
      placement: (id) => this.#placements.get(id) ?? null,
      ruleVersion: 'template',
    });
    this.#n += 1;
    this.#prev = asPrevious(event);
    this.#placements.set(event.id, { t: event.at, lam: event.lam });
    done(event.id);
    return event;
  }
}
