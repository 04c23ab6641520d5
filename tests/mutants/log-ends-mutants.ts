import type { Mutant, Suite } from './mutant.ts';

const UNIT: Suite = { kind: 'vitest', files: 'tests/unit/data/resting.test.ts' };
const STAGED: Suite = { kind: 'vitest', files: 'tests/unit/data/staged-start.test.ts' };
const WHOLE: Suite = { kind: 'vitest', files: 'tests/unit/data/whole-copy.test.ts' };
const COPIES: Suite = { kind: 'vitest', files: 'tests/unit/data/resting-copies.test.ts' };
const TAIL: Suite = { kind: 'vitest', files: 'tests/unit/data/tail.test.ts' };
const ENDS: Suite = { kind: 'vitest', files: 'tests/property/log-ends.test.ts' };

/** Planted defects of what a room at rest takes in without its document. */
export const LOG_ENDS_MUTANTS: readonly Mutant[] = [
  ...[
    {
      name: 'what goes on behind a gap is taken for what is next',
      find: '      if (texts.length !== Math.max(0, end - before.clock)) return null;\n',
      replace: '',
    },
    {
      name: 'what comes again is told again',
      find: 'const texts = textsOf(struct, before.clock);',
      replace: 'const texts = textsOf(struct, clock);',
    },
    {
      name: 'what is put into the middle of a log is taken for its end',
      find: 'if (rightOrigin !== null || parentSub !== null) return null;',
      replace: 'if (parentSub !== null) return null;',
    },
    {
      name: 'what goes on behind what is not here is taken in',
      find: 'before !== undefined && origin.clock < before.clock ? before.log : null',
      replace: 'before !== undefined ? before.log : null',
    },
    {
      name: 'what is taken out of a log goes unnoticed',
      find: 'return ds.clients.size === 0 ? structs : null;',
      replace: 'return structs;',
    },
    {
      name: 'facts of the relay told as rows',
      find: 'addTo(isFactLog(log) ? facts : rows',
      replace: 'addTo(log === "" ? facts : rows',
    },
    {
      name: 'half of an update that cannot be taken in is taken in',
      find: 'const ends = new Map(this.#ends);',
      replace: 'const ends = this.#ends;',
    },
  ].map((one) => ({ ...one, file: 'client/data/replica/log-ends.ts', suites: [ENDS] })),
  {
    name: 'what is taken in at rest is not kept',
    file: 'client/data/replica/resting.ts',
    find: '      this.#tail.add(told.update);\n',
    replace: '',
    suites: [UNIT, STAGED],
  },
  {
    name: 'whoever reads a copy gets nothing of what is on its way to it',
    file: 'client/data/replica/resting.ts',
    find: 'const gathered = this.#tail.gathered();',
    replace: 'const gathered: Uint8Array[] = [];',
    suites: [COPIES],
  },
  {
    name: 'the end does not wait for what is on its way to the disk',
    file: 'client/data/replica/resting.ts',
    find: 'await Promise.all([this.#before, this.#tail.flush()]);',
    replace: 'await this.#before;',
    suites: [STAGED],
  },
  {
    name: 'what the disk refused is lost',
    file: 'client/data/replica/tail.ts',
    find: '    if (!isKept) return;\n',
    replace: '',
    suites: [TAIL, COPIES],
  },
  {
    name: 'a copy that was never made is made without its stores',
    file: 'client/data/replica/whole-copy.ts',
    find: '      request.transaction?.abort();\n',
    replace: '',
    suites: [WHOLE],
  },
  {
    name: 'a copy in ever more pieces',
    file: 'client/data/replica/whole-copy.ts',
    find: 'if (count.result < MOST_PIECES) updates.add(update);',
    replace: 'if (count.result >= 0) updates.add(update);',
    suites: [WHOLE],
  },
  {
    name: 'a copy that is opened again and again is never written anew',
    file: 'client/data/replica/whole-copy.ts',
    find: ' && pieces <= MOST_PIECES',
    replace: '',
    suites: [WHOLE],
  },
  {
    name: 'of many pieces only the new one is left',
    file: 'client/data/replica/whole-copy.ts',
    find: 'Y.mergeUpdates([...pieces, update])',
    replace: 'update',
    suites: [WHOLE],
  },
  {
    name: 'added to a copy that somebody else went on with',
    file: 'client/data/replica/whole-copy.ts',
    find: 'isOther = String(noted.result) !== String(from);',
    replace: 'isOther = false;',
    suites: [WHOLE],
  },
  {
    name: 'a room goes on resting over a copy that somebody else changed',
    file: 'client/data/replica/tail.ts',
    find: 'if (error instanceof CopyChanged) this.#onChanged();',
    replace: 'if (!(error instanceof CopyChanged)) this.#onChanged();',
    suites: [COPIES],
  },
  {
    name: 'what is refused for hours is merged anew with each row',
    file: 'client/data/replica/tail.ts',
    find: 'this.#gatherMs = isKept ? GATHER_MS : RETRY_MS;',
    replace: '',
    suites: [TAIL],
  },
  {
    name: 'what came while a piece was written counts as written',
    file: 'client/data/replica/tail.ts',
    find: 'this.#gathered.shift();',
    replace: 'this.#gathered = [];',
    suites: [TAIL],
  },
  {
    name: 'what a killed process did not live to delete stays for ever',
    file: 'client/data/worker/workspace.ts',
    find: '    void this.#platform.replicas.wipe((room) => this.replicas.isKept(room)).catch(() => undefined);\n',
    replace: '',
    suites: [{ kind: 'vitest', files: 'tests/integration/leaving.test.ts' }],
  },
  {
    name: 'copies are deleted that are to be kept',
    file: 'client/data/replica/indexed-db-store.ts',
    find: ' && !isKept?.(name.slice(start.length))',
    replace: '',
    suites: [{ kind: 'vitest', files: 'tests/unit/data/replica.test.ts' }],
  },
  {
    name: 'all rows of a log as arguments of one call',
    file: 'client/data/replica/read-delta.ts',
    find: 'for (const text of texts) target.push(text);',
    replace: 'target.push(...texts);',
    suites: [ENDS],
  },
];
