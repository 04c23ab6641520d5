import type { DataClient } from '../contract.ts';
import type { Extras } from './core-deps.ts';

/** Calls about files and contacts; `extras` waits for the part that answers them, null when nobody is signed in. */
export const extrasCalls = (
  extras: () => Promise<Extras | null>,
): Pick<DataClient, 'attach' | 'readFile' | 'revealContacts'> => ({
  attach: async (file, name, documentType) =>
    (await extras())?.attach(file, name, documentType) ?? { kind: 'storage', reason: 'unavailable' },
  readFile: async (hash) => (await extras())?.readFile(hash) ?? { kind: 'missing', reason: 'notFound' },
  revealContacts: async (customer) =>
    (await extras())?.revealContacts(customer) ?? { kind: 'hidden', reason: 'notEntitled' },
});
