import type { RelayFact } from '#rules';
import { openLine } from '../support/line.ts';
import { steadyLoad } from '../support/load.ts';
import { percentile } from '../support/measure.ts';
import { startRelayChild } from '../support/relay-child.ts';
import { atMost, type BenchRow, shown } from '../support/row.ts';
import { withLog } from '../support/stored.ts';
import { bigWorld } from '../support/worlds.ts';

/** How long rows sealed after `sinceMs` had waited, by the relay's own clock: tick − received, ms. */
const sealLags = (facts: Iterable<RelayFact>, sinceMs: number): number[] => {
  const lags: number[] = [];
  for (const fact of facts) {
    if (fact.kind === 'seal' && fact.tick > sinceMs) for (const [, , , offset] of fact.ranges) lags.push(offset);
  }
  return lags;
};

export const relayHistory: BenchRow = {
  name: 'relay',
  title: 'Relay, 60 clients, 300,000 events, rule host on',
  async run(options) {
    const seconds = options.quick ? 4 : 20;
    const { world, folder, copy } = await bigWorld(options);
    const vectors = await withLog(folder, (log) => new Map(log.rooms().map((room) => [room, log.stateVector(room)])));
    const dataDir = copy();
    const relay = await startRelayChild(dataDir);
    const started = await relay.usage();
    const writers = [];
    let sent = 0;
    for (const pen of world.pens()) {
      const line = await openLine(relay.url, pen.worker);
      // up to date already, as a device is that was here yesterday
      for (const room of vectors.keys()) {
        if (room.split(/[:@]/)[1] === pen.worker.territory) await line.read(room, vectors.get(room));
      }
      const next = () => {
        const size = 2 + (sent % 2);
        sent += 1;
        const kind = pen.worker.role === 'presales' ? 'pool' : 'log';
        return world.write(pen, kind, size, Date.now(), Date.now() - 1000);
      };
      writers.push({ line, next });
    }
    const since = Date.now();
    await steadyLoad(writers, 1000, 2000);
    const times = await steadyLoad(writers, 1000, seconds * 1000);
    const usage = await relay.usage();
    for (const { line } of writers) line.close();
    await relay.stop();
    const lags = await withLog(dataDir, (log) => log.rooms().flatMap((room) => sealLags(log.facts(room), since)));
    return [
      atMost(
        `accept → durable acknowledgement, p99 of ${times.length} runs of 2 or 3 events, each client one per second`,
        percentile(times, 0.99),
        'ms',
        20,
      ),
      shown('p50', percentile(times, 0.5), 'ms'),
      atMost(
        `seal lag p99 over ${lags.length} sealed ranges, by the relay’s clock`,
        percentile(lags, 0.99) / 1000,
        's',
        1.5,
      ),
      atMost('memory of the relay process after the load', usage.rssBytes / 1e6, 'MB', 300),
      shown('memory right after its start', started.rssBytes / 1e6, 'MB'),
      shown('its start, until it listens', relay.startMs / 1000, 's'),
    ];
  },
};
