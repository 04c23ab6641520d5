/**
 * Why the relay does not take an update. `event` rejects are wrong whatever the state: the event goes to
 * quarantine. `log` rejects are about this device's log: the outbox is encoded again (fork, clone, restored
 * relay) and nothing is lost. `later` rejects pass by themselves.
 */
export const REJECT_REASONS = {
  // the event itself
  schema: 'event',
  unknownType: 'event',
  foreignAuthor: 'event',
  notEntitled: 'event',
  tooLarge: 'event',
  wrongDocument: 'event',
  // this device's log
  fork: 'log',
  gap: 'log',
  equivocation: 'log',
  slotTaken: 'log',
  foreignLog: 'log',
  replicaDiverged: 'log',
  malformed: 'log',
  staleEpoch: 'log',
  // try again
  storageFailing: 'later',
  rateLimited: 'later',
  recovering: 'later',
} as const;
export type RejectReason = keyof typeof REJECT_REASONS;
