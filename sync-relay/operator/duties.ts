import type { BackupMark } from '../backup/backup-mark.ts';
import type { LogService } from '../log/index.ts';
import type { RuleHost } from '../rule-host/rule-host.ts';

/** How the relay stands, for whoever runs it. */
export interface RelayStatus {
  readonly health: ReturnType<LogService['health']>;
  readonly epoch: number;
  /** Everything up to this tick is in the data folder: what to announce once a copy of it is elsewhere. */
  readonly lastTick: number;
  readonly backupTick: number;
}

/** What only a person may decide: whoever runs the relay, or the owner. */
export interface Duties {
  status(): RelayStatus;
  /** After a restore every device has been online again, or will not come back: sealing and firing go on. @throws StorageFailure */
  endRecovery(): Promise<RelayStatus>;
  /** The clock has been looked at after a jump: sealing and firing go on. */
  confirmClock(): Promise<RelayStatus>;
  /** A copy elsewhere holds everything up to this tick (S11); null for a tick not reached. @throws StorageFailure */
  backupMade(tick: number): Promise<RelayStatus | null>;
}

export interface DutiesDeps {
  readonly log: LogService;
  readonly ruleHost: RuleHost;
  readonly backup: BackupMark;
}

export const makeDuties = ({ log, ruleHost, backup }: DutiesDeps): Duties => {
  const status = (): RelayStatus => ({
    health: log.health(),
    epoch: log.epoch,
    lastTick: log.lastTick(),
    backupTick: backup.tick(),
  });
  return {
    status,
    async endRecovery() {
      await log.endRecovery();
      await ruleHost.settle();
      return status();
    },
    async confirmClock() {
      log.confirmClock();
      await ruleHost.settle();
      return status();
    },
    backupMade: async (tick) => ((await backup.announce(tick)) ? status() : null),
  };
};
