import type { GivenRow, Receipt, RejectReason } from '#protocol';
import type { BlobHash, DeviceId, EffectId, Envelope, EventId, EventType, MemberId, RelayFact } from '#rules';

/** Rows of one device in one room that share one `received`, ms; what `unsealed` answers and a seal covers. */
export interface ReceivedRange {
  readonly device: DeviceId;
  readonly from: number;
  readonly to: number;
  readonly received: number;
}

/**
 * A relay fact before the log gives it its tick. A seal draft names the absolute `received` of its ranges, just
 * as `unsealed` answers them; the log turns it into the offset from the tick it takes.
 */
export type FactDraft =
  | { readonly kind: 'seal'; readonly ranges: readonly ReceivedRange[] }
  | (RelayFact extends infer Fact
      ? Fact extends RelayFact
        ? Fact['kind'] extends 'seal'
          ? never
          : Omit<Fact, 'tick'>
        : never
      : never);

/** Keys and values beside the rooms; null deletes the key. */
export type Meta = ReadonlyMap<string, string | null>;

export interface StoredRow {
  readonly room: string;
  readonly event: Envelope;
  readonly received: number;
}

/** What one group commit added to one room; listeners run after it is on disk, in commit order. */
export interface Committed {
  readonly room: string;
  /** Canonical update, re-encoded by the relay: what goes out to everyone, the writer included. */
  readonly update: Uint8Array;
  readonly rows: readonly StoredRow[];
  readonly receipts: readonly Receipt[];
  readonly facts: readonly RelayFact[];
}

export interface AppendRequest {
  readonly room: string;
  readonly device: DeviceId;
  readonly member: MemberId;
  /**
   * Whether this member holds, or held when his device had last `seen` the relay, the right to this type in this
   * document (architecture §2).
   */
  readonly mayAppend: (type: EventType, seen: number) => boolean;
  readonly update: Uint8Array;
}
export type AppendOutcome =
  /** Durable on disk. */
  | { readonly kind: 'stored'; readonly head: string; readonly receipts: readonly Receipt[] }
  | {
      readonly kind: 'rejected';
      readonly reason: RejectReason;
      readonly event: EventId | null;
      readonly detail: string;
    };

/**
 * The relay's logs: inspects bytes, appends, commits in groups, tells listeners, answers syncs. Holds no Y.Doc.
 * Callers have checked who the connection is and that the room exists and may be appended to or read.
 */
export interface LogService {
  readonly epoch: number;
  /** Relay time (S2): last good time + monotonic counter; never falls. */
  now(): number;
  /** Highest durable tick. */
  lastTick(): number;
  /** Judges against everything accepted before, whether flushed or not; answers after the commit. Never throws for bad input. */
  append(request: AppendRequest): Promise<AppendOutcome>;
  /**
   * Writes relay facts into a room, each with a tick and MAC; resolves when durable. `along` goes into the storage's
   * meta in the same commit: both are there or neither.
   * @throws StorageFailure nothing was written; FrozenFailure for `seal` and `fired` while recovering or clockJumped.
   */
  appendFacts(room: string, facts: readonly FactDraft[], along?: Meta): Promise<readonly RelayFact[]>;
  /**
   * Rows and facts a holder gives back after a restore (S10), in any room this relay ever had; counts what was taken,
   * durable when resolved. @throws StorageFailure
   */
  giveBack(
    room: string,
    rows: readonly GivenRow[],
    facts: readonly string[],
  ): Promise<{ rows: number; facts: number; refused: number }>;
  /** Yjs v1 state vector of what is durable. */
  stateVector(room: string): Uint8Array;
  /**
   * Updates that bring a holder of `stateVector` up to date, each at most `LIMITS.downSliceBytes`, with the
   * receipts of the rows they carry that no seal covers yet. What becomes durable from the call on is among them; they
   * end when nothing durable is missing any more. `only` restricts to one device's log (append without read).
   * @throws MalformedVector
   */
  diff(
    room: string,
    stateVector: Uint8Array,
    only: DeviceId | null,
  ): Iterable<{ update: Uint8Array; receipts: readonly Receipt[] }>;
  /** Every stored row of a room, commit order. */
  rows(room: string): Iterable<StoredRow>;
  facts(room: string): Iterable<RelayFact>;
  rooms(): readonly string[];
  /** Makes an empty room known; idempotent, durable when resolved. */
  createRoom(room: string): Promise<void>;
  onCommit(listener: (committed: Committed) => void): () => void;
  /** An operator ends the recovery after a restore (S10): sealing and firing go on. */
  endRecovery(): Promise<void>;
  /** Devices disagree with a clock that was there at the start (S2): sealing and firing wait for an operator. */
  suspectClock(): void;
  /** An operator confirms the clock after a jump of more than 2 min (S2): sealing and firing go on. */
  confirmClock(): void;
  /** `storageFailing` = writers are refused. `clockJumped`, `recovering` = appends go on, sealing and firing wait. */
  health(): 'ok' | 'storageFailing' | 'clockJumped' | 'recovering';
  /** Rows not sealed yet, for the sealer: per room, grouped into ranges of equal `received`. */
  unsealed(room: string): readonly ReceivedRange[];
  /** Waits for what is under way; the storage stays open (whoever made it closes it). */
  close(): Promise<void>;
}

export class MalformedVector extends Error {
  override readonly name = 'MalformedVector';
}
/** A seal or a firing was asked for while an operator has to look first (S2, S10). */
export class FrozenFailure extends Error {
  override readonly name = 'FrozenFailure';
}
export type { BlobHash, EffectId };
