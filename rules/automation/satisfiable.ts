import { normalise } from '../text/normalise.ts';
import { DAY_MS } from '../time.ts';
import type { Condition, Test } from './condition.ts';
import type { Field } from './fields.ts';
import { type FieldContent, meets } from './operators.ts';

/**
 * Whether anything can meet a condition: what contradicts itself is refused before it is published. Values are tried
 * with the operators' own table; those tried stand for all there are, so an answer "no" is certain. A condition with
 * too many alternatives to go through counts as possible.
 */

/** A test that must come out so. */
interface Literal {
  readonly test: Test;
  readonly holds: boolean;
}
/** A value, and the instant at which it is looked at. */
interface Candidate {
  readonly value: FieldContent;
  readonly now: number;
}

const EMPTY: Candidate = { value: null, now: 0 };
const numbersOf = (literals: readonly Literal[]): number[] =>
  literals.flatMap(({ test: { value } }) => (typeof value === 'number' ? [value] : []));
const textsOf = (literals: readonly Literal[]): string[] =>
  literals.flatMap(({ test: { value } }) => (typeof value === 'string' ? [value] : Array.isArray(value) ? value : []));
/** Between two numbers that are named lies the one after the first, or none. */
const around = (numbers: readonly number[]): number[] => [0, ...numbers.flatMap((one) => [one - 1, one, one + 1])];

const isRelative = ({ test: { op } }: Literal): boolean => op === 'withinDays' || op === 'daysAgo';

/** `now` is anybody's guess, so every distance in days goes with every date. */
const dateCandidates = (literals: readonly Literal[]): Candidate[] => {
  const dates = around(numbersOf(literals.filter((one) => !isRelative(one))));
  const days = around(numbersOf(literals.filter(isRelative))).flatMap((one) => [one, -one]);
  return dates.flatMap((value) => days.map((ahead) => ({ value, now: value - ahead * DAY_MS })));
};

const forbids = ({ test: { op }, holds }: Literal): boolean => op === (holds ? 'containsNone' : 'contains');

/** A character that none of the words holds. */
const strangerTo = (words: readonly string[]): string => {
  let code = 0xe000;
  while (words.some((word) => word.includes(String.fromCharCode(code)))) code += 1;
  return String.fromCharCode(code);
};

/**
 * A text that holds a word for every test that asks for one, nothing else, and equals none that is named; `null` when
 * each word of some test holds a forbidden one.
 */
const freeText = (literals: readonly Literal[]): string | null => {
  const normal = (literal: Literal): string[] =>
    textsOf([literal])
      .map(normalise)
      .filter((word) => word !== '');
  const wants = ({ test: { op }, holds }: Literal): boolean => op === (holds ? 'contains' : 'containsNone');
  const forbidden = literals.filter(forbids).flatMap(normal);
  const separator = strangerTo(literals.flatMap(normal));
  const words: string[] = [];
  for (const literal of literals.filter(wants)) {
    const word = normal(literal).find((one) => !forbidden.some((not) => one.includes(not)));
    if (word === undefined) return null;
    words.push(word);
  }
  return [separator, ...words, separator].join(separator);
};

const candidatesOf = ({ type, options }: Field, literals: readonly Literal[]): readonly Candidate[] => {
  const now = 0;
  switch (type) {
    case 'boolean':
      return [true, false].map((value) => ({ value, now }));
    case 'number':
    case 'money':
      return [EMPTY, ...around(numbersOf(literals)).map((value) => ({ value, now }))];
    case 'date':
      return [EMPTY, ...dateCandidates(literals)];
    case 'choice': {
      // an option that was taken away may still stand somewhere
      const named = [...options.map(({ id }) => id), ...textsOf(literals)];
      return [EMPTY, ...[...named, strangerTo(named)].map((value) => ({ value, now }))];
    }
    case 'tags': {
      const named = [...options.map(({ id }) => id), ...textsOf(literals)];
      const unwanted = literals.filter(forbids).flatMap((literal) => textsOf([literal]));
      // with every tag it may have, it meets whatever any set meets but `isEmpty`
      const all = [...named, strangerTo(named)].filter((tag) => !unwanted.includes(tag));
      return [EMPTY, { value: all, now }];
    }
    case 'text': {
      const free = freeText(literals);
      return [EMPTY, ...[...textsOf(literals), ...(free === null ? [] : [free])].map((value) => ({ value, now }))];
    }
  }
};

const canHold = (field: Field, literals: readonly Literal[]): boolean =>
  candidatesOf(field, literals).some(({ value, now }) =>
    literals.every(({ test, holds }) => meets(test.op, value, test.value, field.type, now) === holds),
  );

/** A condition that must hold, or must not; what is not decided does neither. */
interface Goal {
  readonly condition: Condition;
  readonly holds: boolean;
}
type Literals = ReadonlyMap<string, readonly Literal[]>;

/** Alternatives looked at before a condition counts as possible. */
const MOST_STEPS = 20_000;

class Search {
  readonly #fields: ReadonlyMap<string, Field>;
  #steps = 0;

  constructor(fields: ReadonlyMap<string, Field>) {
    this.#fields = fields;
  }

  /** Meets what must be met anyway; alternatives wait in `later` until everything else stands. */
  possible(goals: readonly Goal[], literals: Literals, later: readonly Goal[] = []): boolean {
    this.#steps += 1;
    if (this.#steps > MOST_STEPS) return true;
    const open = [...goals];
    const choices = [...later];
    let known = literals;
    for (let goal = open.pop(); goal !== undefined; goal = open.pop()) {
      const { condition, holds } = goal;
      if (condition.kind === 'always') {
        if (!holds) return false;
      } else if (condition.kind === 'test') {
        const next = this.#with(known, { test: condition, holds });
        if (next === null) return false;
        known = next;
      } else if (condition.kind === 'not') open.push({ condition: condition.of, holds: !holds });
      else if (condition.of.length === 0) return false;
      else if ((condition.kind === 'all') === holds)
        open.push(...condition.of.map((one) => ({ condition: one, holds })));
      else choices.push(goal);
    }
    const [choice, ...rest] = choices;
    if (choice === undefined || !('of' in choice.condition) || !Array.isArray(choice.condition.of)) return true;
    const { holds } = choice;
    return choice.condition.of.some((condition: Condition) => this.possible([{ condition, holds }], known, rest));
  }

  /** What is asked of each field with one more test; `null` when no value meets it. */
  #with(known: Literals, literal: Literal): Literals | null {
    const { field: id } = literal.test;
    const field = this.#fields.get(id);
    const literals = [...(known.get(id) ?? []), literal];
    if (field === undefined || !canHold(field, literals)) return null;
    return new Map(known).set(id, literals);
  }
}

/** Whether some customer could meet all of these at once. Every test must fit its field (`conditionFaults`). */
export const isSatisfiable = (conditions: readonly Condition[], fields: ReadonlyMap<string, Field>): boolean =>
  new Search(fields).possible(
    conditions.map((condition) => ({ condition, holds: true })),
    new Map(),
  );
