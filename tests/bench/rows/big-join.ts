import { performance } from 'node:perf_hooks';
import { type Line, openLine } from '../support/line.ts';
import { steadyLoad } from '../support/load.ts';
import { startRelayChild } from '../support/relay-child.ts';
import { atMost, type BenchRow, shown } from '../support/row.ts';
import { longDocument } from '../support/worlds.ts';

const joinOnce = async (line: Line, room: string) => {
  const startedAt = performance.now();
  const before = line.got.bytes;
  await line.read(room);
  return { ms: performance.now() - startedAt, megabytes: (line.got.bytes - before) / 1e6 };
};

export const bigJoin: BenchRow = {
  name: 'join',
  title: 'Join of a 20 MB document, cold and warm',
  async run({ quick }) {
    const { world, copy } = await longDocument(quick ? 3000 : 56_000);
    const relay = await startRelayChild(copy());
    const others = world.pens().filter(({ worker }) => worker.territory === 'quiet');
    const writers = await Promise.all(
      others.slice(0, 5).map(async (pen) => ({
        line: await openLine(relay.url, pen.worker),
        next: () => world.write(pen, pen.worker.role === 'presales' ? 'pool' : 'log', 1, Date.now(), Date.now() - 1000),
      })),
    );
    const readers = world.pens().filter(({ worker }) => worker.territory === 'east');
    const findings = [];
    const calm = await steadyLoad(writers, 50, 1000);
    for (const [index, kind] of ['cold (first read after the start)', 'warm'].entries()) {
      const pen = readers[index];
      if (pen === undefined) break;
      const room = world.write(pen, 'log', 0, Date.now() - 86_400_000, 0).room;
      const line = await openLine(relay.url, pen.worker);
      const before = await relay.usage();
      const load = steadyLoad(writers, 50, 1000);
      const { ms, megabytes } = await joinOnce(line, room);
      const after = await relay.usage();
      const times = await load;
      line.close();
      findings.push(
        atMost(
          `${kind}: CPU of the relay while it served ${megabytes.toFixed(1)} MB (a little other load included)`,
          after.cpuMs - before.cpuMs,
          'ms',
          300,
        ),
        shown(`${kind}: until complete at a reader on this machine`, ms, 'ms'),
        atMost(`${kind}: longest stand of the relay’s event loop meanwhile`, after.stallMs, 'ms', 50),
        shown(
          `${kind}: slowest acknowledgement in another document (before: ${Math.max(...calm).toFixed(1)} ms)`,
          Math.max(...times),
          'ms',
        ),
      );
    }
    for (const { line } of writers) line.close();
    await relay.stop();
    return findings;
  },
};
