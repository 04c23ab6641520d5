import { expect, it } from 'vitest';
import { AREAS, filesUnder, textOf } from './source.ts';

/** Types may be exported for whoever wants to name them; a value that nobody else names is no part of any contract. */
const EXPORTED = /^export (?:async )?(?:abstract )?(?:function\*?|const|let|class) ([A-Za-z_$][\w$]*)/gm;
const WORD = /[A-Za-z_$][\w$]*/g;

/** `file: name` of every exported value that no other of the texts names. */
const unnamed = (texts: ReadonlyMap<string, string>): readonly string[] => {
  const namedIn = new Map<string, Set<string>>();
  for (const [path, text] of texts) {
    for (const [word] of text.matchAll(WORD)) namedIn.set(word, (namedIn.get(word) ?? new Set()).add(path));
  }
  return [...texts].flatMap(([path, text]) =>
    [...text.matchAll(EXPORTED)]
      .filter(([, name = '']) => (namedIn.get(name)?.size ?? 0) < 2)
      .map(([, name]) => `${path}: ${name}`),
  );
};

it('[DR-14] every exported value is named in another file', () => {
  const sources = AREAS.flatMap((area) => filesUnder(area, '.ts', '.tsx', '.mjs'));
  const texts = new Map(sources.map((path) => [path, textOf(path)]));
  expect(texts.size).toBeGreaterThan(400);
  // What stands in for a part of a library is named by its other parts.
  expect(unnamed(texts).filter((one) => !/^client\/data\/(lib0|y-protocols)\//.test(one))).toEqual([]);
});

it('[DR-14] the check bites: an export for nobody is named', () => {
  const texts = new Map([
    ['a.ts', 'export const used = 1;\nexport const forNobody = used;\nexport type Free = 1;\n'],
    ['b.ts', "import { used } from './a.ts';\nexport function lonely() {\n  return used;\n}\n"],
  ]);
  expect(unnamed(texts)).toEqual(['a.ts: forNobody', 'b.ts: lonely']);
});
