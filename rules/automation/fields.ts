import { isPatchable, type PATCHABLE_FIELDS, type PatchableField } from '../events/patchable.ts';
import { payloadSchemas } from '../events/payloads.ts';
import type { EventId } from '../ids.ts';
import { leadingOpportunity, presentVisit, wholeDays } from '../insights/dwell.ts';
import type { OrgState } from '../org-state.ts';
import type { Placed } from '../placed.ts';
import type { CustomField, Process } from '../process.ts';
import type { CustomerState, FieldValue, OpportunityState } from '../state.ts';
import { tagsOf } from '../tags.ts';
import { hasText } from '../text/invisible.ts';
import type { FieldContent, FieldType } from './operators.ts';

/** What a condition speaks of. Without an opportunity the leading one is meant. */
export interface Subject {
  readonly customer: CustomerState;
  readonly opportunity: OpportunityState | null;
  readonly org: Pick<OrgState, 'process'>;
  readonly now: number;
}

/** What a field holds, the events that say so, and since when, ms; `null` = no event says it. */
export interface FieldReading {
  readonly value: FieldContent;
  readonly from: readonly EventId[];
  readonly since: number | null;
}

export interface FieldOption {
  readonly id: string;
  /** As the company wrote it; `null` = one of the product's, named by the screens. */
  readonly name: string | null;
}

/** A field that conditions may read. */
export interface Field {
  readonly id: string;
  /** As the company wrote it; `null` = one of the product's, named by the screens. */
  readonly name: string | null;
  readonly type: FieldType;
  /** Filled in by people on the customer or the opportunity, or derived from what has happened. */
  readonly of: 'customer' | 'opportunity' | 'situation';
  /** Of a choice. */
  readonly options: readonly FieldOption[];
  readonly read: (subject: Subject) => FieldReading;
}

const NO_EVENTS: readonly EventId[] = [];
const said = (value: FieldContent, by: Placed | null | undefined, since?: number): FieldReading =>
  by == null ? { value, from: NO_EVENTS, since: null } : { value, from: [by.id], since: since ?? by.t };
const counted = (value: FieldContent): FieldReading => ({ value, from: NO_EVENTS, since: null });

const opportunityOf = ({ customer, opportunity }: Subject): OpportunityState | null =>
  opportunity ?? leadingOpportunity(customer);

/** A value as its type wants it; what is of another type counts as not filled, as it does for required fields. */
const contentOf = (type: FieldType, value: FieldValue['value']): FieldContent => {
  if (type === 'tags') return tagsOf(value).length === 0 ? null : value;
  if (type === 'text' || type === 'choice') return typeof value === 'string' && hasText(value) ? value : null;
  return typeof value === 'number' ? value : null;
};

/** The opportunity's own value, else the customer's, as everywhere. */
const patched =
  (id: PatchableField, type: FieldType) =>
  (subject: Subject): FieldReading => {
    const own = opportunityOf(subject)?.fields[id]?.leaves[0];
    const leaf = own !== undefined && own.value !== null ? own : (subject.customer.fields[id]?.leaves[0] ?? own);
    return said(leaf === undefined ? null : contentOf(type, leaf.value), leaf);
  };

interface ProductField {
  readonly type: FieldType;
  readonly of: 'customer' | 'opportunity';
  readonly options?: readonly string[];
}
const text = (of: ProductField['of']): ProductField => ({ type: 'text', of });
const { segment } = payloadSchemas.customerCreated.shape.profile.shape;

const PRODUCT_FIELDS: Readonly<Record<(typeof PATCHABLE_FIELDS)[number], ProductField>> = {
  name: text('customer'),
  segment: { type: 'choice', of: 'customer', options: segment.def.innerType.options },
  industry: text('customer'),
  city: text('customer'),
  district: text('customer'),
  level: text('customer'),
  source: text('customer'),
  product: text('customer'),
  remark: text('customer'),
  budgetFen: { type: 'money', of: 'opportunity' },
  decisionChain: text('opportunity'),
  keyContact: text('opportunity'),
  decisionMakerTitle: text('opportunity'),
  need: text('opportunity'),
  expectedCloseMs: { type: 'date', of: 'opportunity' },
  competitor: text('opportunity'),
  siteAddress: text('opportunity'),
};

interface SituationField {
  readonly type: FieldType;
  readonly options?: readonly string[];
  readonly read: (subject: Subject) => FieldReading;
}

const lastOf = <Item>(items: readonly Item[]): Item | undefined => items[items.length - 1];
const CONCERNS = payloadSchemas.visitNoteRecorded.shape.concern.shape.kind.options;

/** Derived from what has happened. */
const SITUATION_FIELDS: Readonly<Record<string, SituationField>> = {
  colour: {
    type: 'choice',
    options: ['none', 'green', 'yellow', 'red'],
    read: ({ customer: { mark } }) => said(mark?.colour ?? 'none', mark),
  },
  isGreenPendingUpload: {
    type: 'boolean',
    read: ({ customer: { mark } }) => said(mark?.colour === 'green' && mark.pendingUpload, mark),
  },
  isRunning: {
    type: 'boolean',
    read: ({ customer }) => counted(customer.opportunities.some(({ ended }) => ended === null)),
  },
  stageDays: {
    type: 'number',
    read: (subject) => {
      const opportunity = opportunityOf(subject);
      const visit = opportunity && presentVisit(opportunity);
      if (!visit) return counted(null);
      return said(wholeDays(visit.enteredAt, visit.leftAt ?? subject.now), visit, visit.enteredAt);
    },
  },
  quoteAmountFen: {
    type: 'money',
    read: (subject) => {
      const quote = opportunityOf(subject)?.quotes.findLast(({ payload }) => payload.amountFen !== undefined);
      return said(quote?.payload.amountFen ?? null, quote);
    },
  },
  hasOwner: { type: 'boolean', read: ({ customer }) => counted(customer.owner !== null) },
  interactionCount: { type: 'number', read: ({ customer }) => counted(customer.interactions.length) },
  daysSinceInteraction: {
    type: 'number',
    // nobody has ever spoken with him: no number of days, so that only the rule for that is met
    read: ({ customer: { lastInteraction }, now }) =>
      lastInteraction === null
        ? counted(null)
        : { value: wholeDays(lastInteraction, now), from: NO_EVENTS, since: lastInteraction },
  },
  noteCount: { type: 'number', read: ({ customer }) => counted(customer.notes.length) },
  lastConcern: {
    type: 'choice',
    options: CONCERNS,
    read: ({ customer }) => {
      const note = lastOf(customer.notes);
      return said(note?.payload.concern.kind ?? null, note);
    },
  },
  openPromises: {
    type: 'number',
    read: ({ customer }) => {
      const isOpen = ({ payload, delivered }: CustomerState['notes'][number]): boolean =>
        payload.commitment.kind === 'promised' && delivered === null;
      return counted(customer.notes.filter(isOpen).length);
    },
  },
  formerGrade: {
    type: 'text',
    read: ({ customer: { created } }) => said(contentOf('text', created.payload.profile.formerGrade ?? null), created),
  },
};

/** Compared by id, never by part of its name. */
const stageField = ({ stages }: Process): Field => ({
  id: 'stage',
  name: null,
  type: 'choice',
  of: 'situation',
  options: stages.map(({ id, name }) => ({ id, name })),
  read: (subject) => {
    const opportunity = opportunityOf(subject);
    const visit = opportunity && presentVisit(opportunity);
    return said(opportunity?.stage ?? null, visit, visit?.enteredAt);
  },
});

const ownOptions = (ids: readonly string[] = []): readonly FieldOption[] => ids.map((id) => ({ id, name: null }));

const customField = ({ id, name, type, of, options }: CustomField): Field[] =>
  isPatchable(id)
    ? [{ id, name, type, of, options: options.map((one) => ({ id: one.id, name: one.name })), read: patched(id, type) }]
    : [];

const PRODUCT: readonly Field[] = [
  ...Object.entries(PRODUCT_FIELDS).map(([id, { type, of, options }]) => ({
    ...{ id, name: null, type, of, options: ownOptions(options) },
    read: patched(id as PatchableField, type),
  })),
  ...Object.entries(SITUATION_FIELDS).map(([id, { type, options, read }]) => ({
    ...{ id, name: null, type, of: 'situation' as const, options: ownOptions(options) },
    read,
  })),
];

const known = new WeakMap<Process, ReadonlyMap<string, Field>>();

/** Every field that a condition may read in this process, by id; a retired one is none any more. */
export const fieldsOf = (process: Process): ReadonlyMap<string, Field> => {
  let fields = known.get(process);
  if (fields === undefined) {
    const own = process.fields.filter(({ isRetired }) => !isRetired).flatMap(customField);
    fields = new Map([...PRODUCT, stageField(process), ...own].map((field) => [field.id, field]));
    known.set(process, fields);
  }
  return fields;
};
