import type { Mutant, Suite } from './mutant.ts';

const BEGINNING: Suite = { kind: 'vitest', files: 'tests/unit/data/beginning.test.ts tests/unit/data/marks.test.ts' };
const WHOLE: Suite = { kind: 'vitest', files: 'tests/unit/data/whole-copy.test.ts' };

/** Planted defects of rooms that begin at their marks. */
export const BEGINNING_MUTANTS: readonly Mutant[] = [
  ...[
    {
      name: 'a room rests at its mark whatever its copy holds',
      find: 'return !isOdd && String(inSync) === String(this.#ends.vector());',
      replace: 'return !isOdd;',
    },
    {
      name: 'what a copy got behind the mark is told to nobody',
      find: '    if (rows.length + facts.length > 0) this.#held.events.onDelta(this.#room, { rows, facts });\n',
      replace: '',
    },
    {
      name: 'another copy is taken for the one with the mark',
      find: 'copy !== this.#mark.copy || ',
      replace: '',
    },
    {
      name: 'a copy that lost pieces is taken for the one with the mark',
      find: ' || last < this.#mark.piece',
      replace: '',
    },
    {
      name: 'a room rests that was let go of while it began',
      find: '    if (this.#isClosed) return;\n',
      replace: '',
    },
    {
      name: 'a rebuild misses what was known of a room that was beginning',
      find: '    this.wakesWith?.clear();\n',
      replace: '',
    },
    {
      name: 'a disk that does not answer holds up every room',
      find: 'timers.after(LONGEST_READ_MS, () => resolve(null))',
      replace: 'timers.after(LONGEST_READ_MS, () => undefined)',
    },
  ].map((one) => ({ ...one, file: 'client/data/replica/beginning.ts', suites: [BEGINNING] })),
  ...[
    {
      name: 'a mark counts for a copy that is fetched anew',
      find: '    this.#marks.delete(room);\n',
      replace: '',
    },
    {
      name: 'a copy that lost what was told of rests, and that is told again',
      find: '    if (!isIn(doc, held.known)) return;\n',
      replace: '',
    },
    {
      name: 'marks while a room is out of sync',
      find: 'held instanceof Resting && held.isSynced()',
      replace: 'held instanceof Resting',
    },
    {
      name: 'marks of a copy that was fetched anew while they were taken',
      find: 'const place = places.get(held);',
      replace: 'const [place] = places.values();',
    },
  ].map((one) => ({ ...one, file: 'client/data/replica/let-rest.ts', suites: [BEGINNING] })),
  {
    name: 'a rebuild misses what was known of rooms that wait for their turn',
    file: 'client/data/replica/replicas.ts',
    find: '    this.#rests?.forget();\n',
    replace: '',
    suites: [BEGINNING],
  },
  {
    name: 'at rest at its mark, and in sync without having asked',
    file: 'client/data/replica/resting.ts',
    find: 'isSynced: false, channel, before',
    replace: 'isSynced: true, channel, before',
    suites: [BEGINNING],
  },
  {
    name: 'the piece at the mark is read again',
    file: 'client/data/replica/whole-copy.ts',
    find: 'IDBKeyRange.lowerBound(piece, true)',
    replace: 'IDBKeyRange.lowerBound(piece)',
    suites: [WHOLE],
  },
  {
    name: 'a copy that is written anew counts as another',
    file: 'client/data/replica/whole-copy.ts',
    find: 'if (madeBy.result === undefined) notes.put(',
    replace: 'notes.put(',
    suites: [WHOLE],
  },
];
