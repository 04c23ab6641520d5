import * as z from 'zod/mini';
import { makeSimulator } from './history.ts';
import type { Order } from './processes.ts';

z.config({ jitless: true });

const simulator = await makeSimulator();
process.on('message', ({ seed, trace }: Order) => {
  void simulator.run(seed, { trace }).then((result) => process.send?.(result));
});
process.send?.('ready');
// The run was ended from outside: nobody waits for the rest.
process.on('disconnect', () => process.exit());
