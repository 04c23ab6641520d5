import { isPatchable } from '../events/patchable.ts';
import { compareText } from '../order.ts';
import type { CustomerState, FieldValue, OpportunityState } from '../state.ts';
import type { Condition } from './condition.ts';

/** Ids of the fields a condition reads, in order, each once. */
const fieldsRead = (condition: Condition): readonly string[] => {
  const read = new Set<string>();
  const walk = (node: Condition): void => {
    switch (node.kind) {
      case 'always':
        break;
      case 'test':
        read.add(node.field);
        break;
      case 'not':
        walk(node.of);
        break;
      default:
        node.of.forEach(walk);
    }
  };
  walk(condition);
  return [...read].sort(compareText);
};

/** Shown leaf of every patched field the condition reads, of the customer and of its opportunities. */
export const fieldLeaves = (
  condition: Condition,
  { fields, opportunities }: Pick<CustomerState, 'fields'> & { readonly opportunities: readonly OpportunityState[] },
): readonly FieldValue[] => {
  const leaves: FieldValue[] = [];
  for (const field of fieldsRead(condition)) {
    if (!isPatchable(field)) continue;
    for (const holder of [fields, ...opportunities.map((one) => one.fields)]) {
      const leaf = holder[field]?.leaves[0];
      if (leaf !== undefined) leaves.push(leaf);
    }
  }
  return leaves;
};
