import fc from 'fast-check';
import * as Y from 'yjs';
import { relayLog } from '#rules';

/** Logs of devices and of the relay, by who writes them. */
export const LOGS: readonly string[] = ['e:dev-a', 'e:dev-b', relayLog(1)];

export type Act =
  | { readonly kind: 'push'; readonly log: number; readonly count: number }
  /** What no client of ours does. */
  | { readonly kind: 'insert' | 'delete' | 'number' | 'map' | 'other' | 'nested'; readonly log: number };

const log = fc.nat({ max: LOGS.length - 1 });
export const push = fc.record({ kind: fc.constant('push' as const), log, count: fc.integer({ min: 1, max: 4 }) });
export const odd = fc.record({
  kind: fc.constantFrom('insert' as const, 'delete', 'number', 'map', 'other', 'nested'),
  log,
});

/** A room as the relay has it, and the update of every act, each by the one client that writes that log. */
export class Room {
  readonly #writers = LOGS.map((_, at) => {
    const doc = new Y.Doc();
    doc.clientID = at + 1;
    return doc;
  });
  readonly whole = new Y.Doc();
  readonly updates: Uint8Array[] = [];
  #count = 0;

  #text(): string {
    this.#count += 1;
    return `row ${this.#count}`;
  }
  act(one: Act): void {
    const doc = this.#writers[one.log] ?? new Y.Doc();
    // As somebody who reads the room would, so that what is odd may reach into the logs of others.
    if (one.kind !== 'push') Y.applyUpdate(doc, Y.encodeStateAsUpdate(this.whole));
    const before = Y.encodeStateVector(doc);
    const array = doc.getArray<unknown>(LOGS[one.log]);
    const last = doc.getArray<unknown>(LOGS[(one.log + 1) % LOGS.length]);
    if (one.kind === 'push') array.push(Array.from({ length: one.count }, () => this.#text()));
    else if (one.kind === 'insert') array.insert(0, [this.#text()]);
    else if (one.kind === 'delete' && array.length > 0) array.delete(array.length - 1, 1);
    else if (one.kind === 'number') array.push([this.#count]);
    else if (one.kind === 'map') doc.getMap('m').set('key', this.#text());
    else if (one.kind === 'other') last.push([this.#text()]);
    else if (one.kind === 'nested') array.push([new Y.Array()]);
    const update = Y.encodeStateAsUpdate(doc, before);
    this.updates.push(update);
    Y.applyUpdate(this.whole, update);
  }
}
