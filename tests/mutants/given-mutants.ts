import type { Mutant, Suite } from './mutant.ts';

const GIVEN: readonly Suite[] = [
  {
    kind: 'vitest',
    files: 'tests/unit/rules/given-tasks.test.ts tests/unit/rules/complaints.test.ts tests/unit/rules/stores.test.ts',
  },
  { kind: 'vitest', files: 'tests/property/given-tasks.test.ts' },
];

/** What people add: tasks they give, complaints, stores. */
export const GIVEN_MUTANTS: readonly Mutant[] = [
  {
    name: 'anybody gives tasks',
    file: 'rules/fold/manual-tasks.ts',
    find: '  if (!org.leads(author, rec, owner, territory) && !org.leads(author, rec, to, territory)) return false;\n',
    replace: '',
    suites: GIVEN,
  },
  {
    name: 'a second task for one matter stands beside the first',
    file: 'rules/fold/manual-tasks.ts',
    find: 'const isSecond = before !== undefined && !knewItsEnd(rec, before);',
    replace: 'const isSecond = false;',
    suites: GIVEN,
  },
  {
    name: 'a matter is never taken up again',
    file: 'rules/fold/manual-tasks.ts',
    find: 'return end !== null && rec.event.cites.includes(end.id) && end.t <= rec.t;',
    replace: 'return false;',
    suites: GIVEN,
  },
  {
    name: 'a task taken back keeps its matter',
    file: 'rules/fold/manual-tasks.ts',
    find: 'if (matter !== null && gone === null) standing.put(matter, isTaken, task);',
    replace: "if (matter !== null && gone !== 'superseded') standing.put(matter, isTaken, task);",
    suites: GIVEN,
  },
  {
    name: 'a task of one’s own supersedes the leader’s',
    file: 'rules/fold/manual-tasks.ts',
    find: 'return this.#given.get(matter) ?? (isTaken ? this.#taken.get(matter) : undefined);',
    replace: 'return isTaken ? this.#taken.get(matter) : (this.#given.get(matter) ?? this.#taken.get(matter));',
    suites: GIVEN,
  },
  {
    name: 'what is put off may stay away for good',
    file: 'rules/time.ts',
    find: 'Math.min(untilMs, fromMs + SNOOZE_MAX_MS)',
    replace: 'untilMs',
    suites: GIVEN,
  },
  {
    name: 'what was done is closed afterwards',
    file: 'rules/fold/manual-tasks.ts',
    find: "status: going.status === 'done' ? 'done' : ended };",
    replace: 'status: ended };',
    suites: GIVEN,
  },
  {
    name: 'a person stops his own clock',
    file: 'rules/fold/task-progress.ts',
    find: 'if (asksHimself(asked, progress.assignee)) continue;',
    replace: '',
    suites: GIVEN,
  },
  {
    name: 'anybody settles a complaint',
    file: 'rules/fold/complaints.ts',
    find: 'hasText(reason) && maySettle(context, rec)',
    replace: 'hasText(reason)',
    suites: GIVEN,
  },
  {
    name: 'a complaint from the future',
    file: 'rules/fold/complaints.ts',
    find: 'atMs: Math.min(atMs, rec.t),',
    replace: 'atMs,',
    suites: GIVEN,
  },
  {
    name: 'a store moves with its name',
    file: 'rules/fold/org.ts',
    find: 'draft.stores.get(id)?.territory ?? (territory as TerritoryId)',
    replace: 'territory as TerritoryId',
    suites: GIVEN,
  },
  {
    name: 'somebody in a store of another territory',
    file: 'rules/fold/org.ts',
    find: 'store !== undefined && worksIn(member, store.territory) ? store.id : null',
    replace: 'store?.id ?? null',
    suites: GIVEN,
  },
  {
    name: 'a bare 完成 answers whoever waits',
    file: 'rules/decide/task.ts',
    find: '  if (isDone && saysNothing(',
    replace: '  if (!isDone && saysNothing(',
    suites: GIVEN,
  },
  {
    name: 'a file is no answer',
    file: 'rules/decide/task.ts',
    find: '!hasText(remark) && evidence.length === 0',
    replace: '!hasText(remark) && evidence.length >= 0',
    suites: GIVEN,
  },
  {
    name: 'somebody is sent into the cleansing pool',
    file: 'rules/decide/task.ts',
    find: "if (isSentOut(origin) && customer.pool?.status === 'in')",
    replace: "if (isSentOut(origin) && customer.pool?.status === 'restored')",
    suites: [{ kind: 'vitest', files: 'tests/unit/rules/engine-pool.test.ts' }],
  },
  {
    name: 'nobody gives anything in the cleansing pool',
    file: 'rules/decide/task.ts',
    find: "if (isSentOut(origin) && customer.pool?.status === 'in')",
    replace: "if (customer.pool?.status === 'in')",
    suites: [{ kind: 'vitest', files: 'tests/unit/rules/engine-pool.test.ts' }],
  },
];
