/** Limits both sides know (security §2); the relay enforces, the client stays inside them. */
export const LIMITS = {
  frameBytes: 4 * 1024 * 1024,
  groupsPerUpdate: 512,
  structsPerUpdate: 20_000,
  eventsPerUpdate: 50_000,
  eventBytes: 16 * 1024,
  stringBytes: 8 * 1024,
  depth: 18,
  keys: 64,
  stateVectorEntries: 20_000,
  stateVectorBytes: 1024 * 1024,
  presenceBytes: 512,
  /** Unacknowledged outbox bytes per document (architecture §5). */
  appendBytes: 256 * 1024,
  /** Down-sync slice, so that channels share the line and acknowledgements overtake. */
  downSliceBytes: 256 * 1024,
  /** Rows, and facts, in one frame that gives back. */
  givenPerFrame: 500,
  /** A device has one, stock clients one per room. */
  socketsPerDevice: 32,
  channelsPerSocket: 2_000,
  messagesPerSecond: 20,
  messageBurst: 200,
  blobBytes: 20 * 1024 * 1024,
  contactBatch: 200,
} as const;
