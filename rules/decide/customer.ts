import { leads, worksIn } from '../access/access.ts';
import type { DecideContext, Decision, Warning } from '../commands.ts';
import { type PayloadOf, payloadSchemas } from '../events/payloads.ts';
import type { MemberId, TerritoryId } from '../ids.ts';
import type { CustomField } from '../process.ts';
import { isCustomFieldId } from '../process-limits.ts';
import type { CustomerState, FieldState, FieldValue, OpportunityState } from '../state.ts';
import { isNoChange, isTagChange, type TagChange, tagChange, tagsOf } from '../tags.ts';
import { hasText } from '../text/invisible.ts';
import { containsPhone } from '../text/normalise.ts';
import { fieldValue, findOpportunity, ownsOrLeads, worksOn, wroteOrLeads } from './entitlement.ts';
import { accepted, citing, customerDraft, type RefusalInput, refused } from './outcome.ts';

type Created = PayloadOf<'customerCreated'>;

/** Reps create for themselves or for nobody; whoever leads the territory may name any colleague (imports). */
const mayNameOwner = ({ org, actor }: DecideContext, owner: string | undefined, territory: TerritoryId): boolean => {
  if (owner === undefined || owner === actor) return true;
  return org.members[owner]?.active === true && leads(org, actor, owner as MemberId, territory);
};

/** Whether a creation can carry it: it has no fields of its deal, so that what asks for those is no reason to refuse it. */
const isAskedAtOnce = (context: DecideContext, field: string): boolean =>
  isCustomFieldId(field)
    ? ownField(context, field)?.of === 'customer'
    : Object.hasOwn(payloadSchemas.customerCreated.shape.profile.shape, field);

/** The form of a new customer: what it asks for, and what its own fields take (R9, R15). Imports bring what they have. */
const profileFaults = (profile: Created['profile'], context: DecideContext, isImported: boolean): RefusalInput[] => {
  const rule = 'customer.create';
  const faults: RefusalInput[] = hasText(profile.name) ? [] : [{ code: 'required', rule, field: 'profile.name' }];
  const own: Readonly<Record<string, unknown>> = profile.own ?? {};
  const given: Readonly<Record<string, unknown>> = { ...profile, ...own };
  for (const [field, value] of Object.entries(own)) {
    if (!isFieldValue(context, field, value)) faults.push({ code: 'invalid', rule, field: `profile.own.${field}` });
  }
  if (isImported) return faults;
  for (const [field, value] of Object.entries(own)) {
    const required = requiredBy(context, field, Array.isArray(value) ? value : [value]);
    const missing = required.filter((one) => isAskedAtOnce(context, one) && given[one] === undefined);
    if (missing.length > 0) {
      faults.push({ code: 'fieldsMissing', rule, field: `profile.own.${field}`, params: { missing } });
    }
  }
  for (const { field, isRequired } of context.org.process.forms.customer) {
    const path = isCustomFieldId(field) ? `profile.own.${field}` : `profile.${field}`;
    if (isRequired && given[field] === undefined) faults.push({ code: 'required', rule, field: path });
  }
  return faults;
};

/** A new customer with its first opportunity (R102), in the pool or, kept back, in the actor's private document (R72). */
export const decideCreate = (
  subject: string,
  payload: Created,
  context: DecideContext,
  document: 'pool' | 'private',
): Decision => {
  const { org, actor, customer } = context;
  const rule = 'customer.create';
  const territory = payload.territory as TerritoryId;
  if (customer !== null) return refused(context, { code: 'alreadyDone', rule });
  if (!org.territories.some(({ id }) => id === territory)) {
    return refused(context, { code: 'unknownSubject', rule, field: 'territory' });
  }
  const member = org.members[actor];
  if (!member || !worksIn(member, territory))
    return refused(context, { code: 'notEntitled', rule, field: 'territory' });
  if (!mayNameOwner(context, payload.owner, territory)) {
    return refused(context, { code: 'notEntitled', rule, field: 'owner' });
  }
  if (!org.process.stages.some(({ id }) => id === payload.opportunity.stage)) {
    return refused(context, { code: 'stageUnknown', rule, field: 'opportunity.stage' });
  }
  const faults = profileFaults(payload.profile, context, payload.imported !== undefined);
  if (faults.length > 0) return refused(context, ...faults);
  const owned = document === 'private' ? { ...payload, owner: actor } : payload;
  const warnings: Warning[] = containsPhone(payload.profile.remark ?? '')
    ? [{ code: 'phoneInText', field: 'profile.remark', params: {} }]
    : [];
  return accepted([{ type: 'customerCreated', subject, payload: owned, cites: [], document }], warnings);
};

/** What a patch says that leads from one value to another. */
const patchFrom = (from: unknown, to: FieldValue['value']): PayloadOf<'fieldPatched'>['value'] =>
  typeof to === 'object' && (to !== null || Array.isArray(from)) ? tagChange(tagsOf(from), tagsOf(to)) : to;

/**
 * Present values of fields, copied so that the shared customer reads as the private one did. What creating it says
 * again needs no patch: nobody changed it.
 */
const patchesOf = (
  fields: CustomerState['fields'],
  created: Readonly<Record<string, unknown>>,
  opportunity?: string,
): PayloadOf<'fieldPatched'>[] =>
  Object.entries(fields).flatMap(([field, state]) => {
    const value = (state as FieldState).leaves[0]?.value ?? null;
    const given = created[field] ?? null;
    const patch = patchFrom(given, value);
    const isSame = isTagChange(patch) ? isNoChange(patch) : patch === given;
    const of = opportunity === undefined ? {} : { opportunity };
    return isSame ? [] : [{ field: field as PayloadOf<'fieldPatched'>['field'], value: patch, ...of }];
  });

/** Shares a private customer (docs/decisions/0004): created again in the pool, its history copied with receipts. */
export const decideShare = (context: DecideContext, customer: CustomerState): Decision => {
  const rule = 'customer.share';
  if (!customer.isPrivate) return refused(context, { code: 'alreadyDone', rule });
  if (customer.created.author !== context.actor) return refused(context, { code: 'ownerOnly', rule });
  if (!context.privateRows) return refused(context, { code: 'notSyncedYet', rule });
  const subject = customer.id;
  const created: Created = { ...customer.created.payload, contributor: context.actor };
  const pool = { subject, document: 'pool' as const, cites: [customer.created.id] };
  const more = customer.opportunities.filter(({ id }) => id !== created.opportunity.opportunity);
  return accepted([
    { ...pool, type: 'customerCreated', payload: created },
    ...more.map(({ id, name, visits }) => ({
      ...pool,
      type: 'opportunityAdded' as const,
      payload: { opportunity: id, name, stage: visits[0]?.stage ?? created.opportunity.stage },
    })),
    ...[
      ...patchesOf(customer.fields, { ...created.profile, ...created.profile.own }),
      ...customer.opportunities.flatMap(({ id, fields }) => patchesOf(fields, {}, id)),
    ].map((payload) => ({ ...pool, type: 'fieldPatched' as const, payload })),
    ...context.privateRows.map((payload) => ({
      subject,
      document: 'log' as const,
      cites: [],
      type: 'historyShared' as const,
      payload,
    })),
  ]);
};

const NUMBER_FIELDS: ReadonlySet<string> = new Set(['budgetFen', 'expectedCloseMs']);
const SEGMENTS: readonly unknown[] = ['project', 'retail', 'distributor'];

const isOwnValue = ({ type, options }: CustomField, value: unknown): boolean => {
  switch (type) {
    case 'text':
      return typeof value === 'string' && hasText(value);
    case 'choice':
      return options.some(({ id }) => id === value);
    case 'tags':
      return Array.isArray(value) && value.length > 0 && value.every((tag) => options.some(({ id }) => id === tag));
    case 'money':
      return Number.isSafeInteger(value) && (value as number) >= 0;
    default:
      return Number.isSafeInteger(value);
  }
};

/** New tags are the company's; one that it has taken from the list may still be taken off. */
const isFittingChange = ({ options }: CustomField, change: TagChange): boolean =>
  !isNoChange(change) &&
  change.add.every((tag) => options.some(({ id }) => id === tag) && !change.remove.includes(tag));

/** A field of the company's own, unless it was retired. */
const ownField = ({ org }: DecideContext, field: string): CustomField | undefined =>
  org.process.fields.find(({ id, isRetired }) => id === field && !isRetired);

const isFieldValue = (context: DecideContext, field: string, value: unknown): boolean => {
  if (isCustomFieldId(field)) {
    const own = ownField(context, field);
    if (own?.type === 'tags' && isTagChange(value)) return isFittingChange(own, value);
    // to clear tags would clear those of others unseen
    return own !== undefined && (value === null ? own.type !== 'tags' : isOwnValue(own, value));
  }
  if (value === null) return field !== 'name';
  if (NUMBER_FIELDS.has(field)) return Number.isSafeInteger(value) && (value as number) >= 0;
  if (field === 'segment') return SEGMENTS.includes(value);
  return typeof value === 'string' && hasText(value);
};

/** What options of a field ask for besides (R15). */
const requiredBy = (context: DecideContext, field: string, chosen: readonly unknown[]): readonly string[] => {
  const options = (ownField(context, field)?.options ?? []).filter(({ id }) => chosen.includes(id));
  return [...new Set(options.flatMap(({ requires }) => requires))];
};

/** What choosing this option asks for besides, and is not filled (R15). */
const missingFor = (
  context: DecideContext,
  customer: CustomerState,
  opportunity: OpportunityState | null,
  field: string,
  value: unknown,
): readonly string[] => {
  const chosen: readonly unknown[] = isTagChange(value) ? value.add : [value];
  return requiredBy(context, field, chosen).filter((one) => fieldValue(customer, opportunity, one) === null);
};

/** Whether the field says so already. */
const isSaid = ({ leaves }: FieldState, value: PayloadOf<'fieldPatched'>['value']): boolean => {
  if (!isTagChange(value)) return leaves.length === 1 && leaves[0]?.value === value;
  const tags = tagsOf(leaves[0]?.value);
  return value.add.every((tag) => tags.includes(tag)) && !value.remove.some((tag) => tags.includes(tag));
};

/** A patch replaces every leaf its author saw; with two leaves it settles the conflict (R12). */
export const decidePatch = (
  payload: PayloadOf<'fieldPatched'>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  const rule = 'customer.field';
  const { opportunity: id, field, value } = payload;
  const opportunity = id === undefined ? null : findOpportunity(customer, id);
  if (id !== undefined && !opportunity) return refused(context, { code: 'unknownSubject', rule, field: 'opportunity' });
  if (!worksOn(context, customer)) return refused(context, { code: 'notEntitled', rule, field });
  if (!isFieldValue(context, field, value))
    return refused(context, { code: value === null ? 'required' : 'invalid', rule, field });
  const missing = missingFor(context, customer, opportunity, field, value);
  if (missing.length > 0) return refused(context, { code: 'fieldsMissing', rule, field, params: { missing } });
  const leaves = (opportunity ?? customer).fields[field]?.leaves ?? [];
  if (isSaid({ leaves }, value)) return refused(context, { code: 'alreadyDone', rule, field });
  const warnings: Warning[] =
    typeof value === 'string' && containsPhone(value) ? [{ code: 'phoneInText', field, params: {} }] : [];
  const cites = citing(...leaves.map((leaf) => leaf.id));
  return accepted([customerDraft(customer, 'fieldPatched', payload, cites)], warnings);
};

/** 交给…: by the owner or whoever leads him, to an active colleague or to nobody. */
export const decideHandOver = (
  payload: PayloadOf<'customerHandedOver'>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  const rule = 'customer.handOver';
  if (!ownsOrLeads(context, customer)) return refused(context, { code: 'ownerOnly', rule });
  // Its document is read by the member and those above him: shared first, handed over then.
  if (customer.isPrivate) return refused(context, { code: 'invalid', rule: 'customer.private', field: 'to' });
  // With two hand-overs made apart, naming the present owner settles them.
  if (payload.to === customer.owner && customer.alsoHandedTo.length === 0) {
    return refused(context, { code: 'alreadyDone', rule, field: 'to' });
  }
  if (payload.to !== null && context.org.members[payload.to]?.active !== true) {
    return refused(context, { code: 'unknownSubject', rule, field: 'to' });
  }
  const others = customer.alsoHandedTo.map(({ id }) => id);
  return accepted([customerDraft(customer, 'customerHandedOver', payload, citing(customer.created.id, ...others))]);
};

/** Takes back one's own event, or one of those led: a mark, a delivery, a file. */
export const decideRetract = (
  payload: PayloadOf<'retracted'>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  const rule = 'retract';
  const entry = customer.timeline.find(({ id }) => id === payload.event);
  if (!entry || entry.automaticBy !== null || entry.type === 'customerCreated' || entry.type === 'retracted') {
    return refused(context, { code: 'unknownSubject', rule, field: 'event' });
  }
  if (entry.noEffectBecause === 'retracted') return refused(context, { code: 'alreadyDone', rule, field: 'event' });
  if (!wroteOrLeads(context, entry.author, customer)) return refused(context, { code: 'notEntitled', rule });
  return accepted([customerDraft(customer, 'retracted', payload, citing(entry.id))]);
};

/** A call, message or meeting that is no visit note. */
export const decideInteraction = (
  payload: PayloadOf<'interactionRecorded'>,
  context: DecideContext,
  customer: CustomerState,
): Decision => {
  if (!worksOn(context, customer)) return refused(context, { code: 'notEntitled', rule: 'interaction' });
  return accepted([customerDraft(customer, 'interactionRecorded', payload)]);
};
