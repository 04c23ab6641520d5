import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { textOf } from './source.ts';

const DOORS: Readonly<Record<string, string>> = {
  '#rules': 'rules/index.ts',
  '#protocol': 'sync-relay/protocol/index.ts',
};
/** Imports and re-exports of values; a type alone runs nothing. */
const IMPORT = /^(?:import|export)\s(?!type\b)[^'"]*?from\s+'([^']+)'|^import\s+'([^']+)'/gm;

const targetsOf = (path: string): string[] =>
  [...textOf(path).matchAll(IMPORT)].flatMap(([, from, bare]) => {
    const name = from ?? bare ?? '';
    const target = DOORS[name] ?? (name.startsWith('.') ? normalize(join(dirname(path), name)) : '');
    return target !== '' && existsSync(target) ? [target] : [];
  });

const reachedFrom = (start: string): ReadonlySet<string> => {
  const reached = new Set<string>();
  const open = [start];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    open.push(...targetsOf(path));
  }
  return reached;
};

const PRODUCTION = [
  'client/data/worker/core.ts',
  'client/data/worker/workspace.ts',
  'client/data/worker/recovery.ts',
  'client/data/worker/folding.ts',
  'client/data/outbox/outbox.ts',
  'client/data/outbox/sender.ts',
  'client/data/replica/replica.ts',
  'client/data/replica/resting.ts',
  'client/data/worker/rebuild.ts',
  'client/data/socket/mux.ts',
  'client/data/contacts/contact-book.ts',
  'client/data/blobs/upload-queue.ts',
  'sync-relay/relay-core.ts',
  'sync-relay/inspector/inspect.ts',
  'sync-relay/log/service.ts',
  'sync-relay/storage/contract.ts',
  'sync-relay/storage/memory.ts',
  'sync-relay/rule-host/rule-host.ts',
  'sync-relay/session/hub.ts',
  'sync-relay/session/mux-connection.ts',
  'sync-relay/session/append-gate.ts',
  'sync-relay/company/company.ts',
  'sync-relay/authn/authn.ts',
  'sync-relay/http/api.ts',
  'sync-relay/contacts/contact-desk.ts',
  'sync-relay/clock.ts',
  'rules/fold/make-fold.ts',
  'rules/decide/decide.ts',
  'rules/effects/due-effects.ts',
  'tests/support/peer.ts',
];

describe('the simulator', () => {
  it('[SM-1] runs the production parts on both sides', () => {
    const reached = reachedFrom('tests/simulation/history.ts');
    expect(PRODUCTION.filter((path) => !reached.has(path))).toEqual([]);
  });

  it('[SM-1] the check bites: virtual time alone reaches none of them', () => {
    const reached = reachedFrom('tests/simulation/virtual-time.ts');
    expect(PRODUCTION.filter((path) => reached.has(path))).toEqual([]);
  });
});
