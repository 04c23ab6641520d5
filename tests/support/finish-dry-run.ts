import { type DryRunInput, type DryRunResult, dryRun } from '#rules';

/** Runs to the end without a break. */
export const finishDryRun = (input: DryRunInput): DryRunResult => {
  const run = dryRun(input);
  for (;;) {
    const step = run.next();
    if (step.done) return step.value;
  }
};
