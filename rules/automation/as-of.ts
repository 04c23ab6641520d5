import type { PatchableField } from '../events/patchable.ts';
import type { Placed } from '../placed.ts';
import type { CustomerState, FieldStates, FieldValue, Mark, OpportunityState } from '../state.ts';

/** What had happened by then; `effect` = what is left out although it happened then: the rule's own act. */
type Before = (placed: Placed) => boolean;

/** The value a field had: the last patch of it by then, else that of the creation. */
const valueAt = (
  customer: CustomerState,
  opportunity: string | null,
  field: PatchableField,
  before: Before,
): FieldValue | null => {
  const patch = customer.timeline.findLast(({ type, payload, noEffectBecause, ...placed }) => {
    if (type !== 'fieldPatched' || noEffectBecause !== null || !before(placed)) return false;
    const said = payload as { readonly opportunity?: string; readonly field: string };
    return said.field === field && (said.opportunity ?? null) === opportunity;
  });
  if (patch !== undefined) {
    const { type: _type, payload, automaticBy: _by, noEffectBecause: _why, ...placed } = patch;
    return { ...placed, value: (payload as { readonly value: FieldValue['value'] }).value };
  }
  if (opportunity !== null) return null;
  const { payload, ...placed } = customer.created;
  const value = { ...payload.profile, ...payload.profile.own }[field as 'name' | 'city'];
  return value === undefined ? null : { ...placed, value };
};

const fieldsAt = (
  customer: CustomerState,
  opportunity: string | null,
  fields: FieldStates,
  before: Before,
): FieldStates => {
  const then: [string, { readonly leaves: readonly FieldValue[] }][] = [];
  for (const [field, state] of Object.entries(fields)) {
    const leaf = state.leaves[0];
    const value =
      leaf !== undefined && before(leaf) ? leaf : valueAt(customer, opportunity, field as PatchableField, before);
    if (value !== null) then.push([field, { leaves: [value] }]);
  }
  return Object.fromEntries(then) as FieldStates;
};

const opportunityAt = (customer: CustomerState, one: OpportunityState, before: Before): OpportunityState => {
  const visits = one.visits.filter(before);
  const last = visits[visits.length - 1];
  return {
    ...one,
    stage: last?.stage ?? one.stage,
    visits: visits.map((visit) => (visit === last ? { ...visit, leftAt: null } : visit)),
    fields: fieldsAt(customer, one.id, one.fields, before),
    ended: one.ended !== null && before(one.ended) ? one.ended : null,
    inquiries: one.inquiries.filter(before),
    quotes: one.quotes.filter(before),
  };
};

const shownOf = (marks: readonly Mark[]): Mark | null => marks.findLast(({ effective }) => effective) ?? null;

/**
 * The customer as a rule saw it at `t`, ms: without what happened later, and without what the rule did itself. What
 * was known of it later (a retraction, a late row) is known here too: it explains, it decides nothing.
 */
export const customerAsOf = (customer: CustomerState, t: number, effect: string | null): CustomerState => {
  const before: Before = (placed) => placed.t <= t && placed.id !== effect;
  const marks = customer.marks.filter(before);
  const interactions = customer.interactions.filter(before);
  return {
    ...customer,
    owner: customer.owners.findLast(before)?.owner ?? null,
    marks,
    mark: shownOf(marks),
    fields: fieldsAt(customer, null, customer.fields, before),
    opportunities: customer.opportunities.map((one) => opportunityAt(customer, one, before)),
    notes: customer.notes
      .filter(before)
      .map((note) => (note.delivered !== null && !before(note.delivered) ? { ...note, delivered: null } : note)),
    interactions,
    lastInteraction: interactions.reduce<number | null>(
      (last, { atMs }) => (last === null || atMs > last ? atMs : last),
      null,
    ),
  };
};
