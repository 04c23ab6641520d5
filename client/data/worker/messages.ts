import type { DataClient, Query } from '../contract.ts';

/** Methods a page may call; each takes and gives plain data (and files). */
export type Calls = {
  run: DataClient['run'];
  check: DataClient['check'];
  ask: DataClient['ask'];
  attach: DataClient['attach'];
  readFile: DataClient['readFile'];
  revealContacts: DataClient['revealContacts'];
  join: DataClient['join'];
  lookAtInvite: DataClient['lookAtInvite'];
  inviteLink: DataClient['inviteLink'];
  messages: DataClient['messages'];
  fix: DataClient['quarantine']['fix'];
  discard: DataClient['quarantine']['discard'];
  exportAll: DataClient['quarantine']['exportAll'];
  saveDraft: DataClient['saveDraft'];
  loadDraft: DataClient['loadDraft'];
  exportUnsent: DataClient['exportUnsent'];
  signOut: DataClient['signOut'];
};
export type Method = keyof Calls;

/** From a page. Ids are the page's own; a call sent again has the same id. */
export type ToWorker =
  | { readonly type: 'call'; readonly id: number; readonly method: Method; readonly args: readonly unknown[] }
  | { readonly type: 'watch'; readonly id: number; readonly query: Query }
  | { readonly type: 'unwatch'; readonly id: number }
  | { readonly type: 'presence'; readonly subject: string | null; readonly editing: boolean }
  | { readonly type: 'ping'; readonly id: number }
  /** What only a page notices. */
  | { readonly type: 'world'; readonly event: 'online' | 'offline' | 'visible' }
  /** The page goes away: forget its watches. */
  | { readonly type: 'bye' };

export type ToPage =
  | { readonly type: 'result'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly message: string }
  | { readonly type: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly type: 'pong'; readonly id: number }
  /** Another worker has the data now: send again whatever has no result, and every watch. */
  | { readonly type: 'changed' };

/** Between the workers of one device: those that do not own the data pass their pages' messages on. */
export type BetweenWorkers =
  | { readonly type: 'beat'; readonly leader: string }
  /** A newer build asks the owner to let go. */
  | { readonly type: 'release'; readonly build: string }
  | { readonly type: 'up'; readonly from: string; readonly page: string; readonly message: ToWorker }
  | { readonly type: 'down'; readonly to: string; readonly page: string; readonly message: ToPage };
