import type { Condition, Test } from './condition.ts';
import { testFault } from './evaluate.ts';
import type { Field } from './fields.ts';
import type { PartFault } from './part-fault.ts';

const namedBy = ({ value }: Test): readonly string[] =>
  typeof value === 'string' ? [value] : Array.isArray(value) ? value : [];

const testFaults = (test: Test, path: string, fields: ReadonlyMap<string, Field>): PartFault[] => {
  const field = fields.get(test.field);
  const fault = testFault(field, test);
  if (field === undefined || fault === 'unknownField') {
    return [{ field: `${path}.field`, why: 'unknownField', about: test.field }];
  }
  const about = field.name ?? field.id;
  if (fault === 'wrongOperator') return [{ field: `${path}.op`, why: fault, about }];
  if (fault === 'wrongOperand') return [{ field: `${path}.value`, why: fault, about }];
  if (field.type !== 'choice' && field.type !== 'tags') return [];
  const why = field.id === 'stage' ? 'unknownStage' : 'unknownOption';
  return namedBy(test)
    .filter((id) => !field.options.some((option) => option.id === id))
    .map((id) => ({ field: `${path}.value`, why, about: id }));
};

/** Whatever in a condition says nothing in this process, with its path; whether it can be met is another question. */
export const conditionFaults = (
  condition: Condition,
  path: string,
  fields: ReadonlyMap<string, Field>,
): readonly PartFault[] => {
  switch (condition.kind) {
    case 'always':
      return [];
    case 'test':
      return testFaults(condition, path, fields);
    case 'not':
      return conditionFaults(condition.of, `${path}.of`, fields);
    default:
      if (condition.of.length === 0) return [{ field: `${path}.of`, why: 'emptyList' }];
      return condition.of.flatMap((one, index) => conditionFaults(one, `${path}.of.${index}`, fields));
  }
};
