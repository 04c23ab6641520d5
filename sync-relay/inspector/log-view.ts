import type { DeviceId, EventId, MemberId } from '#rules';
import type { ElementId } from './parse-update.ts';

/** What the inspector may ask about rows accepted before; it changes nothing. */
export interface RoomView {
  /** The run of elements written under a client in this room, whoever owns it. */
  run(client: number): RunView | null;
  /** Last element of a log, null while it is empty. */
  last(log: string): ElementId | null;
}

export interface RunView {
  readonly log: string;
  /** Number of elements = next clock. */
  readonly count: number;
  /** What element `clock` follows; null when it opens its log. */
  origin(clock: number): ElementId | null;
  /** Whether elements `[clock, clock + count)` have exactly these bytes, tags and lengths included. */
  equals(clock: number, bytes: Uint8Array): boolean;
}

/** Identities over all rooms. */
export interface WorkspaceView {
  /** Id standing on a device's slot `n`, in any room. */
  slot(device: DeviceId, n: number): EventId | null;
  /** Row text of a stored event, in any room. */
  rowOf(id: EventId): string | null;
  /** Whether this relay gave out this receipt for this row of that member's private document (`historyShared`). */
  attests(holder: MemberId, row: string, received: number, mac: string): boolean;
}
