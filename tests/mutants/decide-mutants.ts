import type { Mutant, Suite } from './mutant.ts';

const DECIDE: readonly Suite[] = [
  { kind: 'vitest', files: 'tests/unit/rules/decide- tests/unit/rules/access.test.ts tests/property/decide.test.ts' },
];
const INSIGHTS: readonly Suite[] = [
  {
    kind: 'vitest',
    files:
      'tests/unit/rules/insights- tests/unit/rules/board.test.ts tests/unit/rules/scope.test.ts tests/property/insights.test.ts',
  },
];

const planted = (suites: readonly Suite[], file: string, name: string, find: string, replace: string): Mutant => ({
  name,
  file,
  find,
  replace,
  suites,
});

/** Planted defects of decisions, access and insights. */
export const DECIDE_MUTANTS: readonly Mutant[] = [
  planted(
    DECIDE,
    'rules/decide/note.ts',
    'limit off by one',
    'count > deliverableLimit',
    'count > deliverableLimit + 1',
  ),
  planted(
    DECIDE,
    'rules/decide/note.ts',
    'keyword rule left out',
    '!containsAny(text, withSynonyms(wanted, synonyms))',
    'false',
  ),
  planted(
    DECIDE,
    'rules/decide/note.ts',
    'appointment at this very instant',
    '(touchpoint.atMs ?? 0) <= now',
    '(touchpoint.atMs ?? 0) < now',
  ),
  planted(
    DECIDE,
    'rules/decide/note.ts',
    'any lost opportunity is an exit',
    'concerned.every(({ ended }) => ended !== null) && concerned',
    'concerned',
  ),
  planted(
    DECIDE,
    'rules/decide/note.ts',
    'promise without a holder',
    'if (!commitment.by) faults.push(',
    'if (false) faults.push(',
  ),
  planted(
    DECIDE,
    'rules/decide/status.ts',
    'green without confirmation',
    '!evidence.some(isConfirmation)',
    'evidence.length === 0',
  ),
  planted(
    DECIDE,
    'rules/decide/status.ts',
    'unattested file before attested',
    'Number(b.attested) - Number(a.attested)',
    'Number(a.attested) - Number(b.attested)',
  ),
  planted(
    DECIDE,
    'rules/decide/status.ts',
    'marks made apart not settled',
    'citing(basis, ...others)',
    'citing(basis)',
  ),
  planted(DECIDE, 'rules/decide/opportunity.ts', 'skip without a reason', '!hasText(payload.skippedReason)', 'false'),
  planted(
    DECIDE,
    'rules/decide/opportunity.ts',
    'required fields left out',
    '(field) => fieldValue(customer, opportunity, field) === null,',
    '() => false,',
  ),
  planted(
    DECIDE,
    'rules/decide/opportunity.ts',
    'loss without a reason',
    "payload.outcome === 'lost' && !hasText(payload.reason)",
    'false',
  ),
  planted(
    DECIDE,
    'rules/decide/decide.ts',
    'manager acts on a private customer',
    'isPrivate && created.author !== actor',
    'isPrivate && false && created.author !== actor',
  ),
  planted(
    DECIDE,
    'rules/decide/outcome.ts',
    'private act in the open log',
    'customer.isPrivate &&',
    '!customer.isPrivate &&',
  ),
  planted(
    DECIDE,
    'rules/decide/customer.ts',
    'sharing before all is synced',
    "if (!context.privateRows) return refused(context, { code: 'notSyncedYet', rule });\n  const subject",
    'if (!context.privateRows) return accepted([]);\n  const subject',
  ),
  planted(
    DECIDE,
    'rules/access/access.ts',
    'contacts for any manager',
    '(holding.owner !== null && standsAbove(org, member.id, holding.owner))',
    '(holding.owner !== null && leads(org, member.id, holding.owner, holding.territory))',
  ),
  planted(
    DECIDE,
    'rules/access/access.ts',
    'inactive member reads',
    'if (!member?.active) return NONE;\n  switch',
    'if (!member) return NONE;\n  switch',
  ),
  planted(
    INSIGHTS,
    'rules/insights/entry-table.ts',
    'old contribution kept in its cell',
    'this.#owners.fill(NOBODY, from, from + count);',
    '',
  ),
  planted(
    INSIGHTS,
    'rules/insights/entry-table.ts',
    'entries that moved together are not found again',
    'if (end === 0 || this.#owners[end - 1] !== owner) this.#from[owner] = end;',
    '',
  ),
  planted(
    INSIGHTS,
    'rules/insights/cell-tally.ts',
    'overdue on the last day of the limit',
    '(limitDays + 1) * DAY_MS',
    'limitDays * DAY_MS',
  ),
  planted(INSIGHTS, 'rules/insights/board.ts', 'who left is overdue', '    if (leftAt !== null) continue;\n', ''),
  planted(
    INSIGHTS,
    'rules/insights/board.ts',
    'what is dated ahead counts',
    'if (!isLikely(ms, nowMs)) {',
    'if (!isDated(ms)) {',
  ),
  planted(
    INSIGHTS,
    'rules/insights/board.ts',
    'least overdue first',
    'b.overdueDays - a.overdueDays',
    'a.overdueDays - b.overdueDays',
  ),
  planted(
    INSIGHTS,
    'rules/insights/board.ts',
    'mean of whole days',
    'sum + stayMs, 0)',
    'sum + Math.floor(stayMs / DAY_MS) * DAY_MS, 0)',
  ),
  planted(
    INSIGHTS,
    'rules/insights/cell-tally.ts',
    'a customer met twice in a cell counts its last stay alone',
    'if (stayMs > longest) {',
    '{',
  ),
  planted(INSIGHTS, 'rules/insights/facts-table.ts', 'a team without its leader', ' || persons[number] === leader', ''),
];
