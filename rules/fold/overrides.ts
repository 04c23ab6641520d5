import { brakeEnd, brakeOf } from '../automation/brake.ts';
import { judgeOverride } from '../automation/override-verdict.ts';
import type { EffectId } from '../ids.ts';
import type { Mark, OverrideState } from '../state.ts';
import type { CustomerContext } from './context.ts';
import { mayPull } from './may-pull.ts';
import { ownerAt } from './ownership.ts';
import { payloadOf, placed, type Rec } from './records.ts';

/** Until when the rule behind an automatic mark lets this author take it back, ms; `null` = it does not. */
const deadlineOfMark = (context: CustomerContext, rec: Rec, mark: Mark): number | null => {
  const fired = mark.automatic === null ? undefined : context.facts.fired.get(mark.automatic.effect);
  const known = fired === undefined ? null : context.org.ruleAt(fired.version, fired.rule);
  const brake = fired === undefined || known === null ? null : brakeOf(known.rule, fired.branch);
  if (fired === undefined || known === null || brake?.exit !== 'override' || !mayPull(context, rec, brake)) return null;
  return brakeEnd(brake, fired.tick, known.process.calendar);
};

/** A leader's word on a disputed override; the last one counts. */
const settledBy = (context: CustomerContext, rec: Rec): OverrideState['settled'] => {
  for (const word of [...context.live('overrideSettled')].reverse()) {
    const { mark, isValid, reason } = payloadOf(word, 'overrideSettled');
    if (mark !== rec.event.id) continue;
    if (context.org.leads(word.event.author, word, ownerAt(context.ownership, word), context.territory))
      return placed(word, { isValid, reason });
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
  const deadline = overridden === null ? null : deadlineOfMark(context, rec, overridden);
  if (deadline === null) {
    return { effect, reason, deadline: 0, verdict: 'late', because: 'unknownEffect', settled: null };
  }
  const { seen, at, wall, boot, mono, monoSeen } = event;
  const witness = context.facts.clocks.get(event.id) ?? null;
  const judged = judgeOverride({ seen, at, wall, boot, mono, monoSeen, received, witness }, deadline);
  const settled = judged.verdict === 'disputed' ? settledBy(context, rec) : null;
  return { effect, reason, deadline, ...judged, settled };
};
