import type { Mutant, Suite } from './mutant.ts';

const CENSUS: Suite = { kind: 'vitest', files: 'tests/unit/data/census.test.ts' };
const LISTS: Suite = { kind: 'vitest', files: 'tests/unit/data/pool-lists.test.ts' };
const ANSWERS: Suite = { kind: 'vitest', files: 'tests/property/answers.test.ts' };
const CATCHING_UP: Suite = { kind: 'vitest', files: 'tests/integration/catching-up.test.ts' };

/** Planted defects of what is kept of every customer. */
export const CENSUS_MUTANTS: readonly Mutant[] = [
  {
    name: 'a round for everyone who asks',
    file: 'client/data/answers/census.ts',
    find: 'if ((bits & (1 << at)) !== 0) look(id, isKnown ? customer : null, customer);\n      }\n      this.#due.delete(id);',
    replace:
      'if ((bits & bit & (1 << at)) !== 0) look(id, isKnown ? customer : null, customer);\n      }\n      if (bits === bit) this.#due.delete(id);\n      else this.#due.set(id, bits & ~bit);',
    suites: [CENSUS],
  },
  {
    name: 'told to whoever asks, and to nobody else',
    file: 'client/data/answers/census.ts',
    find: 'if ((bits & (1 << at)) !== 0) look(',
    replace: 'if ((bit & (1 << at)) !== 0) look(',
    suites: [ANSWERS, CENSUS],
  },
  {
    name: 'who changed before anybody joined last is told to the others only',
    file: 'client/data/answers/census.ts',
    find: '(this.#due.get(id) ?? 0) | this.#everybody',
    replace: 'this.#everybody',
    suites: [ANSWERS, CENSUS],
  },
  {
    name: 'everybody is looked at for a list that the company does not change',
    file: 'client/data/answers/census.ts',
    find: 'this.#joined & this.#ofCompany',
    replace: 'this.#joined',
    suites: [CENSUS],
  },
  {
    name: 'questions that wait join one by one',
    file: 'client/data/worker/watchers.ts',
    find: '      expect([...this.#due].map(({ query }) => query));\n',
    replace: '',
    suites: [CATCHING_UP],
  },
  {
    name: 'what was read from disk is told after the first round has begun',
    file: 'client/data/worker/folding.ts',
    find: 'this.#drowsing?.settle(this.#fold);\n    this.flush();',
    replace: 'this.#drowsing?.settle(this.#fold);',
    suites: [CATCHING_UP],
  },
  {
    name: 'a list that does not age',
    file: 'client/data/answers/customer-rows.ts',
    find: '    if (nowMs - this.#sortedAtMs >= FRESH_MS) this.touchAll();\n',
    replace: '',
    suites: [ANSWERS],
  },
  {
    name: 'the place before the change is kept beside the new one',
    file: 'client/data/answers/customer-rows.ts',
    find: 'if (before !== undefined) before.isReplaced = true;',
    replace: '',
    suites: [LISTS],
  },
  {
    name: 'a rule that came due after the look is not told',
    file: 'client/data/answers/work/work-index.ts',
    find: 'now >= known.nextAt || known.day !== today',
    replace: 'false',
    suites: [CENSUS],
  },
  {
    name: 'an appointment that is not today’s yet is forgotten',
    file: 'client/data/answers/own-day.ts',
    find: '? openAppointments(customer) : []',
    replace: '? openAppointments(customer).filter((one) => isOnDay(one, Date.UTC(2026, 0, 1))) : []',
    suites: [CENSUS],
  },
];
