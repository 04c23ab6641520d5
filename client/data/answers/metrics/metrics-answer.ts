import {
  compareText,
  type Fold,
  METRIC_IDS,
  type MemberId,
  type MetricId,
  type MetricIndex,
  type MetricScope,
  type MetricValue,
  metricDefinition,
  metricReading,
  metricTerms,
  type NaturalWeek,
  ownPast,
  type ValidationTable,
  validationTable,
  visitQuality,
  weekBack,
} from '#rules';
import type {
  MetricAnswer,
  MetricAnswers,
  MetricFilter,
  MetricQuery,
  MetricRow,
  MetricsAnswer,
  MirrorAnswer,
} from '../../metric-contract.ts';
import { mayLookAt, metricScope, peopleOf } from './metric-scope.ts';

export interface MetricContext {
  readonly index: MetricIndex;
  readonly fold: Fold;
  readonly member: MemberId;
  readonly now: number;
}

/** Most sources or products listed beside a number. */
const MOST_FACETS = 12;
/** Fewest people with a value of whom a median says nothing about one of them. */
const FEWEST_OF_TEAM = 3;

const nameOf = (fold: Fold, member: string | null): string | null =>
  member === null ? null : (fold.org().members[member]?.name ?? null);

const daysOf = ({ firstDay, lastDay }: NaturalWeek) => ({ from: firstDay, to: lastDay });

const rowOf = ({ index, fold, now }: MetricContext, id: MetricId, scope: MetricScope, week: NaturalWeek): MetricRow => {
  const terms = metricTerms(fold.org().process.metrics, id);
  const reading = metricReading(index, id, scope, week, now, terms);
  return { ...reading, definition: metricDefinition(id), terms, ownerName: nameOf(fold, terms.owner) };
};

const lastChange = (fold: Fold): MetricsAnswer['lastChange'] => {
  const change = fold.processChanges().findLast(({ part }) => part.kind === 'metrics');
  if (change === undefined) return null;
  return { event: change.id, atMs: change.t, authorName: nameOf(fold, change.author) ?? '' };
};

/** Every number of a week with what it is held against. */
const metricsAnswer = (context: MetricContext, filter: MetricFilter, back: number): MetricsAnswer => {
  const { fold, member, now } = context;
  const week = weekBack(now, back);
  const scope = metricScope(fold.org(), member, filter);
  const rows = METRIC_IDS.map((id) => rowOf(context, id, scope, week));
  const row = (id: MetricId) => rows[METRIC_IDS.indexOf(id)];
  const [visits, needs] = [row('visits'), row('validatedNeedRate')];
  const nothing: MetricValue = { kind: 'noDenominator' };
  return {
    week: week.week,
    label: week.label,
    fromMs: week.fromMs,
    toMs: week.toMs,
    isRunning: now < week.toMs,
    rows,
    below: rows.filter(({ isBelow }) => isBelow).length,
    visitQuality: visitQuality(
      visits?.value ?? nothing,
      visits?.terms.target ?? null,
      needs?.value ?? nothing,
      needs?.benchmark?.value ?? null,
    ),
    lastChange: lastChange(fold),
  };
};

const casesIn = (value: MetricValue): number => (value.kind === 'noDenominator' ? 0 : value.n);

const facetsOf = (
  context: MetricContext,
  id: MetricId,
  scope: MetricScope,
  week: NaturalWeek,
): MetricAnswer['facets'] => {
  const { index, fold, now } = context;
  const { facet: sort } = metricDefinition(id);
  if (sort === null) return [];
  const valued = (facets: readonly string[]) =>
    facets.map((facet) => ({ facet, value: index.value(id, { ...scope, facet }, daysOf(week), now) }));
  if (sort === 'stage') return valued(fold.org().process.stages.map((stage) => stage.id));
  return valued([...new Set([...index.keys(id)].map(({ facet }) => facet))])
    .filter(({ value }) => value.kind !== 'noDenominator')
    .sort((a, b) => casesIn(b.value) - casesIn(a.value) || compareText(a.facet, b.facet))
    .slice(0, MOST_FACETS);
};

/** One number by person and by stage, source or product. */
const metricAnswer = (context: MetricContext, id: MetricId, filter: MetricFilter, back: number): MetricAnswer => {
  const { index, fold, member, now } = context;
  const week = weekBack(now, back);
  const scope = metricScope(fold.org(), member, filter);
  const people = peopleOf(fold.org(), member, filter)
    .filter(({ active }) => active)
    .map(({ id: person, name }) => {
      const own = metricScope(fold.org(), member, { ...filter, person });
      return { member: person, name, value: index.value(id, own, daysOf(week), now) };
    })
    .filter(({ value }) => value.kind !== 'noDenominator')
    .sort((a, b) => compareText(a.name, b.name) || compareText(a.member, b.member));
  return { row: rowOf(context, id, scope, week), people, facets: facetsOf(context, id, scope, week) };
};

/** 验证表 of what the viewer leads. */
const validationAnswer = ({ index, fold, member, now }: MetricContext, filter: MetricFilter): ValidationTable =>
  validationTable(index, metricScope(fold.org(), member, filter), fold.org(), now);

const middleOf = (values: readonly number[]): number | null => {
  if (values.length < FEWEST_OF_TEAM) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)] ?? 0, sorted[Math.floor(sorted.length / 2)] ?? 0];
  return (low + high) / 2;
};

/** Scope of one person whatever the viewer may see: of a team only its median leaves this file. */
const scopeOf = (fold: Fold, member: MemberId): MetricScope => metricScope(fold.org(), member, { person: member });

/** Somebody's own numbers; null where the viewer may not look at them. */
const mirrorAnswer = (context: MetricContext, of: MemberId, back: number): MirrorAnswer | null => {
  const { index, fold, member, now } = context;
  const org = fold.org();
  const person = org.members[of];
  if (person === undefined || !mayLookAt(org, member, person)) return null;
  const week = weekBack(now, back);
  const team = Object.values(org.members).filter(
    ({ active, manager, role }) => active && manager === person.manager && role === person.role && manager !== null,
  );
  const [own, others] = [scopeOf(fold, of), team.map(({ id }) => scopeOf(fold, id))];
  const rows = METRIC_IDS.map((id) => {
    const terms = metricTerms(org.process.metrics, id);
    const values = others.map((scope) => index.value(id, scope, daysOf(week), now));
    return {
      definition: metricDefinition(id),
      reading: metricReading(index, id, own, week, now, terms),
      past: ownPast(index, id, own, week, now),
      teamMedian: middleOf(values.flatMap((value) => (value.kind === 'value' ? [value.value] : []))),
    };
  });
  return { member: of, label: week.label, rows };
};

const KINDS: ReadonlySet<string> = new Set<MetricQuery['kind']>(['metrics', 'metric', 'validation', 'mirror']);
export const isMetricQuery = (query: { readonly kind: string }): boolean => KINDS.has(query.kind);

export const answerMetrics = (context: MetricContext, query: MetricQuery): MetricAnswers[MetricQuery['kind']] => {
  switch (query.kind) {
    case 'metrics':
      return metricsAnswer(context, query.filter, query.back);
    case 'metric':
      return metricAnswer(context, query.metric, query.filter, query.back);
    case 'validation':
      return validationAnswer(context, query.filter);
    case 'mirror':
      return mirrorAnswer(context, query.member, query.back);
  }
};
