import type { BenchRow } from '../support/row.ts';
import { relayCrowd } from './relay-crowd.ts';
import { relayThroughput } from './relay-throughput.ts';

/** Every row, in the order of the table. */
export const ROWS: readonly BenchRow[] = [relayThroughput, relayCrowd];
