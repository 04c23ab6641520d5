import {
  compareText,
  effectDueMs,
  type Fold,
  METRIC_IDS,
  type MetricId,
  MINUTE_MS,
  type NaturalWeek,
  playbookEffect,
  type VisitQuality,
  weekBack,
} from '#rules';
import type { PackRow } from '../../desk-contract.ts';
import type { Intervention, InterventionsAnswer } from '../../metric-contract.ts';
import { packsAnswer } from '../desk-answer.ts';
import type { MetricContext } from './metric-context.ts';
import { metricScope } from './metric-scope.ts';

const metricOf = (id: string | null): MetricId | null => METRIC_IDS.find((known) => known === id) ?? null;

/** Packs sent by one press. Two authors never share one, whatever they say. */
const actOf = ({ id, pack }: PackRow): string => `${pack.author} ${pack.playbook} ${pack.act ?? id}`;

const byName = (a: PackRow, b: PackRow): number =>
  compareText(a.memberName, b.memberName) || compareText(a.member, b.member) || a.pack.t - b.pack.t;

/** Of people whose numbers the viewer may see, as if they were a team of their own. */
const effectOf = (context: MetricContext, metric: MetricId | null, rows: readonly PackRow[], sentAtMs: number) => {
  const { index, fold, member, now } = context;
  const days = rows[0]?.pack.effectAfterDays;
  if (metric === null || days === undefined) return null;
  const scopes = rows.map((row) => metricScope(fold.org(), member, { person: row.member }));
  const people = new Set(scopes.flatMap((scope) => [...(scope.people ?? [])]));
  const sellers = new Map(scopes.flatMap((scope) => [...scope.sellers]));
  const scope = { territory: null, facet: null, people, sellers };
  return playbookEffect(index, metric, scope, { atMs: sentAtMs, days }, now);
};

const interventionOf = (context: MetricContext, packs: readonly PackRow[]): Intervention | null => {
  const sent = [...packs].sort((a, b) => a.pack.t - b.pack.t);
  const first = sent[0];
  if (first === undefined) return null;
  const standing = packs.filter(({ pack }) => pack.withdrawn === null);
  const rows = (standing.length > 0 ? standing : packs).toSorted(byName);
  const metric = metricOf(first.pack.metric);
  const { withdrawMinutes } = context.fold.org().process.metrics;
  const until = Math.min(...standing.map(({ pack }) => pack.t)) + withdrawMinutes * MINUTE_MS;
  return {
    id: first.id,
    playbook: first.pack.playbook,
    playbookName: first.playbook?.name ?? null,
    metric,
    authorName: first.senderName,
    isOwn: first.pack.author === context.member,
    sentAtMs: first.pack.t,
    rows,
    withdrawUntilMs: standing.length > 0 ? until : null,
    effectAtMs: effectDueMs(first.pack.t, first.pack.effectAfterDays),
    effect: standing.length > 0 ? effectOf(context, metric, standing, first.pack.t) : null,
  };
};

const againstVisitQuality = (fold: Fold): ReadonlySet<string> =>
  new Set(
    fold
      .org()
      .process.playbooks.filter(({ metric }) => metric === 'validatedNeedRate')
      .map(({ id }) => id),
  );

/** Playbooks the viewer and others have given to people he leads, and what calls for one. */
export const interventionsAnswer = (
  context: MetricContext,
  qualityIn: (week: NaturalWeek) => VisitQuality,
): InterventionsAnswer => {
  const { fold, member, now } = context;
  const acts = new Map<string, PackRow[]>();
  for (const row of packsAnswer(fold, member).given) {
    if (row.pack.repeats !== null) continue;
    const act = actOf(row);
    acts.set(act, [...(acts.get(act) ?? []), row]);
  }
  const list = [...acts.values()]
    .flatMap((packs) => interventionOf(context, packs) ?? [])
    .sort((a, b) => b.sentAtMs - a.sentAtMs || compareText(a.id, b.id));
  const week = weekBack(now, 1);
  const against = againstVisitQuality(fold);
  const isAnswered = list.some(
    ({ playbook, sentAtMs, withdrawUntilMs }) =>
      against.has(playbook) && sentAtMs >= week.toMs && withdrawUntilMs !== null,
  );
  const isOut = !isAnswered && qualityIn(week) === 'outOfControl';
  return { list, visitQuality: isOut ? { week: week.week, label: week.label } : null };
};
