import {
  type Action,
  type Brake,
  type Condition,
  type Duration,
  type Operand,
  type Operator,
  type Process,
  type ProcessPart,
  partFaults,
  type Rule,
  type Trigger,
} from '#rules';
import { OWN_FIELDS } from './rule-arbitraries.ts';

export const ALWAYS: Condition = { kind: 'always' };
export const days = (amount: number): Duration => ({ amount, unit: 'day' });
export const testOf = (field: string, op: Operator, value?: Operand): Condition => ({
  kind: 'test',
  field,
  op,
  ...(value === undefined ? {} : { value }),
});
export const not = (of: Condition): Condition => ({ kind: 'not', of });
export const all = (...of: Condition[]): Condition => ({ kind: 'all', of });
export const any = (...of: Condition[]): Condition => ({ kind: 'any', of });

export const CLOSE: Brake = { who: ['manager'], within: null, reason: true, exit: 'close' };
export const OVERRIDE: Brake = { who: ['owner'], within: days(1), reason: true, exit: 'override' };
export const APPEAL: Brake = { who: ['owner'], within: null, reason: true, exit: 'appeal' };
export const TELL: Action = { kind: 'alert', to: ['owner'], message: false };
export const mark = (colour: 'yellow' | 'red'): Action => ({ kind: 'mark', colour });
export const stands = (colour: 'green' | 'yellow' | 'red', amount: number): Trigger => ({
  kind: 'markStands',
  colour,
  for: days(amount),
});

/** A sound rule that tells the owner three days into a stage, changed where the test says. */
export const ruleOf = (more: Partial<Rule> = {}): Rule => ({
  id: 'own.rule',
  name: '三天提醒',
  group: 'stage',
  isOn: true,
  on: { kind: 'stageStay', for: days(3) },
  where: ALWAYS,
  branches: [{ when: ALWAYS, do: [TELL] }],
  brake: CLOSE,
  escalate: [],
  ...more,
});
/** One that marks the card. */
export const marker = (id: string, on: Trigger, colour: 'yellow' | 'red', more: Partial<Rule> = {}): Rule =>
  ruleOf({ id, name: id, on, branches: [{ when: ALWAYS, do: [mark(colour)] }], brake: OVERRIDE, ...more });

/** `path: code about` of everything that keeps the part from being published. */
export const faultsOf = (part: ProcessPart, process: Process = OWN_FIELDS): readonly string[] =>
  partFaults(part, process).map(({ field, why, about }) => `${field}: ${why}${about === undefined ? '' : ` ${about}`}`);
export const ruleFaultsOf = (more: Partial<Rule>, process: Process = OWN_FIELDS): readonly string[] =>
  faultsOf({ kind: 'rule', rule: ruleOf(more) }, process);
