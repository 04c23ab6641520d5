import { type BlobHash, HOUR_MS } from '#rules';
import type { Company } from '../company/company.ts';
import { FrozenFailure, type LogService } from '../log/index.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Report } from '../metrics/report.ts';
import type { Timers } from '../session/wire.ts';
import { StorageFailure } from '../storage/contract.ts';
import { type AppealUse, type CitedFiles, makeCitedFiles } from './cited-files.ts';
import { makeCompanyFiles, type StoredFile } from './company-files.ts';
import { makeFiring } from './firing.ts';

export interface RuleHostDeps {
  readonly log: LogService;
  readonly company: Company;
  readonly metrics: Metrics;
  readonly timers: Timers;
  /** A file that is stored whole, with the type its bytes have; null = not here (yet). */
  readonly findFile: (hash: BlobHash) => StoredFile | null;
  readonly report: Report;
}

/**
 * The relay as one more peer: seals what was received, attests stored files where they are cited, and fires due
 * effects from sealed inputs only (S8, S17, S22). Rests while an operator has to look at clock or recovery first.
 */
export interface RuleHost {
  /** A file has been stored: attests it wherever it is cited. */
  fileStored(hash: BlobHash): Promise<void>;
  /** Seals and fires what is due now; tests and shutdown wait for it. */
  settle(): Promise<void>;
  /** Rooms with a row that cites the file. */
  roomsCiting(hash: BlobHash): ReadonlySet<string>;
  /** Who gave the file as a recording or screenshot, and about whom. */
  appealsWith(hash: BlobHash): readonly AppealUse[];
  /** Waits for what is under way. */
  close(): Promise<void>;
}

/** At most one seal per room and this long (architecture §3). */
const SEAL_MS = 1000;
/** Timers of the platform wrap beyond some 24 days; waking in between also looks at what the day itself has changed. */
const LONGEST_WAIT_MS = 6 * HOUR_MS;

export const makeRuleHost = (deps: RuleHostDeps): RuleHost => {
  const { log, company, metrics, timers } = deps;
  const cited: CitedFiles = makeCitedFiles(log);
  const unsealed = new Set(log.rooms().filter((room) => log.unsealed(room).length > 0));
  const firing = makeFiring({ log, company, metrics, report: deps.report });
  let cancel: { readonly soon: boolean; readonly stop: () => void } | null = null;
  let running: Promise<void> = Promise.resolve();
  let closed = false;

  /** Runs a duty; what the storage refuses or an operator has frozen stays due. */
  const attempt = async (duty: () => Promise<void>): Promise<void> => {
    try {
      await duty();
    } catch (cause) {
      if (cause instanceof StorageFailure) metrics.count('jieli_storage_failures_total');
      else if (!(cause instanceof FrozenFailure)) deps.report(cause);
    }
  };
  /** A failing disk is tried again all the same: only a commit that succeeds tells that it has recovered. */
  const isFrozen = (): boolean => log.health() === 'recovering' || log.health() === 'clockJumped';

  /** Runs a duty that takes `due` out of `waiting` first: what comes meanwhile is due again, what fails stays due. */
  const takeOut = async <Item>(waiting: Set<Item>, due: readonly Item[], duty: () => Promise<void>): Promise<void> => {
    for (const item of due) waiting.delete(item);
    try {
      await duty();
    } catch (cause) {
      for (const item of due) waiting.add(item);
      throw cause;
    }
  };
  const seal = (room: string): Promise<void> =>
    takeOut(unsealed, [room], async () => {
      const ranges = log.unsealed(room);
      if (ranges.length === 0) return;
      await log.appendFacts(room, [{ kind: 'seal', ranges }]);
      metrics.count('jieli_seals_total');
    });
  const attest = async (hash: BlobHash, rooms: Iterable<string>): Promise<void> => {
    const file = deps.findFile(hash);
    if (file === null) return;
    for (const room of rooms) {
      if (cited.isAttested(room, hash)) continue;
      const { mediaType, size } = file;
      await log.appendFacts(room, [{ kind: 'blobAttested', sha256: hash, mediaType, size }]);
    }
  };
  const companyFiles = makeCompanyFiles(deps);

  const settle = (): Promise<void> => {
    running = running.then(async () => {
      if (isFrozen()) return;
      for (const room of [...unsealed]) await attempt(() => seal(room));
      await attempt(firing.run);
    });
    return running;
  };
  const settleAndGoOn = (): void => {
    cancel = null;
    void settle().then(() => schedule());
  };
  /** Soon while something waits to be sealed or looked at, else when the next effect comes due. */
  const schedule = (): void => {
    if (closed) return;
    const soon = unsealed.size > 0 || firing.isPending();
    if (soon && cancel?.soon) return;
    cancel?.stop();
    const wait = soon ? SEAL_MS : Math.max(SEAL_MS, firing.nextAt() - log.now());
    cancel = { soon, stop: timers.after(Math.min(wait, LONGEST_WAIT_MS), settleAndGoOn) };
  };

  const stop = company.onChange(({ customers }, { room, rows, facts }) => {
    if (rows.length > 0) unsealed.add(room);
    firing.changed(customers);
    for (const hash of cited.take(room, rows, facts)) void attempt(() => attest(hash, [room]));
    if (rows.some(({ event }) => event.type === 'processPublished')) void attempt(companyFiles.attestAll);
    if (rows.length > 0 || customers.size > 0) schedule();
  });
  for (const [room, hash] of cited.unattested()) void attempt(() => attest(hash, [room]));
  void attempt(companyFiles.attestAll);
  schedule();

  return {
    async fileStored(hash) {
      await attempt(() => attest(hash, cited.roomsCiting(hash)));
      await attempt(() => companyFiles.attest(hash));
    },
    settle,
    roomsCiting: cited.roomsCiting,
    appealsWith: cited.appealsWith,
    close() {
      stop();
      closed = true;
      cancel?.stop();
      return running;
    },
  };
};
