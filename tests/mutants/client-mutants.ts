import type { Mutant, Suite } from './mutant.ts';

const unit = (name: string): Suite => ({ kind: 'vitest', files: `tests/unit/data/${name}.test.ts` });
const screen = (name: string): Suite => ({ kind: 'vitest', files: `tests/unit/ui/${name}.test.tsx` });
const LAYERS: Suite = { kind: 'vitest', files: 'tests/unit/ui/layers.test.ts tests/property/layers.test.ts' };
const FIRST_SLICE: Suite = { kind: 'vitest', files: 'tests/integration/first-slice.test.ts' };
const RESTORE: Suite = { kind: 'vitest', files: 'tests/integration/restore.test.ts' };

/** Planted defects of the device's data layer. */
export const CLIENT_MUTANTS: readonly Mutant[] = [
  {
    name: 'outbox lost on reload',
    file: 'client/data/worker/load-own.ts',
    find: "pending: (await store.entries('pending')).map(([, row]) => row as PendingRow),",
    replace: 'pending: [] as PendingRow[],',
    suites: [unit('outbox'), FIRST_SLICE],
  },
  {
    name: 'quarantine dropped',
    file: 'client/data/outbox/outbox.ts',
    find: '    this.#quarantine.set(id, kept);\n    this.#deps.journal.later(quarantineWrites(kept));\n',
    replace: '',
    suites: [unit('outbox')],
  },
  {
    name: 'fork kept under the same device id',
    file: 'client/data/outbox/records.ts',
    find: 'event: { ...row.event, device, n }',
    replace: 'event: { ...row.event, device: row.event.device ?? device, n }',
    suites: [unit('outbox')],
  },
  {
    name: 'a log that forked is not noticed',
    file: 'client/data/outbox/sender.ts',
    find: 'else this.#deps.onForked(reason);',
    replace: '',
    suites: [unit('outbox'), FIRST_SLICE],
  },
  {
    name: 'an owner does not check its generation (IndexedDB)',
    file: 'client/data/storage/indexed-db.ts',
    find: "if ((await tx.objectStore('meta').get(GENERATION)) !== generation) {",
    replace: "if ((await tx.objectStore('meta').get(GENERATION)) === null) {",
    suites: [unit('local-store')],
  },
  {
    name: 'an owner does not check its generation (memory)',
    file: 'client/data/storage/memory.ts',
    find: 'if (generation !== disk.generation) throw new StaleGeneration();',
    replace: '',
    suites: [unit('local-store')],
  },
  {
    name: 'saved before it is on disk',
    file: 'client/data/storage/journal.ts',
    find: 'if (writes.length > 0) await write(writes);',
    replace: 'if (writes.length > 0) void write(writes).catch(() => undefined);',
    suites: [unit('outbox')],
  },
  {
    name: 'a full disk leaves the numbers of what it refused',
    file: 'client/data/outbox/outbox.ts',
    find: 'this.#head = { ...this.#head, nextN: this.#durableHead.nextN, prev: this.#durableHead.prev };',
    replace: '',
    suites: [unit('outbox')],
  },
  {
    name: 'a refused move of the device id is kept in memory',
    file: 'client/data/outbox/outbox.ts',
    find: '      this.#head = before;\n',
    replace: '',
    suites: [unit('outbox')],
  },
  {
    name: 'a jump of the clock sticks after the acknowledgement',
    file: 'client/data/outbox/outbox.ts',
    find: '      this.#notePrev(id, receipt.received);\n',
    replace: '',
    suites: [unit('outbox')],
  },
  {
    name: 'a device id not taken on is sent under',
    file: 'client/data/worker/recovery.ts',
    find: 'if (device !== outbox.head().device) {',
    replace: 'if (device === null) {',
    suites: [FIRST_SLICE],
  },
  {
    name: 'given back counts as taken whatever the relay says',
    file: 'client/data/worker/recovery.ts',
    find: 'if (!durable) {',
    replace: 'if (durable === null) {',
    suites: [RESTORE],
  },
  {
    name: 'sent under a device id that is about to change',
    file: 'client/data/worker/recovery.ts',
    find: 'if (!this.isMoving()) sender.start();',
    replace: 'sender.start();',
    suites: [unit('recovery')],
  },
  {
    name: 'an answer awaited that the line before took along',
    file: 'client/data/worker/recovery.ts',
    find: '    sender.stop();\n    if (this.#moving) return false;',
    replace: '    if (this.#moving) return false;',
    suites: [unit('recovery')],
  },
  {
    name: 'a founding that a snapshot calls for',
    file: 'client/data/worker/device-answers.ts',
    find: 'firstSync === null && !snapshot.isCatchingUp()',
    replace: 'firstSync === null',
    suites: [unit('session-answer')],
  },
  {
    name: 'every idle room keeps its timers',
    file: 'client/data/replica/replica.ts',
    find: '    quiet(this.provider);\n',
    replace: '',
    suites: [unit('replica')],
  },
  {
    name: 'replicas do not give way to saves',
    file: 'client/data/replica/indexed-db-store.ts',
    find: 'if (isOutboxBusy()) {',
    replace: 'if (isOutboxBusy === undefined) {',
    suites: [unit('replica')],
  },
  {
    name: 'a replica that cannot be read holds everything up',
    file: 'client/data/replica/indexed-db-store.ts',
    find: 'const cancelLimit = timers.after(LONGEST_LOAD_MS, resolve);',
    replace: 'const cancelLimit = (): void => undefined;',
    suites: [unit('replica')],
  },
  {
    name: 'own rows are not given back',
    file: 'client/data/replica/give-back.ts',
    find: 'give(room, id, { row, received, mac });',
    replace: '',
    suites: [RESTORE],
  },
  {
    name: 'what stands in several places of an answer is written into in all of them',
    file: 'client/app/data-context.tsx',
    find: 'reconcile(keepEqual(null, answer)',
    replace: 'reconcile(answer',
    suites: [screen('answers')],
  },
  {
    name: 'steps back left above hide a page from the walk',
    file: 'client/ui/layers.ts',
    find: '      if (!isTop) push();\n',
    replace: '',
    suites: [LAYERS],
  },
  {
    name: 'a page opened during the walk is left again',
    file: 'client/ui/layers.ts',
    find: "if (kind === 'onward' || pushed <= 0) plan();",
    replace: 'if (pushed <= 1_000) plan();',
    suites: [LAYERS],
  },
  {
    name: 'a layer that stays open has no step any more',
    file: 'client/ui/layers.ts',
    find: 'for (const close of layers.slice(depth).reverse()) close();\n    plan();',
    replace: 'for (const close of layers.slice(depth).reverse()) close();',
    suites: [LAYERS],
  },
];
