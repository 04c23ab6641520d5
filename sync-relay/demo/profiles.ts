import type { Command, CustomerState, PatchableField } from '#rules';
import type { Dice } from './dice.ts';
import * as names from './names.ts';
import type { Act, Story } from './story.ts';

/** How readily the most and the least careful note down what they learn. */
const MOST = 0.5;
const LEAST = 0.06;
const CAREFUL_OF = 9;
const LEVELS = ['A', 'B', 'C'];

const numberIn = (id: string): number => Number(/\d+/.exec(id)?.[0] ?? 0);

/** Whoever it is keeps his habit: some fill a profile in, some leave it as it was on the first day. */
const habit = (owner: string): number =>
  LEAST + ((MOST - LEAST) * ((numberIn(owner) * 4) % CAREFUL_OF)) / (CAREFUL_OF - 1);

const newValue = (field: PatchableField, dice: Dice): string => {
  if (field === 'level') return dice.pick(LEVELS);
  return dice.pick(field === 'product' ? names.PRODUCTS : names.DISTRICTS);
};

/** What somebody notes of a customer's profile on a day he works on it: one field at most, and often none. */
export const profileNote = (story: Story, { fields, pool }: CustomerState, dice: Dice): readonly Act[] => {
  if (pool?.status === 'in') return [];
  const unknown = (['district', 'level', 'product'] as const).filter((field) => fields[field] === undefined);
  if (!dice.chance(habit(story.owner)) || unknown.length === 0) return [];
  const field = dice.pick(unknown);
  const payload = { field, value: newValue(field, dice) };
  const command: Command = { type: 'fieldPatched', subject: story.id, payload };
  return [{ member: story.owner, command }];
};
