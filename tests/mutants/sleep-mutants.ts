import type { Mutant, Suite } from './mutant.ts';

const UNIT: Suite = { kind: 'vitest', files: 'tests/unit/rules/sleep.test.ts' };
const DEVICE: Suite = { kind: 'vitest', files: 'tests/unit/data/sleeping.test.ts' };
const PROPERTY: Suite = { kind: 'vitest', files: 'tests/property/sleep.test.ts' };

/** Planted defects of customers that sleep packed. */
export const SLEEP_MUTANTS: readonly Mutant[] = [
  {
    name: 'a seal that reaches back wakes nobody',
    file: 'rules/fold/store.ts',
    find: 'this.sleepers?.beforeSeal(log, seal);',
    replace: '',
    suites: [UNIT],
  },
  {
    name: 'an event that comes again is a second one beside the packed one',
    file: 'rules/fold/store.ts',
    find: 'this.sleepers?.beforeId(event.id);',
    replace: '',
    suites: [UNIT],
  },
  {
    name: 'an own event is bounded by those awake only',
    file: 'rules/fold/store.ts',
    find: 'this.sleepers?.beforeBounds(log, lowest);',
    replace: '',
    suites: [UNIT],
  },
  {
    name: 'a packed creation is not one of several',
    file: 'rules/fold/store.ts',
    find: 'const all = entry === undefined ? [] : this.look(entry).recs;',
    replace: 'const all = entry?.recs ?? [];',
    suites: [UNIT, PROPERTY],
  },
  {
    name: 'an event that sleeps is unknown to whoever cites it',
    file: 'rules/fold/store.ts',
    find: 'this.recs.get(id) ?? this.sleepers?.find(id) ?? null',
    replace: 'this.recs.get(id) ?? null',
    suites: [UNIT],
  },
  {
    name: 'rows that are not sealed yet are packed as sealed',
    file: 'rules/fold/packed-recs.ts',
    find: '  rec.tick !== null &&\n',
    replace: '',
    suites: [PROPERTY],
  },
  {
    name: 'a row of a shared history is packed apart from what it carries',
    file: 'rules/fold/packed-recs.ts',
    find: "rec.event.type !== 'historyShared'",
    replace: 'true',
    suites: [UNIT],
  },
  {
    name: 'who wakes stands in no log',
    file: 'rules/fold/sleepers.ts',
    find: 'for (const log of this.logsOf(rec)) putBackRec(log, rec);',
    replace: '',
    suites: [UNIT],
  },
  {
    name: 'a customer is what is packed of it, without what came since',
    file: 'rules/fold/sleepers.ts',
    find: 'this.names)), entry];',
    replace: 'this.names))];',
    suites: [UNIT, PROPERTY],
  },
  {
    name: 'a second document of a packed row is forgotten',
    file: 'rules/fold/packed-recs.ts',
    find: 'rec.otherDocs = others.length > 0 ? others : null;',
    replace: '',
    suites: [UNIT],
  },
  {
    name: 'the index forgets whom it held when it grows',
    file: 'rules/fold/id-index.ts',
    find: 'if (holder !== 0) this.put(hashes[slot] ?? 0, holder);',
    replace: 'if (holder > 350) this.put(hashes[slot] ?? 0, holder);',
    suites: [UNIT],
  },
  {
    name: 'who may not sleep yet keeps everybody awake',
    file: 'rules/fold/sleepers.ts',
    find: 'if (!this.fallAsleep(id)) this.awake.add(id);',
    replace: 'if (!this.fallAsleep(id)) return true;',
    suites: [UNIT],
  },
  {
    name: 'bounds are read off a log in which whoever woke stands last',
    file: 'rules/fold/store.ts',
    find: 'logs.push(recsInOrder(log));',
    replace: 'logs.push(log.recs);',
    suites: [UNIT],
  },
  {
    name: 'a start takes rows in before the seals that are about them',
    file: 'client/data/worker/folding.ts',
    find: '    for (const some of slices(facts)) take({ rows: [], facts: some });\n    for (const some of slices(rows)) take({ rows: some, facts: [] });',
    replace:
      '    for (const some of slices(rows)) take({ rows: some, facts: [] });\n    for (const some of slices(facts)) take({ rows: [], facts: some });',
    suites: [DEVICE],
  },
  {
    name: 'a device that stops goes on packing',
    file: 'client/data/worker/folding.ts',
    find: "    if (this.#drowsing !== 'loading') this.#drowsing?.stop();\n",
    replace: '',
    suites: [DEVICE],
  },
];
