import type { ImportPlan, ImportStep, PlannedCustomer } from '#rules';
import type { CommandOutcome, DataClient } from '../../data/contract.ts';
import { outcomeWords } from '../../views/refusal-words.ts';

export interface RunReport {
  /** Rows the data layer refused, with the sentence for it. */
  readonly failed: ReadonlyMap<number, string>;
  /** Rows it did not come to, or not wholly. */
  readonly notReached: readonly number[];
  /** Why it stopped before the end; `null` = it went through. */
  readonly stopped: { readonly kind: 'asked' } | { readonly kind: 'problem'; readonly words: string } | null;
}

export interface RunOptions {
  readonly client: Pick<DataClient, 'run'>;
  readonly plan: ImportPlan;
  readonly onProgress: (stepsDone: number, steps: number) => void;
  readonly isStopped: () => boolean;
}

/** Customers at work at the same time: their transactions share one sync of the disk. */
const AT_ONCE = 24;

type Ended =
  | { readonly kind: 'done' }
  /** Made at an earlier attempt or by somebody else: what belongs to it may have been changed since. */
  | { readonly kind: 'there' }
  | { readonly kind: 'refused'; readonly words: string }
  | { readonly kind: 'problem'; readonly words: string };

const endOf = (outcome: CommandOutcome): Ended => {
  const problem = outcomeWords(outcome);
  if (problem === null) return { kind: 'done' };
  if (outcome.kind === 'storage') return { kind: 'problem', words: problem };
  const codes = outcome.kind === 'refused' ? outcome.refusals.map(({ code }) => code) : [];
  if (codes.every((code) => code === 'alreadyDone' || code === 'opportunityEnded')) return { kind: 'there' };
  return { kind: 'refused', words: problem };
};

/** Runs the steps of one customer in order; says of each row what stood in its way. */
class CustomerRun {
  readonly #options: RunOptions;
  readonly #ends = new Map<string, Ended>();
  readonly failed = new Map<number, string>();
  /** Command ids of the steps that were settled one way or another. */
  readonly reached = new Set<string>();

  constructor(options: RunOptions) {
    this.#options = options;
  }

  /** The step that makes what this one is about, when it was not made now: then this one is left out. */
  #obstacle(step: ImportStep): Ended | null {
    const made = step.madeBy === null ? undefined : this.#ends.get(step.madeBy);
    return made === undefined || made.kind === 'done' ? null : made;
  }

  async #take(step: ImportStep): Promise<Ended> {
    const obstacle = this.#obstacle(step);
    if (obstacle !== null) return obstacle;
    try {
      return endOf(await this.#options.client.run(step.command, step.commandId));
    } catch {
      return { kind: 'problem', words: '' };
    }
  }

  async run(customer: PlannedCustomer, onStep: () => void): Promise<string | null> {
    const [first] = customer.steps;
    for (const step of customer.steps) {
      if (this.#options.isStopped()) return null;
      const end = await this.#take(step);
      if (end.kind === 'problem') return end.words;
      this.#ends.set(step.commandId, end);
      this.reached.add(step.commandId);
      if (end.kind === 'refused' && !this.failed.has(step.row)) this.failed.set(step.row, end.words);
      // Without the customer there is nothing to add to.
      if (step === first && customer.isNew && end.kind === 'refused') {
        for (const { row, commandId } of customer.steps) {
          this.failed.set(row, end.words);
          this.reached.add(commandId);
        }
        return null;
      }
      onStep();
    }
    return null;
  }
}

/**
 * Brings a plan in, some customers at a time. Everything that was saved stays when it stops, and running the same
 * plan again goes on where it stopped: its command ids are derived from file and row.
 */
export const runPlan = async (options: RunOptions): Promise<RunReport> => {
  const { plan, onProgress, isStopped } = options;
  const total = plan.customers.reduce((sum, { steps }) => sum + steps.length, 0);
  const waiting = plan.customers.values();
  const failed = new Map<number, string>();
  const reached = new Set<string>();
  let done = 0;
  let problem: string | null = null;
  const work = async (): Promise<void> => {
    for (const customer of waiting) {
      if (problem !== null || isStopped()) return;
      const run = new CustomerRun({ ...options, isStopped: () => problem !== null || isStopped() });
      const words = await run.run(customer, () => {
        done += 1;
        onProgress(done, total);
      });
      for (const [row, why] of run.failed) failed.set(row, why);
      for (const id of run.reached) reached.add(id);
      problem ??= words;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const steps = plan.customers.flatMap((customer) => customer.steps);
  const left = new Set(steps.filter(({ commandId }) => !reached.has(commandId)).map(({ row }) => row));
  const stopped =
    problem !== null
      ? ({ kind: 'problem', words: problem } as const)
      : isStopped()
        ? ({ kind: 'asked' } as const)
        : null;
  return { failed, notReached: stopped === null ? [] : [...left], stopped };
};
