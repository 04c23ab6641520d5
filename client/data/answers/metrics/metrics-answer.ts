import {
  compareText,
  DEFAULT_PROCESS,
  type Fold,
  METRIC_IDS,
  type MemberId,
  type MetricId,
  type MetricScope,
  type MetricSettings,
  type MetricValue,
  median,
  metricConcern,
  metricDefinition,
  metricReading,
  metricTerms,
  type NaturalWeek,
  ownPast,
  partKey,
  partVersions,
  TEMPLATE_VERSION,
  type ValidationTable,
  type VisitQuality,
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
import { interventionsAnswer } from './interventions-answer.ts';
import type { MetricContext } from './metric-context.ts';
import { mayLookAt, metricScope, peopleOf } from './metric-scope.ts';

/** Most sources or products listed beside a number. */
const MOST_FACETS = 12;
/** Fewest people with a value of whom a median says nothing about one of them. */
const FEWEST_OF_TEAM = 3;

const nameOf = (fold: Fold, member: string | null): string | null =>
  member === null ? null : (fold.org().members[member]?.name ?? null);

export const daysOf = ({ firstDay, lastDay }: NaturalWeek) => ({ from: firstDay, to: lastDay });

type Changes = ReturnType<typeof changesOf>;
const rowOf = (
  { index, fold, now }: MetricContext,
  id: MetricId,
  scope: MetricScope,
  week: NaturalWeek,
  changes: Changes,
): MetricRow => {
  const terms = metricTerms(fold.org().process.metrics, id);
  const reading = metricReading(index, id, scope, week, now, terms);
  const changed = changes.get(id) ?? null;
  return { ...reading, definition: metricDefinition(id), terms, ownerName: nameOf(fold, terms.owner), changed };
};

const settingOf = (settings: MetricSettings, id: MetricId): string => JSON.stringify(metricTerms(settings, id));

/** By number: the last published version that says something else of it than the one before. */
const changesOf = (fold: Fold): ReadonlyMap<MetricId, MetricRow['changed']> => {
  const found = new Map<MetricId, MetricRow['changed']>();
  let before: MetricSettings = DEFAULT_PROCESS.metrics;
  for (const { part, t, author } of fold.processChanges()) {
    if (part.kind !== 'metrics') continue;
    for (const id of METRIC_IDS) {
      if (settingOf(before, id) === settingOf(part.metrics, id)) continue;
      found.set(id, { atMs: t, authorName: nameOf(fold, author) ?? '' });
    }
    before = part.metrics;
  }
  return found;
};

const lastChange = (fold: Fold): MetricsAnswer['lastChange'] => {
  const change = fold.processChanges().findLast(({ part }) => part.kind === 'metrics');
  if (change === undefined) return null;
  return { event: change.id, atMs: change.t, authorName: nameOf(fold, change.author) ?? '' };
};

const NOTHING: MetricValue = { kind: 'noDenominator' };
const visitQualityOf = (rows: readonly MetricRow[]): VisitQuality => {
  const [visits, needs] = (['visits', 'validatedNeedRate'] as const).map((id) => rows.find((row) => row.id === id));
  const target = visits?.terms.target ?? null;
  return visitQuality(visits?.value ?? NOTHING, target, needs?.value ?? NOTHING, needs?.benchmark?.value ?? null);
};

/** 拜访质量 of everybody the viewer leads in a week. */
const visitQualityIn = (context: MetricContext, week: NaturalWeek): VisitQuality => {
  const scope = metricScope(context.fold.org(), context.member, {});
  const changes: Changes = new Map();
  return visitQualityOf([
    rowOf(context, 'visits', scope, week, changes),
    rowOf(context, 'validatedNeedRate', scope, week, changes),
  ]);
};

/** Every number of a week with what it is held against. */
const metricsAnswer = (context: MetricContext, filter: MetricFilter, back: number): MetricsAnswer => {
  const { fold, member, now } = context;
  const week = weekBack(now, back);
  const scope = metricScope(fold.org(), member, filter);
  const changes = changesOf(fold);
  const rows = METRIC_IDS.map((id) => rowOf(context, id, scope, week, changes));
  return {
    week: week.week,
    label: week.label,
    fromMs: week.fromMs,
    toMs: week.toMs,
    isRunning: now < week.toMs,
    rows,
    below: rows.filter(({ isBelow }) => isBelow).length,
    visitQuality: visitQualityOf(rows),
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

/** Playbooks of a number as they are in force, with the id of that version. */
const playbooksOf = (fold: Fold, metric: MetricId): MetricAnswer['playbooks'] => {
  const inForce = fold.processChanges().filter(({ sinceTick }) => sinceTick !== null);
  const versions = partVersions(inForce);
  return fold
    .org()
    .process.playbooks.filter((one) => one.metric === metric && !one.isRetired)
    .map((playbook) => {
      const version = versions[partKey({ kind: 'playbook', playbook })] ?? TEMPLATE_VERSION;
      return { id: playbook.id, version, playbook };
    });
};

/** One number by person and by stage, source or product. */
const metricAnswer = (context: MetricContext, id: MetricId, filter: MetricFilter, back: number): MetricAnswer => {
  const { index, fold, member, now } = context;
  const week = weekBack(now, back);
  const scope = metricScope(fold.org(), member, filter);
  const row = rowOf(context, id, scope, week, changesOf(fold));
  const set = row.terms.benchmark;
  const people = peopleOf(fold.org(), member, filter)
    .filter(({ active }) => active)
    .map(({ id: person, name }) => {
      const own = metricScope(fold.org(), member, { ...filter, person });
      const value = index.value(id, own, daysOf(week), now);
      const past = ownPast(index, id, own, week, now);
      const concern = metricConcern(row.definition, value, past, set, row.isUnfinished);
      return { member: person, name, value, past, concern };
    })
    .filter(({ value, past }) => value.kind !== 'noDenominator' || past !== null)
    .sort((a, b) => compareText(a.name, b.name) || compareText(a.member, b.member));
  return { row, people, playbooks: playbooksOf(fold, id), facets: facetsOf(context, id, scope, week) };
};

/** 验证表 of what the viewer leads. */
const validationAnswer = ({ index, fold, member, now }: MetricContext, filter: MetricFilter): ValidationTable =>
  validationTable(index, metricScope(fold.org(), member, filter), fold.org(), now);

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
    const known = others
      .map((scope) => index.value(id, scope, daysOf(week), now))
      .flatMap((value) => (value.kind === 'value' ? [value.value] : []));
    return {
      definition: metricDefinition(id),
      reading: metricReading(index, id, own, week, now, terms),
      past: ownPast(index, id, own, week, now),
      teamMedian: known.length < FEWEST_OF_TEAM ? null : median(known),
    };
  });
  return { member: of, label: week.label, rows };
};

const KINDS: ReadonlySet<string> = new Set<MetricQuery['kind']>([
  'metrics',
  'metric',
  'metricCases',
  'validation',
  'mirror',
  'interventions',
]);
export const isMetricQuery = (query: { readonly kind: string }): boolean => KINDS.has(query.kind);

export const answerMetrics = (
  context: MetricContext,
  query: Exclude<MetricQuery, { kind: 'metricCases' }>,
): MetricAnswers[MetricQuery['kind']] => {
  switch (query.kind) {
    case 'metrics':
      return metricsAnswer(context, query.filter, query.back);
    case 'metric':
      return metricAnswer(context, query.metric, query.filter, query.back);
    case 'validation':
      return validationAnswer(context, query.filter);
    case 'interventions':
      return interventionsAnswer(context, (week) => visitQualityIn(context, week));
    case 'mirror':
      return mirrorAnswer(context, query.member, query.back);
  }
};
