import type { EventId } from '../ids.ts';
import type { Process } from '../process.ts';
import type { Condition, Operand, Operator, Test } from './condition.ts';
import { type Field, type FieldReading, fieldsOf, type Subject } from './fields.ts';
import { type FieldContent, isOperandOf, meets, OPERATOR_ROWS } from './operators.ts';
import type { Rule } from './rule.ts';

/** Why a test says nothing: its field was deleted, does not take the operator, or cannot be compared with this. */
export type TestFault = 'unknownField' | 'wrongOperator' | 'wrongOperand';

/**
 * What a node of the condition came to. `isDecided`: false where a test says nothing, or a list is empty; what is not
 * decided does not hold, nor does its negation, so that a rule never acts because a field has gone.
 */
interface Outcome {
  readonly holds: boolean;
  readonly isDecided: boolean;
}
export interface TestVerdict extends Outcome {
  readonly kind: 'test';
  readonly field: string;
  readonly op: Operator;
  readonly value: Operand | undefined;
  /** What the field held; `null` = empty. */
  readonly actual: FieldContent;
  /** The events that say so, and since when, ms. */
  readonly from: readonly EventId[];
  readonly since: number | null;
  readonly fault: TestFault | null;
}
/** A condition's result, node by node. */
export type Verdict =
  | (Outcome & { readonly kind: 'always' })
  | (Outcome & { readonly kind: 'all' | 'any'; readonly of: readonly Verdict[] })
  | (Outcome & { readonly kind: 'not'; readonly of: Verdict })
  | TestVerdict;

/** What keeps a test from being evaluated; `null` = nothing. */
export const testFault = (field: Field | undefined, { op, value }: Test): TestFault | null => {
  if (field === undefined) return 'unknownField';
  if (!OPERATOR_ROWS[op].types.includes(field.type)) return 'wrongOperator';
  return isOperandOf(op, field.type, value) ? null : 'wrongOperand';
};

const NO_READING: FieldReading = { value: null, from: [], since: null };

/** A test with its field in one process: rules are few and evaluated often. */
interface Bound {
  readonly process: Process;
  readonly field: Field | undefined;
  readonly fault: TestFault | null;
}
const bound = new WeakMap<Test, Bound>();
const bind = (test: Test, process: Process): Bound => {
  const known = bound.get(test);
  if (known?.process === process) return known;
  const field = fieldsOf(process).get(test.field);
  const fresh = { process, field, fault: testFault(field, test) };
  bound.set(test, fresh);
  return fresh;
};

const evaluateTest = (test: Test, subject: Subject): TestVerdict => {
  const { field: id, op, value } = test;
  const { field, fault } = bind(test, subject.org.process);
  const { value: actual, from, since } = field?.read(subject) ?? NO_READING;
  const isDecided = field !== undefined && fault === null;
  const holds = isDecided && meets(op, actual, value, field.type, subject.now);
  return { kind: 'test', field: id, op, value, actual, from, since, fault, holds, isDecided };
};

/** `all`: one that fails decides, whatever is undecided beside it. `any`: one that holds. */
const joined = (kind: 'all' | 'any', of: readonly Verdict[]): Verdict => {
  const decides = of.some((one) => one.isDecided && one.holds === (kind === 'any'));
  const isDecided = of.length > 0 && (decides || of.every((one) => one.isDecided));
  return { kind, of, holds: isDecided && decides === (kind === 'any'), isDecided };
};

/**
 * Whether the condition holds for the subject at its `now`, explained node by node. Total: never throws on a
 * condition that fits the schema, on any state.
 */
export const evaluate = (condition: Condition, subject: Subject): Verdict => {
  switch (condition.kind) {
    case 'always':
      return { kind: 'always', holds: true, isDecided: true };
    case 'test':
      return evaluateTest(condition, subject);
    case 'not': {
      const of = evaluate(condition.of, subject);
      return { kind: 'not', of, holds: of.isDecided && !of.holds, isDecided: of.isDecided };
    }
    default:
      return joined(
        condition.kind,
        condition.of.map((one) => evaluate(one, subject)),
      );
  }
};

/** `null` = not decided. Looks no further than what decides. */
const decided = (condition: Condition, subject: Subject): boolean | null => {
  switch (condition.kind) {
    case 'always':
      return true;
    case 'test': {
      const { field, fault } = bind(condition, subject.org.process);
      if (field === undefined || fault !== null) return null;
      return meets(condition.op, field.read(subject).value, condition.value, field.type, subject.now);
    }
    case 'not': {
      const of = decided(condition.of, subject);
      return of === null ? null : !of;
    }
    default: {
      const decides = condition.kind === 'any';
      let all: boolean | null = condition.of.length > 0 ? !decides : null;
      for (const one of condition.of) {
        const outcome = decided(one, subject);
        if (outcome === decides) return decides;
        if (outcome === null) all = null;
      }
      return all;
    }
  }
};

/** As `evaluate(…).holds`, without the explanation: what is asked of thousands of customers at once. */
export const conditionHolds = (condition: Condition, subject: Subject): boolean => decided(condition, subject) === true;

/** The first branch that holds (if / else-if / else) where the rule's own conditions do; `null` = it does not act. */
export const actingBranch = ({ where, branches }: Rule, subject: Subject): number | null => {
  if (!conditionHolds(where, subject)) return null;
  const branch = branches.findIndex(({ when }) => conditionHolds(when, subject));
  return branch < 0 ? null : branch;
};
