import { LIMITS } from '#protocol';
import type { MemberId } from '#rules';
import { type Authn, makeAuthn } from './authn/authn.ts';
import { type BackupMark, makeBackupMark } from './backup/backup-mark.ts';
import { type Catalogue, makeCatalogue } from './company/catalogue.ts';
import { type Company, makeCompany } from './company/company.ts';
import type { LogService } from './log/index.ts';
import { makeAnnouncer } from './messages/announcer.ts';
import { makeLastHeard } from './messages/last-heard.ts';
import { type Messages, makeMessages, type OutsideDeps } from './messages/messages.ts';
import { type Metrics, makeMetrics } from './metrics/metrics.ts';
import { makeReport } from './metrics/report.ts';
import { type Duties, makeDuties } from './operator/duties.ts';
import { makePresenceBoard } from './presence/presence-board.ts';
import { makeRuleHost, type RuleHost, type RuleHostDeps } from './rule-host/rule-host.ts';
import { makeClockEvidence } from './session/clock-evidence.ts';
import { makeClockWitness } from './session/clock-witness.ts';
import { type Hub, makeHub } from './session/hub.ts';
import type { SessionLimits, Timers } from './session/wire.ts';
import type { Storage } from './storage/contract.ts';

/** Limits of every connection unless a composition says otherwise. */
export const DEFAULT_LIMITS: SessionLimits = {
  messagesPerSecond: LIMITS.messagesPerSecond,
  messageBurst: LIMITS.messageBurst,
  softBufferBytes: 512 * 1024,
  hardBufferBytes: 16 * 1024 * 1024,
};

export interface RelayCoreDeps {
  readonly log: LogService;
  readonly storage: Storage;
  readonly timers: Timers;
  readonly findFile: RuleHostDeps['findFile'];
  readonly limits?: SessionLimits;
  /** How messages leave; without it none do. */
  readonly outside?: OutsideDeps;
  /** Told of faults of ours that nobody waits for. */
  readonly reportFault?: (cause: unknown) => void;
}

/** The relay without its network: everything from a connected socket inward. The simulator runs exactly this. */
export interface RelayCore {
  readonly log: LogService;
  readonly company: Company;
  readonly catalogue: Catalogue;
  readonly authn: Authn;
  readonly backup: BackupMark;
  readonly duties: Duties;
  readonly hub: Hub;
  readonly ruleHost: RuleHost;
  /** Null where nothing leaves the relay: in simulations. */
  readonly messages: Messages | null;
  readonly metrics: Metrics;
  readonly storage: Storage;
  /** Waits for what is under way, the log included; the storage stays open. */
  close(): Promise<void>;
}

const watch = ({ metrics, hub, log, backup }: Pick<RelayCore, 'metrics' | 'hub' | 'log' | 'backup'>): void => {
  metrics.gauge('jieli_sockets_open', () => hub.size);
  metrics.gauge('jieli_rooms', () => log.rooms().length);
  metrics.gauge('jieli_last_tick_ms', () => log.lastTick());
  metrics.gauge('jieli_backup_tick_ms', () => backup.tick());
  metrics.gauge('jieli_writable', () => (log.health() === 'storageFailing' ? 0 : 1));
  metrics.gauge('jieli_frozen', () => (log.health() === 'clockJumped' || log.health() === 'recovering' ? 1 : 0));
};

/** Puts the inner parts together on an open log. @throws StorageFailure */
export const makeRelayCore = async (deps: RelayCoreDeps): Promise<RelayCore> => {
  const { log, storage, timers, findFile, limits = DEFAULT_LIMITS } = deps;
  const { meta } = await storage.load();
  const metrics = makeMetrics();
  const company = makeCompany(log);
  const catalogue = makeCatalogue(log, company);
  await catalogue.ensure();
  const authn = makeAuthn({ storage, meta, log, company });
  const backup = makeBackupMark({ storage, meta, log });
  const presence = makePresenceBoard((member) => company.org().members[member]?.name ?? '');
  const report = makeReport(metrics, deps.reportFault ?? (() => undefined));
  const ruleHost = makeRuleHost({ log, company, metrics, timers, findFile, report });
  const witness = makeClockWitness({ storage, meta, log, metrics });
  const evidence = makeClockEvidence({ log, report });
  const hub = makeHub({
    log,
    company,
    catalogue,
    backup,
    presence,
    witness,
    evidence,
    metrics,
    timers,
    limits,
    report,
  });
  const isConnected = (member: MemberId): boolean =>
    company.org().members[member]?.devices.some(hub.isConnected) ?? false;
  const messages =
    deps.outside === undefined
      ? null
      : makeMessages({
          ...deps.outside,
          storage,
          meta,
          log,
          company,
          lastHeard: makeLastHeard({ log, company, isConnected, report }),
          timers,
          metrics,
          report,
        });
  const announcer = messages === null ? null : makeAnnouncer({ log, company, desk: messages.desk, report });
  watch({ metrics, hub, log, backup });
  return {
    log,
    company,
    catalogue,
    authn,
    backup,
    duties: makeDuties({ log, ruleHost, backup }),
    hub,
    ruleHost,
    messages,
    metrics,
    storage,
    async close() {
      hub.close();
      evidence.close();
      await ruleHost.close();
      await announcer?.close();
      await messages?.close();
      company.close();
      await log.close();
    },
  };
};
