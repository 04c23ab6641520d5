import type { Mutant, Suite } from './mutant.ts';

const FOLLOWING: Suite = { kind: 'vitest', files: 'tests/unit/relay-edge/following.test.ts' };

/** Who is told of commits, and from when on (FD-38). */
export const FOLLOWING_MUTANTS: readonly Mutant[] = [
  {
    name: 'commits told beside an answer on its way',
    file: 'sync-relay/session/mux-connection.ts',
    find: 'room !== telling.room || !this.#answers.isComplete(id)',
    replace: 'room !== telling.room',
    suites: [FOLLOWING],
  },
  {
    name: 'commits told to a stock client beside its answer',
    file: 'sync-relay/session/stock-connection.ts',
    find: 'telling.room === this.#room && this.#answers.isComplete(ONLY)',
    replace: 'telling.room === this.#room',
    suites: [FOLLOWING],
  },
  {
    name: 'an id opened again goes on with what it stood for',
    file: 'sync-relay/session/mux-connection.ts',
    find: '    this.#drop(id);\n    if (this.#channels.size',
    replace: '    if (this.#channels.size',
    suites: [FOLLOWING],
  },
  {
    name: 'a closed channel counts as answered',
    file: 'sync-relay/session/sync-answers.ts',
    find: '    complete.delete(key);\n',
    replace: '',
    suites: [FOLLOWING],
  },
  {
    name: 'an answer without what became durable meanwhile',
    file: 'sync-relay/log/diff.ts',
    find: '  for (;;) {\n',
    replace: '  for (let round = 0; round < 1; round += 1) {\n',
    suites: [FOLLOWING],
  },
  {
    name: 'own rows that become durable while the answer waits are taken as held',
    file: 'sync-relay/log/diff.ts',
    find: 'Math.min(clocks.get(client) ?? 0, durable)',
    replace: 'clocks.get(client) ?? 0',
    suites: [FOLLOWING],
  },
];
