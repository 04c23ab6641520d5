import type { BackupMark } from '../backup/backup-mark.ts';
import type { Catalogue } from '../company/catalogue.ts';
import type { Company } from '../company/company.ts';
import type { LogService } from '../log/index.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Report } from '../metrics/report.ts';
import type { PresenceBoard } from '../presence/presence-board.ts';
import type { ClockEvidence } from './clock-evidence.ts';
import type { ClockWitness } from './clock-witness.ts';
import type { SessionLimits, Timers } from './wire.ts';

/** What every connection works with. */
export interface ConnectionDeps {
  readonly log: LogService;
  readonly company: Company;
  readonly catalogue: Catalogue;
  readonly backup: BackupMark;
  readonly presence: PresenceBoard;
  readonly witness: ClockWitness;
  readonly evidence: ClockEvidence;
  readonly metrics: Metrics;
  readonly timers: Timers;
  readonly limits: SessionLimits;
  readonly report: Report;
}
