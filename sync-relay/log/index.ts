/**
 * The relay's logs: `await makeLogService({ storage, clock, randomBytes, restored?, highWater? })` (`open.ts`).
 * `storage`: `makeMemoryStorage()` or `openSqliteStorage(file)` from `../storage/`. `clock`: `makeRelayClock` or
 * `makeManualClock` from `../clock.ts`. The MAC key is made at the first start and kept in the storage's meta.
 */
export {
  type AppendOutcome,
  type AppendRequest,
  type Committed,
  type FactDraft,
  FrozenFailure,
  type LogService,
  MalformedVector,
  type ReceivedRange,
  type StoredRow,
} from './contract.ts';
export { type HighWater, type Mark, makeHighWaterFile } from './high-water.ts';
export { type LogOptions, makeLogService } from './open.ts';
export { CorruptLog } from './segment.ts';
