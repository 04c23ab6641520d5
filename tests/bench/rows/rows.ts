import type { BenchRow } from '../support/row.ts';
import { bigJoin } from './big-join.ts';
import { board } from './board.ts';
import { decode } from './decode.ts';
import { dryRuns } from './dry-runs.ts';
import { firstLoad } from './first-load.ts';
import { firstSync } from './first-sync.ts';
import { home, largeHome } from './home.ts';
import { hostile } from './hostile.ts';
import { importPlan } from './import-plan.ts';
import { insight } from './insight.ts';
import { managerDevice } from './manager-device.ts';
import { manyRules } from './many-rules.ts';
import { metrics } from './metrics.ts';
import { offline } from './offline.ts';
import { oneEvent } from './one-event.ts';
import { relayCrowd } from './relay-crowd.ts';
import { relayHistory } from './relay-history.ts';
import { relayThroughput } from './relay-throughput.ts';
import { saving } from './saving.ts';
import { search } from './search.ts';
import { suites } from './suites.ts';

/** Every row, in the order of the table. */
export const ROWS: readonly BenchRow[] = [
  decode,
  oneEvent,
  board,
  insight,
  offline,
  firstSync,
  relayHistory,
  relayThroughput,
  relayCrowd,
  bigJoin,
  hostile,
  firstLoad,
  saving,
  home,
  largeHome,
  search,
  importPlan,
  dryRuns,
  manyRules,
  managerDevice,
  metrics,
  suites,
];
