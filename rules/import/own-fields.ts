import type { CustomField, Process } from '../process.ts';
import { isCustomFieldId } from '../process-limits.ts';
import { normalise } from '../text/normalise.ts';
import type { ImportField, OwnColumn } from './fields.ts';
import { readAmountFen, readDate } from './read-values.ts';

/** The company's own fields that a column may feed: those of a customer that are in use (R15). */
export const ownColumns = ({ fields }: Process): readonly (CustomField & { readonly id: OwnColumn })[] =>
  fields.flatMap((field) =>
    field.of === 'customer' && !field.isRetired && isOwnColumn(field.id) ? [{ ...field, id: field.id }] : [],
  );

const isOwnColumn = (field: string): field is OwnColumn => isCustomFieldId(field);
export const isOwnField = (field: ImportField): field is OwnColumn => isOwnColumn(field);

/** What a cell of an own field's column holds; `blank` = nothing was written. */
export type OwnReading =
  | { readonly kind: 'blank' }
  | { readonly kind: 'value'; readonly value: string | number | string[] }
  | { readonly kind: 'bad'; readonly reason: 'unknownOption' | 'badNumber' | 'badAmount' | 'badDate' | 'tooLong' };

const LONGEST = 1_000;
const WHOLE_NUMBER = /^[+-]?\d{1,15}$/;

/** What stands between the tags of one cell. */
const BETWEEN_TAGS = /[、,，;；|/\n]+/u;

const readTags = (options: CustomField['options'], text: string): OwnReading => {
  const named = text.split(BETWEEN_TAGS).filter((part) => part.trim() !== '');
  const tags = named.map((part) => options.find(({ name }) => normalise(name) === normalise(part))?.id);
  const known = tags.filter((tag) => tag !== undefined);
  if (known.length < named.length) return { kind: 'bad', reason: 'unknownOption' };
  return known.length === 0 ? { kind: 'blank' } : { kind: 'value', value: [...new Set(known)] };
};

/** Reads a cell as its field wants it: an option by its name, whatever its width and case. Never throws. */
export const readOwn = ({ type, options }: CustomField, cell: string, now: number): OwnReading => {
  const text = cell.trim();
  if (text === '') return { kind: 'blank' };
  switch (type) {
    case 'text':
      return text.length > LONGEST ? { kind: 'bad', reason: 'tooLong' } : { kind: 'value', value: text };
    case 'choice': {
      const option = options.find(({ name }) => normalise(name) === normalise(text));
      return option === undefined ? { kind: 'bad', reason: 'unknownOption' } : { kind: 'value', value: option.id };
    }
    case 'tags':
      return readTags(options, text);
    case 'number': {
      const plain = text.normalize('NFKC').replaceAll(',', '');
      return WHOLE_NUMBER.test(plain) ? { kind: 'value', value: Number(plain) } : { kind: 'bad', reason: 'badNumber' };
    }
    case 'money': {
      const amount = readAmountFen(text);
      return amount.kind === 'bad' ? { kind: 'bad', reason: 'badAmount' } : amount;
    }
    case 'date': {
      const date = readDate(text, now);
      return date.kind === 'bad' ? { kind: 'bad', reason: 'badDate' } : date;
    }
  }
};
