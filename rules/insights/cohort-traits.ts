import { fieldsOf } from '../automation/fields.ts';
import { weekOf } from '../calendar/week.ts';
import type { CustomerId, MemberId, StageId, TerritoryId } from '../ids.ts';
import type { OrgState } from '../org-state.ts';
import type { Process } from '../process.ts';
import type { CustomerState, OpportunityState, StageVisit } from '../state.ts';
import { higherRank, isRankAtLeast, type TitleRank, titleRank } from '../text/title-rank.ts';
import type { CohortMember } from './board.ts';
import { rankOfMember } from './member-rank.ts';
import { scopeFacts } from './scope.ts';

/** Something that is so of a customer while it stands in a stage, and that may be why it stays (R53). */
export type Trait =
  | { readonly kind: 'territory' | 'person' | 'team'; readonly value: string }
  /** A field of the product or a choice of the company's own; the value as written, a choice by its option's id. */
  | { readonly kind: 'field'; readonly field: string; readonly value: string }
  /** Rank of who decides at the customer. */
  | { readonly kind: 'titleRank'; readonly value: TitleRank }
  /** The highest of ours who visited since it entered the stage. */
  | { readonly kind: 'visitorRank'; readonly value: TitleRank | 'none' }
  /** Who decides is known by rank, and nobody of that rank or higher has visited since: the missing counter-action. */
  | { readonly kind: 'noMatchingVisit' };

/** One customer of a cell's cohort. */
export interface CohortCase {
  readonly customer: CustomerId;
  /** `stuck`: still there beyond the stage's limit. `undecided`: still there within it. `left`: not there any more. */
  readonly standing: 'stuck' | 'undecided' | 'left';
  readonly traits: readonly Trait[];
}

export interface TraitContext {
  readonly org: OrgState;
  readonly nowMs: number;
  /** Whether the viewer may be told of this person's work: whom he leads, and himself. */
  readonly mayName: (person: MemberId | null, territory: TerritoryId) => boolean;
}

const PRODUCT_FIELDS = ['decisionMakerTitle', 'product', 'source', 'segment', 'industry'] as const;
/** Fields whose values are compared. A retired one is none. */
const comparedFields = ({ fields }: Process): readonly string[] => [
  ...PRODUCT_FIELDS,
  ...fields.filter(({ type, isRetired }) => type === 'choice' && !isRetired).map(({ id }) => id),
];

interface Stay {
  readonly opportunity: OpportunityState;
  readonly visit: StageVisit;
}

/** The stay the cell speaks of: of several in that week the one that goes on, else the longest. */
const stayIn = (customer: CustomerState, stage: StageId, week: string, nowMs: number): Stay | null => {
  let best: Stay | null = null;
  const lengthOf = ({ visit }: Stay): number =>
    visit.leftAt === null ? Number.POSITIVE_INFINITY : Math.min(visit.leftAt, nowMs) - visit.enteredAt;
  for (const opportunity of customer.opportunities) {
    for (const visit of opportunity.visits) {
      if (visit.stage !== stage || weekOf(visit.enteredAt).week !== week) continue;
      const stay = { opportunity, visit };
      if (best === null || lengthOf(stay) > lengthOf(best)) best = stay;
    }
  }
  return best;
};

/** The highest rank among those who visited during the stay; null = nobody did. Who is not known any more counts as staff. */
const visitorRank = ({ notes }: CustomerState, { visit }: Stay, { org, nowMs }: TraitContext): TitleRank | null => {
  const until = Math.min(visit.leftAt ?? nowMs, nowMs);
  let highest: TitleRank | null = null;
  for (const { payload, author } of notes) {
    if (payload.visitedAtMs < visit.enteredAt || payload.visitedAtMs > until) continue;
    const member = org.members[author];
    highest = higherRank(highest, member === undefined ? 'staff' : rankOfMember(member));
  }
  return highest;
};

const fieldTraits = (
  customer: CustomerState,
  { opportunity }: Stay,
  { org, nowMs }: TraitContext,
): readonly Trait[] => {
  const fields = fieldsOf(org.process);
  return comparedFields(org.process).flatMap((field): readonly Trait[] => {
    const value = fields.get(field)?.read({ customer, opportunity, org, now: nowMs }).value;
    return typeof value === 'string' ? [{ kind: 'field', field, value: value.trim() }] : [];
  });
};

const peopleTraits = (customer: CustomerState, { org, mayName }: TraitContext): readonly Trait[] => {
  const { territory, person, team } = scopeFacts(customer, org);
  const traits: Trait[] = [{ kind: 'territory', value: territory }];
  if (person === null || !mayName(person, territory)) return traits;
  traits.push({ kind: 'person', value: person });
  if (team !== null) traits.push({ kind: 'team', value: team });
  return traits;
};

const rankTraits = (fields: readonly Trait[], visited: TitleRank | null): readonly Trait[] => {
  const traits: Trait[] = [{ kind: 'visitorRank', value: visited ?? 'none' }];
  const title = fields.find((trait) => trait.kind === 'field' && trait.field === 'decisionMakerTitle');
  const needed = title?.kind === 'field' ? titleRank(title.value) : null;
  if (needed === null) return traits;
  traits.push({ kind: 'titleRank', value: needed });
  if (visited === null || !isRankAtLeast(visited, needed)) traits.push({ kind: 'noMatchingVisit' });
  return traits;
};

/** A member of a cell's cohort with everything it is compared by; null when the customer has no such stay. */
export const cohortCase = (
  member: CohortMember,
  customer: CustomerState,
  cell: { readonly stage: StageId; readonly week: string },
  context: TraitContext,
): CohortCase | null => {
  const stay = stayIn(customer, cell.stage, cell.week, context.nowMs);
  if (stay === null) return null;
  const fields = fieldTraits(customer, stay, context);
  const ranks = rankTraits(fields, visitorRank(customer, stay, context));
  return {
    customer: customer.id,
    standing: member.overdueDays > 0 ? 'stuck' : member.isStillThere ? 'undecided' : 'left',
    traits: [...fields, ...ranks, ...peopleTraits(customer, context)],
  };
};
