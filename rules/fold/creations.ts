import { heldOf } from './gifts.ts';
import { compareRec, isOnlyPrivate, type Rec } from './records.ts';

/**
 * The creation that a customer stands on: the gift of a lead that holds, else of those outside private documents the
 * first sealed. Anybody can date a creation before the one there is (RF-36): a seal cannot be dated.
 */
export const foundingOf = (creations: readonly Rec[], gift: Rec | undefined): Rec | undefined =>
  gift ?? heldOf(creations.filter((rec) => !isOnlyPrivate(rec))) ?? heldOf(creations);

/** Creations that count, in the order: none of somebody else's that is dated before the one the customer stands on. */
export const countedCreations = (creations: readonly Rec[], founding: Rec): readonly Rec[] =>
  creations.length < 2
    ? creations
    : creations.filter(
        (rec) => rec.event.author === founding.event.author || rec === founding || compareRec(rec, founding) > 0,
      );
