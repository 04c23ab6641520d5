import { shanghaiDay } from '../calendar/shanghai.ts';
import { addDuration } from '../calendar/working-time.ts';
import type { CustomerId } from '../ids.ts';
import { compareText } from '../order.ts';
import type { OrgState } from '../org-state.ts';
import type { Process } from '../process.ts';
import type { CustomerState } from '../state.ts';
import { DAY_MS } from '../time.ts';
import { actingBranch } from './evaluate.ts';
import { type Occurrence, occurrencesOf } from './occurrences.ts';
import { isResting } from './resting.ts';
import type { Action, Rule, Rung } from './rule.ts';
import { dueAtOf, ladderOf, type RuleTimeline } from './timeline.ts';

export interface DryRunInput {
  readonly rule: Rule;
  /** The process the rule would stand in. */
  readonly process: Process;
  readonly customers: Iterable<CustomerState>;
  readonly org: OrgState;
  readonly nowMs: number;
  /** How far back, days. */
  readonly days: number;
  /** Messages a day that a rule may send; 200 when absent. */
  readonly messageLimit?: number;
}

/** The rule would have acted on the customer at that time. */
export interface DryRunHit {
  readonly customer: CustomerId;
  readonly atMs: number;
  readonly branch: number;
  /** Rungs it would have climbed to by now, before somebody acted. */
  readonly rungs: readonly string[];
}

export interface DryRunResult {
  /** Oldest first. */
  readonly hits: readonly DryRunHit[];
  readonly customers: number;
  /** What it would have done, how often. */
  readonly actions: readonly {
    readonly kind: Action['kind'];
    readonly colour: 'yellow' | 'red' | null;
    readonly count: number;
  }[];
  readonly rungs: readonly {
    readonly id: string;
    readonly act: Rung['act'];
    readonly to: Rung['to'];
    readonly count: number;
  }[];
  /** Running customers looked at. */
  readonly running: number;
  /** Nearly all of them: the conditions say nothing. */
  readonly matchesEverybody: boolean;
  /** Alerts and rungs on the busiest day in Shanghai, one for each place in the company that is told. */
  readonly messagesPerDay: number;
  readonly messageLimit: number;
  /** More than the limit. */
  readonly sendsTooMuch: boolean;
}

/**
 * A sales team of fifty then hears four times a day from one rule; robots of the vendors take 20 a minute, so that
 * everything has left within ten minutes and nobody's message waits behind a crowd's.
 */
const MESSAGES_PER_DAY = 200;

const NEARLY_ALL = 0.9;
/** Fewer customers than this are no crowd. */
const CROWD = 20;
/** Customers between two looks at the progress. */
const STEP = 250;

const isRunning = ({ opportunities }: CustomerState): boolean => opportunities.some(({ ended }) => ended === null);

const countBy = <Key>(counts: Map<Key, number>, key: Key, more = 1): void => {
  counts.set(key, (counts.get(key) ?? 0) + more);
};

class DryRun {
  readonly #input: DryRunInput;
  readonly #org: OrgState;
  readonly #timeline: RuleTimeline;
  readonly #hits: DryRunHit[] = [];
  readonly #hit = new Set<CustomerId>();
  readonly #messages = new Map<number, number>();
  #running = 0;
  #runningHit = 0;

  constructor(input: DryRunInput) {
    this.#input = input;
    const { rule, process, org } = input;
    this.#org = { ...org, process };
    this.#timeline = { id: rule.id, versions: [{ sinceTick: 0, version: 'draft', rule, process }] };
  }

  take(customer: CustomerState): void {
    const { rule, process, org } = this.#input;
    const runs = isRunning(customer);
    if (runs) this.#running += 1;
    if (isResting(customer)) return;
    const branches = new Map<Occurrence['opportunity'], number | null>();
    for (const occurrence of occurrencesOf(rule, customer, process, org.wentLiveAt)) {
      const atMs = dueAtOf(occurrence, this.#timeline);
      if (!this.#isInTime(atMs, occurrence)) continue;
      let branch = branches.get(occurrence.opportunity);
      if (branch === undefined) {
        branch = this.#branchOf(customer, occurrence);
        branches.set(occurrence.opportunity, branch);
      }
      if (branch === null) continue;
      if (runs && !this.#hit.has(customer.id)) this.#runningHit += 1;
      this.#hit.add(customer.id);
      this.#hits.push({
        customer: customer.id,
        atMs,
        branch,
        rungs: this.#climb(Math.max(atMs, occurrence.knownAt), branch, occurrence),
      });
    }
  }

  #isInTime(atMs: number, { until }: Occurrence): boolean {
    const { nowMs, days } = this.#input;
    return atMs >= nowMs - days * DAY_MS && atMs <= nowMs && (until === null || until > atMs);
  }

  /** By what is known today: nobody keeps what each field held then. */
  #branchOf(customer: CustomerState, occurrence: Occurrence): number | null {
    const { rule, nowMs } = this.#input;
    const opportunity = customer.opportunities.find(({ id }) => id === occurrence.opportunity) ?? null;
    return actingBranch(rule, { customer, opportunity, org: this.#org, now: nowMs });
  }

  /** Rungs reached before a person's act, and whom everything told. */
  #climb(atMs: number, branch: number, occurrence: Occurrence): readonly string[] {
    const { rule, process } = this.#input;
    for (const action of rule.branches[branch]?.do ?? []) {
      if (action.kind === 'alert') countBy(this.#messages, shanghaiDay(atMs), action.to.length);
    }
    const reached: string[] = [];
    for (const { id, after } of ladderOf(rule, branch)) {
      const rungAt = addDuration(atMs, after, process.calendar).atMs;
      if (!this.#isInTime(rungAt, occurrence)) continue;
      reached.push(id);
      countBy(this.#messages, shanghaiDay(rungAt));
    }
    return reached;
  }

  result(): DryRunResult {
    const { rule, messageLimit = MESSAGES_PER_DAY } = this.#input;
    const messagesPerDay = Math.max(0, ...this.#messages.values());
    return {
      hits: this.#hits.sort((a, b) => a.atMs - b.atMs || compareText(a.customer, b.customer)),
      customers: this.#hit.size,
      actions: actionsOf(rule, this.#hits),
      rungs: rungsOf(rule, this.#hits),
      running: this.#running,
      matchesEverybody: this.#runningHit >= CROWD && this.#runningHit > NEARLY_ALL * this.#running,
      messagesPerDay,
      messageLimit,
      sendsTooMuch: messagesPerDay > messageLimit,
    };
  }
}

const actionsOf = ({ branches }: Rule, hits: readonly DryRunHit[]): DryRunResult['actions'] => {
  const counts = new Map<string, DryRunResult['actions'][number]>();
  for (const { branch } of hits) {
    for (const action of branches[branch]?.do ?? []) {
      const { kind } = action;
      const colour = action.kind === 'mark' ? action.colour : null;
      const key = `${kind} ${colour}`;
      counts.set(key, { kind, colour, count: (counts.get(key)?.count ?? 0) + 1 });
    }
  }
  return [...counts.values()];
};

const rungsOf = (rule: Rule, hits: readonly DryRunHit[]): DryRunResult['rungs'] => {
  const counts = new Map<Rung, number>();
  for (const { branch, rungs } of hits) {
    for (const rung of ladderOf(rule, branch)) if (rungs.includes(rung.id)) countBy(counts, rung);
  }
  return [...counts].map(([{ id, act, to }, count]) => ({ id, act, to, count }));
};

/**
 * What the rule would have done in the last days, over the customers as they stand: occurrences and their limits are
 * those of the history, conditions are judged by today's values. Yields how many customers have been looked at, so
 * that whoever runs it may show progress or leave off; the result comes at the end.
 */
export function* dryRun(input: DryRunInput): Generator<number, DryRunResult> {
  const run = new DryRun(input);
  let done = 0;
  for (const customer of input.customers) {
    run.take(customer);
    done += 1;
    if (done % STEP === 0) yield done;
  }
  return run.result();
}
