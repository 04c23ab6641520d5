/// <reference path="./pinyin-dictionary.d.ts" />
import UFuzzy from '@leeoniya/ufuzzy';
import { dict } from 'pinyin-match/src/simplified_dict.js';
import type { SearchAids } from './name-search.ts';
import { matchPinyin, readingsOf, spell } from './pinyin-match.ts';

const fuzzy = new UFuzzy({ unicode: true, interSplit: '[^\\p{L}\\d]+', intraSplit: '\\p{Ll}\\p{Lu}', intraIns: 1 });

const readings = readingsOf(dict);

/** What a search can do without until the first list stands: readings of characters, and near misses. */
export const searchAids: SearchAids = {
  spell: (characters) => spell(characters, readings),
  matchPinyin,
  near: (names, query) => fuzzy.filter([...names], query) ?? [],
};
