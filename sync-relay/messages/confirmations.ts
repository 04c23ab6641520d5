import type { Report } from '../metrics/report.ts';
import type { Notifier } from '../notifiers/contract.ts';
import type { Timers } from '../session/wire.ts';
import type { Outbox } from './outbox.ts';
import type { Reach } from './reach.ts';

/** Asks vendors that answer before they deliver what became of a message. */
export interface Confirmations {
  ask(key: string, notifier: Notifier): void;
  close(): void;
}

export interface ConfirmationDeps {
  readonly outbox: Outbox;
  readonly reach: Pick<Reach, 'addressOf'>;
  readonly timers: Timers;
  readonly report: Report;
}

const FIRST_MS = 60_000;
/** After a minute, two, four, eight, sixteen; what is open then stays `sent`. */
const TRIES = 5;

export const makeConfirmations = ({ outbox, reach, timers, report }: ConfirmationDeps): Confirmations => {
  const waiting = new Set<() => void>();
  const confirm = async (key: string, notifier: Notifier, tries: number): Promise<void> => {
    const message = outbox.get(key);
    if (message?.channel == null || message.receipt === null || message.state !== 'sent') return;
    const address = reach.addressOf(message.recipient, { channel: message.channel, target: message.target });
    if (address === null) return;
    const said = await notifier.confirm?.(message.receipt, address);
    if (said?.kind === 'open' && tries + 1 < TRIES) askAfter(key, notifier, tries + 1);
    if (said?.kind !== 'failed' || outbox.get(key)?.state !== 'sent') return;
    await outbox.change([key], { state: 'failed', reason: said.reason, detail: said.detail });
  };
  const askAfter = (key: string, notifier: Notifier, tries: number): void => {
    const stop = timers.after(FIRST_MS * 2 ** tries, () => {
      waiting.delete(stop);
      confirm(key, notifier, tries).catch(report);
    });
    waiting.add(stop);
  };
  return {
    ask(key, notifier) {
      if (notifier.confirm !== undefined && outbox.get(key)?.receipt != null) askAfter(key, notifier, 0);
    },
    close() {
      for (const stop of waiting) stop();
    },
  };
};
