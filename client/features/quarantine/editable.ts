import { quarantine as words } from '../../locales/zh-CN/quarantine.ts';

/** A text inside a payload that a person may correct: its path, its name on the screen, its present value. */
export interface EditableText {
  readonly path: readonly (string | number)[];
  readonly label: string;
  readonly value: string;
}
const LABELS: Readonly<Record<string, string>> = words.fields;

/** Every text of the payload that has a name for people, in the order of the payload. */
export const editableTexts = (payload: unknown): readonly EditableText[] => {
  const found: EditableText[] = [];
  const visit = (value: unknown, path: readonly (string | number)[], label: string | undefined): void => {
    if (typeof value === 'string') {
      if (label !== undefined) found.push({ path, label, value });
    } else if (Array.isArray(value)) {
      for (const [at, item] of value.entries()) visit(item, [...path, at], label);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) visit(item, [...path, key], LABELS[key]);
    }
  };
  visit(payload, [], undefined);
  return found;
};

/** The payload with one text replaced; everything else is shared. */
export const withText = (payload: unknown, path: readonly (string | number)[], text: string): unknown => {
  const [step, ...rest] = path;
  if (step === undefined) return text;
  if (Array.isArray(payload)) return payload.map((item, at) => (at === step ? withText(item, rest, text) : item));
  const object = payload as Readonly<Record<string, unknown>>;
  return { ...object, [step]: withText(object[step], rest, text) };
};

/** What `decide` fills by itself from the present state, so that a corrected event is judged afresh. */
export const asCommandPayload = (payload: unknown): unknown => {
  if (typeof payload !== 'object' || payload === null) return payload;
  const { basis: _basis, from: _from, ...rest } = payload as Readonly<Record<string, unknown>>;
  return rest;
};
