import type { Mutant, Suite } from './mutant.ts';

const LEADS: readonly Suite[] = [
  { kind: 'vitest', files: 'tests/unit/rules/leads.test.ts tests/property/leads.test.ts' },
];

const LEAVE: readonly Suite[] = [{ kind: 'vitest', files: 'tests/unit/rules/leave.test.ts' }];

/** Planted defects of leads: who has one, and what is suggested. */
export const LEAD_MUTANTS: readonly Mutant[] = [
  {
    name: 'the first gift of a lead by the order, sealed or not',
    file: 'rules/fold/gifts.ts',
    find: 'if (held === undefined || tick < best) held = rec;',
    replace: 'if (held === undefined) held = rec;',
    suites: LEADS,
  },
  {
    name: 'gifts of leads by anybody',
    file: 'rules/fold/gifts.ts',
    find: 'givenTo(rec) !== null && org.leads(rec.event.author, rec, givenTo(rec), territoryOf(rec)),',
    replace: 'givenTo(rec) !== null,',
    suites: LEADS,
  },
  {
    name: 'a lead declined after it was accepted',
    file: 'rules/fold/ownership.ts',
    find: 'if (!isHis || walk.isAccepted || walk.gifts.lead === null) return false;',
    replace: 'if (!isHis || walk.gifts.lead === null) return false;',
    suites: LEADS,
  },
  {
    name: 'a hand-over by a gift that does not hold',
    file: 'rules/fold/ownership.ts',
    find: 'gifts.lost.length > 0 && !isCreation(rec) && !knows(rec, gifts.held)',
    replace: 'false',
    suites: LEADS,
  },
  {
    name: 'matches at the threshold named too',
    file: 'rules/insights/match.ts',
    find: 'match.score > settings.threshold',
    replace: 'match.score >= settings.threshold',
    suites: [{ kind: 'vitest', files: 'tests/unit/rules/suggestions.test.ts' }],
  },
  {
    name: 'short weeks counted as empty',
    file: 'rules/insights/suggestions.ts',
    find: 'workedDays(week, leaves, calendar) > settings.shortWeekDays',
    replace: 'true',
    suites: [{ kind: 'vitest', files: 'tests/unit/rules/suggestions.test.ts' }],
  },
  {
    name: 'days of leave counted as worked',
    file: 'rules/insights/suggestions.ts',
    find: 'if (!isOff) days +=',
    replace: 'days +=',
    suites: LEAVE,
  },
  {
    name: 'leave entered by anybody who leads somebody',
    file: 'rules/fold/leaves.ts',
    find: '!isPossibleLeave({ fromMs, untilMs }) || !mayFor(member)',
    replace: '!isPossibleLeave({ fromMs, untilMs })',
    suites: LEAVE,
  },
  {
    name: 'company events of whoever was deactivated',
    file: 'rules/fold/org.ts',
    find: 'author === undefined || !author.active',
    replace: 'author === undefined',
    suites: LEAVE,
  },
  {
    name: 'a row without customers begins anew when leave is entered',
    file: 'rules/insights/suggestions.ts',
    find: 'if (workingDaysBetween(week.fromMs, week.toMs, calendar) > settings.shortWeekDays) first = week;',
    replace: 'if (workedDays(week, leaves, calendar) > settings.shortWeekDays) first = week;',
    suites: LEAVE,
  },
  {
    name: 'leave without a bound',
    file: 'rules/fold/leaves.ts',
    find: 'own.size >= MOST_LEAVES || ',
    replace: '',
    suites: LEAVE,
  },
  {
    name: 'the seal of a gift not looked at for access',
    file: 'rules/fold/store.ts',
    find: "      if (rec.kind === 'customer' && this.isSettledBySeal(rec)) this.touched.moved.add(rec.event.subject as CustomerId);\n",
    replace: '',
    suites: LEADS,
  },
  {
    name: 'the first creation by the order, sealed or not',
    file: 'rules/fold/creations.ts',
    find: 'gift ?? heldOf(creations.filter((rec) => !isOnlyPrivate(rec))) ?? heldOf(creations)',
    replace: 'gift ?? creations.find((rec) => !isOnlyPrivate(rec)) ?? creations[0]',
    suites: [{ kind: 'vitest', files: 'tests/unit/rules/fold-marks.test.ts' }],
  },
];
