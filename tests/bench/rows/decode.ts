import { collectGarbage, median, timed } from '../support/measure.ts';
import { decodeRooms, foldAll } from '../support/replica-fold.ts';
import { atMost, type BenchRow, shown } from '../support/row.ts';
import { isHistory, type WireRoom, wireRooms, withLog } from '../support/stored.ts';
import { bigWorld } from '../support/worlds.ts';

/** Interleaved, so that what else the machine does falls on all three alike. */
const ROUNDS = 3;

const parseNdjson = (bytes: Buffer): number => {
  let lines = 0;
  const text = bytes.toString('utf8');
  for (let from = 0; from < text.length; ) {
    const to = text.indexOf('\n', from);
    const event: unknown = JSON.parse(text.slice(from, to));
    if (event !== null) lines += 1;
    from = to + 1;
  }
  return lines;
};

export const decode: BenchRow = {
  name: 'decode',
  title: 'Decode and fold of 300,000 events ÷ NDJSON parse',
  async run(options) {
    const { folder } = await bigWorld(options);
    const { rooms, everything } = await withLog(folder, (log) => ({
      rooms: wireRooms(log, isHistory),
      everything: wireRooms(log, (room) => isHistory(room) || room.startsWith('org')),
    }));
    const decoded = decodeRooms(rooms);
    const events = decoded.flatMap(({ rows }) => rows.map(({ event }) => event));
    const seals = decoded.reduce((sum, { facts }) => sum + facts.length, 0);
    const ndjson = Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
    const count = events.length;
    const times = measure(ndjson, rooms, everything);
    const wireBytes = rooms.flatMap(({ updates }) => updates).reduce((sum, { length }) => sum + length, 0);
    return [
      atMost(
        `decode of ${count} events and ${seals} seals through Yjs ÷ parse of the events as NDJSON`,
        times.decodeMs / times.parseMs,
        '×',
        1.3,
      ),
      atMost(
        'decode and full default template folded, every customer derived ÷ the same parse',
        times.foldedMs / times.parseMs,
        '×',
        3,
      ),
      shown('NDJSON parse', times.parseMs, 'ms'),
      shown('decode', times.decodeMs, 'ms'),
      shown('decode and fold', times.foldedMs, 'ms'),
      shown('bytes per event on the wire, seals included', wireBytes / count, 'B'),
      shown('bytes per event as NDJSON', ndjson.length / count, 'B'),
    ];
  },
};

const measure = (ndjson: Buffer, rooms: readonly WireRoom[], everything: readonly WireRoom[]) => {
  const parse: number[] = [];
  const plain: number[] = [];
  const folded: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    collectGarbage();
    parse.push(timed(() => parseNdjson(ndjson)).ms);
    collectGarbage();
    plain.push(timed(() => decodeRooms(rooms)).ms);
    collectGarbage();
    folded.push(timed(() => foldAll(decodeRooms(everything))).ms);
  }
  return { parseMs: median(parse), decodeMs: median(plain), foldedMs: median(folded) };
};
