import type * as Y from 'yjs';
import type { CustomerId, Fold, FoldChange, IsCovered } from '#rules';
import type { Clocks } from './clock/device-clock.ts';
import type { LocalStore } from './storage/contract.ts';

/**
 * Everything the data layer needs from outside, so that the same code runs in a worker of a browser, under Node
 * and in the simulator: nothing below it touches a global clock, timer, network or store.
 */
export interface Platform {
  readonly store: LocalStore;
  readonly replicas: ReplicaStore;
  readonly clocks: Clocks;
  readonly timers: Timers;
  randomBytes(count: number): Uint8Array;
  /** `path` begins with `/api/`; same origin as the relay, with its session cookie. Rejects when it is not reachable. */
  fetch(path: string, init: RequestInit): Promise<Response>;
  /** Opens the one socket of this device at `/mux`. */
  openSocket(protocols: readonly string[]): SocketLike;
  /** Key pair of this device; the private half cannot be read out. */
  makeKeys(): Promise<DeviceKeys>;
  /** Absent: every customer stays awake. */
  readonly sleep?: Sleep;
}

/** How a device that holds very many customers lets most of them sleep (decision 0026). */
export interface Sleep {
  /** So many customers stay awake. */
  readonly awake: number;
  /** It is loaded once more rows than this were taken in: few rows cost less than to pack them. */
  readonly rows: number;
  /** So many rows after one was made another opening is due: the next start reads as many anew. */
  readonly openingRows: number;
  load(): Promise<MakeDrowsing>;
}
export interface Drowsing {
  /** Rows of so many customers came to the fold, while a start takes rows in or later. */
  changed(fold: Fold, customers: number, isStarting: boolean): void;
  /** Looks at everybody once whether he may sleep, a few at a time. */
  settle(fold: Fold): void;
  /** Looks at each who is awake once whether he may sleep, however few are: a few at each step. */
  lull(fold: Fold): Iterable<void>;
  /** Of what this fold packed something cannot be read any more, or it was dropped: what it throws is no news. */
  isUnreadable(fold: Fold): boolean;
  /** Texts kept of a fold's customers beside their records; null where there is no scratch, and once the fold is dropped. */
  checkpoints(fold: Fold): Checkpoints | null;
  /** Writes what a fold holds of the documents that are covered, and `more` beside it; null when it cannot be kept. */
  mark(fold: Fold, isCovered: IsCovered, more: unknown): Promise<OpeningMark> | null;
  /** Nothing marked of this fold is good any more. */
  unmark(fold: Fold): void;
  /** Reads what was marked; null when it is not there any more, or not whole. Never rejects. */
  load(files: OpeningFiles): Promise<Opening | null>;
  /** The fold is not used any more, and nothing it packed is needed. */
  drop(fold: Fold): void;
  /** Nobody falls asleep any more; resolves once nothing of what was packed is on the disk. */
  stop(): Promise<void>;
}
/**
 * A text for each of many customers, kept across starts of one build for one member. Whoever's text was not dropped is
 * the customer it was when that was set.
 */
export interface Checkpoints {
  /** `null` = there is none. @throws RecordsLost */
  get(id: CustomerId): string | null;
  set(id: CustomerId, text: string | null): void;
  /** Who has one, in the order in which they are read fastest. */
  ids(): Iterable<CustomerId>;
  /** How many have one. */
  count(): number;
}
/** Names of files on the scratch: what a fold begins with, and the parts it speaks of. */
export interface OpeningFiles {
  readonly opening: string;
  readonly parts: readonly string[];
}
/** On the disk from when it resolves. */
export interface OpeningMark {
  readonly files: OpeningFiles;
  /** It is begun with from now on and nothing marked before is; or it never is, and goes. */
  settle(isGood: boolean): void;
}
/** What was marked, read. */
export interface Opening {
  /** What was marked beside it. */
  readonly more: unknown;
  /** Begins a fold that holds nothing of the documents covered, step by step; null when this one cannot. */
  begin(fold: Fold): Iterable<FoldChange> | null;
}
/**
 * `onUnreadable`: something that was packed is gone, and its fold of no use. Told once a fold, before whoever asked
 * for it gets the error; whoever falls asleep from then on is kept in memory.
 */
export type MakeDrowsing = (timers: Timers, awake: number, onUnreadable?: () => void) => Drowsing;

/** Room on the disk for what need not last and nobody relies on. */
export interface Scratch {
  /** How large a file suits it, bytes. */
  readonly fileBytes: number;
  /**
   * Writes a file of its own with these bytes, one piece after the other. Rejects when there is no such disk, or too
   * little room on it.
   */
  write(pieces: readonly Uint8Array[]): Promise<ScratchFile>;
  /** A file that was written before, by this worker or one before. Rejects when there is none. */
  open(name: string): Promise<ScratchFile>;
}
export interface ScratchFile {
  readonly name: string;
  /** How many there are. */
  readonly bytes: number;
  /** Reads `length` bytes from byte `at` on while the caller waits. @throws when they are not there any more. */
  read(at: number, length: number): Uint8Array;
  /** Never rejects: what cannot be deleted now is by the next start. */
  delete(): Promise<void>;
}

export interface DeviceKeys {
  readonly publicKey: JsonWebKey;
  /** Kept as it is (structured clone). */
  readonly pair: unknown;
}

export interface Timers {
  /** Runs `callback` once after `ms`; the result cancels it. */
  after(ms: number, callback: () => void): () => void;
}

/** The part of WebSocket that is used; `ws` and browsers both fit. */
export interface SocketLike {
  binaryType: string;
  onopen: ((event: unknown) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  onerror: ((event: unknown) => void) | null;
  send(bytes: Uint8Array): void;
  close(code?: number, reason?: string): void;
}

/** Where the read replicas are kept; a cache that may be thrown away at any time. */
export interface ReplicaStore {
  /** Loads what is kept into `doc` and keeps every later change of it. */
  open(room: string, doc: Y.Doc): ReplicaFile;
  /**
   * Adds an update to the copy of a room that is not open and was noted as in sync in the state `from`, and notes the
   * state the copy is then in as in sync; false when the disk refuses. @throws CopyChanged
   */
  append(room: string, update: Uint8Array, from: Uint8Array, inSync: Uint8Array): Promise<boolean>;
  /**
   * What the copy of a room that is not open got behind a piece, by its key; `Infinity`: no piece is read. Null when
   * there is no copy, and none is made. Rejects when it cannot be read.
   */
  since(room: string, piece: number): Promise<CopySince | null>;
  delete(room: string): Promise<void>;
  /** Deletes every copy but those that are to be kept when it is their turn; without `isKept` all. */
  wipe(isKept?: (room: string) => boolean): Promise<void>;
}
export interface CopySince {
  /** Behind the piece that was asked for, in their order; what is written in place of others comes behind all. */
  readonly pieces: readonly Uint8Array[];
  /** The key of the last piece there is; 0 when there is none. */
  readonly last: number;
  /** The state noted as in sync; null when none was. */
  readonly inSync: Uint8Array | null;
  /** Tells a copy from one that was made after it was deleted, whose keys begin anew; null before it was ever in sync. */
  readonly copy: number | null;
}
export interface ReplicaFile {
  readonly whenLoaded: Promise<void>;
  /** Resolves once all that the document holds now is kept, and the state that is in sync noted; false when it cannot be. */
  keep(inSync: Uint8Array): Promise<boolean>;
  /** What was loaded is to the last row what was noted as in sync, in not too many pieces, and nothing has come since. */
  isWhole(): Promise<boolean>;
  close(): Promise<void>;
}
