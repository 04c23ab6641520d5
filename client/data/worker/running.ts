import type { Extras } from './core-deps.ts';
import type { DryRuns } from './dry-runs.ts';
import type { GrowingModels } from './read-models.ts';
import type { Snapshot } from './snapshot.ts';
import type { Workspace } from './workspace.ts';

/** What runs while somebody is signed in. */
export interface Running {
  readonly workspace: Workspace;
  readonly models: GrowingModels;
  readonly snapshot: Snapshot;
  /** `null` until everything is loaded and what comes behind the first screen is here. */
  extras: Extras | null;
  dryRuns: DryRuns | null;
  /** Local replicas are loaded: commands can be judged. */
  ready: Promise<void>;
  /** They are: what lets go of what nobody wants may look for it. */
  isLoaded: boolean;
  /** What comes behind the first screen checks what comes, and lets rooms rest. */
  isChecked: boolean;
}
