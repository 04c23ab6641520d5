import type { Mutant, Suite } from './mutant.ts';

const MERGED: readonly Suite[] = [
  { kind: 'vitest', files: 'tests/unit/rules/merged-tasks.test.ts' },
  { kind: 'vitest', files: 'tests/property/merges.test.ts' },
];

/** Presales tasks over classes of merged records (S17, I24). */
export const MERGE_MUTANTS: readonly Mutant[] = [
  {
    name: 'merged: both tasks go on',
    file: 'rules/fold/make-fold.ts',
    find: 'this.foldAs(entry, this.classes.presalesOf(id));',
    replace: 'this.foldAs(entry, null);',
    suites: MERGED,
  },
  {
    name: 'merged: the one fired later stands',
    file: 'rules/fold/merge-classes.ts',
    find: 'if (x !== y) return x < y ? -1 : 1;',
    replace: 'if (x !== y) return x > y ? -1 : 1;',
    suites: MERGED,
  },
  {
    name: 'merged: the green of a record at rest keeps others from calling',
    file: 'rules/fold/merge-classes.ts',
    find: 'a.task.firedAt === null ? Number(a.isResting) - Number(b.isResting) : 0;',
    replace: '0;',
    suites: MERGED,
  },
  {
    name: 'merged: classes are followed one way',
    file: 'rules/fold/merge-classes.ts',
    find: '      for (const next of this.from.get(member) ?? NONE) members.add(next);\n',
    replace: '',
    suites: MERGED,
  },
  {
    name: 'merged: the other end of an edge is not looked at',
    file: 'rules/fold/merge-classes.ts',
    find: 'stale.add(id).add(target);',
    replace: 'stale.add(id);',
    suites: MERGED,
  },
  {
    name: 'merged: what was done gives way',
    file: 'rules/fold/tasks.ts',
    find: 'presalesOf === null || !isLiveTask(task) ? task',
    replace: 'presalesOf === null ? task',
    suites: MERGED,
  },
  {
    name: 'merged: others of the class keep their old state',
    file: 'rules/fold/make-fold.ts',
    find: '      this.states.delete(id);\n      touched.customers.add(id);\n    }\n    return touched;',
    replace: '      touched.customers.add(id);\n    }\n    return touched;',
    suites: MERGED,
  },
  {
    name: 'merged: others of the class are not named',
    file: 'rules/fold/make-fold.ts',
    find: '      touched.customers.add(id);\n    }\n    return touched;',
    replace: '    }\n    return touched;',
    suites: MERGED,
  },
  {
    name: 'merged: the ladder of the class stops',
    file: 'rules/automation/waiting.ts',
    find: 'if (isResting(customer)) return classTaskWaiting(customer, book);',
    replace: 'if (isResting(customer)) return [];',
    suites: MERGED,
  },
];
