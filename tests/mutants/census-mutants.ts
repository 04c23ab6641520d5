import type { Mutant, Suite } from './mutant.ts';

const CENSUS: Suite = { kind: 'vitest', files: 'tests/unit/data/census.test.ts' };
const LISTS: Suite = { kind: 'vitest', files: 'tests/unit/data/pool-lists.test.ts' };
const ANSWERS: Suite = { kind: 'vitest', files: 'tests/property/answers.test.ts' };
const KEPT: Suite = { kind: 'vitest', files: 'tests/unit/data/kept-texts.test.ts' };
const STARTS: Suite = { kind: 'vitest', files: 'tests/property/kept-texts.test.ts' };
const ITEMS: Suite = { kind: 'vitest', files: 'tests/property/packed-items.test.ts' };
const SNAPSHOT: Suite = { kind: 'vitest', files: 'tests/unit/data/snapshot.test.ts' };
const CATCHING_UP: Suite = { kind: 'vitest', files: 'tests/integration/catching-up.test.ts' };

/** Planted defects of what is kept of every customer. */
export const CENSUS_MUTANTS: readonly Mutant[] = [
  {
    name: 'a task sent back concerns whoever has it alone',
    file: 'client/data/answers/work/customer-work.ts',
    find: 'assignee === member || (isReturned && supplier === member)',
    replace: 'assignee === member',
    suites: [ANSWERS],
  },
  {
    name: 'answers go by their age alone',
    file: 'client/data/worker/snapshot.ts',
    find: 'answers.splice(at < 0 ? 0 : at, 1);',
    replace: 'answers.splice(0, 1);',
    suites: [SNAPSHOT],
  },
  {
    name: 'a round for everyone who asks',
    file: 'client/data/answers/census.ts',
    find: 'lookAt(id, bits, this.#joined);\n      this.#due.delete(id);',
    replace:
      'lookAt(id, bits & bit, this.#joined);\n      if (bits === bit) this.#due.delete(id);\n      else this.#due.set(id, bits & ~bit);',
    suites: [CENSUS],
  },
  {
    name: 'told to whoever asks, and to nobody else',
    file: 'client/data/answers/census.ts',
    find: 'lookAt(id, bits, this.#joined)',
    replace: 'lookAt(id, bit, this.#joined)',
    suites: [ANSWERS, CENSUS],
  },
  {
    name: 'who changed before anybody joined last is told to the others only',
    file: 'client/data/answers/census.ts',
    find: '(this.#due.get(id) ?? 0) | this.#everybody',
    replace: 'this.#everybody',
    suites: [ANSWERS, CENSUS],
  },
  {
    name: 'everybody is looked at for a list that the company does not change',
    file: 'client/data/answers/census.ts',
    find: 'this.#joined & this.#ofCompany',
    replace: 'this.#joined',
    suites: [CENSUS],
  },
  {
    name: 'questions that wait join one by one',
    file: 'client/data/worker/watchers.ts',
    find: '      this.#deps.expect(waiting.map(({ query }) => query));\n',
    replace: '',
    suites: [CATCHING_UP],
  },
  {
    name: 'what was read from disk is told after the first round has begun',
    file: 'client/data/worker/folding.ts',
    find: 'this.#drowsing?.settle(this.#fold);\n    this.flush();',
    replace: 'this.#drowsing?.settle(this.#fold);',
    suites: [CATCHING_UP],
  },
  {
    name: 'a list that does not age',
    file: 'client/data/answers/customer-rows.ts',
    find: '    if (nowMs - this.#sortedAtMs >= FRESH_MS) this.touchAll();\n',
    replace: '',
    suites: [ANSWERS],
  },
  {
    name: 'the place before the change is kept beside the new one',
    file: 'client/data/answers/customer-rows.ts',
    find: 'if (before !== undefined) before.isReplaced = true;',
    replace: '',
    suites: [LISTS],
  },
  {
    name: 'a rule that came due after the look is not told',
    file: 'client/data/answers/work/work-index.ts',
    find: 'isDue || now < known.atMs || shanghaiDay(known.atMs) !== today',
    replace: 'false',
    suites: [CENSUS],
  },
  {
    name: 'an appointment that is not today’s yet is forgotten',
    file: 'client/data/answers/own-day.ts',
    find: '? openAppointments(customer) : []',
    replace: '? openAppointments(customer).filter((one) => isOnDay(one, Date.UTC(2026, 0, 1))) : []',
    suites: [CENSUS],
  },
  {
    name: 'who changed keeps his text',
    file: 'client/data/answers/census.ts',
    find: 'for (const id of customers) texts?.set(id, null);',
    replace: 'void texts;',
    suites: [KEPT, STARTS],
  },
  {
    name: 'a text is taken whatever became of the company',
    file: 'client/data/answers/kept-texts.ts',
    find: 'if (isSame || this.#isOfCustomer(name)) lines',
    replace: 'lines',
    suites: [KEPT, STARTS],
  },
  {
    name: 'what follows from the customer alone goes with the company',
    file: 'client/data/answers/kept-texts.ts',
    find: 'if (isSame || this.#isOfCustomer(name)) lines',
    replace: 'if (isSame) lines',
    suites: [KEPT],
  },
  {
    name: 'another process is none to a text',
    file: 'client/data/answers/kept-texts.ts',
    find: 'canonicalJson([process, wentLiveAt, ',
    replace: 'canonicalJson([wentLiveAt, ',
    suites: [KEPT],
  },
  {
    name: 'whose records come here is none to a text',
    file: 'client/data/answers/kept-texts.ts',
    find: ' && setting === this.#settingText(place)',
    replace: '',
    suites: [KEPT, STARTS],
  },
  {
    name: 'another store is none to a text',
    file: 'client/data/answers/kept-texts.ts',
    find: '[manager, store]);',
    replace: '[manager]);',
    suites: [KEPT],
  },
  {
    name: 'a text outlives the company it was written under',
    file: 'client/data/answers/kept-texts.ts',
    find: '    this.#stamp = null;\n    this.#settings',
    replace: '    this.#settings',
    suites: [KEPT],
  },
  {
    name: 'another company is the same for whoever looks on',
    file: 'client/data/answers/kept-texts.ts',
    find: 'return stamp !== this.#companyStamp() || settings !== this.#settings;',
    replace: 'return stamp !== this.#companyStamp() && settings !== this.#settings;',
    suites: [KEPT, CENSUS],
  },
  {
    name: 'who answers for whom is no company to whoever looks on',
    file: 'client/data/answers/kept-texts.ts',
    find: 'return stamp !== this.#companyStamp() || settings !== this.#settings;',
    replace: 'return stamp !== this.#companyStamp();',
    suites: [KEPT, CENSUS],
  },
  {
    name: 'a text is not looked at for damage',
    file: 'client/data/answers/kept-texts.ts',
    find: 'end > 0 && text.slice(0, end) === checkOf(id, body)',
    replace: 'end > 0',
    suites: [KEPT],
  },
  {
    name: 'the text of another customer is taken',
    file: 'client/data/answers/kept-texts.ts',
    find: 'id}\\n${body',
    replace: '0}\\n${body',
    suites: [KEPT],
  },
  {
    name: 'a text that is written again loses what it had',
    file: 'client/data/answers/kept-texts.ts',
    find: 'one === undefined ? known.get(name)',
    replace: 'one === undefined ? undefined',
    suites: [KEPT],
  },
  {
    name: 'who has nothing is looked at by every start',
    file: 'client/data/answers/kept-texts.ts',
    find: "one === null ? ''",
    replace: 'one === null ? undefined',
    suites: [KEPT],
  },
  {
    name: 'what was put before there were texts gets into none',
    file: 'client/data/answers/kept-texts.ts',
    find: 'joined & ~this.#bitsOf(lines)',
    replace: '0',
    suites: [KEPT],
  },
  {
    name: 'all is folded where one line is missing',
    file: 'client/data/answers/kept-texts.ts',
    find: 'const left = bits & ~this.#put(id, bits, lines);',
    replace: 'const left = bits;',
    suites: [KEPT],
  },
  {
    name: 'what had come due at the start before is due at this one',
    file: 'client/data/answers/work/work-index.ts',
    find: ' || now < known.atMs',
    replace: '',
    suites: [KEPT],
  },
  {
    name: 'an item without a possible date moves all that follow it in a text',
    file: 'client/data/answers/metrics/kept-items.ts',
    find: 'items.filter(isCounted)',
    replace: 'items',
    suites: [ITEMS],
  },
  {
    name: 'items of two people are one series in a text',
    file: 'client/data/answers/metrics/kept-items.ts',
    find: 'all.of(own.join(),',
    replace: 'all.of(String(own[0]),',
    suites: [ITEMS, STARTS],
  },
];
