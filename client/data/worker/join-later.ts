import { isValidPayload } from '#rules';
import { forgetOldCommands } from '../commands/run-command.ts';
import { letRest } from '../replica/let-rest.ts';
import type { Around, Extras, ExtrasContext, Running } from './core-deps.ts';
import { DEVICE_QUERIES } from './device-answers.ts';
import { DryRuns } from './dry-runs.ts';
import { type OpeningDeps, Openings } from './openings.ts';
import type { MakeLaterModels } from './read-models.ts';

/** Checks what comes, begins with what the last start left, lets rooms rest, and forgets old commands. */
const join = (running: Running, around: Around, sweepScratch: OpeningDeps['sweepScratch']): void => {
  const { workspace } = running;
  const { platform, pace } = around;
  running.isChecked = true;
  // Before anything is checked: what proves to be no record may lie in it.
  const openings = new Openings({ ...around, workspace, snapshot: running.snapshot, sweepScratch });
  running.openings = openings;
  running.ready = Promise.all([running.ready, workspace.checkPayloads(isValidPayload)]).then(() => undefined);
  void openings.begin().then((marks) => {
    if (marks === null) return;
    const rest = letRest(() => workspace.folding.takeIn(pace), marks);
    openings.makeFrom(workspace.replicas.letRest(platform.timers, rest));
  });
  // Tidying: what does not succeed is done by the next start.
  void forgetOldCommands(workspace, platform.store).catch(() => undefined);
};

/** All other answers, files and contacts. */
const extend = (
  running: Running,
  around: Around,
  makeExtras: (context: ExtrasContext) => Extras,
  makeModels: MakeLaterModels,
): void => {
  const { workspace } = running;
  const { refresh, ...context } = around;
  running.models.extend(makeModels);
  running.extras = makeExtras({
    ...context,
    workspace,
    ownCustomers: () => context.pace.finish(() => running.models.answer({ kind: 'ownCustomers' }) ?? null),
    csrf: () => workspace.outbox.head().csrf,
    onChange: () => refresh(({ kind }) => DEVICE_QUERIES.has(kind) || kind === 'customer'),
  });
  running.dryRuns = new DryRuns(workspace, context.platform.timers, () => refresh(({ kind }) => kind === 'dryRun'));
};

/**
 * Joins to what runs what comes behind the first screen: at once what helps with loading; once everything is loaded
 * the rest, which would let go of what only records that are not read yet speak of.
 */
export const joinLater = (
  running: Running,
  around: Around,
  makeExtras: (context: ExtrasContext) => Extras,
  makeModels: MakeLaterModels,
  sweepScratch: OpeningDeps['sweepScratch'],
): void => {
  if (!running.isChecked) join(running, around, sweepScratch);
  if (running.isLoaded && running.extras === null) extend(running, around, makeExtras, makeModels);
};
