import {
  bypassSigns,
  type CustomerId,
  type CustomerState,
  compareText,
  customerName,
  isToldOf,
  type MemberId,
  type OrgState,
  recentWeeks,
  wholeDays,
} from '#rules';
import type { GapCount, GapRow, GapsAnswer, ReviewAnswer, WorkQuery } from '../../work-contract.ts';
import type { ActsIndex } from '../acts-index.ts';
import type { SignIndex } from '../sign-index.ts';
import { type CustomerWork, type GapWork, gapsOf } from './customer-work.ts';
import type { Leading } from './leading.ts';

const WEEKS_SHOWN = 8;
const OLDEST_SHOWN = 8;
const CLOSED_SHOWN = 50;

export interface GapContext {
  readonly org: OrgState;
  readonly member: MemberId;
  readonly now: number;
  readonly isLed: Leading;
  /** Asked for what is shown only. */
  readonly customer: (id: CustomerId) => CustomerState | null;
}
type Works = ReadonlyMap<CustomerId, CustomerWork>;

/** What the viewer is answerable for: his own, and what those he leads have. */
const isInView = (
  { member, isLed }: GapContext,
  { owner, territory }: Pick<CustomerWork, 'owner' | 'territory'>,
  holder: MemberId | null,
): boolean => owner === member || holder === member || isLed(owner, territory);

/** A gap as it is counted and sorted. */
interface FoundGap extends GapWork {
  readonly customer: CustomerId;
  readonly customerName: string;
  /** Among those of its customer. */
  readonly at: number;
  readonly team: MemberId | null;
}

const gapsInView = (works: Works, context: GapContext): FoundGap[] => {
  const found: FoundGap[] = [];
  for (const [customer, work] of works) {
    for (const [at, gap] of work.gaps.entries()) {
      if (!isInView(context, work, gap.holder)) continue;
      const team = gap.holder === null ? null : (context.org.members[gap.holder]?.manager ?? null);
      found.push({ ...gap, customer, customerName: work.name, at, team });
    }
  }
  return found;
};

/** With all that is shown of them. */
const rowsOf = (shown: readonly FoundGap[], context: GapContext): readonly GapRow[] =>
  shown.flatMap(({ customer, customerName, at, team }) => {
    const state = context.customer(customer);
    const told = state === null ? undefined : gapsOf(state)[at];
    return told === undefined ? [] : [{ ...told, customer, customerName, team }];
  });

/** Closed until a date that has come is open again (R79). */
const isOpenAt = ({ firstSeenMs, resolvedMs, resumeAtMs }: FoundGap, atMs: number): boolean =>
  firstSeenMs <= atMs && (resolvedMs === null || resolvedMs > atMs || (resumeAtMs !== null && resumeAtMs <= atMs));

/** As far as is known now: what was told may be a moment ahead of this device's clock. */
const isOpenNow = ({ resolvedMs, resumeAtMs }: FoundGap, now: number): boolean =>
  resolvedMs === null || (resumeAtMs !== null && resumeAtMs <= now);

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}
const isIn = (atMs: number | null, { fromMs, toMs }: Span): boolean => atMs !== null && atMs >= fromMs && atMs < toMs;

interface Named {
  readonly id: string;
  readonly name: string;
}
const byCount = (a: GapCount, b: GapCount): number => b.open - a.open || b.begun - a.begun || compareText(a.id, b.id);

/** Counts per name over a week and the one before it. */
const countBy = (
  rows: readonly FoundGap[],
  nameOf: (row: FoundGap) => Named,
  week: Span,
  before: Span,
  now: number,
): readonly GapCount[] => {
  const isThisWeek = now < week.toMs;
  const counts = new Map<string, GapCount>();
  for (const row of rows) {
    const { id, name } = nameOf(row);
    const known = counts.get(id) ?? { id, name, open: 0, begun: 0, begunBefore: 0, resolved: 0, daysLost: 0 };
    const atMs = isThisWeek ? now : week.toMs - 1;
    const isOpen = isThisWeek ? isOpenNow(row, now) : isOpenAt(row, atMs);
    const isResolved = !isOpen && isIn(row.resolvedMs, week);
    const lasted = isOpen || isResolved ? wholeDays(row.firstSeenMs, isOpen ? atMs : (row.resolvedMs ?? atMs)) : 0;
    counts.set(id, {
      ...known,
      open: known.open + Number(isOpen),
      begun: known.begun + Number(isIn(row.firstSeenMs, week)),
      begunBefore: known.begunBefore + Number(isIn(row.firstSeenMs, before)),
      resolved: known.resolved + Number(isResolved),
      daysLost: known.daysLost + lasted,
    });
  }
  return [...counts.values()]
    .filter(({ open, begun, begunBefore, resolved }) => open + begun + begunBefore + resolved > 0)
    .sort(byCount);
};

const ruleOf = ({ rule, ruleName }: FoundGap): Named => ({ id: rule ?? '', name: ruleName });
const teamOf =
  ({ members }: OrgState) =>
  ({ team }: FoundGap): Named => ({ id: team ?? '', name: team === null ? '' : (members[team]?.name ?? '') });

/** Of one instant in the order of their customers, so that a list never jumps. */
const inPlace = (a: FoundGap, b: FoundGap): number => compareText(a.customer, b.customer) || a.at - b.at;
const oldestFirst = (a: FoundGap, b: FoundGap): number =>
  (a.firstSeenMs === b.firstSeenMs ? 0 : a.firstSeenMs - b.firstSeenMs) || inPlace(a, b);
const lastResolvedFirst = (a: FoundGap, b: FoundGap): number =>
  (b.resolvedMs ?? 0) - (a.resolvedMs ?? 0) || inPlace(a, b);

/** The register of process gaps (R8): open ones oldest first, resolved ones last resolved first. */
export const gapsAnswer = (
  works: Works,
  context: GapContext,
  { state, rule, team, limit }: Extract<WorkQuery, { kind: 'gaps' }>,
): GapsAnswer => {
  const { org, now } = context;
  const all = gapsInView(works, context);
  const open = all.filter((row) => isOpenNow(row, now));
  const resolved = all.filter((row) => !isOpenNow(row, now));
  const shown = (state === 'open' ? open : resolved).filter(
    (row) => (rule === null || ruleOf(row).id === rule) && (team === null || teamOf(org)(row).id === team),
  );
  shown.sort(state === 'open' ? oldestFirst : lastResolvedFirst);
  const weeks = recentWeeks(now, WEEKS_SHOWN);
  const [week, before] = weeks;
  const none = { fromMs: 0, toMs: 0 };
  return {
    rows: rowsOf(shown.slice(0, limit), context),
    total: shown.length,
    open: open.length,
    resolved: resolved.length,
    byRule: countBy(all, ruleOf, week ?? none, before ?? none, now),
    byTeam: countBy(all, teamOf(org), week ?? none, before ?? none, now),
    weeks: weeks.map((span) => ({
      label: span.label,
      begun: all.filter(({ firstSeenMs }) => isIn(firstSeenMs, span)).length,
      resolved: all.filter((row) => !isOpenNow(row, now) && isIn(row.resolvedMs, span)).length,
    })),
  };
};

const overridesOf = (index: ActsIndex, context: GapContext, week: Span): ReviewAnswer['overrides'] => {
  const rules = new Map<string, ReviewAnswer['overrides'][number]>();
  for (const customer of index.all()) {
    if (!customer.isKnown || !isInView(context, customer, null)) continue;
    for (const { rule, ruleName, firedAt, isRevoked, isOverridden, isClosed } of index.actsOf(customer)) {
      if (isRevoked || !isIn(firedAt, week)) continue;
      const known = rules.get(rule) ?? { rule, ruleName, acted: 0, overridden: 0, closed: 0 };
      rules.set(rule, {
        ...known,
        acted: known.acted + 1,
        overridden: known.overridden + Number(isOverridden),
        closed: known.closed + Number(isClosed),
      });
    }
  }
  const rate = ({ acted, overridden, closed }: ReviewAnswer['overrides'][number]): number =>
    (overridden + closed) / acted;
  return [...rules.values()].sort((a, b) => rate(b) - rate(a) || b.acted - a.acted || compareText(a.rule, b.rule));
};

/** Signs of the week about the viewer or whom he leads, whoever has their customers now; about nobody else (R81). */
const signsOf = (index: SignIndex, context: GapContext, week: Span): ReviewAnswer['signs'] => {
  const { org, member: viewer } = context;
  const nameOf = (id: CustomerId): string | null => {
    const customer = context.customer(id);
    return customer === null ? null : customerName(customer);
  };
  const traces = [...index.all()].map((one) => one.traces);
  return bypassSigns(traces, week.fromMs)
    .filter(({ at, member }) => at < week.toMs && isToldOf(org, viewer, member))
    .map((sign) => ({
      ...sign,
      memberName: org.members[sign.member]?.name ?? '',
      customerName: sign.kind === 'wonWithoutVisit' ? nameOf(sign.customer) : null,
    }));
};

/** What is kept of everybody for the review. */
export interface ReviewBasis {
  readonly works: Works;
  readonly acts: ActsIndex;
  readonly signs: SignIndex;
}

/** 每周复盘, built from the register (R14): where the process leaked in a week, and which rules people took back. */
export const reviewAnswer = ({ works, acts, signs }: ReviewBasis, context: GapContext, back: number): ReviewAnswer => {
  const weeks = recentWeeks(context.now, back + 2);
  const [before, week] = [weeks[back + 1], weeks[back]];
  const span = week ?? { fromMs: 0, toMs: 0, label: '' };
  const rows = gapsInView(works, context);
  const end = Math.min(span.toMs - 1, context.now);
  const spanBefore = before ?? { fromMs: 0, toMs: 0 };
  return {
    fromMs: span.fromMs,
    toMs: span.toMs,
    label: span.label,
    byRule: countBy(rows, ruleOf, span, spanBefore, context.now),
    byTeam: countBy(rows, teamOf(context.org), span, spanBefore, context.now),
    oldest: rowsOf(
      rows
        .filter((row) => isOpenAt(row, end))
        .sort(oldestFirst)
        .slice(0, OLDEST_SHOWN),
      context,
    ),
    closed: rowsOf(
      rows
        .filter((row) => row.closedBy !== null && isIn(row.resolvedMs, span))
        .sort(lastResolvedFirst)
        .slice(0, CLOSED_SHOWN),
      context,
    ),
    overrides: overridesOf(acts, context, span),
    signs: signsOf(signs, context, span),
  };
};
