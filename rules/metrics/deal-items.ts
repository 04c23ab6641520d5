import { isDated } from '../calendar/dated.ts';
import { compareText } from '../order.ts';
import type { Process } from '../process.ts';
import type { CustomerState, OpportunityState, StageVisit } from '../state.ts';
import { DAY_MS } from '../time.ts';
import { CHURN_DAYS, LEAD_DAYS, LONG_STAY_DAYS } from './definitions.ts';
import type { Emit } from './emit.ts';
import { goneAt } from './gone-at.ts';

/** When an opportunity ended, ms; null = it runs. */
const endedAt = ({ ended, visits }: OpportunityState): number | null =>
  ended === null ? null : (visits.at(-1)?.leftAt ?? ended.t);

const rankOf = (process: Process, stage: string): number => process.stages.findIndex(({ id }) => id === stage);

/** Whether a stay led on: the next stage that still exists is a later one, or there was none and the deal was won. */
const ledOn = (process: Process, { visits, ended }: OpportunityState, index: number): boolean => {
  const rank = rankOf(process, visits[index]?.stage ?? '');
  const next = visits.slice(index + 1).find(({ stage }) => rankOf(process, stage) >= 0);
  return next === undefined ? ended?.outcome === 'won' : rankOf(process, next.stage) > rank;
};

/** When a stay ended, ms: with the customer at the latest, never before it began. */
const leavingOf = ({ enteredAt, leftAt }: StageVisit, gone: number | null): number | null => {
  const ends = [leftAt, gone].filter((end) => end !== null);
  return ends.length === 0 ? null : Math.max(enteredAt, Math.min(...ends));
};

/** Stays as changes of what stands in each stage, and what became of them (R46, R54). */
const stayItems = (customer: CustomerState, process: Process, emit: Emit): void => {
  const gone = goneAt(customer);
  const member = customer.owner;
  for (const opportunity of customer.opportunities) {
    opportunity.visits.forEach((visit, index) => {
      const { enteredAt, stage: facet } = visit;
      if (!isDated(enteredAt)) return;
      const left = leavingOf(visit, gone);
      const longAt = enteredAt + LONG_STAY_DAYS * DAY_MS;
      const isLong = left === null || left > longAt;
      emit('longStayShare', { atMs: enteredAt, member, facet, numerator: 0 });
      if (isLong) emit('longStayShare', { atMs: longAt, member, facet, denominator: 0 });
      emit('stageConversion', { atMs: enteredAt, member, facet, numerator: 0 });
      if (left === null) return;
      emit('longStayShare', { atMs: left, member, facet, numerator: isLong ? -1 : 0, denominator: -1 });
      const hasLedOn = left === visit.leftAt && ledOn(process, opportunity, index);
      if (hasLedOn) emit('stageConversion', { atMs: left, member, facet, denominator: 0 });
    });
  }
};

const productOf = ({ fields }: CustomerState, opportunity: OpportunityState): string =>
  String(opportunity.fields.product?.leaves[0]?.value ?? fields.product?.leaves[0]?.value ?? '');

const outcomeItems = (customer: CustomerState, emit: Emit): void => {
  const member = customer.owner;
  for (const opportunity of customer.opportunities) {
    const atMs = endedAt(opportunity);
    const outcome = opportunity.ended?.outcome;
    if (atMs === null || (outcome !== 'won' && outcome !== 'lost')) continue;
    const facet = productOf(customer, opportunity);
    emit('winRate', { atMs, member, facet, numerator: outcome === 'won' ? 1 : 0 });
    const sinceMs = opportunity.visits[0]?.enteredAt;
    if (outcome === 'won' && sinceMs !== undefined) emit('salesCycleDays', { atMs, member, sinceMs });
  }
};

/** A lead moved on when it entered a later stage than the first, or was won, within its days (R64). */
const leadItem = (customer: CustomerState, process: Process, emit: Emit): void => {
  const atMs = customer.knownSince + LEAD_DAYS * DAY_MS;
  const hasMoved = customer.opportunities.some((opportunity) => {
    const won = opportunity.ended?.outcome === 'won' ? endedAt(opportunity) : null;
    const entries = opportunity.visits
      .filter(({ stage }) => rankOf(process, stage) > 0)
      .map(({ enteredAt }) => enteredAt);
    return [...entries, ...(won === null ? [] : [won])].some((at) => at <= atMs);
  });
  if (!isDated(customer.knownSince)) return;
  const facet = String(customer.fields.source?.leaves[0]?.value ?? '');
  emit('leadConversion', { atMs, member: customer.owner, facet, numerator: hasMoved ? 1 : 0 });
};

/** Orders as changes of who has bought, and who has not for long (R74). */
const orderItems = (customer: CustomerState, emit: Emit): void => {
  const member = customer.owner;
  const orders = customer.opportunities
    .filter(({ ended }) => ended?.outcome === 'won')
    .map((opportunity) => ({ id: opportunity.id, atMs: endedAt(opportunity) ?? 0 }))
    .filter(({ atMs }) => isDated(atMs))
    .sort((a, b) => a.atMs - b.atMs || compareText(a.id, b.id));
  orders.forEach(({ atMs }, index) => {
    if (index === 0) emit('churnRate', { atMs, member, numerator: 0 });
    const lostAt = atMs + CHURN_DAYS * DAY_MS;
    const next = orders[index + 1];
    if (next !== undefined && next.atMs <= lostAt) return;
    emit('churnRate', { atMs: lostAt, member, denominator: 0 });
    if (next !== undefined) emit('churnRate', { atMs: next.atMs, member, numerator: -1, denominator: 0 });
  });
};

/** What stages, outcomes and orders of a customer count for. */
export const dealItems = (customer: CustomerState, process: Process, emit: Emit): void => {
  stayItems(customer, process, emit);
  outcomeItems(customer, emit);
  leadItem(customer, process, emit);
  orderItems(customer, emit);
};
