import { DAY_MS, type Fold } from '#rules';
import type { World } from './world.ts';

const WEEK_MS = 7 * DAY_MS;

/** R65, R91, R52: nobody has one playbook twice within a week, guesses once per swing, and speaks for himself. */
export const checkDesks = (world: World, whole: Fold): void => {
  for (const member of whole.deskMembers()) {
    const { playbooks, guesses } = whole.desk(member);
    const counted = playbooks.filter(({ withdrawn, repeats }) => withdrawn === null && repeats === null);
    for (const [at, one] of counted.entries()) {
      const twin = counted.slice(at + 1).find(({ playbook, t }) => playbook === one.playbook && t - one.t < WEEK_MS);
      if (twin !== undefined) world.violate('R91', `${member} has ${one.playbook} twice: ${one.id}, ${twin.id}`);
    }
    for (const { id, author, received, read, tasks } of playbooks) {
      if (author === member) world.violate('R65', `${member} gave himself ${id}`);
      const spoken = [received, read, ...tasks.map(({ done }) => done)].filter((one) => one !== null);
      if (spoken.some((one) => one.author !== member)) world.violate('R65', `somebody else spoke for ${member}`);
    }
    const swings = guesses.map(({ swing }) => `${swing.stage} ${swing.week} ${swing.scope}`);
    if (new Set(swings).size < swings.length) world.violate('R52', `${member} guessed twice about one swing`);
    if (guesses.some(({ author }) => author !== member)) world.violate('R52', `somebody else guessed for ${member}`);
  }
};
