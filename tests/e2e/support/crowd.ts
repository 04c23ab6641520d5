import { makeDice } from '../../../sync-relay/demo/dice.ts';
import { INDUSTRIES, makeCompanyNames, TERRITORIES } from '../../../sync-relay/demo/names.ts';
import { act, newCustomer, type Person, settled, type Team } from './team.ts';

/** Saved at once and then sent, as an import does it; an outbox of all of them would be no import. */
const BATCH = 2_000;

/** So many customers with believable names, each the person's. */
export const addCrowd = async (team: Team, count: number, owner: Person): Promise<void> => {
  const dice = makeDice(7);
  const newName = makeCompanyNames(dice);
  for (let made = 1; made <= count; made += 1) {
    const { cities } = dice.pick(TERRITORIES);
    const name = newName(dice.pick<string>(cities), dice.pick<string>(INDUSTRIES));
    await act(team.owner, newCustomer(`crowd-${made}`, name, owner));
    if (made % BATCH === 0) await settled(team.owner);
  }
  await settled(team.owner);
};
