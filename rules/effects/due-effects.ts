import type { Fold } from '../fold-contract.ts';
import type { CustomerId, EffectId, EventId } from '../ids.ts';
import { compareText } from '../order.ts';

/** An effect the relay is to fire: becomes a `fired` fact in `doc`. */
export interface DueEffect {
  readonly effect: EffectId;
  readonly rule: string;
  readonly customer: CustomerId;
  readonly inputs: readonly EventId[];
  /** Document of the cause, e.g. `log:east:2026Q4`: where the fact belongs, so that whoever reads the one reads the other. */
  readonly doc: string;
}

/**
 * Effects of these customers that hold, whose inputs are all sealed, and that were not fired yet (S22). In the
 * order they are to be fired: by the time they are due from, then id.
 */
export const dueEffects = (fold: Fold, customers: Iterable<CustomerId>): readonly DueEffect[] => {
  const due: (DueEffect & { readonly from: number })[] = [];
  for (const id of customers) {
    for (const task of fold.customer(id)?.tasks ?? []) {
      if (task.firedAt !== null || !task.inputsSealed || task.status === 'superseded') continue;
      const doc = fold.placement(task.cause)?.doc;
      if (doc === undefined) continue;
      due.push({ effect: task.id, rule: task.rule, customer: id, inputs: task.inputs, doc, from: task.causedAt });
    }
  }
  due.sort((a, b) => a.from - b.from || compareText(a.effect, b.effect));
  return due.map(({ from: _from, ...effect }) => effect);
};
