import { expect, it } from 'vitest';
import { MUTANTS } from '../mutants/mutants.ts';
import { textOf } from './source.ts';

it('[DR-13] every planted defect still fits the sources, under a name of its own', () => {
  expect(MUTANTS.length).toBeGreaterThan(100);
  const misfits = MUTANTS.filter(
    ({ file, find, replace }) => textOf(file).split(find).length !== 2 || find === replace,
  );
  expect(misfits.map(({ name, file }) => `${name}: ${file}`)).toEqual([]);
  expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
});
