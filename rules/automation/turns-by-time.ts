import type { CustomerState } from '../state.ts';
import type { Condition, Operator } from './condition.ts';
import { fieldLeaves } from './field-leaves.ts';
import type { Rule } from './rule.ts';

/** Values that change by themselves as days go by. */
const AGEING: ReadonlySet<string> = new Set(['stageDays', 'daysSinceInteraction']);
const BY_DATE: ReadonlySet<Operator> = new Set<Operator>(['withinDays', 'daysAgo']);

const turns = (condition: Condition, customer: CustomerState): boolean => {
  switch (condition.kind) {
    case 'always':
      return false;
    case 'not':
      return turns(condition.of, customer);
    case 'test':
      if (AGEING.has(condition.field)) return true;
      // A date nobody has filled in stays away whatever the day.
      return BY_DATE.has(condition.op) && fieldLeaves(condition, customer).length > 0;
    default:
      return condition.of.some((one) => turns(one, customer));
  }
};

/** Whether the rule's conditions may change for this customer by the passing of days alone. */
export const turnsByTime = ({ where, branches }: Rule, customer: CustomerState): boolean =>
  turns(where, customer) || branches.some(({ when }) => turns(when, customer));
