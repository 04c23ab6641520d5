import { civilDate, type FieldValue, type PayloadOf, readAmountFen, shanghaiDay, tagChange, tagsOf } from '#rules';
import { customerFields as words } from '../locales/zh-CN/customer-fields.ts';
import { days } from '../locales/zh-CN/days.ts';
import { amountWords, plainNumber } from './amount-words.ts';
import type { FieldLook } from './field-look.ts';

/** `2026年12月18日`, without the year when it is that of `nowMs`. */
export const dateWords = (atMs: number, nowMs: number): string => {
  const { year, month, day } = civilDate(shanghaiDay(atMs));
  return year === civilDate(shanghaiDay(nowMs)).year ? days.date(month, day) : days.fullDate(year, month, day);
};

/** Tags by name; one that was taken from the list by its id. */
export const tagNames = (options: FieldLook['options'], tags: readonly string[]): string =>
  tags.map((tag) => options.find(({ id }) => id === tag)?.name ?? tag).join(words.tagSeparator);

/** A value as shown. */
export const valueWords = ({ kind, options }: FieldLook, value: FieldValue['value'], nowMs: number): string => {
  if (value === null) return words.cleared;
  switch (kind) {
    case 'amount':
      return amountWords(Number(value));
    case 'date':
      return dateWords(Number(value), nowMs);
    case 'choice':
      return options.find(({ id }) => id === value)?.name ?? String(value);
    case 'tags':
      return tagNames(options, tagsOf(value));
    default:
      return String(value);
  }
};

/** Tags are drafted as text too, an id on each line. */
const BETWEEN_TAGS = '\n';
export const draftedTags = (draft: string): readonly string[] => draft.split(BETWEEN_TAGS).filter((tag) => tag !== '');
/** The draft with a tag put on or taken off. */
export const withTag = (draft: string, tag: string): string => {
  const tags = draftedTags(draft);
  return (tags.includes(tag) ? tags.filter((one) => one !== tag) : [...tags, tag]).join(BETWEEN_TAGS);
};

/** What stands in the text box while editing; dates are instants in text. */
export const draftOf = ({ kind }: FieldLook, value: FieldValue['value']): string => {
  if (value === null) return '';
  if (typeof value === 'object') return value.join(BETWEEN_TAGS);
  return kind === 'amount' ? plainNumber(Number(value) / 100) : String(value);
};

export type FieldDraft =
  | { readonly kind: 'empty' }
  | { readonly kind: 'value'; readonly value: string | number | string[] }
  | { readonly kind: 'bad'; readonly problem: string };

/** What was typed as a value of the field. */
export const readDraft = ({ kind }: FieldLook, draft: string): FieldDraft => {
  const text = draft.trim();
  if (text === '') return { kind: 'empty' };
  if (kind === 'tags') return { kind: 'value', value: [...draftedTags(text)] };
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

/** What a patch says to make the shown value the wanted one; of tags only what changes, so that others' stay. */
export const patchTo = (
  { kind }: FieldLook,
  shown: FieldValue['value'],
  wanted: FieldValue['value'],
): PayloadOf<'fieldPatched'>['value'] => {
  const isSet = kind === 'tags' || (typeof wanted === 'object' && wanted !== null);
  return isSet ? tagChange(tagsOf(shown), tagsOf(wanted)) : wanted;
};
