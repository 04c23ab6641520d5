import { type CustomerId, companyKey } from '#rules';
import type { PoolAnswer, Query } from '../data/contract.ts';
import type { Namesake } from '../data/lead-contract.ts';

const ENOUGH_LETTERS = 2;
/** The name stands among the first of those it is a part of. */
const LOOKED_AT = 20;

/** As it is typed, and without what does not count: the search finds a name by any part, but by no more than it has. */
export const namesakeQueries = (name: string): readonly Extract<Query, { readonly kind: 'pool' }>[] =>
  name.trim().length < ENOUGH_LETTERS
    ? []
    : [...new Set([name, companyKey(name)])].map((search) => ({
        ...{ kind: 'pool' as const, filter: { chip: 'all' as const }, search },
        ...{ offset: 0, limit: LOOKED_AT },
      }));

/** Whoever among them has the name, but for one. */
export const namesakeIn = (
  name: string,
  answers: readonly (PoolAnswer | undefined)[],
  except: CustomerId | null = null,
): Namesake | undefined =>
  answers
    .flatMap((answer) => answer?.rows ?? [])
    .find((row) => row.id !== except && companyKey(row.name) === companyKey(name));
