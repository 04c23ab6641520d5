import type { Fold, FoldFact, FoldRow } from '#rules';
import { checkClasses } from './classes.ts';
import { checkDeadlines } from './deadlines.ts';
import { checkAppeals, checkDisplay, checkMerges } from './exits.ts';
import { type Case, caseOf, makeLedger, type Truth } from './ledger.ts';
import { checkOverrides } from './overrides.ts';
import { checkCap, checkPairs } from './pairs.ts';
import { checkStanding } from './standing.ts';

/**
 * Everything rules did and did not do, held against rows and facts alone, in other words than the product's. Tells
 * `violate` the invariant and what is wrong.
 */
export const checkRules = (
  fold: Fold,
  rows: readonly FoldRow[],
  facts: readonly FoldFact[],
  truth: Truth,
  violate: (id: string, text: string) => void,
): void => {
  const ledger = makeLedger(rows, facts);
  const cases: Case[] = [];
  for (const id of fold.customerIds()) {
    const state = fold.customer(id);
    if (state !== null) cases.push(caseOf(ledger, state));
  }
  const admitted = facts.flatMap(({ fact }) => (fact.kind === 'deviceAdmitted' && fact.founder !== null ? [fact] : []));
  const founder = admitted[0]?.member ?? '';
  checkClasses(cases, fold.org().process, violate);
  const pooledRuns = new Set<string>();
  for (const one of cases) {
    checkDeadlines(one, truth, violate);
    checkStanding(one, truth, violate);
    checkPairs(one, pooledRuns, truth, violate);
    checkOverrides(one, truth, violate);
    checkAppeals(one, violate);
    checkMerges(one, founder, violate);
    checkDisplay(one, truth, violate);
  }
  if (truth.isUnbroken) {
    checkCap(ledger, cases, truth, violate);
    if (ledger.fired.length > ledger.acted.size) violate('I20', 'an effect was fired twice in one epoch');
  }
};
