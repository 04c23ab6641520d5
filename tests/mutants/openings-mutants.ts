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
    find: 'isOurs && isOfNow && workspace.firstSync() === null ? stored : null',
    replace: 'isOurs && isOfNow ? stored : null',
  },
  {
    name: 'the opening of another relay',
    find: 'stored?.epoch === workspace.outbox.head().epoch',
    replace: 'stored !== undefined',
  },
  { name: 'an opening that was tried in vain is tried for ever', find: ' && stored.tries < MOST_TRIES', replace: '' },
  { name: 'tries are not counted', find: 'tries: stored.tries + 1', replace: 'tries: stored.tries' },
  { name: 'a start that has begun counts as tried in vain', find: '{ ...stored, tries: 0 }', replace: 'stored' },
  {
    name: 'begins with rooms that may not be read',
    find: ' && rooms.every((room) => replicas.isKept(room))',
    replace: '',
  },
  { name: 'begins with rooms that were read', find: ' && !isRead', replace: '' },
  {
    name: 'own rows are bounded by what was read only',
    find: '    workspace.outbox.replay();\n',
    replace: '',
  },
  {
    name: 'a room that could only be read then is not looked at',
    find: 'rooms: catalogue.readableRooms()',
    replace: 'rooms: [...marks.keys()]',
  },
  { name: 'begins with what is to be forgotten', find: 'this.#isWanted(0) && !isRead', replace: '!isRead' },
  {
    name: 'goes on at marks of what was forgotten meanwhile',
    find: 'return this.#isWanted(0) && folding.fold() === fold;',
    replace: 'return !this.#isStopped && folding.fold() === fold;',
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
    find: '    if (!(await this.#name(undefined))) return;\n',
    replace: '',
  },
  {
    name: 'a start that ends early throws the opening away',
    find: 'marks === null && !this.#isStopped',
    replace: 'marks === null',
  },
  {
    name: 'files of an opening that is not good stay',
    find: '    if (!this.#isBegun) void sweepScratch(NO_FILES);\n    else {',
    replace: '    if (this.#isBegun) {',
  },
  {
    name: 'what a start broke off at stays in the fold',
    find: '      if (this.#forgets === 0) void workspace.foldAnew();\n',
    replace: '',
  },
  {
    name: 'an opening while everything is fetched for the first time',
    find: 'workspace.isComplete() && workspace.firstSync() === null',
    replace: 'workspace.isComplete()',
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
    find: 'isGood = this.#isWanted(forgets) && (',
    replace: 'isGood = (',
  },
  {
    name: 'an opening of a fold that holds what may not be known',
    find: ' && !this.#deps.snapshot.isShut',
    replace: '',
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
    name: 'a start of an owner that was robbed fails',
    find: 'error instanceof StorageRefused || error instanceof StaleGeneration',
    replace: 'error instanceof StorageRefused',
  },
  {
    name: 'nothing is made once something was forgotten',
    find: 'const forgets = this.#forgets;',
    replace: 'const forgets = 0;',
  },
  {
    name: 'what was forgotten counts as made',
    find: '    this.#forgets += 1;\n    this.#isMade = false;\n',
    replace: '    this.#forgets += 1;\n',
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
