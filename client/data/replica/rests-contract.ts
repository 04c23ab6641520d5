import type { ReplicaStore, Timers } from '../platform.ts';
import type { ChannelHost } from '../socket/channel.ts';
import type { Delta } from './read-delta.ts';
import type { Replica, ReplicaEvents } from './replica.ts';

/** A room without its document: its rows on disk and known to whoever listens, its logs going on. */
export interface RestingRoom {
  readonly whenLoaded: Promise<void>;
  isLoaded(): boolean;
  isSynced(): boolean;
  /** Every row and fact, read from the disk. */
  everything(): Promise<Delta>;
  /** Set once it is to be opened again: the state up to which everything was told of. */
  readonly wakesWith: Map<number, number> | null;
  close(): Promise<void>;
}

/** What letting rooms rest needs of those that are held. */
export interface Held {
  readonly rooms: Map<string, Replica | RestingRoom>;
  readonly store: ReplicaStore;
  readonly host: ChannelHost;
  readonly events: ReplicaEvents;
  readonly timers: Timers;
  /** Opens the rooms that are to be opened. */
  readonly load: () => void;
  /** Those that are staged, held or not. */
  readonly staged: () => readonly string[];
}

/** Lets rooms rest that are in sync and quiet; it is fetched behind the first screen. */
export interface Rests {
  /** Something changed that may let a room rest, some seconds from now. */
  look(): void;
  /** The room rests from the first moment, where its mark is known; else it is to be opened. */
  begin(room: string): RestingRoom | undefined;
  /**
   * A room was loaded for the first time, or has begun: resolves once its rows are taken in, and it is at rest if its
   * copy is what it was when it was last in sync.
   */
  loaded(held: Replica | RestingRoom): Promise<void>;
  /** Everything is read anew: what is still to begin is to be opened. */
  forget(): void;
  stop(): void;
}
