import { isInScope, type Scope, type ScopeFacts } from './scope.ts';

const keyOf = ({ territory, person, team, store, product, source, tags }: ScopeFacts): string =>
  JSON.stringify([territory, person, team, store, product, source, tags]);

/** Facts that many customers share, each kept once under a number: a filter is judged once for all of them. */
export class FactsTable {
  readonly #numbers = new Map<string, number>();
  readonly #facts: ScopeFacts[] = [];

  /** The number of these facts. */
  number(facts: ScopeFacts): number {
    const key = keyOf(facts);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#facts.length);
    return this.#facts.push(facts) - 1;
  }

  /** By number, 1 where the facts are in scope. */
  matches(scope: Scope): Uint8Array {
    return Uint8Array.from(this.#facts, (facts) => (isInScope(facts, scope) ? 1 : 0));
  }
}
