import { withoutInvisible } from '../text/invisible.ts';
import { PHONE } from '../text/normalise.ts';
import { wordCell } from './read-values.ts';

/** Stars and other signs people put before a name to make it stand out. */
const MARKS = /^(?:【[^】]{1,6}】|\[[^\]]{1,6}\]|[★☆*●○■□◆◇▲△※→#√✓\s])+/u;
/** Space between two Chinese characters is the typist's, not the company's. */
const INNER_SPACE = /(?<=[\p{Script=Han})）])\s+(?=[\p{Script=Han}(（])/gu;
const CJK_BRACKETS: Readonly<Record<string, string>> = { '(': '（', ')': '）' };

/** A company's name without the typist's marks, width and spaces; brackets as Chinese names write them. */
export const cleanName = (cell: string): string => {
  const plain = withoutInvisible(cell)
    .normalize('NFKC')
    .replace(MARKS, '')
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(INNER_SPACE, '');
  return /\p{Script=Han}/u.test(plain) ? plain.replace(/[()]/g, (bracket) => CJK_BRACKETS[bracket] ?? bracket) : plain;
};

const PHONES = new RegExp(PHONE.source, 'gu');

/**
 * Takes the phone numbers out of a free text (R67): the text goes where everybody may read it, the numbers into the
 * customer's contacts.
 */
export const liftPhones = (cell: string): { readonly text: string; readonly phones: readonly string[] } => {
  const plain = wordCell(cell);
  const phones = plain.match(PHONES) ?? [];
  if (phones.length === 0) return { text: plain, phones };
  const text = plain
    .replace(PHONES, '')
    .replace(/(?:电话|手机|tel|联系方式)\s*[:：]?\s*(?=$|[\s,，;；。])/giu, '')
    .replace(/[(（]\s*[)）]/gu, '')
    .replace(/\s{2,}/gu, ' ')
    .replace(/^[\s,，;；、:：]+|[\s,，;；、:：]+$/gu, '');
  return { text, phones };
};
