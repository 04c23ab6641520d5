import { type Field, type FieldType, fieldsOf, type Process } from '#rules';
import { customerFields } from '../locales/zh-CN/customer-fields.ts';
import { note } from '../locales/zh-CN/note.ts';
import { ruleFields as words } from '../locales/zh-CN/rule-fields.ts';
import { ruleWords } from '../locales/zh-CN/rule-words.ts';
import { fieldName } from './refusal-words.ts';

/** A field of the registry by name, with the values to choose, as the designer offers it. */
export interface ConditionField {
  readonly id: string;
  readonly name: string;
  readonly type: FieldType;
  readonly of: Field['of'];
  /** Of a choice. */
  readonly options: readonly { readonly id: string; readonly name: string }[];
}

type Names = Readonly<Record<string, string>>;
/** Names of the product's own choices; a company's choices bring theirs. */
const OPTION_NAMES: Readonly<Record<string, Names>> = {
  colour: ruleWords.colours,
  segment: customerFields.segments,
  lastConcern: note.concerns,
};
const SITUATION_NAMES: Names = words.names;

/** Every field that a condition may read in this process: what has happened first, then what people fill. */
export const conditionFields = (process: Process): readonly ConditionField[] => {
  const named = ({ id, name, type, of, options }: Field): ConditionField => ({
    id,
    name: name ?? SITUATION_NAMES[id] ?? fieldName(id),
    type,
    of,
    options: options.map((option) => ({
      id: option.id,
      name: option.name ?? OPTION_NAMES[id]?.[option.id] ?? option.id,
    })),
  });
  const all = [...fieldsOf(process).values()].map(named);
  const isDerived = ({ of }: ConditionField): boolean => of === 'situation';
  return [...all.filter(isDerived), ...all.filter((field) => !isDerived(field))];
};
