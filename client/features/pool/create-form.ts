import { type CommandPayload, isCustomFieldId, type Process } from '#rules';
import { pool as words } from '../../locales/zh-CN/pool.ts';
import { type AskedField, askedFields, fieldLook } from '../../views/field-look.ts';
import { draftedTags, readDraft } from '../../views/field-values.ts';

type Profile = CommandPayload<'customerCreated'>['profile'];
/** What was typed by field, as text whatever the value is. */
export type FieldDrafts = Readonly<Record<string, string>>;

/** Fields that only an opportunity has: nothing to ask a new customer for. */
const isOfDeal = (process: Process, id: string): boolean =>
  process.fields.some((field) => field.id === id && field.of === 'opportunity');
const PROFILE: ReadonlySet<string> = new Set([
  'segment',
  'industry',
  'city',
  'district',
  'level',
  'source',
  'product',
  'remark',
]);

/** What the form asks now: its fields, and what the options chosen so far ask for besides (R15). */
export const formFields = (process: Process, drafts: FieldDrafts): readonly AskedField[] => {
  const asked = askedFields(process).filter(
    ({ look }) => (PROFILE.has(look.id) || isCustomFieldId(look.id)) && !isOfDeal(process, look.id),
  );
  const wanted = new Set(
    asked.flatMap(({ look }) => {
      const chosen = draftedTags(drafts[look.id] ?? '');
      return look.options.filter(({ id }) => chosen.includes(id)).flatMap(({ requires }) => requires);
    }),
  );
  const listed = new Set(asked.map(({ look }) => look.id));
  const more = [...wanted].filter(
    (id) => !listed.has(id) && (PROFILE.has(id) || isCustomFieldId(id)) && !isOfDeal(process, id),
  );
  return [
    ...asked.map(({ look, isRequired }) => ({ look, isRequired: isRequired || wanted.has(look.id) })),
    ...more.map((id) => ({ look: fieldLook(process, id), isRequired: true })),
  ];
};

/** What keeps the form from being sent, by field. */
export const formProblems = (fields: readonly AskedField[], drafts: FieldDrafts): Readonly<Record<string, string>> =>
  Object.fromEntries(
    fields.flatMap(({ look, isRequired }) => {
      const read = readDraft(look, drafts[look.id] ?? '');
      if (read.kind === 'bad') return [[look.id, read.problem]];
      return read.kind === 'empty' && isRequired ? [[look.id, words.form.fieldMissing(look.name)]] : [];
    }),
  );

/** The profile of the new customer: the product's fields, and the company's own under `own`. */
export const profileOf = (name: string, fields: readonly AskedField[], drafts: FieldDrafts): Profile => {
  const given = fields.flatMap(({ look }) => {
    const read = readDraft(look, drafts[look.id] ?? '');
    return read.kind === 'value' ? [[look.id, read.value] as const] : [];
  });
  const own = given.filter(([id]) => isCustomFieldId(id));
  const plain = given.filter(([id]) => !isCustomFieldId(id));
  return {
    name,
    ...Object.fromEntries(plain),
    ...(own.length === 0 ? {} : { own: Object.fromEntries(own) as Profile['own'] }),
  } as Profile;
};
