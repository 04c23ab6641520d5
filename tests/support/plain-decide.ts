import { type Decide, documentClassOf } from '#rules';

/**
 * Accepts whatever it is given, as a faulty or hostile device would: tests of the data layer use it so that the
 * relay is the one who refuses.
 */
export const plainDecide: Decide = ({ type, subject, payload }) => {
  if (type === 'createPrivateCustomer' || type === 'shareCustomer') return { kind: 'refused', refusals: [] };
  const whole = type === 'statusMarked' ? { ...payload, basis: null } : payload;
  return {
    kind: 'accepted',
    warnings: [],
    drafts: [{ type, subject, payload: whole, cites: [], document: documentClassOf(type) }],
  };
};
