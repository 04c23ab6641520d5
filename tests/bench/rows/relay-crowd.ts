import { openLine } from '../support/line.ts';
import { steadyLoad } from '../support/load.ts';
import { percentile } from '../support/measure.ts';
import { startRelayChild } from '../support/relay-child.ts';
import { atMost, type BenchRow, shown } from '../support/row.ts';
import { crowd } from '../support/worlds.ts';

const TERRITORIES = 20;
const MEMBERS_EACH = 25;

export const relayCrowd: BenchRow = {
  name: 'crowd',
  title: 'Relay, 500 clients on 20 documents, 1 event/s each, durable',
  async run({ quick }) {
    const seconds = quick ? 3 : 20;
    const { world, copy } = await crowd(TERRITORIES, MEMBERS_EACH - 2);
    const relay = await startRelayChild(copy());
    const writers = [];
    for (const pen of world.pens()) {
      const line = await openLine(relay.url, pen.worker);
      const { room } = world.write(pen, 'log', 0, Date.now(), 0);
      await line.read(room);
      writers.push({
        line,
        next: () => world.write(pen, pen.worker.role === 'presales' ? 'pool' : 'log', 1, Date.now(), Date.now() - 1000),
      });
    }
    await steadyLoad(writers, 1000, 2000);
    const before = await relay.usage();
    const times = await steadyLoad(writers, 1000, seconds * 1000);
    const after = await relay.usage();
    for (const { line } of writers) line.close();
    await relay.stop();
    return [
      atMost(`acknowledgement p99 of ${times.length} appends, each forwarded to 25`, percentile(times, 0.99), 'ms', 12),
      shown('acknowledgement p50', percentile(times, 0.5), 'ms'),
      shown(
        'CPU of the relay process (without the comparison)',
        (after.cpuMs - before.cpuMs) / (seconds * 10),
        '% of a core',
      ),
      shown('memory of the relay process', after.rssBytes / 1e6, 'MB'),
    ];
  },
};
