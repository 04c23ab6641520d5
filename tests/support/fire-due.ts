import { dueEffects } from '#rules';
import { CUSTOMER, type RulesStage } from './rules-stage.ts';

/** Most effects that follow one from the other; more is a loop. */
const CHAIN = 30;

/** Fires what is due on the stage now, one after the other, as the relay's rule host does. Answers the rules that acted. */
export const fireDue = (stage: RulesStage, customer = CUSTOMER): readonly string[] => {
  const acted: string[] = [];
  for (let step = 0; step < CHAIN; step++) {
    const [next] = dueEffects(stage.fold(), [customer], stage.tick());
    if (next === undefined) return acted;
    stage.fact({ ...next.fact, tick: stage.tick() }, next.doc);
    acted.push(next.fact.rung === null ? next.fact.rule : `${next.fact.rule}/${next.fact.rung}`);
  }
  throw new Error(`rules go round: ${acted.join(', ')}`);
};
