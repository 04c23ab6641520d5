import { isPatchable, PATCHABLE_FIELDS, type PatchableField } from '../events/patchable.ts';
import { compareText } from '../order.ts';
import { isCustomFieldId } from '../process-limits.ts';
import type { FieldState, FieldStates, FieldValue } from '../state.ts';
import { isTagChange, tagsOf } from '../tags.ts';
import type { CustomerContext } from './context.ts';
import { payloadOf, placed, type Rec } from './records.ts';

type Fields = { -readonly [Field in keyof FieldStates]: FieldStates[Field] };

interface Leaf {
  readonly rec: Rec;
  readonly value: FieldValue['value'];
}

/** Several options: every change in its turn, so that none made apart is lost; another kind of value empties it. */
const foldTags = (base: Leaf | null, last: Rec, patches: readonly Rec[]): Leaf => {
  const tags = new Set(tagsOf(base?.value));
  for (const rec of patches) {
    const { value } = payloadOf(rec, 'fieldPatched');
    if (!isTagChange(value)) tags.clear();
    else {
      for (const tag of value.remove) tags.delete(tag);
      for (const tag of value.add) tags.add(tag);
    }
  }
  return { rec: last, value: tags.size === 0 ? null : [...tags].sort(compareText) };
};

/**
 * Leaves of one field, oldest first. A patch replaces the patches of its field that it cites, and those that
 * already say the same; the value from the creation is the base leaf, which any patch replaces (whoever patches
 * has seen the creation). So two first patches made apart are two leaves, one after the other is one.
 */
const foldLeaves = (base: Leaf | null, patches: readonly Rec[]): readonly Leaf[] => {
  const last = patches.at(-1);
  // A field whose type was changed is what the last patch takes it for.
  if (last !== undefined && isTagChange(payloadOf(last, 'fieldPatched').value)) return [foldTags(base, last, patches)];
  let leaves: Leaf[] = [];
  for (const rec of patches) {
    const { value } = payloadOf(rec, 'fieldPatched');
    if (isTagChange(value)) continue;
    leaves = leaves.filter((leaf) => leaf.value !== value && !rec.event.cites.includes(leaf.rec.event.id));
    leaves.push({ rec, value });
  }
  return leaves.length === 0 && base !== null ? [base] : leaves;
};

const fieldState = (leaves: readonly Leaf[]): FieldState => ({
  leaves: leaves.map(({ rec, value }): FieldValue => placed(rec, { value })).reverse(),
});

/** Patches by the opportunity they belong to (`''` = the customer), then by field. */
export type PatchIndex = ReadonlyMap<string, ReadonlyMap<PatchableField, readonly Rec[]>>;

export const indexPatches = (context: CustomerContext): PatchIndex => {
  const index = new Map<string, Map<PatchableField, Rec[]>>();
  for (const rec of context.live('fieldPatched')) {
    const { opportunity = '', field } = payloadOf(rec, 'fieldPatched');
    if (!isPatchable(field)) continue;
    let fields = index.get(opportunity);
    if (fields === undefined) {
      fields = new Map();
      index.set(opportunity, fields);
    }
    const patches = fields.get(field);
    if (patches === undefined) fields.set(field, [rec]);
    else patches.push(rec);
  }
  return index;
};

const isCustom = (field: string): field is `x_${string}` => isCustomFieldId(field);

/** Fields of the customer, starting from its creation. */
export const foldProfile = (created: Rec, index: PatchIndex): FieldStates => {
  const fields: Fields = {};
  const patched = index.get('');
  const profile = payloadOf(created, 'customerCreated').profile as Partial<Record<PatchableField, string>>;
  for (const field of PATCHABLE_FIELDS) {
    const value = profile[field];
    const patches = patched?.get(field);
    if (value === undefined && patches === undefined) continue;
    fields[field] = fieldState(foldLeaves(value === undefined ? null : { rec: created, value }, patches ?? []));
  }
  const own = payloadOf(created, 'customerCreated').profile.own ?? {};
  for (const field of new Set([...Object.keys(own), ...(patched?.keys() ?? [])])) {
    if (!isCustom(field)) continue;
    const value = own[field];
    const base =
      value === undefined ? null : { rec: created, value: Array.isArray(value) ? [...value].sort(compareText) : value };
    fields[field] = fieldState(foldLeaves(base, patched?.get(field) ?? []));
  }
  return fields;
};

/** Fields of one opportunity. */
export const foldOpportunityFields = (opportunity: string, index: PatchIndex): Fields => {
  const fields: Fields = {};
  for (const [field, patches] of index.get(opportunity) ?? []) fields[field] = fieldState(foldLeaves(null, patches));
  return fields;
};
