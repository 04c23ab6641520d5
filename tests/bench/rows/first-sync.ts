import { eventually, isInSync, openPeer, signedInDisk } from '../support/peers.ts';
import { startRelayChild } from '../support/relay-child.ts';
import { atMost, type BenchRow, shown } from '../support/row.ts';
import { openShapedLine } from '../support/shaped-line.ts';
import { bigWorld } from '../support/worlds.ts';

const SHAPE = { bitsPerSecond: 10_000_000, roundTripMs: 80 } as const;
const POOL = { kind: 'pool', filter: { chip: 'all' }, search: '', offset: 0, limit: 50 } as const;
const LIMIT_MS = 120_000;

export const firstSync: BenchRow = {
  name: 'first-sync',
  title: 'First sync of a manager, 60,000 events, 10 Mbit/s, 80 ms',
  async run(options) {
    const { world, copy } = await bigWorld(options);
    const relay = await startRelayChild(copy());
    const line = await openShapedLine(relay.url, SHAPE);
    const manager = world.workers.find(({ role }) => role === 'manager');
    if (manager === undefined) throw new Error('the world has no manager');
    const startedAt = performance.now();
    const { peer, received } = await openPeer(line.url, signedInDisk(manager));
    const customers = world.plan.customers;
    let listMs = 0;
    peer.core.watch(POOL, ({ total }) => {
      // usable: every customer of the territory is in the list
      if (listMs === 0 && total >= customers) listMs = performance.now() - startedAt;
    });
    await eventually('first sync', LIMIT_MS, () => isInSync(peer));
    const allMs = performance.now() - startedAt;
    const lineMs = (line.received.bytes * 8000) / SHAPE.bitsPerSecond;
    await peer.stop();
    await line.close();
    await relay.stop();
    const events = world.plan.poolEvents + world.plan.logEvents * world.plan.quarters;
    return [
      atMost(
        `all ${events} events through a line shaped to 10 Mbit/s and 80 ms, client under Node`,
        allMs / 1000,
        's',
        15,
      ),
      atMost(`list of all ${customers} customers of the territory, same run`, (listMs || allMs) / 1000, 's', 3),
      shown('bytes down', received.bytes / 1e6, 'MB'),
      shown('of the time, the bytes alone at 10 Mbit/s', lineMs / 1000, 's'),
    ];
  },
};
