import { isPatchable, type PatchableField } from '../events/patchable.ts';
import { compareText } from '../order.ts';
import type { CustomerState, FieldValue, OpportunityState } from '../state.ts';
import type { Condition } from './condition.ts';

const known = new WeakMap<Condition, readonly PatchableField[]>();

/** Ids of the fields a condition reads that people fill, in order, each once. Rules are few and asked often. */
const fieldsRead = (condition: Condition): readonly PatchableField[] => {
  const before = known.get(condition);
  if (before !== undefined) return before;
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
  const fields = [...read].filter(isPatchable).sort(compareText);
  known.set(condition, fields);
  return fields;
};

/** Shown leaf of every patched field the condition reads, of the customer and of its opportunities. */
export const fieldLeaves = (
  condition: Condition,
  { fields, opportunities }: Pick<CustomerState, 'fields'> & { readonly opportunities: readonly OpportunityState[] },
): readonly FieldValue[] => {
  const leaves: FieldValue[] = [];
  for (const field of fieldsRead(condition)) {
    const own = fields[field]?.leaves[0];
    if (own !== undefined) leaves.push(own);
    for (const opportunity of opportunities) {
      const leaf = opportunity.fields[field]?.leaves[0];
      if (leaf !== undefined) leaves.push(leaf);
    }
  }
  return leaves;
};
