import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CustomerState,
  DEFAULT_PROCESS,
  type Duration,
  dueEffects,
  type EventId,
  HOUR_MS,
  makeFold,
  nextLookAt,
  type Rule,
} from '#rules';
import { finishDryRun } from '../support/finish-dry-run.ts';
import { makePrng } from '../support/prng.ts';
import { CLOSE, ruleOf } from '../support/rule-sketch.ts';
import { CUSTOMER, makeStage, note, type RulesStage, red, START_MS, yellow } from '../support/rules-stage.ts';

const MINUTE_MS = 60_000;

type Step = (stage: RulesStage, state: CustomerState) => void;
const mark =
  (make: typeof yellow): Step =>
  (stage, { mark: shown }) => {
    const basis = (shown?.id ?? null) as EventId | null;
    stage.act('rae', 'statusMarked', make(basis), { cites: basis === null ? [] : [basis] });
  };
const STEPS: readonly Step[] = [
  mark(yellow),
  mark(red),
  (stage) => stage.act('rae', 'quoteSent', { opportunity: 'o1', summary: '报价', atMs: stage.nowMs }),
  (stage) => stage.act('rae', 'inquiryReceived', { opportunity: 'o1', summary: '询价', atMs: stage.nowMs }),
  (stage) => {
    const touchpoint = {
      atMs: stage.nowMs + 30 * HOUR_MS,
      attendees: ['王总'],
      agenda: '复访',
      agreed: 'proposedByUs' as const,
    };
    stage.act('rae', 'visitNoteRecorded', note({ visitedAtMs: stage.nowMs, next: { kind: 'touchpoint', touchpoint } }));
  },
  (stage) =>
    stage.act('rae', 'interactionRecorded', { channel: 'call', answered: true, summary: '通话', atMs: stage.nowMs }),
  (stage, { notes }) => {
    const last = notes.at(-1);
    if (last !== undefined) stage.act('rae', 'commitmentDelivered', { note: last.id });
  },
  (stage, { owner }) => stage.act('mia', 'customerHandedOver', { to: owner === null ? 'rae' : null }),
  (stage, { opportunities: [first] }) => {
    const entry = first?.visits.at(-1);
    if (first === undefined || entry === undefined) return;
    const stages = DEFAULT_PROCESS.stages.map(({ id }) => id);
    const to = stages[(stages.indexOf(first.stage) + 2) % stages.length] ?? first.stage;
    const basis = entry.from === null ? null : entry.id;
    stage.act(
      'mia',
      'stageEntered',
      { opportunity: first.id, stage: to, from: first.stage, basis, skippedReason: '赶' },
      { cites: [entry.id] },
    );
  },
];
/** Never on the hour nor at half past, when people act. */
const limit = (hours: number): Duration => ({ amount: hours * 60 + 15, unit: 'minute' });
const TRIGGERS: readonly Rule['on'][] = [
  { kind: 'markStands', colour: 'red', for: limit(10) },
  { kind: 'markStands', colour: 'yellow', for: limit(40) },
  { kind: 'silent', for: limit(60) },
  { kind: 'neverFollowedUp', for: limit(30) },
  { kind: 'quoteUnanswered', for: limit(12) },
  { kind: 'inquiryUnanswered', for: limit(5) },
  { kind: 'touchpointPassed', after: limit(2) },
  { kind: 'promiseOverdue', after: limit(0) },
  { kind: 'stageStay', for: limit(20) },
  { kind: 'stageStay', stage: 'internalApproval', for: limit(4) },
  { kind: 'unowned', for: limit(6) },
];

/** A month of one customer in which the relay fires the rule as it comes due: what it really did. */
const live = (seed: number, rule: Rule): { readonly stage: RulesStage; readonly acted: readonly string[] } => {
  const random = makePrng(seed);
  const stage = makeStage();
  stage.act('boss', 'processPublished', { part: { kind: 'rule', rule } });
  const fold = makeFold();
  let [rows, facts] = [0, 0];
  const acted: string[] = [];
  const keepUp = (): void => {
    fold.apply(stage.rows.slice(rows), stage.facts.slice(facts));
    [rows, facts] = [stage.rows.length, stage.facts.length];
  };
  const due = () => {
    keepUp();
    return dueEffects(fold, [CUSTOMER], stage.nowMs).filter(({ fact }) => fact.rule === rule.id);
  };
  /** Until nothing is due: a rung may be due as soon as what it climbs from has acted. */
  const fire = (): void => {
    for (let effects = due(); effects.length > 0; effects = due()) {
      for (const { fact, doc } of effects) {
        acted.push(`${fact.rung ?? ''} ${fact.rung === null ? fact.dueAt : ''}`);
        stage.fact({ ...fact, tick: stage.tick() }, doc);
      }
    }
  };
  /** Time goes on, and everything fires at its own minute: a ladder counts from there. */
  const pass = (ms: number): void => {
    const until = stage.nowMs + ms;
    for (;;) {
      fire();
      const next = nextLookAt(fold, CUSTOMER, stage.nowMs);
      if (next === null || next > until) break;
      stage.nowMs = next;
    }
    stage.nowMs = until;
  };
  stage.nowMs = START_MS + HOUR_MS;
  for (let step = 0; step < 24; step += 1) {
    pass(30 * MINUTE_MS);
    fire();
    const state = fold.customer(CUSTOMER);
    if (state !== null) random.pick(STEPS)(stage, state);
    pass(30 * MINUTE_MS + random.int(30) * HOUR_MS);
  }
  fire();
  return { stage, acted };
};

describe('dry run and engine', () => {
  it('[RU-23] [I25] over a history without late acts it finds what the engine did, and when', () => {
    let found = 0;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0x7fffffff }), fc.constantFrom(...TRIGGERS), (seed, on) => {
        const escalate: Rule['escalate'] = [
          { id: 'one', after: { amount: 6, unit: 'hour' }, to: 'owner', act: 'tell' },
          { id: 'two', after: { amount: 30, unit: 'hour' }, to: 'directManager', act: 'tell' },
        ];
        const rule = ruleOf({ on, escalate, brake: CLOSE });
        const { stage, acted } = live(seed, rule);
        const org = stage.fold().org();
        const customers = [stage.customer()];
        const { hits } = finishDryRun({ rule, process: org.process, customers, org, nowMs: stage.nowMs, days: 90 });
        found += hits.length;
        const would = hits.flatMap(({ atMs, rungs }) => [` ${atMs}`, ...rungs.map((rung) => `${rung} `)]);
        expect([...would].sort()).toEqual([...acted].sort());
      }),
      { numRuns: 25 },
    );
    expect(found).toBeGreaterThan(20);
  });
});
