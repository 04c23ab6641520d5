import type { Notifier } from './contract.ts';
import { neutral } from './plain-text.ts';

/** Writes what would be sent into the operator's log: to try a process out before a channel is set up. */
export const makeLogNotifier = (write: (line: string) => void): Notifier => ({
  channel: 'log',
  async send({ key, title, lines, to }) {
    write(
      `[message ${key}] ${to.map(({ name }) => neutral(name)).join(', ')}: ${[title, ...lines].map(neutral).join(' / ')}`,
    );
    return { kind: 'accepted', receipt: null };
  },
});
