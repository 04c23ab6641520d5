import type { Mutant, Suite } from './mutant.ts';

const UNIT: Suite = { kind: 'vitest', files: 'tests/unit/data/openings.test.ts' };
const DEVICE: Suite = { kind: 'vitest', files: 'tests/integration/openings.test.ts' };

type Edit = Pick<Mutant, 'name' | 'find' | 'replace'> & { readonly suites?: readonly Suite[] };

/** Of when an opening is good, and when one is due. */
const EDITS: readonly Edit[] = [
  { name: 'the opening of another build', find: 'stored?.build === build && ', replace: '' },
  {
    name: 'the opening of another member',
    find: ' && stored.member === workspace.member()',
    replace: '',
    suites: [DEVICE],
  },
  {
    name: 'begins before everything was fetched',
    find: 'isOurs && workspace.firstSync() === null ? stored : null',
    replace: 'isOurs ? (stored ?? null) : null',
  },
  { name: 'begins with rooms that may not be read', find: 'replicas.isKept(room) && ', replace: '' },
  { name: 'begins with rooms that were read', find: ' && !replicas.isOpen(room)', replace: '' },
  {
    name: 'own rows are bounded by what was read only',
    find: '    workspace.outbox.replay();\n',
    replace: '',
  },
  { name: 'begins with what is to be forgotten', find: ' || this.#isForgotten || !(await', replace: ' || !(await' },
  {
    name: 'goes on at marks of what was forgotten meanwhile',
    find: 'return !this.#isForgotten && !this.#isStopped',
    replace: 'return !this.#isStopped',
  },
  {
    name: 'goes on at marks over another fold',
    find: ' && folding.fold() === fold;',
    replace: ';',
  },
  {
    name: 'parts of an opening are swept off',
    find: 'stored.files.opening, ...stored.files.parts',
    replace: 'stored.files.opening',
    suites: [DEVICE],
  },
  {
    name: 'an opening that is not good is named for ever',
    find: '    if (!(await this.#name(undefined))) return NONE;\n',
    replace: '',
  },
  {
    name: 'a start that ends early throws the opening away',
    find: 'marks !== null || this.#isStopped)',
    replace: 'marks !== null)',
  },
  {
    name: 'files of an opening that is not good stay',
    find: '    else void sweepScratch(NO_FILES);\n',
    replace: '',
  },
  {
    name: 'an opening while everything is fetched for the first time',
    find: 'return workspace.firstSync() === null && (',
    replace: 'return (',
  },
  { name: 'an opening whenever it is looked', find: '(!this.#isMade || isMore || isOld)', replace: 'true' },
  {
    name: 'no opening for more that is kept',
    find: '(!this.#isMade || isMore || isOld)',
    replace: '(!this.#isMade || isOld)',
  },
  {
    name: 'no opening after many rows',
    find: '(!this.#isMade || isMore || isOld)',
    replace: '(!this.#isMade || isMore)',
  },
  {
    name: 'no first opening',
    find: '(!this.#isMade || isMore || isOld)',
    replace: '(this.#isMade && (isMore || isOld))',
  },
  {
    name: 'an opening for each text more',
    find: 'this.#made.checkpoints * (1 + MOST_MORE)',
    replace: 'this.#made.checkpoints',
  },
  { name: 'an opening beside a save', find: ' || workspace.journal.busy()', replace: '' },
  {
    name: 'who is awake stays awake for an opening',
    find: '    await walk(this.#deps.pace, drowsing.lull(workspace.folding.fold()), () => !this.#isStopped);\n',
    replace: '',
  },
  {
    name: 'what was forgotten while it was written is named',
    find: '!this.#isForgotten && (await this.#name(mark.files))',
    replace: 'await this.#name(mark.files)',
  },
  {
    name: 'an opening that was refused takes the place of the one before',
    find: 'mark.settle(isGood);',
    replace: 'mark.settle(true);',
  },
  { name: 'an opening of a fold that is being replaced', find: '!folding.isSettled() || ', replace: '' },
  { name: 'an opening without a room that does not rest', find: ' || !isWhole', replace: '' },
  {
    name: 'texts of whom just changed are kept',
    find: '    folding.flush();\n    const docs',
    replace: '    const docs',
  },
  {
    name: 'the opening of an owner that was robbed stays',
    find: 'error instanceof StorageRefused || error instanceof StaleGeneration',
    replace: 'error instanceof StorageRefused',
    suites: [DEVICE],
  },
  {
    name: 'nothing is made once something was forgotten',
    find: '    this.#isForgotten = false;\n    // Who',
    replace: '    // Who',
  },
  {
    name: 'what was forgotten counts as made',
    find: '    this.#isForgotten = true;\n    this.#isMade = false;\n',
    replace: '    this.#isForgotten = true;\n',
  },
  {
    name: 'files of what was forgotten stay',
    find: 'if (await this.#name(undefined)) folding.drowsing()?.unmark(fold);',
    replace: 'await this.#name(undefined);',
  },
  { name: 'what was forgotten is named still', find: 'if (await this.#name(undefined)) folding.', replace: 'folding.' },
  {
    name: 'a process that ended goes on looking',
    find: '    this.#isStopped = true;\n    this.#cancel?.();\n',
    replace: '    this.#isStopped = true;\n',
  },
];

/** Planted defects of who makes openings and begins with them. */
export const OPENINGS_MUTANTS: readonly Mutant[] = EDITS.map(({ suites = [UNIT], ...edit }) => ({
  ...edit,
  file: 'client/data/worker/openings.ts',
  suites,
}));
