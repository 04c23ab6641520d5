import { civilDate, readAmountFen, shanghaiDay } from '#rules';
import { customerFields as words } from '../locales/zh-CN/customer-fields.ts';
import { days } from '../locales/zh-CN/days.ts';
import { amountWords, plainNumber } from './amount-words.ts';
import type { FieldLook } from './field-look.ts';

/** `2026年12月18日`, without the year when it is that of `nowMs`. */
export const dateWords = (atMs: number, nowMs: number): string => {
  const { year, month, day } = civilDate(shanghaiDay(atMs));
  return year === civilDate(shanghaiDay(nowMs)).year ? days.date(month, day) : days.fullDate(year, month, day);
};

/** A value as shown. */
export const valueWords = ({ kind, options }: FieldLook, value: string | number | null, nowMs: number): string => {
  if (value === null) return words.cleared;
  switch (kind) {
    case 'amount':
      return amountWords(Number(value));
    case 'date':
      return dateWords(Number(value), nowMs);
    case 'choice':
      return options.find(({ id }) => id === value)?.name ?? String(value);
    default:
      return String(value);
  }
};

/** What stands in the text box while editing; dates are instants in text. */
export const draftOf = ({ kind }: FieldLook, value: string | number | null): string => {
  if (value === null) return '';
  return kind === 'amount' ? plainNumber(Number(value) / 100) : String(value);
};

export type FieldDraft =
  | { readonly kind: 'empty' }
  | { readonly kind: 'value'; readonly value: string | number }
  | { readonly kind: 'bad'; readonly problem: string };

/** What was typed as a value of the field. */
export const readDraft = ({ kind }: FieldLook, draft: string): FieldDraft => {
  const text = draft.trim();
  if (text === '') return { kind: 'empty' };
  if (kind === 'date') return { kind: 'value', value: Number(text) };
  if (kind === 'number') {
    const plain = text.normalize('NFKC');
    return /^-?\d{1,15}$/.test(plain)
      ? { kind: 'value', value: Number(plain) }
      : { kind: 'bad', problem: words.numberBad };
  }
  if (kind !== 'amount') return { kind: 'value', value: text };
  const amount = readAmountFen(text);
  return amount.kind === 'value' ? amount : { kind: 'bad', problem: words.amountBad };
};
