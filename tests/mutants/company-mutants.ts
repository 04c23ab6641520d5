import type { Mutant, Suite } from './mutant.ts';

const COMPANY: Suite = { kind: 'vitest', files: 'tests/property/company.test.ts' };

/** Access kept up commit by commit: what is not looked at again is stale. */
export const COMPANY_MUTANTS: readonly Mutant[] = [
  {
    name: 'ownership not looked at again after a hand-over',
    file: 'sync-relay/company/company.ts',
    find: "  'customerHandedOver',\n  'leadOffered',",
    replace: "  'leadOffered',",
    suites: [COMPANY],
  },
  {
    name: 'ownership not looked at again after rows moved',
    file: 'sync-relay/company/company.ts',
    find: 'const held = new Set(moved);',
    replace: 'const held = new Set<CustomerId>();',
    suites: [COMPANY],
  },
  {
    name: 'a customer touched since its last fold missed on a change of the company',
    file: 'rules/fold/make-fold.ts',
    find: 'for (const id of touched.customers) this.states.delete(id);',
    replace: 'for (const id of touched.customers) if (this.states.delete(id)) this.uses.delete(id);',
    suites: [COMPANY],
  },
  {
    name: 'a grant changes no version of access',
    file: 'sync-relay/company/owner-index.ts',
    find: '[holding.creator, ...holding.grants].join()',
    replace: 'String(holding.creator)',
    suites: [COMPANY],
  },
];
