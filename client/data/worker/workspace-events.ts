import type { WhatToGiveBack } from '../replica/give-back.ts';

/** What a workspace tells whoever runs it, and asks of him. */
export interface WorkspaceEvents {
  /** Sync state, quarantine, session progress or presence changed. */
  readonly onStatus: () => void;
  /** Another owner has the data: this one must end. */
  readonly onStale: () => void;
  readonly onSessionEnded: () => void;
  /** Rooms may not be read any more: nothing derived from them may be kept. */
  readonly onForgotten: () => void;
  /** The fold is a new one, of exactly what may be read. */
  readonly onRenewed: () => void;
  /** Comes behind the first screen. */
  readonly whatToGiveBack: () => Promise<WhatToGiveBack>;
  /** The relay is there (again). */
  readonly onOnline: () => void;
}
