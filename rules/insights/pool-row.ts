import type { CustomerId, MemberId, StageId, TerritoryId } from '../ids.ts';
import type { OrgState } from '../org-state.ts';
import type { Process } from '../process.ts';
import type { CustomerState, Mark, OpportunityState, StageVisit } from '../state.ts';
import { visibleText } from '../text/rich-text.ts';
import { DAY_MS } from '../time.ts';
import { leadingOpportunity, overdueDays, presentVisit, wholeDays } from './dwell.ts';
import { openAppointments } from './today.ts';

/** How a mark looks: a green may wait for its file, and what a rule set says so. */
export type MarkLook =
  | 'none'
  | 'green'
  | 'greenPendingUpload'
  | 'greenAwaitsDocument'
  | 'yellow'
  | 'yellowAutomatic'
  | 'red'
  | 'redAutomatic';

/** What comes next for a customer: an appointment, a promise due, a task. */
export interface NextStep {
  readonly kind: 'touchpoint' | 'commitment' | 'task';
  readonly atMs: number;
  readonly text: string;
}

/** One customer in a list, as of an instant. */
export interface CustomerRow {
  readonly id: CustomerId;
  readonly name: string;
  readonly mark: MarkLook;
  readonly stage: StageId;
  readonly stageIndex: number;
  readonly stageCount: number;
  readonly dwellDays: number;
  readonly limitDays: number;
  readonly overdueDays: number;
  readonly owner: MemberId | null;
  readonly ownerName: string | null;
  readonly isPrivate: boolean;
  readonly next: NextStep | null;
  readonly ended: 'won' | 'lost' | 'shelved' | null;
  readonly hasConflict: boolean;
  readonly territory: TerritoryId;
}

export const markLook = (
  mark: Pick<Mark, 'colour' | 'pendingUpload' | 'awaitsDocument' | 'automatic'> | null,
): MarkLook => {
  if (mark === null) return 'none';
  if (mark.colour !== 'green') return mark.automatic === null ? mark.colour : `${mark.colour}Automatic`;
  if (mark.pendingUpload) return 'greenPendingUpload';
  return mark.awaitsDocument ? 'greenAwaitsDocument' : 'green';
};

/** The colour of a look; `null` = not marked. */
export const colourOfLook = (look: MarkLook): Mark['colour'] | null => {
  if (look.startsWith('green')) return 'green';
  if (look.startsWith('yellow')) return 'yellow';
  return look === 'none' ? null : 'red';
};

/** Shown name: the patched one, else that of the creation. */
export const customerName = (customer: CustomerState): string => {
  const value = customer.fields.name?.leaves[0]?.value;
  return typeof value === 'string' ? value : customer.created.payload.profile.name;
};

const nextSteps = (customer: CustomerState): NextStep[] => {
  const steps: NextStep[] = [];
  for (const { atMs, agenda: text } of openAppointments(customer)) steps.push({ kind: 'touchpoint', atMs, text });
  for (const { payload, delivered } of customer.notes) {
    const { commitment } = payload;
    if (commitment.kind !== 'promised' || delivered) continue;
    steps.push({ kind: 'commitment', atMs: commitment.dueMs, text: visibleText(commitment.deliverable) });
  }
  for (const { status, dueAt, title } of customer.tasks) {
    if (status === 'open') steps.push({ kind: 'task', atMs: dueAt, text: title });
  }
  return steps;
};

const earliest = (steps: readonly NextStep[]): NextStep | null =>
  steps.reduce<NextStep | null>((best, step) => (best === null || step.atMs < best.atMs ? step : best), null);

const hasTwoLeaves = (fields: CustomerState['fields']): boolean =>
  Object.values(fields).some((field) => field.leaves.length > 1);

/** Stages that others went to without having seen the present one; two who went to the same agree. */
export const otherStages = ({ stage, alsoEntered }: OpportunityState): readonly StageVisit[] =>
  alsoEntered.filter((visit) => visit.stage !== stage);

/** Two people changed the same thing and nobody has settled it yet. */
export const hasConflict = (customer: CustomerState): boolean =>
  hasTwoLeaves(customer.fields) ||
  customer.alsoMarked.length > 0 ||
  customer.alsoHandedTo.length > 0 ||
  customer.opportunities.some((one) => otherStages(one).length > 0 || hasTwoLeaves(one.fields));

/** What the row of a customer is made from at any time and in any company: all that has to be kept of it. */
export interface RowFacts
  extends Pick<
    CustomerRow,
    'id' | 'name' | 'mark' | 'owner' | 'isPrivate' | 'next' | 'ended' | 'hasConflict' | 'territory'
  > {
  /** Of the leading opportunity; `null` = it stands nowhere. */
  readonly stage: StageId | null;
  readonly enteredAt: number;
  /** `null` = still there. */
  readonly leftAt: number | null;
}

export const rowFacts = (customer: CustomerState): RowFacts => {
  const { id, owner, territory } = customer;
  const opportunity = leadingOpportunity(customer);
  const visit = opportunity && presentVisit(opportunity);
  const isRunning = opportunity !== null && opportunity.ended === null;
  return {
    id,
    name: customerName(customer),
    mark: markLook(customer.mark),
    stage: visit?.stage ?? null,
    enteredAt: visit?.enteredAt ?? 0,
    leftAt: visit?.leftAt ?? null,
    owner,
    isPrivate: customer.isPrivate,
    next: isRunning ? earliest(nextSteps(customer)) : null,
    ended: opportunity?.ended?.outcome ?? null,
    hasConflict: hasConflict(customer),
    territory,
  };
};

/** How long it has stood where it stands. */
type Stay = Pick<CustomerRow, 'stageIndex' | 'dwellDays' | 'limitDays' | 'overdueDays'>;

/** As of `nowMs`. Without a stage it stands in the first. */
export const stayAt = ({ stage, enteredAt, leftAt, ended }: RowFacts, { stages }: Process, nowMs: number): Stay => {
  const stageIndex = stage === null ? Math.min(0, stages.length - 1) : stages.findIndex(({ id }) => id === stage);
  const limitDays = stages[stageIndex]?.limitDays ?? 0;
  const dwellDays = stage === null ? 0 : wholeDays(enteredAt, leftAt ?? nowMs);
  return { stageIndex, dwellDays, limitDays, overdueDays: ended === null ? overdueDays(dwellDays, limitDays) : 0 };
};

/** The row of these facts at `nowMs`. */
export const rowAt = (facts: RowFacts, { process, members }: OrgState, nowMs: number): CustomerRow => {
  const { enteredAt: _from, leftAt: _to, ...row } = facts;
  return {
    ...row,
    ...stayAt(facts, process, nowMs),
    stage: row.stage ?? process.stages[0]?.id ?? '',
    stageCount: process.stages.length,
    ownerName: row.owner === null ? null : (members[row.owner]?.name ?? null),
  };
};

const SOON_MS = 2 * DAY_MS;

/**
 * Rank and key within it of 该动的排在前面: what is due soon, then what is overdue, then what is planned, then the rest.
 * Of equal ones the id decides, so that the order never jumps.
 */
export const urgency = (
  { ended, next }: Pick<RowFacts, 'ended' | 'next'>,
  { overdueDays: overdue, dwellDays }: Pick<Stay, 'overdueDays' | 'dwellDays'>,
  nowMs: number,
): readonly [rank: number, key: number] => {
  if (ended !== null) return [4, 0];
  if (next !== null && next.atMs <= nowMs + SOON_MS) return [0, next.atMs];
  if (overdue > 0) return [1, -overdue];
  if (next !== null) return [2, next.atMs];
  return [3, -dwellDays];
};

/** Days before the limit from which a customer counts as 快超期. */
const NEARLY_DAYS = 3;
export const isNearlyOverdue = ({ ended }: Pick<RowFacts, 'ended'>, { limitDays, dwellDays }: Stay): boolean =>
  ended === null && limitDays > 0 && dwellDays >= limitDays - NEARLY_DAYS;
