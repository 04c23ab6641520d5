import {
  boardCohort,
  type CauseFinding,
  type CohortCase,
  type CohortMember,
  type CustomerId,
  type CustomerState,
  causeKey,
  cohortCase,
  customerName,
  type Fold,
  findCauses,
  type HeatmapIndex,
  type MemberId,
  type MovesIndex,
  stagesEver,
  type TerritoryId,
  territoryName,
  weekOf,
} from '#rules';
import type { CellAnswer } from '../../board-contract.ts';
import {
  type CausesAnswer,
  type InsightAnswers,
  type InsightQuery,
  type MovesAnswer,
  NO_CAUSE,
  type StuckCustomer,
} from '../../insight-contract.ts';
import { type BoardContext, cohortAnswer } from '../board/board-answer.ts';
import { leadingOf } from '../work/leading.ts';
import { givenForCause, reachedIn } from './cause-tasks.ts';

export interface InsightContext {
  readonly fold: Fold;
  readonly member: MemberId;
  readonly nowMs: number;
  readonly entered: () => HeatmapIndex;
  readonly flow: () => MovesIndex;
  /** Where a long answer may be cut (see `Pace`). */
  readonly pause?: () => void;
}
type CausesQuery = Extract<InsightQuery, { kind: 'causes' }>;

/** So many changes at most: the greatest. */
const MOST_MOVES = 24;
/** So many stuck customers at once: whom a task is given for each. */
const MOST_UNEXPLAINED = 200;

/** A person is named to whoever leads him, and to himself (R88). */
const namingFor = ({ fold, member }: InsightContext) => {
  const isLed = leadingOf(fold.org(), member);
  return (person: MemberId | null, territory: TerritoryId): boolean => person === member || isLed(person, territory);
};

const movesAnswer = (filter: InsightQuery['filter'], context: InsightContext): MovesAnswer => {
  const { fold, nowMs } = context;
  const answer = context.flow().moves(filter, fold.org(), nowMs, namingFor(context), context.pause);
  const marked = answer.moves.filter(({ isAnomalous }) => isAnomalous).length;
  return { ...answer, moves: answer.moves.slice(0, MOST_MOVES), marked };
};

/** Exactly the customers one of the changes counts (R44, R47, R48). */
export const movedAnswer = (
  { filter, of }: Extract<InsightQuery, { kind: 'moved' }>,
  context: InsightContext & Pick<BoardContext, 'row'>,
): CellAnswer => {
  const { fold, nowMs, flow } = context;
  const mayName = namingFor(context);
  const cohort = flow().cohort(of, filter, fold.org().process, nowMs);
  // a person's share is told where he may be named, and so is who it is of
  const isTold = ({ customer }: CohortMember): boolean =>
    of.kind !== 'stay' || mayName(of.person, fold.customer(customer)?.territory ?? ('' as TerritoryId));
  return cohortAnswer(cohort.filter(isTold), context);
};

/** Week of the stage entries that bring a customer into the cell, by its name. */
const weekLabel = (customers: readonly CustomerState[], week: string): string | null => {
  for (const { opportunities } of customers) {
    for (const { enteredAt } of opportunities.flatMap(({ visits }) => visits)) {
      const found = weekOf(enteredAt);
      if (found.week === week) return found.label;
    }
  }
  return null;
};

const namedIn = (
  { causes, alike, weaker }: CauseFinding,
  unexplained: readonly CustomerId[],
  fold: Fold,
): CausesAnswer['customers'] => {
  const named: Record<CustomerId, StuckCustomer> = {};
  for (const id of [...unexplained, ...[...causes, ...alike, ...weaker].flatMap(({ customers }) => customers)]) {
    const customer = fold.customer(id);
    if (customer === null) continue;
    const { owner, territory, pool } = customer;
    named[id] = { id, name: customerName(customer), owner, territory, isPooled: pool?.status === 'in' };
  }
  return named;
};

/** The cohort of the cell, exactly as the heatmap counts it. */
const cohortOf = ({ filter, stage, week }: CausesQuery, { fold, nowMs, entered }: InsightContext) => {
  const stages = stagesEver(fold.org().process, fold.processChanges());
  const view = { axes: { x: 'stage', y: 'week' } as const, scope: filter, weeks: [week], stages, nowMs };
  return { known: stages.get(stage), cohort: boardCohort(entered(), view, { column: stage, row: week }) };
};

const causesAnswer = (query: CausesQuery, context: InsightContext): CausesAnswer => {
  const { fold, nowMs } = context;
  const org = fold.org();
  const { known, cohort } = cohortOf(query, context);
  const traits = { org, nowMs, mayName: namingFor(context) };
  const found = cohort.flatMap((member: CohortMember): { state: CustomerState; one: CohortCase }[] => {
    const state = fold.customer(member.customer);
    const one = state && cohortCase(member, state, query, traits);
    return state === null || one === null ? [] : [{ state, one }];
  });
  const finding = findCauses(found.map(({ one }) => one));
  const states = found.map(({ state }) => state);
  const about = `${query.stage}/${query.week}`;
  const { reached, busy } = reachedIn(states, about);
  const stuck = found.flatMap(({ one }) => (one.standing === 'stuck' ? [one.customer] : []));
  const waitsFor = new Set(reached);
  const free = [...stuck.filter((id) => !waitsFor.has(id)), ...stuck.filter((id) => waitsFor.has(id))];
  const unexplained = finding.causes.length > 0 ? [] : free.slice(0, MOST_UNEXPLAINED);
  const told = [...finding.causes, ...finding.alike].map(({ traits: shared }) => causeKey(shared));
  const territories = new Set(found.map(({ state }) => state.territory));
  const [territory] = territories;
  return {
    finding,
    stage: known?.name ?? query.stage,
    limitDays: known?.limitDays ?? 0,
    week: weekLabel(
      found.map(({ state }) => state),
      query.week,
    ),
    territory: territories.size === 1 && territory !== undefined ? territoryName(org, territory) : null,
    unexplained,
    customers: namedIn(finding, unexplained, fold),
    ...{ reached, busy },
    given: [...told, NO_CAUSE].flatMap((cause) => givenForCause(states, about, cause) ?? []),
  };
};

/** Everything asked about what moved and why. */
export const insightAnswer = (
  query: Exclude<InsightQuery, { kind: 'moved' }>,
  context: InsightContext,
): InsightAnswers['moves' | 'causes'] => {
  switch (query.kind) {
    case 'moves':
      return movesAnswer(query.filter, context);
    case 'causes':
      return causesAnswer(query, context);
  }
};
