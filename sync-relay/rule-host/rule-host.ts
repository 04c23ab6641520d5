import { type BlobHash, type CustomerId, dueEffects, formatRoom } from '#rules';
import type { Company } from '../company/company.ts';
import { FrozenFailure, type LogService } from '../log/index.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Report } from '../metrics/report.ts';
import type { Timers } from '../session/wire.ts';
import { StorageFailure } from '../storage/contract.ts';
import { type CitedFiles, makeCitedFiles } from './cited-files.ts';

export interface StoredFile {
  readonly mediaType: string;
  readonly size: number;
}
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
  /** Waits for what is under way. */
  close(): Promise<void>;
}

/** At most one seal per room and this long (architecture §3). */
const SEAL_MS = 1000;

export const makeRuleHost = (deps: RuleHostDeps): RuleHost => {
  const { log, company, metrics, timers } = deps;
  const cited: CitedFiles = makeCitedFiles(log);
  const unsealed = new Set(log.rooms().filter((room) => log.unsealed(room).length > 0));
  /** Customers whose effects may be due: at first all, for the relay may have been killed between seal and firing. */
  const toFire = new Set<CustomerId>(company.fold.customerIds());
  let cancel: (() => void) | null = null;
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
  const fire = (): Promise<void> => {
    const customers = [...toFire];
    return takeOut(toFire, customers, async () => {
      for (const { effect, rule, inputs, doc } of dueEffects(company.fold, customers)) {
        const room = roomWhere(doc);
        if (room === null) continue;
        await log.appendFacts(room, [{ kind: 'fired', effect, rule, inputs }]);
        metrics.count('jieli_fired_total');
      }
    });
  };
  const roomWhere = (doc: string): string | null => {
    const room = formatRoom(doc, 1);
    return log.rooms().includes(room) ? room : null;
  };
  const attest = async (hash: BlobHash, rooms: Iterable<string>): Promise<void> => {
    const file = deps.findFile(hash);
    if (file === null) return;
    for (const room of rooms) {
      if (cited.isAttested(room, hash)) continue;
      await log.appendFacts(room, [{ kind: 'blobAttested', sha256: hash, ...file }]);
    }
  };

  const settle = (): Promise<void> => {
    running = running.then(async () => {
      if (isFrozen()) return;
      for (const room of [...unsealed]) await attempt(() => seal(room));
      await attempt(fire);
    });
    return running;
  };
  const schedule = (): void => {
    if (cancel || closed) return;
    cancel = timers.after(SEAL_MS, () => {
      cancel = null;
      void settle().then(() => {
        if (unsealed.size > 0 || toFire.size > 0) schedule();
      });
    });
  };

  const stop = company.onChange(({ customers }, { room, rows, facts }) => {
    if (rows.length > 0) unsealed.add(room);
    for (const customer of customers) toFire.add(customer);
    for (const hash of cited.take(room, rows, facts)) void attempt(() => attest(hash, [room]));
    if (rows.length > 0 || customers.size > 0) schedule();
  });
  for (const [room, hash] of cited.unattested()) void attempt(() => attest(hash, [room]));
  schedule();

  return {
    fileStored: (hash) => attempt(() => attest(hash, cited.roomsCiting(hash))),
    settle,
    roomsCiting: cited.roomsCiting,
    close() {
      stop();
      closed = true;
      cancel?.();
      return running;
    },
  };
};
