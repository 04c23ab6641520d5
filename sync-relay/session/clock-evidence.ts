import type { ClockReading } from '#protocol';
import type { DeviceId, Envelope, PayloadOf } from '#rules';
import type { FactDraft, LogService } from '../log/index.ts';
import { FrozenFailure } from '../log/index.ts';
import type { Report } from '../metrics/report.ts';
import { StorageFailure } from '../storage/contract.ts';

/**
 * What devices say of their clocks at each sync (S24): the wall clock's offset from relay time, and the counter. Where
 * an override arrives, what lies around it is written down beside it, so that everybody judges it by the same evidence.
 * Kept in memory: an override that spans a restart of the relay stays disputed and goes to a leader.
 */
export interface ClockEvidence {
  stated(device: DeviceId, clock: ClockReading): void;
  close(): void;
}

interface Statement extends ClockReading {
  /** Relay time when it was stated, ms. */
  readonly at: number;
}

const KEPT = 32;
/** A wall clock may lose this much against the counter by reading and rounding. */
const TOLERANCE_MS = 2_000;

type Reading = Pick<Envelope, 'boot' | 'mono' | 'wall'>;

/** Whether the clock was seen to go back between two readings (S24.3). */
const wentBack = (earlier: Reading, later: Reading): boolean =>
  earlier.boot === later.boot
    ? later.wall - earlier.wall < later.mono - earlier.mono - TOLERANCE_MS
    : later.wall < earlier.wall - TOLERANCE_MS;

const isBefore = (statement: Statement, event: Envelope): boolean =>
  statement.boot === event.boot ? statement.mono <= event.mono : statement.at <= event.seen;

const offsetOf = (statement: Statement | undefined): number | null =>
  statement === undefined ? null : statement.wall - statement.at;

const witnessOf = (event: Envelope, statements: readonly Statement[]): FactDraft | null => {
  const before = statements.findLast((statement) => isBefore(statement, event));
  const after = statements.find((statement) => !isBefore(statement, event)) ?? statements.at(-1);
  if (after === undefined) return null;
  const chain: readonly Reading[] = before === undefined ? [event, after] : [before, event, after];
  const stepped = chain.some((reading, i) => i > 0 && wentBack(chain[i - 1] ?? reading, reading));
  return {
    kind: 'clockWitnessed',
    id: event.id,
    before: offsetOf(before),
    after: offsetOf(after),
    boot: after.boot,
    mono: after.mono,
    syncedAt: after.at,
    stepped,
  };
};

const isOverride = ({ type, payload }: Envelope): boolean =>
  type === 'statusMarked' && (payload as PayloadOf<'statusMarked'>).override !== undefined;

export interface ClockEvidenceDeps {
  readonly log: Pick<LogService, 'now' | 'onCommit' | 'appendFacts'>;
  readonly report: Report;
}

export const makeClockEvidence = ({ log, report }: ClockEvidenceDeps): ClockEvidence => {
  const statements = new Map<DeviceId, Statement[]>();
  const write = async (room: string, fact: FactDraft): Promise<void> => {
    try {
      await log.appendFacts(room, [fact]);
    } catch (cause) {
      // Without it the override is disputed, which a leader settles.
      if (!(cause instanceof StorageFailure) && !(cause instanceof FrozenFailure)) report(cause);
    }
  };
  const stop = log.onCommit(({ room, rows }) => {
    for (const { event } of rows) {
      if (!isOverride(event)) continue;
      const fact = witnessOf(event, statements.get(event.device) ?? []);
      if (fact !== null) void write(room, fact);
    }
  });
  return {
    stated(device, clock) {
      const known = statements.get(device) ?? [];
      known.push({ ...clock, at: log.now() });
      statements.set(device, known.slice(-KEPT));
    },
    close: stop,
  };
};
