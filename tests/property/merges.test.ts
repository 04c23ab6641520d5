import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CustomerId,
  type CustomerState,
  dueEffects,
  HOUR_MS,
  makeFold,
  PRESALES_RULE,
  type TaskState,
} from '#rules';
import { makePrng, type Prng } from '../support/prng.ts';
import { checkClasses } from '../support/rule-oracle/classes.ts';
import { caseOf, makeLedger } from '../support/rule-oracle/ledger.ts';
import { creation, green, makeStage, PDF_HASH, type RulesStage, yellow } from '../support/rules-stage.ts';
import { shuffled } from '../support/shuffled.ts';

const RECORDS = ['c1', 'c2', 'c3', 'c4'] as CustomerId[];
const PEOPLE = ['mia', 'mia', 'mia', 'rae', 'pia', 'boss'] as const;

const proposalsOf = (state: CustomerState): readonly TaskState[] =>
  state.tasks.filter(({ rule }) => rule === PRESALES_RULE);

/** What may be done to a record: marked, merged and un-merged, its task done, ended or its green taken back. */
const actsOn = (state: CustomerState, random: Prng) => {
  const basis = state.mark?.id ?? null;
  const task: string = proposalsOf(state)[0]?.id ?? 'none';
  const into = random.pick(RECORDS);
  return [
    ['statusMarked', state.mark?.colour === 'yellow' ? green(basis, PDF_HASH) : yellow(basis)],
    ['statusMarked', green(basis, PDF_HASH)],
    ['customerMerged', { into, reason: '同一家' }],
    ['customerMerged', { into, reason: '同一家' }],
    ['mergeUndone', { merges: state.mergedInto.map(({ id }) => id).slice(0, 1), reason: '两家' }],
    ['taskCompleted', { task }],
    ['effectClosed', { effect: task, reason: '已协调' }],
    ['retracted', { event: basis ?? 'none' }],
  ] as const;
};

const act = (stage: RulesStage, random: Prng): void => {
  const subject = random.pick(RECORDS);
  const [type, payload] = random.pick(actsOn(stage.customer(subject), random));
  const who = type === 'statusMarked' || type === 'retracted' ? 'rae' : random.pick(PEOPLE);
  const isLate = random.chance(0.3);
  stage.write(who, type, payload, {
    subject,
    device: `${who}-${random.pick(['phone', 'desk'])}`,
    ...(isLate ? { atMs: stage.nowMs - HOUR_MS * random.int(5), receivedMs: stage.nowMs } : {}),
  });
  stage.pass(random.pick([1, 1_000, HOUR_MS]));
};

/** Fires what is due, as the relay does; answers the records for which presales was called, as they were just before. */
const fire = (stage: RulesStage): readonly CustomerState[] => {
  const called: CustomerState[] = [];
  for (let turn = 0; turn < 40; turn++) {
    const fold = stage.fold();
    const [next] = dueEffects(fold, RECORDS, stage.nowMs);
    if (next === undefined) break;
    if (next.fact.rule === PRESALES_RULE && next.fact.rung === null) called.push(stage.customer(next.customer));
    stage.fact({ ...next.fact, tick: stage.tick() }, next.doc);
  }
  return called;
};

const history = (seed: number): RulesStage => {
  const stage = makeStage();
  const random = makePrng(seed);
  stage.attest();
  for (const subject of RECORDS.slice(1)) stage.act('rae', 'customerCreated', creation(), { subject });
  for (let step = 0; step < 24; step++) {
    act(stage, random);
    if (!random.chance(0.6)) continue;
    for (const { tasks } of fire(stage)) {
      // Nobody is called while the task of another record stands, whatever comes late afterwards.
      expect(tasks.map(({ supersededBy }) => supersededBy).filter((by) => by !== null)).toEqual([]);
    }
  }
  return stage;
};

const statesOf = (stage: RulesStage): readonly CustomerState[] => RECORDS.map((id) => stage.customer(id));

describe('records that are merged', () => {
  it('[MG-1] [MG-2] [MG-5] [I24] [I1] one presales task goes on per class, the same for all in any order', () => {
    const seen = { superseded: 0, standing: 0, doneBeside: 0, merged: 0 };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0x7fffffff }), (seed) => {
        const stage = history(seed);
        const states = statesOf(stage);
        const ledger = makeLedger(stage.rows, stage.facts);
        const violations: string[] = [];
        const cases = states.map((state) => caseOf(ledger, state));
        checkClasses(cases, stage.fold().org().process, (id, text) => violations.push(`[${id}] ${text}`));
        expect(violations).toEqual([]);
        for (const state of states) {
          seen.merged += state.mergedInto.length;
          for (const { status, supersededBy } of proposalsOf(state)) {
            if (supersededBy !== null) seen.superseded++;
            else if (status === 'open') seen.standing++;
            else if (status === 'done' && state.mergedInto.length > 0) seen.doneBeside++;
          }
        }
        const known = new Map<CustomerId, CustomerState | null>();
        const fold = makeFold({ keptStates: 2 });
        for (const { rows, facts } of shuffled({ rows: () => stage.rows, facts: stage.facts }, seed)) {
          for (const id of fold.apply(rows, facts).customers) known.set(id, fold.customer(id));
        }
        expect(RECORDS.map((id) => known.get(id))).toEqual(states);
      }),
      { numRuns: 60 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0);
  });

  it('[MG-3] [I10] when every merge is taken back each record is as if it had never been merged', () => {
    let restored = 0;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0x7fffffff }), (seed) => {
        const stage = history(seed);
        for (const { id, mergedInto } of statesOf(stage)) {
          const merges = mergedInto.map((edge) => edge.id);
          restored += merges.length;
          if (merges.length > 0) stage.act('mia', 'mergeUndone', { merges, reason: '两家' }, { subject: id });
        }
        const apart = RECORDS.map((id) => {
          const fold = makeFold();
          fold.apply(
            stage.rows.filter(({ event }) => event.subject === id || event.subject === 'org'),
            stage.facts,
          );
          return fold.customer(id);
        });
        expect(statesOf(stage)).toEqual(apart);
      }),
      { numRuns: 25 },
    );
    expect(restored).toBeGreaterThan(10);
  });
});
