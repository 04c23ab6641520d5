import { isDated } from '../calendar/dated.ts';
import type { MemberId, TerritoryId } from '../ids.ts';
import type { CustomerState, LeadOffer, LeadState } from '../state.ts';
import { median } from '../support/median.ts';
import { firstVisitOf, visitedAt } from './visits.ts';

/** Where a lead stands: 未派发, 已派发, 已接收, 已首访, 退回, 作废. */
export const LEAD_STANDINGS = ['unassigned', 'assigned', 'accepted', 'visited', 'returned', 'discarded'] as const;
export type LeadStanding = (typeof LEAD_STANDINGS)[number];

/**
 * The customer that came of a lead; none while nobody who may give leads has given it. Its id follows from the lead's,
 * so anybody may have made another customer under it, which takes the lead from nobody.
 */
export const givenCustomer = (customer: CustomerState | null): CustomerState | null =>
  customer?.lead && customer.lead.offers.length > 0 ? customer : null;

/** The offer that waits for its answer; a first visit is one. */
export const openOffer = ({ lead, owner, owners, notes }: CustomerState): LeadOffer | null => {
  if (notes.length > 0) return null;
  const last = lead?.offers[lead.offers.length - 1];
  if (last === undefined || last.accepted !== null || last.declined !== null) return null;
  return last.to === owner && owners[owners.length - 1]?.id === last.id ? last : null;
};

/** Fields of a customer that are told of a lead: what somebody weighs before he takes it. */
const TOLD_FIELDS = ['source', 'industry', 'level', 'city', 'product', 'remark'] as const;

/** What is told of a lead before it is accepted: where it comes from, who that is and what was noted; '' where nothing was. */
export interface OfferedLead extends Readonly<Record<(typeof TOLD_FIELDS)[number], string>> {
  readonly campaign: string;
  readonly decisionMakerTitle: string;
}

/** Of the customer a lead was made into; of two values side by side the first. */
export const offeredLead = ({ fields, created, opportunities }: CustomerState): OfferedLead => {
  const told = TOLD_FIELDS.map((field) => [field, String(fields[field]?.leaves[0]?.value ?? '')] as const);
  return {
    ...(Object.fromEntries(told) as Record<(typeof TOLD_FIELDS)[number], string>),
    campaign: created.payload.campaign ?? '',
    decisionMakerTitle: String(opportunities[0]?.fields['decisionMakerTitle']?.leaves[0]?.value ?? ''),
  };
};

/** A lead's way so far; instants in ms, `null` = not yet. */
export interface LeadFlow {
  readonly standing: LeadStanding;
  readonly owner: MemberId | null;
  readonly receivedAt: number;
  /** First given to somebody. */
  readonly assignedAt: number | null;
  readonly acceptedAt: number | null;
  readonly visitedAt: number | null;
  /** Why the last one who had it gave it back. */
  readonly returned: string | null;
  readonly discarded: string | null;
  /** Until the gift is sealed, one made apart may hold instead. */
  readonly isProvisional: boolean;
  readonly alsoGivenTo: readonly MemberId[];
}

/** Of the first visit: when it took place, never before the lead was given away nor after it was written down. */
const visitTime = (customer: CustomerState, assignedAt: number | null): number | null => {
  const first = firstVisitOf(customer);
  return first === null ? null : Math.min(first.t, Math.max(visitedAt(first), assignedAt ?? 0));
};

/** What the customer that came of a lead says of its way; all that has to be kept of it. */
export interface LeadWay
  extends Pick<
    LeadFlow,
    'owner' | 'assignedAt' | 'acceptedAt' | 'visitedAt' | 'returned' | 'isProvisional' | 'alsoGivenTo'
  > {
  readonly territory: TerritoryId;
  /** Given up, and why. */
  readonly voided: string | null;
}

/** `null` = it came of no lead that anybody gave. */
export const leadWay = (found: CustomerState | null): LeadWay | null => {
  const customer = givenCustomer(found);
  if (customer === null) return null;
  const offers = customer.lead?.offers ?? [];
  const last = offers[offers.length - 1];
  const assignedAt = offers[0]?.t ?? null;
  return {
    territory: customer.territory,
    owner: customer.owner,
    assignedAt,
    acceptedAt: last?.accepted?.t ?? null,
    visitedAt: visitTime(customer, assignedAt),
    returned: last?.declined?.reason ?? null,
    voided: customer.voided?.reason ?? null,
    isProvisional: last !== undefined && last.standing !== 'sealed',
    alsoGivenTo: customer.alsoHandedTo.flatMap(({ to }) => (to === null ? [] : [to])),
  };
};

const standingOf = (way: LeadWay | null, isDiscarded: boolean): LeadStanding => {
  if (way === null) return isDiscarded ? 'discarded' : 'unassigned';
  if (way.voided !== null) return 'discarded';
  if (way.visitedAt !== null) return 'visited';
  if (way.owner === null) return isDiscarded ? 'discarded' : 'returned';
  return way.acceptedAt === null ? 'assigned' : 'accepted';
};

/**
 * How far a lead has come. Who has it is what the customer says that came of it, wherever two gave it away apart
 * (R50). A first visit is known only where the customer's records come.
 */
export const leadFlow = ({ recorded, discarded }: LeadState, way: LeadWay | null): LeadFlow => ({
  standing: standingOf(way, discarded !== null),
  owner: way?.owner ?? null,
  // Nobody has it after it was written down.
  receivedAt: Math.min(recorded.payload.receivedAtMs, recorded.t),
  assignedAt: way?.assignedAt ?? null,
  acceptedAt: way?.acceptedAt ?? null,
  visitedAt: way?.visitedAt ?? null,
  returned: way?.returned ?? null,
  discarded: way?.voided ?? discarded?.reason ?? null,
  isProvisional: way?.isProvisional ?? false,
  alsoGivenTo: way?.alsoGivenTo ?? [],
});

/** A span of the way over many leads, ms; said with how many it was taken over, and nothing where there are none. */
export type Span =
  | { readonly kind: 'value'; readonly mean: number; readonly median: number; readonly n: number }
  | { readonly kind: 'none' };

const spanOver = (lengths: readonly number[]): Span => {
  const middle = median(lengths);
  if (middle === null) return { kind: 'none' };
  const sum = lengths.reduce((all, one) => all + one, 0);
  return { kind: 'value', mean: sum / lengths.length, median: middle, n: lengths.length };
};

/**
 * 派发 → 接收 → 首访 (R83): each over the leads that came that far. A step dated before the one before it took no time; of
 * a lead without a usable date nothing is computed from it.
 */
export const leadSpans = (
  flows: readonly LeadFlow[],
): Readonly<Record<'toAccept' | 'acceptToVisit' | 'toVisit' | 'receivedToVisit', Span>> => {
  const over = (from: (flow: LeadFlow) => number | null, to: (flow: LeadFlow) => number | null): Span =>
    spanOver(
      flows.flatMap((flow) => {
        const [start, end] = [from(flow), to(flow)];
        return start === null || end === null || !isDated(start) ? [] : [Math.max(0, end - start)];
      }),
    );
  return {
    toAccept: over(
      ({ assignedAt }) => assignedAt,
      ({ acceptedAt }) => acceptedAt,
    ),
    acceptToVisit: over(
      ({ acceptedAt }) => acceptedAt,
      ({ visitedAt }) => visitedAt,
    ),
    toVisit: over(
      ({ assignedAt }) => assignedAt,
      ({ visitedAt }) => visitedAt,
    ),
    receivedToVisit: over(
      ({ receivedAt }) => receivedAt,
      ({ visitedAt }) => visitedAt,
    ),
  };
};
