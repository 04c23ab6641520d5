import { openLine } from '../support/line.ts';
import { fullLoad } from '../support/load.ts';
import type { Pen } from '../support/pen.ts';
import { startRelayChild } from '../support/relay-child.ts';
import { atLeast, type BenchRow, shown } from '../support/row.ts';
import { crowd } from '../support/worlds.ts';

const WRITERS = 20;
const IN_FLIGHT = 64;
/** A writer stands for many devices: the limit of messages per device is lifted for this row. */
const UNLIMITED = 1_000_000;

export const relayThroughput: BenchRow = {
  name: 'throughput',
  title: 'Durable appends with fan-out: 20 writers with 64 in flight, 1 reader each',
  async run({ quick }) {
    const appends = quick ? 500 : 5000;
    const { world, copy } = await crowd(WRITERS, 1);
    const relay = await startRelayChild(copy(), UNLIMITED);
    const isWriter = (pen: Pen): boolean => pen.worker.role === 'rep';
    const now = Date.now();
    const written = world
      .pens()
      .filter(isWriter)
      .map((pen) => ({
        worker: pen.worker,
        made: Array.from({ length: appends }, () => world.write(pen, 'log', 1, now, now - 1000)),
      }));
    // Written first: nothing is answered meanwhile, and the relay gives a silent line up.
    const writers = await Promise.all(
      written.map(async ({ worker, made }) => ({
        line: await openLine(relay.url, worker),
        room: made[0]?.room ?? '',
        updates: made.map(({ update }) => update),
      })),
    );
    const readers = await Promise.all(
      world
        .pens()
        .filter(({ worker }) => worker.role === 'manager')
        .map(({ worker }) => openLine(relay.url, worker)),
    );
    await Promise.all(readers.map((reader, index) => reader.read(writers[index]?.room ?? '')));
    const before = await relay.usage();
    const ms = await fullLoad(writers, IN_FLIGHT);
    const after = await relay.usage();
    for (const { close } of [...readers, ...writers.map(({ line }) => line)]) close();
    await relay.stop();
    const perSecond = (appends * WRITERS * 1000) / ms;
    return [
      atLeast(
        `one event each, ${appends * WRITERS} appends on SQLite with sync, load from a second process`,
        Math.round(perSecond),
        '/s',
        20_000,
      ),
      shown('relay CPU per append', ((after.cpuMs - before.cpuMs) * 1000) / (appends * WRITERS), 'µs'),
      shown(
        'data frames per append at the readers',
        readers.reduce((sum, { got }) => sum + got.dataFrames, 0) / (appends * WRITERS),
        '',
      ),
      shown(
        'acknowledgement frames per append at the writers',
        writers.reduce((sum, { line }) => sum + line.got.ackFrames, 0) / (appends * WRITERS),
        '',
      ),
    ];
  },
};
