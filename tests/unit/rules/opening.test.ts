import { expect, test } from 'vitest';
import {
  type BlobHash,
  type CustomerId,
  DEFAULT_PROCESS,
  type EventId,
  type FoldFact,
  type FoldRow,
  type MemberId,
  makeFold,
  type RelayFact,
} from '#rules';
import { drowsy, isCovered, kept, makeDisk } from '../../support/fold-openings.ts';
import {
  CUSTOMER,
  creation,
  documentOfType,
  green,
  LOG_DOC,
  makeStage,
  note,
  type RulesStage,
  yellow,
} from '../../support/rules-stage.ts';

const NOTES = documentOfType('visitNoteRecorded', CUSTOMER);
const isOther = ({ doc }: { readonly doc: string }): boolean => !isCovered(doc);

const OTHER_FILE = 'b'.repeat(64);

/** Three customers with a note each, all of them sealed; one is merged into another, and one cites a file. */
const written = (): RulesStage => {
  const stage = makeStage();
  for (const subject of ['x1', 'x2']) {
    stage.act('rae', 'customerCreated', creation(), { subject });
    stage.act('rae', 'visitNoteRecorded', note(), { subject });
  }
  const before = stage.act('rae', 'statusMarked', yellow());
  stage.pass(60_000);
  // A task of whoever does presales there.
  stage.act('rae', 'statusMarked', green(before, OTHER_FILE));
  stage.attest(OTHER_FILE);
  stage.act('mia', 'visitNoteRecorded', note());
  stage.act('rae', 'statusMarked', green(), { subject: 'x2' });
  stage.act('mia', 'customerMerged', { into: 'c1', reason: '同一家' }, { subject: 'x1' });
  // Of nobody, so that whoever leads there is responsible.
  stage.act('mia', 'customerCreated', creation(null), { subject: 'x3' });
  return stage;
};

/** A fold that sleeps, and one that has read what is not of customers. */
const folds = ({ rows, facts }: RulesStage, awake = 0, isFolded = true) => {
  const disk = makeDisk();
  const first = drowsy(disk, awake);
  first.fold.apply(rows, facts);
  first.settle();
  // What each looked at of the company is known of those that were folded.
  if (isFolded) first.fold.digest();
  const next = drowsy(disk, awake);
  next.fold.apply(rows.filter(isOther), facts.filter(isOther));
  const opening = first.sleeping.opening(isCovered, disk.placeOf);
  const begin = () => opening && next.sleeping.begin(kept(opening), disk.partAt);
  return { disk, first, next, opening, begin };
};
/** Both folds, the second of which has begun; what each was told of then is not looked at. */
const begun = (stage: RulesStage, awake = 0, isFolded = true) => {
  const { first, next, begin } = folds(stage, awake, isFolded);
  for (const _ of begin() ?? []) next.settle();
  return { first: first.fold, next: next.fold };
};

test('[RF-38] nothing is begun where rows of its documents are here, or somebody slept', () => {
  const stage = written();
  const [row] = stage.rows.filter(({ doc }) => isCovered(doc));
  if (row === undefined) throw new Error('nothing was written');
  const read = folds(stage);
  read.next.fold.apply([row], []);
  expect(read.begin()).toBeNull();

  const other = makeStage();
  other.act('rae', 'customerCreated', creation(), { subject: 'elsewhere', doc: 'pool:north' });
  const slept = folds(stage);
  slept.next.fold.apply(
    other.rows.filter(({ doc }) => doc === 'pool:north'),
    other.facts.filter(({ doc }) => doc === 'pool:north'),
  );
  slept.next.settle();
  const before = slept.next.fold.digest();
  expect(slept.begin()).toBeNull();
  expect(slept.next.fold.digest()).toBe(before);
  expect(folds(stage).begin()).not.toBeNull();
});

test('[RF-38] seals whose numbers would not come back leave nothing to begin with', () => {
  const stage = written();
  const own = stage.rows.find(({ doc }) => doc === NOTES)?.event;
  if (own === undefined) throw new Error('nothing was written');
  const seal: RelayFact = { kind: 'seal', tick: own.at + 0.5, ranges: [[own.device, own.n, own.n, 1]] };
  stage.facts.push({ fact: seal, doc: NOTES });
  expect(folds(stage).opening).toBeNull();
});

const fact = (one: RelayFact, doc = LOG_DOC): FoldFact => ({ fact: one, doc });
type Late = (stage: RulesStage) => { readonly rows?: readonly FoldRow[]; readonly facts?: readonly FoldFact[] };
const noteIn = (stage: RulesStage) => {
  const row = stage.rows.find(({ event, doc }) => event.type === 'visitNoteRecorded' && doc === NOTES);
  if (row === undefined) throw new Error('nothing was written');
  return row.event;
};
const since = (stage: RulesStage, act: () => void): ReturnType<Late> => {
  const [rows, facts] = [stage.rows.length, stage.facts.length];
  act();
  return { rows: stage.rows.slice(rows), facts: stage.facts.slice(facts) };
};
const changed = (stage: RulesStage, member: string, change: object): void => {
  stage.act('boss', 'memberChanged', { member: member as MemberId, ...change });
};
const LATE: Readonly<Record<string, Late>> = {
  'a lower seal': (stage) => {
    const { device, n, at } = noteIn(stage);
    return { facts: [fact({ kind: 'seal', tick: at - 3, ranges: [[device, n, n, 1]] }, NOTES)] };
  },
  'the same row again': (stage) => ({ rows: stage.rows.filter(({ event }) => event.id === noteIn(stage).id) }),
  'a row under a second document': (stage) => ({
    rows: stage.rows
      .filter(({ event }) => event.id === noteIn(stage).id)
      .map((row) => ({ ...row, doc: 'log:west:2026Q4' })),
  }),
  'another name': (stage) => since(stage, () => changed(stage, 'rae', { name: '阿蕊' })),
  'somebody who leads no more': (stage) => since(stage, () => changed(stage, 'mia', { territories: [] })),
  'somebody new': (stage) =>
    since(stage, () => {
      const pat = { member: 'pat', name: 'pat', role: 'presales', territories: ['east'] } as const;
      stage.act('boss', 'memberInvited', { ...pat, territories: ['east'] });
    }),
  'another process': (stage) =>
    since(stage, () => {
      const [rule] = DEFAULT_PROCESS.rules;
      if (rule === undefined) throw new Error('the template has no rules');
      stage.act('boss', 'processPublished', { part: { kind: 'rule', rule: { ...rule, isOn: !rule.isOn } } });
    }),
  'a file that is cited': (stage) => since(stage, () => stage.attest()),
  'the end of a merge': (stage) => {
    const merge = stage.rows.find(({ event }) => event.type === 'customerMerged')?.event.id;
    return since(stage, () =>
      stage.act('mia', 'mergeUndone', { merges: [merge as EventId], reason: '两家' }, { subject: 'x1' }),
    );
  },
  'a merge of the one it is merged into': (stage) =>
    since(stage, () => stage.act('mia', 'customerMerged', { into: 'x2', reason: '同一家' })),
};

for (const [name, late] of Object.entries(LATE)) {
  test(`[RF-38] [I1] what comes late counts as it does where nobody began with anything: ${name}`, () => {
    for (const [awake, isFolded] of [
      [0, true],
      [2, true],
      [0, false],
    ] as const) {
      const stage = written();
      const { first, next } = begun(stage, awake, isFolded);
      // Who is awake was told of while it began: nobody has looked at him since.
      if (awake > 0) expect(next.digest()).toBe(first.digest());
      const { rows = [], facts = [] } = late(stage);
      const [told, expected] = [next.apply(rows, facts), first.apply(rows, facts)];
      expect({ ...told }).toEqual({ ...expected });
      expect(next.digest()).toBe(first.digest());
    }
  });
}

/** Two that are merged, each with a green of its own: one presales task stands for both. */
const bothGreen = (): RulesStage => {
  const stage = makeStage();
  stage.attest();
  for (const subject of ['x1', 'x2']) {
    stage.act('rae', 'customerCreated', creation(), { subject });
    stage.act('rae', 'statusMarked', green(), { subject });
  }
  stage.act('mia', 'customerMerged', { into: 'x2', reason: '同一家' }, { subject: 'x1' });
  return stage;
};

test('[RF-38] of who was merged one presales task stands, as before', () => {
  const { first, next } = begun(bothGreen());
  const tasks = [...first.customerIds()].flatMap((id) => first.customer(id)?.tasks ?? []);
  expect(new Set(tasks.map(({ status }) => status)).size).toBeGreaterThan(1);
  expect(next.digest()).toBe(first.digest());
});

test.each([0, 1])(
  '[RF-38] who is looked at while it begins, %i of his rows here before, is in the end as he was, of a class too',
  (here) => {
    const stage = bothGreen();
    const { disk, first, opening } = folds(stage);
    if (opening === null) throw new Error('nothing can be kept');
    // Its states are kept from one look to the next.
    const { fold, sleeping } = drowsy(disk, 5);
    fold.apply(stage.rows.filter(isOther), stage.facts.filter(isOther));
    const own = stage.rows.filter(({ event }) => event.subject === 'x2').slice(0, here);
    fold.apply(
      own.map((row) => ({ ...row, received: null, isLocal: true })),
      [],
    );
    for (const _ of sleeping.begin(kept(opening), disk.partAt) ?? []) fold.digest();
    expect(fold.digest()).toBe(first.fold.digest());
  },
);

test('[RF-38] who falls asleep while it begins keeps what he had', () => {
  const stage = written();
  const { first, next, begin } = folds(stage);
  const { rows = [], facts = [] } = since(stage, () =>
    stage.act('rae', 'visitNoteRecorded', note(), { subject: 'x1', doc: 'log:west:2026Q4', device: 'tablet' }),
  );
  for (const { fold } of [first, next]) fold.apply(rows, facts);
  for (const _ of begin() ?? []) next.settle();
  expect(next.fold.digest()).toBe(first.fold.digest());
});

test('[RF-38] files of the company are its own still', () => {
  const stage = written();
  stage.fact(
    {
      kind: 'blobAttested',
      tick: stage.tick(),
      sha256: 'c'.repeat(64) as BlobHash,
      mediaType: 'application/pdf',
      size: 10,
    },
    'org',
  );
  stage.attest();
  const { first, next } = begun(stage);
  expect(first.companyFiles().size).toBe(1);
  expect(next.companyFiles()).toEqual(first.companyFiles());
});

test('[RF-38] [R8] what is taken in beside own rows is needed on the shelf no more', () => {
  const stage = written();
  const own = stage.rows.filter(({ event }) => event.id === noteIn(stage).id);
  const copy = own.map((row) => ({ ...row, doc: 'log:west:2026Q4' }));
  stage.rows.push(...copy);
  const { disk, first, next, begin } = folds(stage);
  next.fold.apply(
    own.map((row) => ({ ...row, received: null, isLocal: true })),
    [],
  );
  const forgotten = disk.forgotten();
  for (const _ of begin() ?? []) next.settle();
  expect(disk.forgotten()).toBeGreaterThan(forgotten);
  expect(next.fold.digest()).toBe(first.fold.digest());
  const plain = makeFold();
  plain.apply(stage.rows, stage.facts);
  expect(next.fold.digest()).toBe(plain.digest());
  expect([...next.fold.customerIds()]).toContain('x1' as CustomerId);
});

/** What was written last is not there yet: it comes in the end. */
const takeLast = (stage: RulesStage, act: () => void) => {
  const { rows = [], facts = [] } = since(stage, act);
  stage.rows.length -= rows.length;
  stage.facts.length -= facts.length;
  const [row] = rows;
  if (row === undefined) throw new Error('nothing was written');
  return { rows, facts, id: row.event.id as EventId, at: row.event.at };
};

test('[RF-38] [S8] a time of receipt that came before its row holds when that comes', () => {
  const stage = written();
  const late = takeLast(stage, () => stage.act('rae', 'visitNoteRecorded', note()));
  stage.fact({ kind: 'received', tick: stage.tick(), id: late.id, time: late.at - 1 }, NOTES);
  const { first, next } = begun(stage);
  for (const fold of [first, next]) fold.apply(late.rows, []);
  expect(next.placement(late.id)).toEqual(first.placement(late.id));
  expect(next.digest()).toBe(first.digest());
});

test('[RF-38] whose own row cites a file is told of that, though others cited it before', () => {
  const stage = written();
  const file = 'd'.repeat(64);
  stage.act('rae', 'statusMarked', green(undefined, file), { subject: 'x2' });
  const { rows } = takeLast(stage, () => stage.act('mia', 'statusMarked', green(undefined, file), { subject: 'x3' }));
  const { first, next, begin } = folds(stage);
  const own = rows.map((row) => ({ ...row, received: null, isLocal: true }));
  for (const { fold } of [first, next]) fold.apply(own, []);
  for (const _ of begin() ?? []) next.settle();
  const { facts = [] } = since(stage, () => stage.attest(file));
  const [told, expected] = [next.fold.apply([], facts), first.fold.apply([], facts)];
  expect([...expected.customers].sort()).toContain('x2');
  expect({ ...told }).toEqual({ ...expected });
  expect(next.fold.digest()).toBe(first.fold.digest());
});
