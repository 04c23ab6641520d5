import type { EffectState, Trigger } from '#rules';
import { causeOf } from './causes.ts';
import { type Case, type FiredFact, ruleOf, type Truth } from './ledger.ts';

type Violate = (id: string, text: string) => void;

const GOOD_CLOCK_MS = 2 * 60_000;

/** I25: withdrawn iff somebody had acted in time, however late that came; a good clock's truthful act always counts. */
const checkWithdrawn = (
  one: Case,
  fact: FiredFact,
  effect: EffectState,
  on: Trigger,
  truth: Truth,
  violate: Violate,
): void => {
  const cause = causeOf(one, fact, on);
  if (cause === undefined) return;
  if (cause === null) {
    if (effect.status !== 'revoked') violate('I26', `${fact.rule} ${fact.effect} stands without its cause`);
    return;
  }
  const others = cause.acts.filter(({ id }) => id !== fact.effect);
  const inTime = others.filter(({ t }) => t <= fact.dueAt);
  if (inTime.length > 0 !== (effect.status === 'revoked')) {
    violate(
      'I25',
      `${fact.rule} ${fact.effect} is ${effect.status}, acts in time: ${inTime.map(({ id }) => id).join()}`,
    );
  }
  for (const { id } of others) {
    const made = truth.made(id as never);
    if (made?.isTimed !== true || !truth.isRelayTimed || made.atMs > fact.dueAt - GOOD_CLOCK_MS) continue;
    if (effect.status !== 'revoked') violate('I25', `the act ${id} of a good clock did not withdraw ${fact.effect}`);
  }
};

/** I26: what was fired is there, and holds or says why not; automatic marks go with their effects. */
export const checkStanding = (one: Case, truth: Truth, violate: Violate): void => {
  const { state, acted } = one;
  const effects = new Map(state.effects.map((effect) => [effect.id, effect]));
  if (effects.size !== state.effects.length) violate('I20', `${state.id} has an effect twice`);
  for (const fact of acted) {
    const known = ruleOf(one.ledger, fact);
    if (known === undefined) continue;
    const effect = effects.get(fact.effect);
    if (effect === undefined) {
      violate('I26', `${fact.rule} ${fact.effect} vanished`);
      continue;
    }
    if (effect.firedAt !== fact.tick)
      violate('I20', `of the facts about ${fact.effect} another than the lowest counts`);
    if ((effect.status === 'revoked') !== (effect.revokedBecause !== null)) {
      violate('I26', `${fact.effect} is ${effect.status} because of ${effect.revokedBecause}`);
    }
    if (fact.rung === null) checkWithdrawn(one, fact, effect, known.rule.on, truth, violate);
    const mark = state.marks.find(({ id }) => (id as string) === fact.effect);
    const isMarking = fact.rung === null && effect.actions.some(({ kind }) => kind === 'mark');
    if (isMarking !== (mark !== undefined)) violate('I26', `${fact.rule} ${fact.effect} and its mark do not agree`);
    if (mark !== undefined && mark.effective === (effect.status === 'revoked')) {
      violate('I28', `the mark ${mark.id} counts while its effect is ${effect.status}`);
    }
  }
  for (const effect of effects.keys()) {
    if (!acted.some((fact) => fact.effect === effect)) violate('I26', `${effect} was never fired`);
  }
};
