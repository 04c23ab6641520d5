import type { Mutant, Suite } from './mutant.ts';

const CASES: Suite = { kind: 'vitest', files: 'tests/unit/data/metric-cases.test.ts' };
const SCREEN: Suite = { kind: 'vitest', files: 'tests/unit/ui/metric-cases.test.tsx' };
const NUMBERS: readonly Suite[] = [
  { kind: 'vitest', files: 'tests/unit/rules/metrics-index.test.ts tests/unit/rules/metrics-items.test.ts' },
  { kind: 'vitest', files: 'tests/unit/rules/metrics-validation.test.ts tests/property/metrics.test.ts' },
];
const PERIODS: readonly Suite[] = [{ kind: 'vitest', files: 'tests/unit/rules/metrics-periods.test.ts' }];
const GONE: readonly Suite[] = [{ kind: 'vitest', files: 'tests/unit/rules/metrics-gone.test.ts' }];
const COACHING: readonly Suite[] = [
  { kind: 'vitest', files: 'tests/unit/rules/coaching.test.ts tests/unit/data/desk-answers.test.ts' },
];
const MOVES: readonly Suite[] = [{ kind: 'vitest', files: 'tests/property/moves.test.ts' }];
const CAUSES: readonly Suite[] = [{ kind: 'vitest', files: 'tests/unit/rules/causes.test.ts' }];

/** Planted defects of what a customer counts for, of the sums, and of baselines. */
export const METRIC_MUTANTS: readonly Mutant[] = [
  {
    name: 'a late task that is sent back was not late',
    file: 'rules/fold/task-progress.ts',
    find: 'noteLate(rec.t);',
    replace: '',
    suites: NUMBERS,
  },
  {
    name: 'whoever is handed a late task was late with it',
    file: 'rules/metrics/duty-items.ts',
    find: 'const { assignee: member, dueAt } = late ?? now;',
    replace: 'const { assignee: member, dueAt } = now;',
    suites: NUMBERS,
  },
  {
    name: 'a company that changed keeps what was counted for it',
    file: 'rules/insights/moves.ts',
    find: 'if (this.#company !== company) this.#begun.clear();',
    replace: '',
    suites: MOVES,
  },
  {
    name: 'a customer that changed keeps what was counted of it',
    file: 'rules/insights/moves.ts',
    find: 'for (const asked of this.#begun.keys()) this.#forget(asked);',
    replace: '',
    suites: MOVES,
  },
  {
    name: 'causes of other customers are told as one',
    file: 'rules/insights/causes.ts',
    find: 'const NEARLY_SAME = 0.75;',
    replace: 'const NEARLY_SAME = 0.7;',
    suites: CAUSES,
  },
  {
    name: 'the last baseline holds instead of the first',
    file: 'rules/fold/org.ts',
    find: 'held[metric] ??= placed(',
    replace: 'held[metric] = placed(',
    suites: NUMBERS,
  },
  {
    name: 'a promise ticked late is kept',
    file: 'rules/metrics/duty-items.ts',
    find: 'delivered !== null && delivered.t <= dueMs',
    replace: 'delivered !== null',
    suites: NUMBERS,
  },
  {
    name: 'a stay that ended is still long',
    file: 'rules/metrics/deal-items.ts',
    find: 'numerator: isLong ? -1 : 0, denominator: -1',
    replace: 'numerator: 0, denominator: -1',
    suites: NUMBERS,
  },
  {
    name: 'conversion forgets what stood in the stage',
    file: 'rules/metrics/metric-index.ts',
    find: 'return shareOf(numerator, standing + denominator);',
    replace: 'return shareOf(numerator, denominator);',
    suites: NUMBERS,
  },
  {
    name: 'what is later today counts already',
    file: 'rules/metrics/metric-index.ts',
    find: 'const later = range.to === today ? this.#laterToday(metric, nowMs) : [];',
    replace: 'const later: readonly Counted[] = [];',
    suites: NUMBERS,
  },
  {
    name: 'a period that begins on a Wednesday has a week more than its days',
    file: 'rules/metrics/metric-index.ts',
    find: 'range, isOfWholeWeeks(period))',
    replace: 'range, true)',
    suites: PERIODS,
  },
  {
    name: 'a young company has eight weeks behind it',
    file: 'rules/metrics/reading.ts',
    find: 'return weeks > 0 ? past.value / weeks : null;',
    replace: 'return past.value / WEEKS;',
    suites: PERIODS,
  },
  {
    name: 'who was merged is gone when it is given up',
    file: 'rules/metrics/gone-at.ts',
    find: 'Math.min(...ends)',
    replace: '(ends[0] ?? null)',
    suites: GONE,
  },
  {
    name: 'an appointment with a customer who is gone is a visit without a note',
    file: 'rules/metrics/contact-items.ts',
    find: '[gone, mootSince(customer, touchpoint)]',
    replace: '[mootSince(customer, touchpoint)]',
    suites: GONE,
  },
  {
    name: 'who is shared today was shared from the beginning',
    file: 'rules/metrics/duty-items.ts',
    find: 'sharedAt: isPrivate ? null : (copy?.t ?? madeAt)',
    replace: 'sharedAt: isPrivate ? null : madeAt',
    suites: GONE,
  },
  {
    name: 'who was won is compared by the deal that runs',
    file: 'rules/insights/match.ts',
    find: 'won.fields[field]',
    replace: 'customer.opportunities.at(-1)?.fields[field]',
    suites: [{ kind: 'vitest', files: 'tests/unit/rules/suggestions.test.ts' }],
  },
  {
    name: 'a contract of the day before is no win after the green',
    file: 'rules/insights/coaching.ts',
    find: 'won.find(({ recordedAt }) => isSince(recordedAt))',
    replace: 'won.find(({ at }) => isSince(at))',
    suites: COACHING,
  },
  {
    name: 'a win waits for the file of the green before it',
    file: 'rules/insights/coaching.ts',
    find: 'atMs >= markedAt &&',
    replace: 'atMs >= greenAt &&',
    suites: COACHING,
  },
  {
    name: 'what nobody marked green took no time to win',
    file: 'client/data/answers/coaching-answer.ts',
    find: 'contribution.greens.length + contribution.won.length',
    replace: 'contribution.greens.length',
    suites: COACHING,
  },
  {
    name: 'the visit written down first is the first',
    file: 'rules/insights/visits.ts',
    find: 'byVisit(notes)[0]',
    replace: 'notes[0]',
    suites: [{ kind: 'vitest', files: 'tests/unit/rules/leads.test.ts' }],
  },
  {
    name: 'what a subject counted for before stays',
    file: 'rules/metrics/metric-index.ts',
    find: 'this.#count(subject, -1);',
    replace: '',
    suites: NUMBERS,
  },
  {
    name: 'a number of several bytes loses all but the last',
    file: 'rules/support/varints.ts',
    find: 'natural += (byte % MORE) * unit;',
    replace: 'natural = (byte % MORE) * unit;',
    suites: NUMBERS,
  },
  {
    name: 'what is no whole number is packed',
    file: 'rules/metrics/packed-items.ts',
    find: '    if (!isCounted(item)) continue;\n',
    replace: '',
    suites: [{ kind: 'vitest', files: 'tests/property/packed-items.test.ts' }],
  },
  {
    name: 'the day an item is told exactly from is told without its time',
    file: 'rules/metrics/packed-items.ts',
    find: 'if (day >= exactFromDay) numbers',
    replace: 'if (day > exactFromDay) numbers',
    suites: [{ kind: 'vitest', files: 'tests/property/packed-items.test.ts' }],
  },
  {
    name: 'bytes that do not fit are put where nothing is left',
    file: 'rules/support/bytes-table.ts',
    find: 'Math.max(size, PIECE)',
    replace: 'PIECE',
    suites: [{ kind: 'vitest', files: 'tests/property/bytes-table.test.ts' }],
  },
  {
    name: 'bytes moved together keep their old places',
    file: 'rules/support/bytes-table.ts',
    find: 'this.#places.set(key, this.#added(bytes));\n  }',
    replace: 'this.#added(bytes);\n  }',
    suites: [{ kind: 'vitest', files: 'tests/property/bytes-table.test.ts' }],
  },
  {
    name: 'four cases are a rate',
    file: 'rules/metrics/definitions.ts',
    find: 'export const FEWEST_CASES = 5;',
    replace: 'export const FEWEST_CASES = 4;',
    suites: NUMBERS,
  },
  {
    name: 'a look behind a number goes on for whom the viewer led before',
    file: 'client/data/answers/metrics/cases-behind.ts',
    find: '    if (org) this.#look = null;\n',
    replace: '',
    suites: [CASES],
  },
  {
    name: 'who changed since he was looked at stays as he was',
    file: 'client/data/answers/metrics/cases-behind.ts',
    find: '    this.#look?.changed(customers);\n',
    replace: '',
    suites: [CASES],
  },
  {
    name: 'a look that nobody waited for is gone on with hours later',
    file: 'client/data/answers/metrics/cases-behind.ts',
    find: ', Math.floor(now / MINUTE_MS)]',
    replace: ']',
    suites: [CASES],
  },
  {
    name: 'customers of another week are sent',
    file: 'client/features/metrics/intervention-panel.tsx',
    find: 'found.isFresh() ? found.answer() : undefined',
    replace: 'found.answer()',
    suites: [SCREEN],
  },
  {
    name: 'whom somebody else has now is sent',
    file: 'client/features/metrics/send-form.tsx',
    find: '(hasItNow ? [id] : [])',
    replace: '[id]',
    suites: [SCREEN],
  },
];
