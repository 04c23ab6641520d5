import type { LogService } from '../log/index.ts';
import type { Storage } from '../storage/contract.ts';

/**
 * What the operator says about backups: up to which tick a copy in another place holds everything. Devices keep
 * their own acknowledged rows until such a copy covers them (S11).
 */
export interface BackupMark {
  /** 0 = no backup announced yet. */
  tick(): number;
  /**
   * Durable when resolved; false for a tick the relay has not reached, and while it recovers: what holders have not
   * given back yet is in no copy. It never falls. @throws StorageFailure
   */
  announce(tick: number): Promise<boolean>;
}

const META_BACKUP_TICK = 'backup.tick';

export interface BackupMarkDeps {
  readonly storage: Storage;
  readonly meta: ReadonlyMap<string, string>;
  readonly log: Pick<LogService, 'lastTick' | 'health'>;
}

export const makeBackupMark = ({ storage, meta, log }: BackupMarkDeps): BackupMark => {
  let announced = Number(meta.get(META_BACKUP_TICK) ?? 0);
  return {
    tick: () => announced,
    async announce(tick) {
      if (tick > log.lastTick() || log.health() === 'recovering') return false;
      if (tick <= announced) return true;
      await storage.commit({ meta: new Map([[META_BACKUP_TICK, String(tick)]]) });
      announced = Math.max(announced, tick);
      return true;
    },
  };
};
