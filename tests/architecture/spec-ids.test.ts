import { describe, expect, it } from 'vitest';
import { AREAS, filesUnder, textOf } from './source.ts';

/** A rule line of a SPEC.md: `- **IN-1** …`. */
const RULE = /^- \*\*([A-Z]{2}-\d+)\*\*/gm;
/** Ids at the start of a test title, each in square brackets. */
const TITLE = /\b(?:it|test|step|prop|property)(?:\.\w+)*\(\s*(['"`])((?:\[[A-Z]+-?\d+\]\s?)+)/g;
const ID = /\[([A-Z]+-?\d+)\]/g;

const LARGEST: Readonly<Record<string, number>> = { R: 104, S: 31, I: 31, A: 25 };

const specIds = (): string[] =>
  AREAS.flatMap((area) => filesUnder(area, 'SPEC.md')).flatMap((path) =>
    [...textOf(path).matchAll(RULE)].map((match) => match[1] ?? ''),
  );

const titledIds = (): Map<string, string[]> => {
  const ids = new Map<string, string[]>();
  for (const path of filesUnder('tests', '.test.ts', '.test.tsx', '.spec.ts')) {
    for (const title of textOf(path).matchAll(TITLE)) {
      for (const [, id = ''] of (title[2] ?? '').matchAll(ID)) ids.set(id, [...(ids.get(id) ?? []), path]);
    }
  }
  return ids;
};

describe('numbered rules', () => {
  const inSpecs = specIds();
  const inTitles = titledIds();

  it('[DR-5] every rule of a SPEC.md stands in a test title, and no number is given twice', () => {
    expect(inSpecs.length).toBeGreaterThan(30);
    expect(inSpecs.filter((id, index) => inSpecs.indexOf(id) !== index)).toEqual([]);
    expect(inSpecs.filter((id) => !inTitles.has(id))).toEqual([]);
  });

  it('[DR-6] every id in a test title exists', () => {
    const known = new Set(inSpecs);
    const orphans = [...inTitles].filter(([id]) => {
      const plain = /^([RSIA])(\d+)$/.exec(id);
      if (!plain) return !known.has(id);
      return Number(plain[2]) < 1 || Number(plain[2]) > (LARGEST[plain[1] ?? ''] ?? 0);
    });
    expect(orphans).toEqual([]);
  });
});
