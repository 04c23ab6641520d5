import { makeNameSearch } from '../../../client/data/search/name-search.ts';
import { searchAids } from '../../../client/data/search/search-aids.ts';
import { INDUSTRIES, makeCompanyNames, TERRITORIES } from '../../../sync-relay/demo/names.ts';
import { makePrng } from '../../support/prng.ts';
import { dice } from '../support/company.ts';
import { percentile, timed } from '../support/measure.ts';
import { atMost, type BenchRow, shown } from '../support/row.ts';

const CUSTOMERS = 20_000;
const ROUNDS = 5;

/** Typed letter by letter: every beginning of these is a query. */
const TYPED: Readonly<Record<string, readonly string[]>> = {
  'Chinese, by its beginning and inside': ['苏州恒达精密机械', '新材料', '恒泰源', '股份有限公司', '医药'],
  'pinyin, initials and both mixed': ['suzhouhengda', 'szhd', 'hengtai', 'szhengda', 'xincailiao'],
  'with a slip (a character too many, none that fits)': [
    '苏州恒大达精密',
    '杭州瑞泰物留',
    'suzhouhengdaa',
    '不存在的公司',
  ],
};
const beginnings = (text: string): readonly string[] =>
  [...text].map((_, index) => [...text].slice(0, index + 1).join(''));

export const search: BenchRow = {
  name: 'search',
  title: 'Search among 20,000 customers while typing (R95)',
  async run() {
    const names = dice(makePrng(5));
    const newName = makeCompanyNames(names);
    const finder = makeNameSearch<number>(() => searchAids);
    for (let id = 0; id < CUSTOMERS; id += 1) {
      const { cities } = names.pick<(typeof TERRITORIES)[number]>(TERRITORIES);
      finder.set(id, newName(names.pick<string>(cities), names.pick<string>(INDUSTRIES)));
    }
    return Object.entries(TYPED).flatMap(([what, texts]) => {
      const queries = texts.flatMap(beginnings);
      for (const query of queries) finder.find(query);
      const times = queries.flatMap((query) =>
        Array.from({ length: ROUNDS }, () => timed(() => finder.find(query)).ms),
      );
      return [
        atMost(`${what}: p95 of ${queries.length} queries, one per letter typed`, percentile(times, 0.95), 'ms', 50),
        shown('the slowest of them', Math.max(...times), 'ms'),
      ];
    });
  },
};
