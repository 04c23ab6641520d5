import type { Process } from '#rules';
import { ruleFields } from '../locales/zh-CN/rule-fields.ts';
import { fieldName } from './refusal-words.ts';

/** Names of fields, the product's and the company's own, retired ones included. */
export const fieldNamer = ({ fields }: Process): ((id: string) => string) => {
  const own = new Map(fields.map(({ id, name }) => [id as string, name]));
  return (id) => own.get(id) ?? (id.startsWith('x_') ? ruleFields.gone(id) : fieldName(id));
};
