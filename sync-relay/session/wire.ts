/** A message socket as the session layer needs it: `ws` in production, a queue in simulations. */
export interface Wire {
  send(bytes: Uint8Array): void;
  close(code: number, reason: string): void;
  /** Bytes given to `send` that have not left yet. */
  buffered(): number;
  /** Stops reading from the peer, so that what it sends waits in its own buffers; `resume` goes on. */
  pause(): void;
  resume(): void;
}

/** Timers, so that time can be virtual. */
export interface Timers {
  /** Runs once after `delayMs`; the answer cancels it. */
  after(delayMs: number, callback: () => void): () => void;
}

export interface SessionLimits {
  readonly messagesPerSecond: number;
  readonly messageBurst: number;
  /** Sync answers wait while more than this is unsent. */
  readonly softBufferBytes: number;
  /** A reader this far behind is closed; it comes back and syncs. */
  readonly hardBufferBytes: number;
}
