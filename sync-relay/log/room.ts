import { createHash } from 'node:crypto';
import { type DocumentName, parseDocument, parseRoom, type RelayFact } from '#rules';
import type { ElementId, RoomView } from '../inspector/index.ts';
import { type RowRecord, Run } from './run.ts';
import { EMPTY_CHAIN } from './segment.ts';

interface Log {
  readonly name: string;
  readonly runs: Run[];
  last: ElementId | null;
  /** Rolling hash over the durable rows: two sides that name the same head hold the same log. */
  head: Uint8Array;
}
const EMPTY_HEAD = new Uint8Array(0);

/** One document at one epoch: its logs, what is sealed, and the hash chain of its stored segments. */
export class Room implements RoomView {
  readonly name: string;
  readonly doc: DocumentName;
  readonly logs = new Map<string, Log>();
  readonly runs = new Map<number, Run>();
  /** Durable rows in commit order. */
  readonly rows: RowRecord[] = [];
  readonly facts: RelayFact[] = [];
  readonly unsealed = new Set<RowRecord>();
  chain: Uint8Array = EMPTY_CHAIN;

  constructor(name: string, doc: DocumentName) {
    this.name = name;
    this.doc = doc;
  }

  run(client: number): Run | null {
    return this.runs.get(client) ?? null;
  }

  last(log: string): ElementId | null {
    return this.logs.get(log)?.last ?? null;
  }

  /** Head of a log as lower-case hex; empty text while nothing of it is durable. */
  head(log: string): string {
    return Buffer.from(this.logs.get(log)?.head ?? EMPTY_HEAD).toString('hex');
  }

  /** Takes one more element, now durable, into its log's head; to be called in log order. */
  roll(run: Run, clock: number): void {
    const log = this.logs.get(run.log);
    if (log !== undefined) {
      log.head = createHash('sha256')
        .update(log.head)
        .update(run.slice(clock, clock + 1))
        .digest();
    }
  }

  /** Appends an element that follows the end of `log`. Answers the run and how to take it back. */
  append(log: string, client: number, element: Uint8Array): { readonly run: Run; readonly undo: () => void } {
    const entry = this.logs.get(log) ?? { name: log, runs: [], last: null, head: EMPTY_HEAD };
    this.logs.set(log, entry);
    const run = this.runs.get(client) ?? new Run(client, log);
    const isNew = !this.runs.has(client);
    if (isNew) {
      this.runs.set(client, run);
      entry.runs.push(run);
    }
    const before = entry.last;
    const clock = run.count;
    run.append(element, before);
    entry.last = { client, clock };
    return {
      run,
      undo: () => {
        entry.last = before;
        run.truncate(clock);
        if (isNew) {
          this.runs.delete(client);
          entry.runs.splice(entry.runs.indexOf(run), 1);
        }
        if (entry.runs.length === 0) this.logs.delete(log);
      },
    };
  }
}

/** Null for a name that is no room. */
export const makeRoom = (name: string): Room | null => {
  const parsed = parseRoom(name);
  const doc = parsed === null ? null : parseDocument(parsed.doc);
  return doc === null ? null : new Room(name, doc);
};
