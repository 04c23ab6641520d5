import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EventId, HOUR_MS, makeFold, type TaskOrigin, type TaskState } from '#rules';
import { makePrng, type Prng } from '../support/prng.ts';
import { CUSTOMER, makeStage, type RulesStage } from '../support/rules-stage.ts';
import { shuffled } from '../support/shuffled.ts';

const PEOPLE = ['boss', 'mia', 'rae', 'rob', 'pia'] as const;
const MATTERS: readonly (TaskOrigin | null)[] = [
  { kind: 'cause', cause: 'director' },
  { kind: 'playbook', playbook: 'p1', step: 's1' },
  null,
];

/** One act on the tasks known at the table, by somebody who may or may not, at once or received hours later. */
const act = (stage: RulesStage, random: Prng): void => {
  const who = random.pick(PEOPLE);
  const task = random.pick([...stage.customer().tasks.map(({ id }) => id as string), 'none']);
  const known = stage
    .customer()
    .tasks.flatMap(({ cause, completed, closed }): EventId[] => [
      cause,
      ...(completed === null ? [] : [completed.id]),
      ...(closed === null ? [] : [closed.id]),
    ]);
  const origin = random.pick(MATTERS);
  const acts = [
    ['taskAssigned', { title: '约见', to: random.pick(PEOPLE), dueMs: stage.nowMs, ...(origin ? { origin } : {}) }],
    ['taskAssigned', { title: '约见', to: 'rae', dueMs: stage.nowMs, ...(origin ? { origin } : {}) }],
    ['taskCompleted', { task }],
    ['taskReassigned', { task, to: random.pick(PEOPLE), reason: '换人' }],
    ['taskReturned', { task, missing: '图纸' }],
    ['effectClosed', { effect: task, reason: '不用了' }],
    ['retracted', { event: task }],
  ] as const;
  const [type, payload] = random.pick(acts);
  const isLate = random.chance(0.3);
  stage.write(who, type, payload, {
    cites: random.chance(0.5) ? known : [],
    device: `${who}-${random.pick(['phone', 'desk'])}`,
    ...(isLate ? { atMs: stage.nowMs - HOUR_MS * random.int(5), receivedMs: stage.nowMs } : {}),
  });
  stage.pass(random.pick([1, 1_000, HOUR_MS]));
};

const history = (seed: number): RulesStage => {
  const stage = makeStage();
  const random = makePrng(seed);
  for (let step = 0; step < 25; step++) act(stage, random);
  return stage;
};

const OPEN: ReadonlySet<TaskState['status']> = new Set(['open', 'returned']);

describe('tasks that people give', () => {
  it('[FA-3] [I1] [R54] whoever acts, in any order of arrival, one task per matter is open that was given and one taken on, the same for all', () => {
    const seen = { superseded: 0, again: 0, done: 0, closed: 0, revoked: 0, returned: 0 };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0x7fffffff }), (seed) => {
        const stage = history(seed);
        const { tasks } = stage.customer();
        for (const [matter, isTaken] of MATTERS.flatMap((one) => [[one, true] as const, [one, false] as const])) {
          if (matter === null) continue;
          const all = tasks.filter(({ assigned }) => JSON.stringify(assigned?.origin) === JSON.stringify(matter));
          const own = all.filter(({ assigned }) => (assigned?.by === assigned?.to) === isTaken);
          const standing = own.filter(({ status }) => status !== 'superseded' && status !== 'revoked');
          expect(standing.filter(({ status }) => OPEN.has(status)).length).toBeLessThanOrEqual(1);
          // What was given is never lost: as long as something was, something stands.
          const isOver = all.filter(({ status }) => status !== 'superseded' && status !== 'revoked').length === 0;
          if (own.some(({ status }) => status === 'superseded')) expect(isOver).toBe(false);
          if (standing.length > 1) seen.again++;
        }
        for (const { status } of tasks) if (status in seen) seen[status as keyof typeof seen]++;
        const fold = makeFold();
        for (const { rows, facts } of shuffled({ rows: () => stage.rows, facts: stage.facts }, seed)) {
          fold.apply(rows, facts);
        }
        expect(fold.customer(CUSTOMER)?.tasks).toEqual(tasks);
      }),
      { numRuns: 40 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0);
  });
});
