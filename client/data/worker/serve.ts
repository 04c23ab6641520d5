import { StaleGeneration } from '../storage/contract.ts';
import type { DataCore } from './core.ts';
import type { Calls, Method, ToPage, ToWorker } from './messages.ts';

/** Serves one page from the data of this device. */
export interface PageService {
  take(message: ToWorker): void;
  end(): void;
}

const callsOf = (core: DataCore): Calls => ({
  run: (command, id) => core.run(command, id),
  check: (command) => core.check(command),
  ask: (query) => core.ask(query),
  attach: (file, name, documentType) => core.attach(file, name, documentType),
  readFile: (hash) => core.readFile(hash),
  revealContacts: (customer) => core.revealContacts(customer),
  join: (secret, name, givingUpUnsent) => core.join(secret, name, givingUpUnsent),
  lookAtInvite: (secret) => core.lookAtInvite(secret),
  inviteLink: (member) => core.inviteLink(member),
  messages: (kind, asked) => core.messages(kind, asked),
  fix: (id, command) => core.quarantine.fix(id, command),
  discard: (id) => core.quarantine.discard(id),
  exportAll: () => core.quarantine.exportAll(),
  saveDraft: (key, value) => core.saveDraft(key, value),
  loadDraft: (key) => core.loadDraft(key),
  exportUnsent: () => core.exportUnsent(),
  signOut: (givingUpUnsent) => core.signOut(givingUpUnsent),
});

const call = (calls: Calls, method: Method, args: readonly unknown[]): Promise<unknown> =>
  (calls[method] as (...args: readonly unknown[]) => Promise<unknown>)(...args);

export const servePage = (core: DataCore, reply: (message: ToPage) => void): PageService => {
  const calls = callsOf(core);
  const watches = new Map<number, () => void>();
  let ended = false;
  const answerCall = async ({ id, method, args }: Extract<ToWorker, { type: 'call' }>): Promise<void> => {
    try {
      const value = await call(calls, method, args);
      if (!ended) reply({ type: 'result', id, value });
    } catch (error) {
      // Another owner has the data: the page sends it again, to that one.
      if (ended || error instanceof StaleGeneration) return;
      reply({ type: 'failure', id, message: error instanceof Error ? error.message : String(error) });
    }
  };
  return {
    take: (message) => {
      switch (message.type) {
        case 'call':
          void answerCall(message);
          return;
        case 'watch': {
          const { id, query } = message;
          watches.get(id)?.();
          watches.set(
            id,
            core.watch(query, (answer) => reply({ type: 'answer', id, answer })),
          );
          return;
        }
        case 'unwatch':
          watches.get(message.id)?.();
          watches.delete(message.id);
          return;
        case 'presence':
          core.setPresence(message.subject, message.editing);
          return;
        case 'ping':
          return;
        case 'world':
          if (message.event === 'offline') core.lost();
          else core.kick();
          return;
        case 'bye':
          for (const stop of watches.values()) stop();
          watches.clear();
      }
    },
    end: () => {
      ended = true;
      for (const stop of watches.values()) stop();
      watches.clear();
    },
  };
};
