import { addDuration, type EffectId, type PayloadOf } from '#rules';
import { type Case, ruleOf, type Truth } from './ledger.ts';

type Violate = (id: string, text: string) => void;
/** Why a mark may count for nothing whatever it overrides. */
const UNNAMED: ReadonlySet<string | null> = new Set(['notOwner', 'retracted']);
const GOOD_CLOCK_MS = 2 * 60_000;

/**
 * Until when the effect could be overridden by a mark made at `t`; null = it is none that can be. What a restored relay
 * has lost and found anew comes after the mark that was about it, which is about nothing then (S7).
 */
const deadlineOf = (one: Case, effect: string, t: number): number | null => {
  const found = one.ledger.acted.get(effect as EffectId);
  const fact = found !== undefined && found.tick <= t ? found : undefined;
  const known = fact === undefined ? undefined : ruleOf(one.ledger, fact);
  if (fact === undefined || known === undefined || fact.subject !== one.state.id || fact.rung !== null) return null;
  const branch = known.rule.branches[fact.branch];
  const brake = branch?.brake ?? known.rule.brake;
  if (!branch?.do.some(({ kind }) => kind === 'mark') || brake?.exit !== 'override' || brake.within === null)
    return null;
  return addDuration(fact.tick, brake.within, known.process.calendar).atMs;
};

/** I5: no valid that is really late, no late that is really in time, disputed only where nobody can know. */
export const checkOverrides = (one: Case, truth: Truth, violate: Violate): void => {
  for (const mark of one.state.marks) {
    const { override, payload } = mark;
    const given = (payload as PayloadOf<'statusMarked'>).override;
    if ((given === undefined) !== (override === null)) violate('I5', `${mark.id} has no verdict on its override`);
    const entry = one.ledger.entries.get(mark.id);
    if (override === null || given === undefined || entry === undefined) continue;
    const deadline = deadlineOf(one, given.effect, entry.t);
    const { verdict, because } = override;
    // Somebody whom the brake does not name overrides nothing (R80).
    if (because === 'unknownEffect' && UNNAMED.has(mark.noEffectBecause)) continue;
    if (deadline === null) {
      if (verdict !== 'late' || because !== 'unknownEffect')
        violate('I5', `${mark.id} overrides nothing, yet is ${verdict}`);
      continue;
    }
    if (override.deadline !== deadline) violate('I18', `${mark.id} had until ${deadline}, not ${override.deadline}`);
    const { seen } = entry.event;
    if (verdict === 'disputed' && (seen > deadline || entry.received <= deadline)) {
      violate('I5', `${mark.id} is disputed though it lies on one side of its deadline`);
    }
    if (verdict === 'late' && mark.effective) violate('I5', `${mark.id} is late and counts all the same`);
    const made = truth.made(mark.id);
    if (made === undefined || !truth.isRelayTimed || !truth.isUnbroken) continue;
    if (verdict === 'valid' && made.atMs > deadline + GOOD_CLOCK_MS)
      violate('I5', `${mark.id} is valid and was really late`);
    if (verdict === 'late' && made.atMs < deadline - GOOD_CLOCK_MS)
      violate('I5', `${mark.id} is late and was really in time`);
  }
};
