import { brakeEnd, brakeOf } from '../automation/brake.ts';
import { judgeOverride } from '../automation/override-verdict.ts';
import type { Brake } from '../automation/rule.ts';
import type { EffectId } from '../ids.ts';
import type { Mark, OverrideState } from '../state.ts';
import { hasText } from '../text/invisible.ts';
import type { CustomerContext } from './context.ts';
import { mayPull } from './may-pull.ts';
import { leadsAt } from './pool.ts';
import { payloadOf, placed, type Rec } from './records.ts';

interface OverrideBrake {
  readonly brake: Brake;
  /** Until when it may be pulled, ms. */
  readonly deadline: number;
}

/** The brake by which an automatic mark may be taken back; `null` = its rule has none of that kind. */
const brakeBehind = (context: CustomerContext, mark: Mark): OverrideBrake | null => {
  const fired = mark.automatic === null ? undefined : context.facts.fired.get(mark.automatic.effect);
  const known = fired === undefined ? null : context.org.ruleAt(fired.version, fired.rule);
  const brake = fired === undefined || known === null ? null : brakeOf(known.rule, fired.branch);
  if (fired === undefined || known === null || brake?.exit !== 'override') return null;
  const deadline = brakeEnd(brake, fired.tick, known.process.calendar);
  return deadline === null ? null : { brake, deadline };
};

/** Why an override does nothing whatever the time: the brake does not name its author, or it says no green or no reason. */
export const whyNoOverride = (
  context: CustomerContext,
  rec: Rec,
  overridden: Mark | null,
): 'notOwner' | 'overrideRefused' | null => {
  const { colour, override } = payloadOf(rec, 'statusMarked');
  if (colour !== 'green' || !hasText(override?.reason)) return 'overrideRefused';
  const behind = overridden === null ? null : brakeBehind(context, overridden);
  return behind === null || mayPull(context, rec, behind.brake) ? null : 'notOwner';
};

/** A leader's word on a disputed override; the last one counts. */
const settledBy = (context: CustomerContext, rec: Rec): OverrideState['settled'] => {
  for (const word of [...context.live('overrideSettled')].reverse()) {
    const { mark, isValid, reason } = payloadOf(word, 'overrideSettled');
    if (mark !== rec.event.id || word.event.author === rec.event.author) continue;
    if (leadsAt(context, word)) return placed(word, { isValid, reason });
  }
  return null;
};

/**
 * The override a mark makes, judged (S23, S24). `overridden`: the automatic mark it is about. Whether that still
 * stands does not matter: a verdict once given does not change when the effect is withdrawn later (I29).
 */
export const overrideOf = (context: CustomerContext, rec: Rec, overridden: Mark | null): OverrideState => {
  const { event, received } = rec;
  const { override } = payloadOf(rec, 'statusMarked');
  const effect = (override?.effect ?? '') as EffectId;
  const reason = override?.reason ?? '';
  const deadline = overridden === null ? null : (brakeBehind(context, overridden)?.deadline ?? null);
  if (deadline === null) {
    return { effect, reason, deadline: 0, verdict: 'late', because: 'unknownEffect', settled: null };
  }
  const { seen, at, wall, boot, mono, monoSeen } = event;
  const witness = context.facts.clocks.get(event.id) ?? null;
  const judged = judgeOverride({ seen, at, wall, boot, mono, monoSeen, received, witness }, deadline);
  const settled = judged.verdict === 'disputed' ? settledBy(context, rec) : null;
  return { effect, reason, deadline, ...judged, settled };
};
