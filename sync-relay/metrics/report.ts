import { StorageFailure } from '../storage/contract.ts';
import type { Metrics } from './metrics.ts';

/** Told of what nobody waits for any more: work of the relay's own that failed. Never throws. */
export type Report = (cause: unknown) => void;

/** Counts a refusing disk as such, everything else as a fault, which `tell` hears of. */
export const makeReport =
  (metrics: Metrics, tell: Report): Report =>
  (cause) => {
    if (cause instanceof StorageFailure) metrics.count('jieli_storage_failures_total');
    else {
      metrics.count('jieli_faults_total');
      tell(cause);
    }
  };
