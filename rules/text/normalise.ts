import { withoutInvisible } from './invisible.ts';

/** Full width to half width, lower case, nothing unseen, no white space: what keyword and name comparison work on. */
export const normalise = (text: string): string =>
  withoutInvisible(text).normalize('NFKC').toLowerCase().replace(/\s+/gu, '');

/** Whether any one of the words occurs (R33, A7), after {@link normalise} on both sides. */
export const containsAny = (text: string, words: readonly string[]): boolean => {
  const haystack = normalise(text);
  return words.some((word) => normalise(word) !== '' && haystack.includes(normalise(word)));
};

/** The words of the list that occur in the text. */
export const wordsIn = (text: string, words: readonly string[]): readonly string[] =>
  words.filter((word) => containsAny(text, [word]));

const LEGAL_SUFFIX = /(?:股份有限公司|有限责任公司|集团有限公司|有限公司|股份公司|集团|公司)$/u;
const BRACKETED = /[(（【[].*?[)）】\]]/gu;

/**
 * Key under which two spellings of one company's name meet: width, case, spaces, bracketed notes, leading
 * numbering, punctuation and the legal suffix do not count. Regions and branches do: 上海分公司 is another customer.
 */
export const companyKey = (name: string): string => {
  const plain = withoutInvisible(name)
    .normalize('NFKC')
    .toLowerCase()
    .replace(BRACKETED, '')
    .replace(/^\s*\d+\s*[.、)]\s*/u, '')
    .replace(/[\s.,，。·・'"“”‘’\-_/]+/gu, '');
  const core = plain.replace(LEGAL_SUFFIX, '');
  return core === '' ? plain : core;
};

/** Eleven digits of a Chinese mobile number, or a land line with its area code, spelled with usual separators. */
export const PHONE =
  /(?<!\d)(?:(?:\+?86[-\s]?)?1[3-9]\d[-\s.·]{0,3}\d{4}[-\s.·]{0,3}\d{4}|0\d{2,3}[-\s]{0,3}\d{7,8})(?!\d)/u;

/** Whether a free text carries a phone number, which would reach everybody who may read the text (R67). */
export const containsPhone = (text: string): boolean => PHONE.test(withoutInvisible(text).normalize('NFKC'));
