import { roomFor } from '../support/room-for.ts';
import { hasTag, matchesValue, SCOPE_FACETS, type Scope, type ScopeFacet, type ScopeFacts } from './scope.ts';

/** Every value of one facet by a number, and by the number of facts which of them they have. */
interface FacetColumn {
  readonly numbers: Map<string | null, number>;
  readonly values: (string | null)[];
  of: Uint32Array;
}

const FIRST_ROOM = 64;
const column = (): FacetColumn => ({ numbers: new Map(), values: [], of: new Uint32Array(FIRST_ROOM) });
/** All tags of a customer are one value here. */
const tagsText = (tags: readonly string[]): string => JSON.stringify(tags);

/**
 * Facts that many customers share, each kept once under a number and facet by facet: a filter is judged once for every
 * value, and with one look at each of the facts.
 */
export class FactsTable {
  readonly #numbers = new Map<string, number>();
  readonly #columns = Object.fromEntries(SCOPE_FACETS.map((facet) => [facet, column()])) as Record<
    ScopeFacet,
    FacetColumn
  >;
  readonly #tagsByText = new Map<string, readonly string[]>();

  get size(): number {
    return this.#numbers.size;
  }

  /** The number of these facts. */
  number(facts: ScopeFacts): number {
    const text = tagsText(facts.tags);
    this.#tagsByText.set(text, facts.tags);
    const values = SCOPE_FACETS.map((facet) => this.#valueNumber(facet, facet === 'tag' ? text : facts[facet]));
    const key = values.join();
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const made = this.#numbers.size;
    this.#numbers.set(key, made);
    for (const [at, facet] of SCOPE_FACETS.entries()) {
      const own = this.#columns[facet];
      own.of = roomFor(own.of, made + 1);
      own.of[made] = values[at] ?? 0;
    }
    return made;
  }

  #valueNumber(facet: ScopeFacet, value: string | null): number {
    const { numbers, values } = this.#columns[facet];
    const known = numbers.get(value);
    if (known !== undefined) return known;
    numbers.set(value, values.length);
    return values.push(value) - 1;
  }

  /** Values of a facet, and by the number of facts the place of theirs among them. */
  facet(facet: Exclude<ScopeFacet, 'tag'>): Pick<FacetColumn, 'of'> & { readonly values: readonly (string | null)[] } {
    return this.#columns[facet];
  }

  /** Tags by the number of facts. */
  tags(number: number): readonly string[] {
    const { values, of } = this.#columns.tag;
    return this.#tagsByText.get(values[of[number] ?? 0] ?? '') ?? [];
  }

  /** By number, 1 where the facts belong to what a view is narrowed to: to every facet that is asked for. */
  matches(scope: Scope): Uint8Array {
    const found = new Uint8Array(this.size).fill(1);
    for (const facet of SCOPE_FACETS) {
      const wanted = scope[facet];
      if (wanted == null) continue;
      const has = this.#having(facet, wanted);
      for (let number = 0; number < found.length; number += 1) if (!has(number)) found[number] = 0;
    }
    return found;
  }

  #having(facet: ScopeFacet, wanted: string): (number: number) => boolean {
    const { values, of } = this.#columns[facet];
    const isMatch = values.map((value) =>
      facet === 'tag' ? hasTag(this.#tagsByText.get(value ?? '') ?? [], wanted) : matchesValue(wanted, value),
    );
    if (facet !== 'team') return (number) => isMatch[of[number] ?? 0] === true;
    // the leader's own customers are his team's
    const { numbers, of: persons } = this.#columns.person;
    const leader = numbers.get(wanted);
    return (number) => isMatch[of[number] ?? 0] === true || persons[number] === leader;
  }
}

/** Whether one customer's facts belong to what a view is narrowed to, by the definition for many. */
export const isNarrowedTo = (facts: ScopeFacts, scope: Scope): boolean => {
  const table = new FactsTable();
  const number = table.number(facts);
  return table.matches(scope)[number] === 1;
};
