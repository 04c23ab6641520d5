import type { Extras } from '../../client/data/worker/core-deps.ts';
import type { MakeReadModels } from '../../client/data/worker/read-models.ts';
import { signedOutAnswer } from '../../client/data/worker/signed-out.ts';

/** For tests of the core alone: no files, no contacts. */
export const noExtras = (): Extras => ({
  attach: () => Promise.resolve({ kind: 'storage', reason: 'unavailable' }),
  readFile: () => Promise.resolve({ kind: 'missing', reason: 'offline' }),
  files: () => ({ stored: [], here: [], noRoom: [], uploads: {} }),
  revealContacts: () => Promise.resolve({ kind: 'hidden', reason: 'offline' }),
  uploads: () => ({}),
  pendingUploads: () => 0,
  kick: () => undefined,
  stop: () => undefined,
});

/** For tests of the core alone: answers only `org`. */
export const orgModel: MakeReadModels = (context) => ({
  answer: (query) => (query.kind === 'org' ? context.fold().org() : signedOutAnswer(query)) as never,
  changed: () => undefined,
  affectedBy: (change, query) => query.kind === 'org' && change.org,
  expect: () => undefined,
  extend: () => undefined,
});
