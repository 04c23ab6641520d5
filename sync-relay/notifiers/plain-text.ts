import type { OutsideMessage } from './contract.ts';

/** Signs that mean something in one of the vendors' markdown, and their full-width twins that mean nothing. */
const TWINS: Readonly<Record<string, string>> = {
  '\\': '＼',
  '`': '｀',
  '*': '＊',
  _: '＿',
  '~': '～',
  '[': '［',
  ']': '］',
  '(': '（',
  ')': '）',
  '<': '＜',
  '>': '＞',
  '#': '＃',
  '!': '！',
  '|': '｜',
  '@': '＠',
  '&': '＆',
};

/**
 * A text that reads the same and does nothing: no markup, mention, link or second line. The vendors differ in what a
 * backslash escapes, so signs are exchanged instead.
 */
export const neutral = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\\`*_~[\]()<>#!|@&]/g, (sign) => TWINS[sign] ?? sign)
    .replace(/:\/\//g, '：//')
    .replace(/www\./gi, 'www．')
    .replace(/^\s*([-+])/, (_, sign: string) => (sign === '-' ? '－' : '＋'))
    .replace(/^(\s*\d+)\./, '$1．')
    .trim();

const byteLength = (text: string): number => Buffer.byteLength(text, 'utf8');

/** As many whole lines as fit into `maxBytes` of UTF-8, the last one naming how many are left out. */
export const fitLines = (lines: readonly string[], between: string, maxBytes: number): readonly string[] => {
  if (byteLength(lines.join(between)) <= maxBytes) return lines;
  for (let kept = lines.length - 1; kept > 0; kept -= 1) {
    const fitting = [...lines.slice(0, kept), `…另有 ${lines.length - kept} 行，请在接力中查看`];
    if (byteLength(fitting.join(between)) <= maxBytes) return fitting;
  }
  return ['请在接力中查看'];
};

export interface MarkdownStyle {
  /** What separates two lines. */
  readonly between: string;
  readonly maxBytes: number;
  /** Put before the text, with its own separator: mentions of people. */
  readonly mentions?: readonly string[];
  readonly withTitle: boolean;
}

/** The message as markdown. Only what stands here is markup. */
export const markdownOf = ({ title, lines, link }: OutsideMessage, style: MarkdownStyle): string => {
  const head = style.withTitle ? [`**${neutral(title)}**`] : [];
  const foot = [
    ...(link === null ? [] : [`[${neutral(link.text)}](${link.url})`]),
    ...(style.mentions && style.mentions.length > 0 ? [style.mentions.join(' ')] : []),
  ];
  const outside = [...head, ...foot].join(style.between);
  const room = style.maxBytes - byteLength(outside) - 2 * byteLength(style.between);
  return [...head, ...fitLines(lines.map(neutral), style.between, room), ...foot].join(style.between);
};
