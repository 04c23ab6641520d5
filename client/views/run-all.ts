import type { Command } from '#rules';
import type { DataClient } from '../data/contract.ts';
import { tasks as words } from '../locales/zh-CN/tasks.ts';
import { outcomeWords } from './refusal-words.ts';

/**
 * Runs the commands of several items one after the other; an item counts as done when all of its commands are saved.
 * `null` when every one is, else what was not done and why. Works without a network like every act.
 */
export const runAll = async (
  data: Pick<DataClient, 'run'>,
  items: readonly (readonly Command[])[],
): Promise<string | null> => {
  let failed = 0;
  let why = '';
  for (const commands of items) {
    let wrong: string | null = null;
    for (const command of commands) wrong = outcomeWords(await data.run(command)) ?? wrong;
    if (wrong === null) continue;
    failed++;
    why = wrong;
  }
  if (failed === 0) return null;
  return items.length === 1 ? why : words.partly(items.length - failed, failed, why);
};
