import { isNamedBy } from '../automation/brake.ts';
import type { Brake } from '../automation/rule.ts';
import type { CustomerContext } from './context.ts';
import { ownerAt } from './ownership.ts';
import type { Rec } from './records.ts';

/** Whether the author of `rec` was one of those a brake names, at its place in the order (R80). */
export const mayPull = (context: CustomerContext, rec: Rec, brake: Brake): boolean => {
  const owner = ownerAt(context.ownership, rec);
  const { author } = rec.event;
  return isNamedBy(brake, {
    owner: author === owner,
    leader: author !== owner && context.org.leads(author, rec, owner, context.territory),
  });
};
