import { type FoldRow, formatRoom } from '#rules';
import type { Committed, LogService, StoredRow } from '../../sync-relay/log/index.ts';
import type { Step } from './shuffled.ts';

/** What a company asks of the relay's log: what is stored, and to be told of each commit. */
export class PaperLog {
  readonly #rooms = new Map<string, Committed>();
  readonly #listeners: ((committed: Committed) => void)[] = [];

  /** Stores and tells a step, one commit for each document. */
  commit({ rows, facts }: Step): void {
    for (const doc of new Set([...rows, ...facts].map((item) => item.doc))) {
      const room = formatRoom(doc, 1);
      const part = {
        room,
        update: new Uint8Array(),
        rows: rows.filter((row) => row.doc === doc).map((row) => storedRow(room, row)),
        receipts: [],
        facts: facts.filter((fact) => fact.doc === doc).map(({ fact }) => fact),
      };
      const before = this.#rooms.get(room);
      this.#rooms.set(room, {
        ...part,
        rows: [...(before?.rows ?? []), ...part.rows],
        facts: [...(before?.facts ?? []), ...part.facts],
      });
      for (const tell of this.#listeners) tell(part);
    }
  }

  asLog(): LogService {
    const stored = (room: string): Pick<Committed, 'rows' | 'facts'> =>
      this.#rooms.get(room) ?? { rows: [], facts: [] };
    const log: Pick<LogService, 'rooms' | 'rows' | 'facts' | 'now' | 'lastTick' | 'onCommit'> = {
      rooms: () => [...this.#rooms.keys()],
      rows: (room) => stored(room).rows,
      facts: (room) => stored(room).facts,
      now: () => 0,
      lastTick: () => 0,
      onCommit: (listener) => {
        this.#listeners.push(listener);
        return () => undefined;
      },
    };
    return log as LogService;
  }
}

const storedRow = (room: string, { event, received }: FoldRow): StoredRow => ({ room, event, received: received ?? 0 });
