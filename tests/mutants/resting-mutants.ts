import type { Mutant, Suite } from './mutant.ts';

const UNIT: Suite = { kind: 'vitest', files: 'tests/unit/data/resting.test.ts tests/unit/data/rebuild.test.ts' };
const STORE: Suite = { kind: 'vitest', files: 'tests/unit/data/replica.test.ts' };
const RECOVERY: Suite = { kind: 'vitest', files: 'tests/unit/data/recovery.test.ts' };
const PROPERTY: Suite = { kind: 'vitest', files: 'tests/property/resting.test.ts' };

/** Planted defects of rooms at rest and of the rebuild that reads them. */
export const RESTING_MUTANTS: readonly Mutant[] = [
  {
    name: 'the open quarter rests',
    file: 'client/data/replica/closed-rooms.ts',
    find: '(quarterOfRoom(room) ?? open) < open',
    replace: '(quarterOfRoom(room) ?? open) <= open',
    suites: [UNIT],
  },
  {
    name: 'a room out of sync is as good as one in sync, at rest',
    file: 'client/data/replica/resting.ts',
    find: '    this.#isSynced = false;\n    if (code === LOST) {',
    replace: '    if (code === LOST) {',
    suites: [UNIT],
  },
  {
    name: 'a room at rest does not ask on a new socket',
    file: 'client/data/replica/resting.ts',
    find: 'channel.onopen = () => channel.send(step1(this.#vector));',
    replace: 'channel.onopen = () => undefined;',
    suites: [UNIT],
  },
  {
    name: 'what comes does not wake a room at rest',
    file: 'client/data/replica/resting.ts',
    find: 'if (!isNothingNew(message)) this.#wake',
    replace: 'if (message.length === 0) this.#wake',
    suites: [UNIT],
  },
  {
    name: 'the end of a channel at rest is told to nobody',
    file: 'client/data/replica/resting.ts',
    find: 'else if (isFinal(code)) this.#held.events.onClosed(this.#room, code);',
    replace: 'else if (isFinal(code)) return;',
    suites: [UNIT],
  },
  {
    name: 'a room at rest keeps the document it had',
    file: 'client/data/replica/resting.ts',
    find: '    channel.onerror = null;\n',
    replace: '',
    suites: [UNIT],
  },
  {
    name: 'a copy that is not whole is taken for whole',
    file: 'client/data/replica/resting.ts',
    find: 'if (!isWhole) this.#wake(new Map());',
    replace: '',
    suites: [UNIT, PROPERTY],
  },
  {
    name: 'rests without being on disk',
    file: 'client/data/replica/let-rest.ts',
    find: 'if (!(await replica.file.keep())) {',
    replace: 'if ((await replica.file.keep()) === null) {',
    suites: [UNIT],
  },
  {
    name: 'rests over what came while it was written',
    file: 'client/data/replica/let-rest.ts',
    find: 'if (Y.encodeStateVector(doc).join() !== state) return false;',
    replace: '',
    suites: [UNIT],
  },
  {
    name: 'rests while rows are coming',
    file: 'client/data/replica/let-rest.ts',
    find: 'if (this.#seen.get(replica) !== state) {',
    replace: 'if (this.#seen.get(replica) === null) {',
    suites: [UNIT],
  },
  {
    name: 'a refused copy counts as kept',
    file: 'client/data/replica/indexed-db-store.ts',
    find: 'transaction.onabort = () => resolve(false);',
    replace: 'transaction.onabort = () => resolve(true);',
    suites: [STORE],
  },
  {
    name: 'only what was not written yet is waited for',
    file: 'client/data/replica/indexed-db-store.ts',
    find: 'if (!(await writeWhole(db).catch(() => false))) return false;',
    replace: 'flush();',
    suites: [STORE],
  },
  {
    name: 'a woken room tells all of it again',
    file: 'client/data/replica/read-delta.ts',
    find: 'Math.max(transaction.beforeState.get(client) ?? 0, known.get(client) ?? 0)',
    replace: 'transaction.beforeState.get(client) ?? 0',
    suites: [UNIT],
  },
  {
    name: 'a new fold is not told what the old one knew of a woken room',
    file: 'client/data/replica/replica.ts',
    find: '    this.#known.clear();\n',
    replace: '',
    suites: [UNIT, PROPERTY],
  },
  {
    name: 'rooms at rest are left out of what is read',
    file: 'client/data/replica/replicas.ts',
    find: 'delta = held === undefined ? NOTHING : await held.everything();',
    replace: "delta = held === undefined || 'wakesWith' in held ? NOTHING : await held.everything();",
    suites: [UNIT],
  },
  {
    name: 'a start waits for rooms that nobody loads',
    file: 'client/data/replica/replicas.ts',
    find: 'if (waiting.length + this.#closing.size > 0) await',
    replace: 'await',
    suites: [UNIT],
  },
  {
    name: 'a room that woke while it was read is not read again',
    file: 'client/data/replica/replicas.ts',
    find: 'last = held, held = this.#open.get(room)',
    replace: 'last = held',
    suites: [UNIT, PROPERTY],
  },
  {
    name: 'a rebuild misses what comes meanwhile',
    file: 'client/data/worker/folding.ts',
    find: '    this.#next?.apply(rows, facts);\n',
    replace: '',
    suites: [UNIT],
  },
  {
    name: 'a rebuild brings back what was taken back meanwhile',
    file: 'client/data/worker/folding.ts',
    find: '    this.#next?.remove(ids);\n',
    replace: '',
    suites: [UNIT],
  },
  {
    name: 'a rebuild that was overtaken wins',
    file: 'client/data/worker/folding.ts',
    find: '        if (this.#next !== next) return false;\n',
    replace: '',
    suites: [UNIT],
  },
  {
    name: 'whoever waits for an overtaken rebuild is let go',
    file: 'client/data/worker/rebuild.ts',
    find: 'if (!next.finish(own)) return this.#latest;',
    replace: 'if (!next.finish(own)) return;',
    suites: [UNIT],
  },
  {
    name: 'what is given back on a lost line counts on the next',
    file: 'client/data/worker/recovery.ts',
    find: '    if (line !== this.#lines) return;\n',
    replace: '',
    suites: [RECOVERY],
  },
];
