import { type Fold, fieldsOf, normalise, tagsOf } from '#rules';
import type { FieldMatch } from '../worker/read-models.ts';

/** Whether a customer has what is asked for, by field: a choice as its option, tags a line each, a text as a part. */
export const fieldMatch = (fold: Fold, now: number, wanted: Readonly<Record<string, string>>): FieldMatch => {
  const org = fold.org();
  const known = fieldsOf(org.process);
  return (customer) =>
    Object.entries(wanted).every(([field, text]) => {
      const read = known.get(field);
      const value = read?.read({ customer, opportunity: null, org, now }).value ?? null;
      if (read?.type === 'choice') return value === text;
      if (read?.type === 'tags') return text.split('\n').every((tag) => tagsOf(value).includes(tag));
      return value !== null && normalise(String(value)).includes(normalise(text));
    });
};
