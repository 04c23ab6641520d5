import type { MetricId } from './metric-ids.ts';
import { isRatio, type MetricUnit, type RatioMetricId } from './metric-units.ts';

/**
 * How items of a period become a number.
 * `flow`: Σ numerator ÷ Σ denominator of the items in the period. `stock`: the same over all items up to its end, items
 * being changes of a stock. `moved`: Σ numerator ÷ (what stood there at the beginning + Σ denominator). `perWeek`: Σ
 * numerator ÷ weeks of the people who count, in a period that is not of whole weeks their days ÷ 7. `mean`: mean and
 * median of the numerators, ms. `count`: Σ numerator.
 */
export type MetricAggregate = 'flow' | 'stock' | 'moved' | 'perWeek' | 'mean' | 'count';

export interface MetricDefinition {
  readonly id: MetricId;
  readonly unit: MetricUnit;
  readonly aggregate: MetricAggregate;
  readonly better: 'higher' | 'lower';
  /** What the article reports as reached, in the unit: a target to be shown, never a benchmark (A18). */
  readonly articleTarget: number | null;
  /** What the items' facet is, where they have one. */
  readonly facet: 'stage' | 'source' | 'product' | null;
}

type Shape = Omit<MetricDefinition, 'id' | 'unit' | 'articleTarget' | 'facet'> &
  Partial<Pick<MetricDefinition, 'articleTarget' | 'facet'>>;

/** A share says so by its id. */
type Shapes = {
  readonly [Id in MetricId]: Id extends RatioMetricId ? Shape : Shape & { readonly unit: Exclude<MetricUnit, 'ratio'> };
};

const SHAPES: Shapes = {
  /** R82: a two-way contact (A2) of a salesperson, at its time, ÷ weeks of the salespeople. */
  effectiveTouchpoints: { unit: 'perWeek', aggregate: 'perWeek', better: 'higher', articleTarget: 14.7 },
  /** R83: from the time a lead is known to the first visit, at that visit. Leads imported from before go-live are left out. */
  leadToFirstVisitDays: { unit: 'days', aggregate: 'mean', better: 'lower', articleTarget: 1.8 },
  /** R52, R84: causes judged right ÷ judged; the undecided are left out. */
  attributionAccuracy: { aggregate: 'flow', better: 'higher', articleTarget: 0.87 },
  /** R85: key fields filled ÷ required, over notes and over visits without a note. */
  reportCompleteness: { aggregate: 'flow', better: 'higher', articleTarget: 0.93 },
  /** R25: from the turn to green to the next two-way contact, at that contact. */
  greenFollowUpDays: { unit: 'days', aggregate: 'mean', better: 'lower', articleTarget: 3.2 },
  /** R25: between one two-way contact of a customer and the next. */
  interactionSpacingDays: { unit: 'days', aggregate: 'mean', better: 'lower' },
  /** R26: presales tasks done by their deadline ÷ tasks done by it or past it. */
  presalesOnTime: { aggregate: 'flow', better: 'higher', articleTarget: 0.91 },
  /** R27: profile fields filled ÷ asked for, over the customers there are. */
  profileCompleteness: { aggregate: 'stock', better: 'higher', articleTarget: 0.89 },
  /** R37: promises delivered by their date ÷ due. */
  fulfilmentRate: { aggregate: 'flow', better: 'higher', articleTarget: 0.79 },
  /** R38: complaints about a promise that was not kept. */
  complaints: { unit: 'count', aggregate: 'count', better: 'lower' },
  /** R62: visit notes by the time of the visit ÷ weeks of the salespeople. */
  visits: { unit: 'perWeek', aggregate: 'perWeek', better: 'higher' },
  /** R62: notes with a verified need ÷ notes. */
  validatedNeedRate: { aggregate: 'flow', better: 'higher' },
  /** R64: leads past the first stage, or won, within `LEAD_DAYS` ÷ leads, at the end of those days. */
  leadConversion: { aggregate: 'flow', better: 'higher', facet: 'source' },
  /** R101: won ÷ won and lost, at the date of the outcome. */
  winRate: { aggregate: 'flow', better: 'higher', facet: 'product' },
  /** A16: from the first stage entry of a won opportunity to its date. */
  salesCycleDays: { unit: 'days', aggregate: 'mean', better: 'lower' },
  /** R54: stays that ended in a later stage or won ÷ stays there were in the period. */
  stageConversion: { aggregate: 'moved', better: 'higher', facet: 'stage' },
  /** R46: stays longer than `LONG_STAY_DAYS` ÷ stays at the end of the period. */
  longStayShare: { aggregate: 'stock', better: 'lower', facet: 'stage' },
  /** R72: customers shared ÷ contributed customers known here. */
  sharedRate: { aggregate: 'stock', better: 'higher', articleTarget: 0.68 },
  /** R74: customers whose last order is `CHURN_DAYS` old ÷ customers who ever ordered. */
  churnRate: { aggregate: 'stock', better: 'lower' },
  /** R73: visits to a customer whom somebody else visited on another day of the last `REPEAT_DAYS`. */
  repeatVisits: { unit: 'count', aggregate: 'count', better: 'lower' },
  /** R71: from the day somebody was hired to the day of the first order he has, at that day. */
  firstOrderDays: { unit: 'days', aggregate: 'mean', better: 'lower', articleTarget: 41 },
};

export const metricDefinition = (id: MetricId): MetricDefinition => ({
  id,
  unit: isRatio(id) ? 'ratio' : SHAPES[id].unit,
  articleTarget: null,
  facet: null,
  ...SHAPES[id],
});

/** A stay longer than this is long (R46), days. */
export const LONG_STAY_DAYS = 14;
/** A lead is judged when it has been known for so long, days. */
export const LEAD_DAYS = 28;
/** Without an order for so long a customer is lost (R74: six months), days. */
export const CHURN_DAYS = 182;
/** Visits of two people within this are one too many (R73), days. */
export const REPEAT_DAYS = 7;
/** Fewer cases than this are not judged: one of four is no rate. */
export const FEWEST_CASES = 5;
