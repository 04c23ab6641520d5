import { describe, expect, it } from 'vitest';
import { makeNameSearch } from '../../../client/data/search/name-search.ts';
import { searchAids } from '../../../client/data/search/search-aids.ts';

const NAMES = ['上海瑞康医疗器械有限公司', '瑞康堂大药房', '重庆长安建材', '浙江长乐装饰', 'Ａｃｍｅ Medical 中国'];

const searchOf = (names: readonly string[] = NAMES, withAids = true) => {
  const search = makeNameSearch<string>(() => (withAids ? searchAids : null));
  for (const name of names) search.set(name, name);
  return search;
};
const found = (query: string, search = searchOf()): string[] => search.find(query).map(({ id }) => id);

describe('search by name', () => {
  it('[NS-1][R95] characters are found anywhere, beginnings first, with their place', () => {
    const hits = searchOf().find('瑞康');
    expect(hits.map(({ id }) => id)).toEqual(['瑞康堂大药房', '上海瑞康医疗器械有限公司']);
    expect(hits.map(({ ranges }) => ranges)).toEqual([[[0, 2]], [[2, 4]]]);
  });

  it('[NS-2][R95] full-width letters, case and spaces make no difference', () => {
    for (const query of ['acme', 'ACME', 'ａｃｍｅ', ' ac me '])
      expect(found(query)).toEqual(['Ａｃｍｅ Medical 中国']);
  });

  it('[NS-3][R95] whole syllables, initials and a mixture are found, in every reading of a character', () => {
    expect(found('ruikang')).toEqual(['瑞康堂大药房', '上海瑞康医疗器械有限公司']);
    expect(found('rkt')).toEqual(['瑞康堂大药房']);
    expect(found('shruik')).toEqual(['上海瑞康医疗器械有限公司']);
    expect(found('chongqing')).toEqual(['重庆长安建材']);
    expect(found('changle')).toEqual(['浙江长乐装饰']);
    expect(found('zhangle')).toEqual(['浙江长乐装饰']);
    expect(searchOf().find('yl')[0]?.ranges).toEqual([[4, 6]]);
  });

  it('[NS-4][R95] a letter left out is forgiven, a word of others is not', () => {
    expect(found('medecine')).toEqual([]);
    expect(found('mdical')).toEqual(['Ａｃｍｅ Medical 中国']);
    expect(found('zzzz')).toEqual([]);
  });

  it('[NS-5] a renamed or deleted name is not found any more', () => {
    const search = searchOf();
    search.set('瑞康堂大药房', '同仁大药房');
    search.delete('重庆长安建材');
    expect(found('瑞康', search)).toEqual(['上海瑞康医疗器械有限公司']);
    expect(found('同仁', search)).toEqual(['瑞康堂大药房']);
    expect(found('长安', search)).toEqual([]);
  });

  it('[NS-6] without its aids it goes by characters', () => {
    const search = searchOf(NAMES, false);
    expect(found('长安', search)).toEqual(['重庆长安建材']);
    expect(found('changan', search)).toEqual([]);
  });
});
