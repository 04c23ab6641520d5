import { withoutInvisible } from './invisible.ts';

/**
 * User-perceived characters. `Intl.Segmenter` is the one use of Intl in `rules/`: grapheme boundaries come from
 * Unicode's own tables and do not depend on the locale; a hand-written table would only be an older copy of them.
 */
const SEGMENTER = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Number of visible characters after trimming (A20): one for a Chinese character, one for an emoji of any make. */
export const graphemeCount = (text: string): number => {
  let count = 0;
  for (const _ of SEGMENTER.segment(withoutInvisible(text).trim())) count += 1;
  return count;
};
