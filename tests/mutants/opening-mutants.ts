import type { Mutant, Suite } from './mutant.ts';

const suite = (files: string): Suite => ({ kind: 'vitest', files });
const RULES = suite('tests/unit/rules/opening.test.ts');
const PROPERTY = suite('tests/property/opening.test.ts');
const SEALS = suite('tests/unit/rules/seal-table.test.ts');
const SHELF = suite('tests/unit/data/shelf-marks.test.ts');
const FILE = suite('tests/unit/data/opening-file.test.ts');
const PACKED = suite('tests/unit/data/sleeping.test.ts');
const TEXTS = suite('tests/unit/data/checkpoints.test.ts');

type Edit = Omit<Mutant, 'file' | 'suites'>;
const inFile = (file: string, suites: readonly Suite[], edits: readonly Edit[]): readonly Mutant[] =>
  edits.map((edit) => ({ ...edit, file, suites }));

/** Planted defects of openings: what a start begins with. */
export const OPENING_MUTANTS: readonly Mutant[] = [
  ...inFile(
    'rules/fold/opening.ts',
    [RULES, PROPERTY],
    [
      { name: 'an opening leaves out what the relay said', find: '  facts: factsIn(facts),', replace: '  facts: [],' },
      {
        name: 'an opening leaves out who is awake',
        find: '  for (const row of opening.rows) yield fold.apply(rowsOf(row, names), NO_FACTS);\n',
        replace: '',
      },
      {
        name: 'when an awake row of two places was received is lost',
        find: '(rec.aliasOf ?? rec).received]',
        replace: 'null]',
      },
      {
        name: 'nobody of an opening is told of when the company changes',
        find: '    if (use !== null) fold.uses.set(id, shared(use));\n',
        replace: '',
      },
      {
        name: 'who looked at the process is not told of it',
        find: 'process: flags > 1 }',
        replace: 'process: false }',
      },
      {
        name: 'into whom one is merged is not looked at',
        find: '    fold.classes.update([id], mergers, (one) => fold.foldAlone(one));\n',
        replace: '',
      },
      {
        name: 'who cites a file is forgotten',
        find: 'citers.set(file, new Set([...citing, ...(citers.get(file) ?? [])]))',
        replace: 'citers.set(file, new Set(citers.get(file) ?? []))',
      },
      {
        name: 'who cites a file and was here before is forgotten',
        find: 'new Set([...citing, ...(citers.get(file) ?? [])])',
        replace: 'new Set(citing)',
      },
      {
        name: 'lowered times of receipt are forgotten',
        find: "  for (const [id, time] of book.receivedTimes) facts.push({ kind: 'received', id, time, tick: time });\n",
        replace: '',
      },
      {
        name: 'who sleeps is told of what he slept with',
        find: 'if (isAboutAwake(fold.store, one.fact))',
        replace: 'if (one !== null)',
      },
      {
        name: 'the company of an opening is that of now',
        find: '  fold.touchConcerned(opening.company, touched);\n',
        replace: '',
      },
      { name: 'what fired is forgotten', find: '...book.fired.values(), ', replace: '' },
    ],
  ),
  ...inFile(
    'rules/fold/sleepers.ts',
    [RULES, PROPERTY],
    [
      { name: 'begins where somebody sleeps already', find: 'this.named.length === 0 && ', replace: '' },
      {
        name: 'begins where rows were taken in already',
        find: 'this.named.length === 0 && opening.logs.every(isEmpty)',
        replace: 'this.named.length === 0',
      },
      {
        name: 'what is packed takes the place of what is here',
        find: 'known === undefined || (known.packed === null && known.recs.length + known.contactRecs.length === 0)',
        replace: 'known !== null',
      },
      { name: 'who fell asleep since it began loses what he had', find: 'known.packed === null && ', replace: '' },
      {
        name: 'what is taken in beside own rows stays on the shelf',
        find: '    for (const part of packed.parts) part.forget();\n    const rows',
        replace: '    const rows',
      },
      {
        name: 'what is taken in beside own rows is matched with no seals',
        find: `      restAs(log, seals[place] ?? NO_SEALS);
      if (span !== null) this.join(log, span, numbers.all());
      yield NO_CHANGE;
    }
    // Before anybody of them may be folded: a later use is the better one.
    yield* takeUses(this.fold, opening, (use) => this.shared(use));
    // Behind the seals: what is taken in beside own rows is matched with them.
    for (const id of customers) yield this.adopt(id, readParts(numbers, partAt));
`,
        replace: `      if (span !== null) this.join(log, span, numbers.all());
    }
    yield* takeUses(this.fold, opening, (use) => this.shared(use));
    for (const id of customers) yield this.adopt(id, readParts(numbers, partAt));
    for (const [place, { doc, device }] of logs.entries())
      restAs(this.store.logOf(doc, device), seals[place] ?? NO_SEALS);
`,
      },
      {
        name: 'whom an id stands for is forgotten',
        find: 'this.holders = IdIndex.of(seed, ids);',
        replace: 'this.holders = new IdIndex(seed);',
      },
      {
        name: 'numbers of an opening stand for others',
        find: '    for (const id of customers) this.numberOf(id);\n',
        replace: '    for (const id of customers.toReversed()) this.numberOf(id);\n',
      },
      {
        name: 'rows of who sleeps are bounded by nothing',
        find: 'Math.max(to, span[1]) });',
        replace: 'span[0] - 1 });',
      },
      {
        name: 'an opening without the seals that cannot be kept',
        find: '    if (seals.length < covered.length) return null;\n',
        replace: '',
      },
    ],
  ),
  ...inFile(
    'rules/fold/resting-seals.ts',
    [SEALS],
    [
      {
        name: 'a seal at rest begins too early',
        find: 'last.to + numbers.next()',
        replace: 'last.from + numbers.next()',
      },
      {
        name: 'what comes behind seals at rest reaches no further back than itself',
        find: 'Math.max(this.summary().reach, this.since.reach(place))',
        replace: 'this.since.reach(place)',
      },
      { name: 'resting seals reach as far as the last does', find: 'Math.max(reach, seal.to)', replace: 'seal.to' },
      {
        name: 'what comes to rest is told from the first',
        find: 'bytesOf(since, before.last)',
        replace: 'bytesOf(since, START)',
      },
      { name: 'a seal at rest is received late', find: 'tick - numbers.next()', replace: 'tick + numbers.next()' },
      {
        name: 'seals whose numbers do not come back are kept',
        find: '  if (!since.every(({ from, to, received, tick }) => [from, to, received, tick].every(fitsVarint))) return null;\n',
        replace: '',
      },
    ],
  ),
  ...inFile(
    'rules/fold/resting-seals.ts',
    [SEALS],
    [
      {
        name: 'a place among those at rest is looked for behind them',
        find: '    if (count > 0 && from <= last.from) this.wake();\n',
        replace: '',
      },
      {
        name: 'those at rest are put in order with nobody',
        find: '    if (!isInOrder(seals, last)) this.wake();\n',
        replace: '',
      },
      {
        name: 'what is told again of the last at rest is another one',
        find: 'this.addBehind(first < 0 ? [] : seals.slice(first));',
        replace: 'this.addBehind(seals);',
      },
    ],
  ),
  ...inFile(
    'client/data/worker/shelf.ts',
    [SHELF],
    [
      {
        name: 'what is being marked goes meanwhile',
        find: '    this.#marking = new Set(segments);\n',
        replace: '',
      },
      {
        name: 'files of the mark that is good go',
        find: '[this.#segments, this.#marked, this.#marking]',
        replace: '[this.#segments, this.#marking]',
      },
      {
        name: 'the mark before outlives the next',
        find: 'this.#marked = new Set([...segments, unneeded(file)]);',
        replace: 'this.#marked = new Set([...this.#marked, ...segments, unneeded(file)]);',
      },
      {
        name: 'the file of the mark before stays',
        find: 'new Set([...segments, unneeded(file)])',
        replace: 'new Set(segments)',
      },
      {
        name: 'a mark that came to nothing holds its files for ever',
        find: 'file === null ? this.#marking : this.#marked',
        replace: 'this.#marked',
      },
      {
        name: 'what was marked stays once nothing is marked',
        find: '    this.#marked = new Set();\n    for (const segment of before)',
        replace: '    for (const segment of before)',
      },
      {
        name: 'what lay in no file is read from the beginning of the rest',
        find: 'rest.slice(at, at + length)',
        replace: 'rest.slice(0, length)',
      },
      {
        name: 'what lay in no file never comes to lie in one',
        find: 'if (segment === undefined) this.#await(part);\n      else {',
        replace: 'if (segment !== undefined) {',
      },
      {
        name: 'nothing of a file that was begun with counts as needed',
        find: '        segment.needed += length;\n      }\n      return part;',
        replace: '      }\n      return part;',
      },
    ],
  ),
  ...inFile(
    'client/data/worker/checkpoints.ts',
    [TEXTS],
    [
      {
        name: 'texts of an opening are those of the customer before',
        find: 'numbers.addAll(part === undefined ? [] : placeOf(part));',
        replace: 'if (part !== undefined) numbers.addAll(placeOf(part));',
      },
      {
        name: 'a text of an opening takes the place of a later one',
        find: '      if (this.#parts.has(id)) part.forget();\n      else this',
        replace: '      this',
      },
      { name: 'texts that are set anew stay', find: '    this.#parts.get(id)?.forget();\n', replace: '' },
    ],
  ),
  ...inFile(
    'client/data/worker/opening-file.ts',
    [FILE],
    [
      {
        name: 'an opening that lost its end is taken for whole',
        find: 'if (end !== bytes.length) throw',
        replace: 'if (end < 0) throw',
      },
      {
        name: 'a piece of an opening is taken as it is',
        find: 'return checked(bytes.subarray(end - length, end), check);',
        replace: 'return bytes.subarray(end - length, end);',
      },
      { name: 'a mark that is not named stays', find: '        if (!isGood) void file.delete();\n', replace: '' },
      {
        name: 'a mark that was refused holds its files for ever',
        find: '      mark.settle(null);\n      throw error;',
        replace: '      throw error;',
      },
      {
        name: 'texts are not begun with',
        find: '      known.begin(fold.customers, checkpoints, partAt);\n',
        replace: '',
      },
      {
        name: 'a mark that comes to nothing holds its files for ever',
        find: '    if (pieces === null) mark.settle(null);\n',
        replace: '',
      },
    ],
  ),
  ...inFile(
    'client/data/worker/check-bytes.ts',
    [FILE, PACKED],
    [{ name: 'a check says the same of all bytes', find: 'return hash >>> 0;', replace: 'return 0;' }],
  ),
  ...inFile(
    'client/data/worker/packed-sleepers.ts',
    [PACKED],
    [
      {
        name: 'packed records that are damaged are unpacked',
        find: "    if (head.getUint32(CHECK_AT) !== checkOf(small)) throw new Error('packed records are damaged');\n",
        replace: '',
      },
    ],
  ),
];
