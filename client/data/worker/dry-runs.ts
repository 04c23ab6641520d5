import {
  type CustomerId,
  type CustomerState,
  customerName,
  type DryRunResult,
  dryRun,
  type Fold,
  LEADING_ROLES,
  withPart,
} from '#rules';
import type { DryRunAnswer, Query } from '../contract.ts';
import type { Timers } from '../platform.ts';
import type { Workspace } from './workspace.ts';

type DryRunQuery = Extract<Query, { kind: 'dryRun' }>;

/** Looks at the progress that one slice may take before others have their turn: the generator yields every 250 customers. */
const STEPS_PER_SLICE = 8;
/** Runs whose answers are kept: a draft and what is in force, before and after a change. */
const KEPT = 4;
/** Customers listed, the latest first. */
const LISTED = 100;
const NOTHING: DryRunAnswer = { done: 0, total: 0, result: null };

interface Run {
  answer: DryRunAnswer;
  readonly fold: Fold;
  readonly cancel: () => void;
}

function* customersOf(fold: Fold): Iterable<CustomerState> {
  for (const id of fold.customerIds()) {
    const customer = fold.customer(id);
    if (customer !== null) yield customer;
  }
}

/** Rules run over what has happened on this device, in slices, so that saving and reading go on meanwhile. */
export class DryRuns {
  readonly #workspace: Pick<Workspace, 'fold' | 'member' | 'clock'>;
  readonly #timers: Timers;
  readonly #onProgress: () => void;
  /** By query; in the order of their last use. */
  readonly #runs = new Map<string, Run>();

  /** `onProgress`: an answer has moved on. */
  constructor(workspace: Pick<Workspace, 'fold' | 'member' | 'clock'>, timers: Timers, onProgress: () => void) {
    this.#workspace = workspace;
    this.#timers = timers;
    this.#onProgress = onProgress;
  }

  /** How far the run has come, or what it found; begins it when it is asked for the first time. */
  answer(query: DryRunQuery): DryRunAnswer {
    const role = this.#workspace.fold().org().members[this.#workspace.member()]?.role;
    if (role === undefined || !LEADING_ROLES.has(role)) return NOTHING;
    const key = JSON.stringify(query);
    const known = this.#runs.get(key);
    // One begun on a fold that is not used any more says nothing of what may be known now.
    const run = known?.fold === this.#workspace.fold() ? known : this.#begin(query);
    if (run !== known) known?.cancel();
    this.#runs.delete(key);
    this.#runs.set(key, run);
    this.#forget();
    return run.answer;
  }

  stop(): void {
    for (const { cancel } of this.#runs.values()) cancel();
    this.#runs.clear();
  }

  #forget(): void {
    for (const [key, { cancel }] of this.#runs) {
      if (this.#runs.size <= KEPT) return;
      cancel();
      this.#runs.delete(key);
    }
  }

  #begin({ rule, days }: DryRunQuery): Run {
    const fold = this.#workspace.fold();
    const org = fold.org();
    const total = [...fold.customerIds()].length;
    const nowMs = this.#workspace.clock.now();
    const process = withPart(org.process, { kind: 'rule', rule });
    const steps = dryRun({ rule, process, customers: customersOf(fold), org, nowMs, days });
    let cancelNext: (() => void) | null = null;
    const run: Run = { answer: { done: 0, total, result: null }, fold, cancel: () => cancelNext?.() };
    const slice = (): void => {
      cancelNext = null;
      for (let step = 0; step < STEPS_PER_SLICE; step++) {
        const next = steps.next();
        if (next.done === true) {
          run.answer = { done: total, total, result: shown(next.value, fold) };
          return;
        }
        run.answer = { done: next.value, total, result: null };
      }
      cancelNext = this.#timers.after(0, () => {
        if (this.#workspace.fold() === fold) slice();
        this.#onProgress();
      });
    };
    slice();
    return run;
  }
}

const shown = (result: DryRunResult, fold: Fold): DryRunAnswer['result'] => {
  const { members } = fold.org();
  const latest = new Map<CustomerId, DryRunResult['hits'][number]>();
  for (const hit of result.hits) latest.set(hit.customer, hit);
  const rows = [...latest.values()].sort((a, b) => b.atMs - a.atMs).slice(0, LISTED);
  const { hits, ...counts } = result;
  return {
    ...counts,
    hits: hits.length,
    rows: rows.map(({ customer, atMs, branch }) => {
      const state = fold.customer(customer);
      const owner = state?.owner ?? null;
      return {
        customer,
        name: state === null ? '' : customerName(state),
        ownerName: owner === null ? null : (members[owner]?.name ?? ''),
        atMs,
        branch,
      };
    }),
  };
};
