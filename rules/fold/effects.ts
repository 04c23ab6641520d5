import { brakeEnd, brakeOf } from '../automation/brake.ts';
import { isOfMarks, type Situation } from '../automation/occurrences.ts';
import type { Branch, Rung } from '../automation/rule.ts';
import type { Standing, Standings } from '../automation/standing.ts';
import { effectId } from '../effects/effect-id.ts';
import type { MemberId } from '../ids.ts';
import { compareText } from '../order.ts';
import type { EffectClosing, EffectState } from '../state.ts';
import { hasText } from '../text/invisible.ts';
import { snoozeEnd } from '../time.ts';
import type { CustomerContext } from './context.ts';
import { type Fired, firedOn } from './facts.ts';
import { rungOf } from './fired-rung.ts';
import { mayPull } from './may-pull.ts';
import type { KnownRule } from './org-reader.ts';
import { ownerAt } from './ownership.ts';
import { payloadOf, placed, type Rec } from './records.ts';
import { recOfFired } from './relay-acts.ts';
import { type RoutePlace, resolveRoute, resolveRoutes } from './routes.ts';

interface Acted {
  readonly fired: Fired;
  readonly known: KnownRule;
  readonly branch: Branch;
  /** `null` = the rule itself. */
  readonly rung: Rung | null;
  /** Its place in the order. */
  readonly at: Rec;
}

const actedOf = (context: CustomerContext, fired: Fired): Acted | null => {
  const known = context.org.ruleAt(fired.version, fired.rule);
  const branch = known?.rule.branches[fired.branch];
  if (known === null || branch === undefined) return null;
  const rung = rungOf(context.org, fired);
  if (fired.rung !== null && rung === null) return null;
  return { fired, known, branch, rung, at: recOfFired(fired, 'statusMarked', {}) };
};

/** Until when the brake of what was fired may be pulled, ms. */
const endOf = ({ fired, known }: Acted): number | null =>
  brakeEnd(brakeOf(known.rule, fired.branch), fired.tick, known.process.calendar);

/** Whether the author may end it by the brake: one of those it names, with that exit, within its time (R79, R80). */
const mayClose = (context: CustomerContext, rec: Rec, acted: Acted): boolean => {
  const brake = brakeOf(acted.known.rule, acted.fired.branch);
  if (brake?.exit !== 'close' || rec.t > (endOf(acted) ?? Number.POSITIVE_INFINITY)) return false;
  return mayPull(context, rec, brake);
};

const closingOf = (context: CustomerContext, acted: Acted): EffectClosing | null => {
  let last: EffectClosing | null = null;
  for (const rec of context.live('effectClosed')) {
    const { effect, reason, resumeAtMs } = payloadOf(rec, 'effectClosed');
    if (effect !== acted.fired.effect || !hasText(reason) || !mayClose(context, rec, acted)) continue;
    last = placed(rec, { reason, resumeAtMs: resumeAtMs ?? null });
  }
  return last;
};

/** Each person's own last word, whatever the others do. */
const snoozedOf = (context: CustomerContext, { fired }: Acted): EffectState['snoozed'] => {
  const until: Record<string, number> = {};
  for (const rec of context.live('effectSnoozed')) {
    const { effect, untilMs } = payloadOf(rec, 'effectSnoozed');
    if (effect === fired.effect) until[rec.event.author] = snoozeEnd(rec.t, untilMs);
  }
  return until;
};

const statusOf = (standing: Standing, closed: EffectClosing | null): EffectState['status'] => {
  if (standing.revoked !== null) return 'revoked';
  if (closed !== null) return 'closed';
  return standing.endedAt === null ? 'standing' : 'ended';
};

const placeOf = (context: CustomerContext, { fired, at }: Acted): RoutePlace => {
  const authors = new Set<MemberId>();
  for (const rec of context.sorted.all) {
    if (fired.inputs.includes(rec.event.id)) authors.add(rec.event.author);
  }
  const owner = ownerAt(context.ownership, at);
  return { org: context.org, territory: context.territory, at, owner, authors: [...authors].sort(compareText) };
};

const recipientsOf = ({ branch, rung }: Acted, place: RoutePlace): readonly MemberId[] => {
  if (rung !== null) return resolveRoute(rung.to, place);
  const alert = branch.do.find((action) => action.kind === 'alert');
  return alert === undefined ? [] : resolveRoutes(alert.to, place);
};

/** The marks without the one the effect itself set, which is nobody's answer to it. */
const withoutOwnMark = ({ fired, known }: Acted, marks: Situation['marks']): Situation['marks'] =>
  isOfMarks(known.rule.on.kind) ? marks.filter(({ automatic }) => automatic?.effect !== fired.effect) : marks;

const effectState = (
  context: CustomerContext,
  acted: Acted,
  marks: Situation['marks'],
  standings: Standings,
): EffectState => {
  const { fired, known, branch, rung } = acted;
  const standing = standings.of(fired, known, withoutOwnMark(acted, marks));
  const closed = closingOf(context, acted);
  const place = placeOf(context, acted);
  const gap = rung === null ? branch.do.find((action) => action.kind === 'gap') : undefined;
  return {
    id: fired.effect,
    rule: fired.rule,
    ruleName: known.rule.name,
    version: fired.version,
    trigger: known.rule.on.kind,
    rung: fired.rung,
    parent: rung === null ? null : effectId(fired.rule, context.id, fired.cause),
    cause: fired.cause,
    inputs: fired.inputs,
    branch: fired.branch,
    actions: rung === null ? branch.do : [],
    brake: brakeOf(known.rule, fired.branch),
    brakeEndsAt: endOf(acted),
    dueAt: fired.dueAt,
    firedAt: fired.tick,
    status: statusOf(standing, closed),
    endedAt: standing.endedAt,
    revokedBecause: standing.revoked,
    closed,
    snoozed: snoozedOf(context, acted),
    recipients: recipientsOf(acted, place),
    holder: gap === undefined ? null : (resolveRoute(gap.holder, place)[0] ?? null),
    gap: gap?.gap ?? null,
    params: { ...standing.occurrence?.params, ...(rung === null ? {} : { act: rung.act }) },
  };
};

/** Rules that acted on the customer, in the order they did (S22, I26). Those of unknown versions are left out. */
export const foldEffects = (
  context: CustomerContext,
  marks: Situation['marks'],
  standings: Standings,
): readonly EffectState[] => {
  const effects: EffectState[] = [];
  for (const fired of firedOn(context.facts, context.id)) {
    const acted = actedOf(context, fired);
    if (acted !== null) effects.push(effectState(context, acted, marks, standings));
  }
  return effects;
};
